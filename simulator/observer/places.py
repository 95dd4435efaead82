"""Countries named in a sentence: "in the UK, call ..."."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale
from phonenumbers import SUPPORTED_REGIONS

_CALLED = {
    "US": ("US", "U.S.", "USA", "U.S.A.", "America"),
    "GB": ("UK", "U.K.", "Britain", "Great Britain", "England", "Scotland", "Wales", "Northern Ireland"),
    "IE": ("Republic of Ireland", "ROI"),
    "CZ": ("Czech Republic",),
    "KR": ("South Korea", "Korea"),
    "NZ": ("Aotearoa",),
    "NL": ("Holland", "The Netherlands"),
    "TR": ("Turkey",),
}


_CAPITAL = re.compile(r"(?<!\w)[A-ZÀ-Þ][\w.]*")


def place_of(text: str, start: int, end: int) -> str | None:
    """The country named in `text` between `start` and `end`, last one first.

    Names count as written with capitals, so that "us" is no country.
    """
    found = None
    done = start
    for match in _CAPITAL.finditer(text, start, end):
        if match.start() >= done and (named := _at(text, match.start(), match[0])):
            found, done = named[0], named[1]
    return found


def place_at(text: str, start: int) -> str | None:
    """The country whose name begins at `start`."""
    match = _CAPITAL.match(text, start)
    named = _at(text, start, match[0]) if match else None
    return named[0] if named else None


def _at(text: str, start: int, word: str) -> tuple[str, int] | None:
    for name, code in _names().get(word.rstrip("."), ()):
        end = start + len(name)
        if text.startswith(name, start) and not text[end : end + 1].isalnum():
            return code, end
    return None


@cache
def _names() -> dict[str, tuple[tuple[str, str], ...]]:
    """Names with their country under their first word, longer ones first."""
    territories = Locale("en").territories
    names = {territories[code]: code for code in sorted(SUPPORTED_REGIONS) if code in territories}
    names |= {name: code for code, others in _CALLED.items() for name in others}
    filed: dict[str, tuple[tuple[str, str], ...]] = {}
    for name in sorted(names, key=len, reverse=True):
        first = _CAPITAL.match(name)
        if first is not None:
            word = first[0].rstrip(".")
            filed[word] = (*filed.get(word, ()), (name, names[name]))
    return filed
