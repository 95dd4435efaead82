"""Characters that show nothing, or mark words up, inside what is said: they are left out before a reply is read."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

# Soft hyphen, zero-width space and joiners, marks of direction, byte-order mark.
_UNSEEN = "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+"
# Marks of emphasis beside a word; what an apostrophe's entity holds beyond one character.
_MARKED = r"(?<![\w*])[*_]{1,3}(?=\w)|(?<=[\w.,!?'])[*_]{1,3}(?![\w*])"
_ENTITY = r"(?<=&)(?:#39|#x27|apos|rsquo|lsquo);"
_INVISIBLE = re.compile(_UNSEEN)
_LEFT_OUT = re.compile(f"{_UNSEEN}|{_MARKED}|{_ENTITY}")
_APOSTROPHE = re.compile("&(?=(?:#39|#x27|apos|rsquo|lsquo);)")
# It begins with what it looks for, which lets the search run from one to the next.
_WRAPPED = re.compile(r"\n(?<=[\w,;']\n)(?=[a-z])")


class Visible:
    """A text without what shows nothing, and where each place of it lies in the whole.

    Emphasis, wrapped lines and written-out apostrophes must not hide a word either: "I **can't** help" says no.

    Attributes:
        text: what is left; the text itself where nothing was left out.
    """

    def __init__(self, text: str) -> None:
        found = _spans(text)
        if found:
            # The ampersand stays as the apostrophe; what follows it is left out by place, as everything is.
            kept = _APOSTROPHE.sub("'", text)
            text = "".join(kept[end:start] for end, start in _between(found, len(kept)))
        self.text = _WRAPPED.sub(" ", text) if "\n" in text else text
        self._cuts: list[int] = []
        """Places in what is left before which something was left out."""
        self._gone: list[int] = [0]
        """Characters left out before the first cut, the second, ..."""
        for start, end in found:
            self._cuts.append(start - self._gone[-1])
            self._gone.append(self._gone[-1] + end - start)

    @property
    def whole(self) -> bool:
        """Whether nothing was left out."""
        return not self._cuts

    def start(self, at: int) -> int:
        """Where in the whole text a span lies that begins at this place."""
        return at + self._gone[bisect_right(self._cuts, at)]

    def end(self, at: int) -> int:
        """Where in the whole text a span lies that ends at this place; what is invisible after it is no part of it."""
        return at + self._gone[bisect_left(self._cuts, at)]


def _spans(text: str) -> list[tuple[int, int]]:
    """What is left out; most replies are plain ASCII without marks, which costs no look at all."""
    if "*" in text or "_" in text or "&" in text:
        return [match.span() for match in _LEFT_OUT.finditer(text)]
    return [] if text.isascii() else [match.span() for match in _INVISIBLE.finditer(text)]


def _between(spans: list[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """The stretches that lie outside the spans."""
    ends = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), length]
    return list(zip(ends, starts, strict=True))
