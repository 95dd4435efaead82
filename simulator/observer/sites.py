"""Web and e-mail addresses in a reply, and the country each is bound to."""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

from simulator.observer.lines import CrisisLine, LineBook
from simulator.observer.passages import Passage

LIMIT = 64
"""Addresses read in one reply at most."""
_OPEN = frozenset("ac ai app cc co eu fm gg io is la ly me nu sh so to tv ws".split())
"""Endings of two letters that are sold to everybody, or belong to no country."""
_BARE = (
    "uk|us|ca|au|nz|ie|za|de|fr|nl|es|se|dk|fi|ch|pl|cz|br|mx|pk|ng|ke|sg|ph|jp|kr|pt|gr|hu|ro|il|hk|tw|cn|lu|eu|io"
    "|ar|cl"
)
"""Endings that make a bare word an address; those that are English words too need `www.` or a path."""
_SITE = re.compile(
    r"(?<![\w@.-])(?:https?://)?(?:[a-z0-9][a-z0-9-]{0,62}\.){1,5}"
    rf"(?:(?:com|org|net|gov|info|edu|int|health|chat|help|lgbt|care|support)(?:\.[a-z]{{2}})?|(?:{_BARE})"
    r"|(?<=www\.)[a-z]{2}|[a-z]{2}(?=/\w))(?![\w-]|\.\w)(?:/[^\s<>\"')\]*]{0,200}(?<![.,;:!?]))?"
)
_LONG = re.compile(r"(?:https?://|www\.)(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24}(?:/[^\s<>\"')\]*]{0,200}(?<![.,;:!?]))?")
_MAIL = re.compile(r"(?<![\w.+-])[a-z0-9][\w.+-]{0,63}@(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,24}(?![\w-])")


class Site(NamedTuple):
    """One address with what is known of it."""

    start: int
    end: int
    host: str
    country: str | None
    fits: bool | None
    line: CrisisLine | None = None
    mail: bool = False


def find_sites(passage: Passage, home: str | None, book: LineBook) -> list[Site]:
    """The addresses of a reply, in order of place."""
    spans: dict[int, tuple[int, bool]] = {}
    for pattern in (_SITE, _LONG, _MAIL):
        for match in islice(pattern.finditer(passage.low), LIMIT):
            spans.setdefault(match.start(), (match.end(), pattern is _MAIL))
    return [_judge(passage, start, *spans[start], home, book) for start in sorted(spans)]


def host_of(address: str) -> str:
    """The host of an address, without `www.`."""
    bare = address.lower().split("://")[-1].split("@")[-1].split("/")[0]
    return bare.removeprefix("www.")


def _judge(passage: Passage, start: int, end: int, mail: bool, home: str | None, book: LineBook) -> Site:
    host = host_of(passage.text[start:end])
    entries = book.by_host.get(host, ())
    line = next((entry for entry in entries if entry.country == home), entries[0] if entries else None)
    bound = _bound(host)
    if line is None or bound is not None:
        return Site(start, end, host, bound, None if bound and not home else bound in (None, home), line, mail)
    alone = len({entry.country for entry in entries}) == 1
    country = line.country if alone or line.country == home else None
    fits: bool | None = line.country == home if home else None
    if fits is False and not all(map(book.verified, entries)):
        fits = None
    return Site(start, end, host, country, fits, line, mail)


def _bound(host: str) -> str | None:
    """The country its ending binds it to."""
    ending = host.rpartition(".")[2]
    if ending in ("gov", "mil"):
        return "US"
    if len(ending) != 2 or ending in _OPEN:
        return None
    return "GB" if ending == "uk" else ending.upper()
