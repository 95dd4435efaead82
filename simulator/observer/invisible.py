"""Characters that show nothing and may stand inside a word: they are left out before a reply is read."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

# Soft hyphen, zero-width space and joiners, marks of direction, byte-order mark.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")


class Visible:
    """A text without its invisible characters, and where each place of it lies in the whole.

    Attributes:
        text: what is left; the text itself where nothing was left out.
    """

    def __init__(self, text: str) -> None:
        # Most replies are plain ASCII, which costs no look at all.
        found = [] if text.isascii() else [match.span() for match in _INVISIBLE.finditer(text)]
        self.text = _INVISIBLE.sub("", text) if found else text
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
