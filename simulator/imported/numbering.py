"""Placeholders of one conversation: the same thing gets the same number there, and nothing is carried elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable

from simulator.imported.keeping import PLACEHOLDER
from simulator.imported.spans import Kind

_BLANK = re.compile(r"\s+")
_SOLID = re.compile(r"[^0-9a-z]")
_OWNED = re.compile(r"['’]s?\Z", re.IGNORECASE)


class Numbering:
    """Hands out placeholders.

    Args:
        texts: all of the conversation's; numbers that stand there already are not given again.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._last: dict[str, int] = {}
        self._known: dict[tuple[Kind, str], int] = {}
        self._full: dict[int, str] = {}
        """The full name of a person, once one was read."""
        for text in texts:
            for match in PLACEHOLDER.finditer(text):
                kind = match[1].lower()
                self._last[kind] = max(self._last.get(kind, 0), int(match[2]))

    def placeholder(self, kind: Kind, written: str) -> str:
        """What stands for these words in this conversation, as in `[NAME 1]`."""
        number = self._person(written) if kind is Kind.NAME else self._thing(kind, _key(kind, written))
        return f"[{kind.upper()} {number}]"

    def _thing(self, kind: Kind, key: str) -> int:
        if (kind, key) not in self._known:
            self._last[kind] = self._last.get(kind, 0) + 1
            self._known[kind, key] = self._last[kind]
        return self._known[kind, key]

    def _person(self, written: str) -> int:
        """One number for a full name and its parts; two full names that share a first name are two people."""
        words = _key(Kind.NAME, written).split(" ")
        whole = " ".join(words)
        known = self._known.get((Kind.NAME, whole))
        if known is None and len(words) > 1:
            first = self._known.get((Kind.NAME, words[0]))
            known = first if first is not None and first not in self._full else None
        number = known if known is not None else self._thing(Kind.NAME, whole)
        if len(words) > 1:
            self._full.setdefault(number, whole)
        for part in (whole, words[0], words[-1]):
            self._known.setdefault((Kind.NAME, part), number)
        return number


def _key(kind: Kind, written: str) -> str:
    low = _BLANK.sub(" ", written.casefold()).strip()
    if kind in (Kind.PHONE, Kind.NUMBER):
        return _SOLID.sub("", low)
    if kind is Kind.URL:
        return low.split("://")[-1].removeprefix("www.").rstrip("/")
    return _OWNED.sub("", low)
