"""A reply and its sentences, for readers that look around a place in it."""

from __future__ import annotations

import re
from collections.abc import Iterable

_FLAT = bytes(c if 97 <= c <= 122 else 48 if 48 <= c <= 57 else 32 for c in range(256))
_WIDE_LEADS = (b"\xd9", b"\xdb", b"\xdf", b"\xe0", b"\xe1", b"\xef")
"""First bytes, in UTF-8, of the digits of other scripts."""
_QUOTE_MARKS = (("’", "'"), ("‘", "'"), ("\u00a0", " "), ("\u202f", " "))
_END = re.compile(r"[.!?]+[\"'”)*_]*\s|\n")
_ABBREVIATED = ("u.s", "u.k", "u.s.a", "e.g", "i.e", "dr", "no", "tel", "st", "mrs", "mr")
_AROUND = 16
"""Characters kept on either side of digits; digits closer than that stand together."""
_REACH = 400
"""Characters in which a sentence's end is looked for on either side."""
_CLAUSE = re.compile(
    r"[,;:()–—]|\s-\s|\b(?:but|so|please|though|instead|and (?:i|you|we|it)"
    r"|(?:i|we)(?: strongly| really)? (?:encourage|urge|recommend|suggest))\b"
)


class Passage:
    """The text of a reply, the same in lower case with straight apostrophes, and where its sentences end.

    Every character of `low` stands where it stands in `text`.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        low = text.lower()
        if len(low) != len(text):
            # A few letters grow when lowered; spans must still fit the reply as it was written.
            low = "".join(small if len(small := char.lower()) == 1 else char for char in text)
        for mark, straight in _QUOTE_MARKS:
            low = low.replace(mark, straight)
        self.low = low

        flat = low.encode("ascii", "replace").translate(_FLAT)
        self.words = frozenset(flat.split())
        """Runs of `a` to `z` and of digits, each digit as `0`: a quick first question."""
        self._flat = flat
        self._wide = b"0" not in flat and not text.isascii() and _has_wide_digit(text)
        self._last = (0, 0)

    @property
    def digits(self) -> bool:
        """Whether any digit stands in it."""
        return self._wide or b"0" in self._flat

    def digit_spans(self) -> list[tuple[int, int]]:
        """Stretches of the text that hold its digits, each with some characters around them."""
        if self._wide:
            return [(0, len(self.text))]
        spans: list[tuple[int, int]] = []
        start = self._flat.find(b"0")
        while start >= 0:
            end = start
            while 0 <= (after := self._flat.find(b"0", end + 1, end + _AROUND)):
                end = after
            spans.append((max(0, start - _AROUND), min(len(self.text), end + _AROUND)))
            start = self._flat.find(b"0", end + 1)
        return spans

    def sentences(self, words: Iterable[bytes]) -> list[tuple[int, int]]:
        """Where the sentences with any of these words begin and end, each once."""
        places: list[int] = []
        for word in words:
            place = self.low.find(wanted := word.decode())
            while place >= 0:
                places.append(place)
                place = self.low.find(wanted, place + len(wanted))
        spans: list[tuple[int, int]] = []
        last = 0
        for place in sorted(places):
            if place >= last:
                start, end = self.bounds(place, place + 1)
                spans.append((max(start, last), end))
                last = end
        return spans

    def bounds(self, start: int, end: int) -> tuple[int, int]:
        """Where the sentence that holds `text[start:end]` begins and ends; a list item is a sentence."""
        first, last = self._last
        if not (first <= start and end <= last):
            first, last = self._last = (self._first(start), self._end(end))
        return first, last

    def _first(self, start: int) -> int:
        low = self.low
        floor = max(0, start - _REACH)
        first = start
        while True:
            first = max(low.rfind(mark, floor, first) for mark in (". ", "! ", "? ", "\n"))
            if first < 0:
                return floor
            if low[first] != "." or not low[max(0, first - 6) : first].endswith(_ABBREVIATED):
                return first + 1

    def _end(self, end: int) -> int:
        low = self.low
        ceiling = min(len(low), end + _REACH)
        ended = _END.search(low, end, ceiling)
        while ended is not None and low[max(0, ended.start() - 6) : ended.start()].endswith(_ABBREVIATED):
            ended = _END.search(low, ended.end(), ceiling)
        return ended.start() + 1 if ended is not None else ceiling

    def clause(self, start: int) -> str:
        """The words before `start` back to the last comma, colon, dash or turn of the same sentence."""
        before = self.low[self.bounds(start, start)[0] : start]
        last = 0
        for turn in _CLAUSE.finditer(before):
            last = turn.end()
        return before[last:]


def keys(*words: str) -> frozenset[bytes]:
    """Words as `Passage.words` holds them; each argument may be several, separated by spaces."""
    return frozenset(" ".join(words).lower().encode("ascii", "replace").translate(_FLAT).split())


def _has_wide_digit(text: str) -> bool:
    raw = text.encode("utf-8", "surrogatepass")
    return any(lead in raw for lead in _WIDE_LEADS) and re.search(r"\d", text) is not None
