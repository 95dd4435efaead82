"""Lines of a plain text that look as if somebody else spoke, or nobody, and were read as words: noted, never dropped.

Noted are names of a side that was called otherwise first, labels of one or two words with words behind them
(`nurse: ...`), and lines of nothing but dashes. Labels of letters and remarks (`Subject: ...`, `Note: ...`) are words
as they look, and so is a label with nothing behind it, which heads a list.
"""

from __future__ import annotations

import re
from collections import Counter

FEW = 3
"""Lines of one kind that get a note of their own; the others are counted."""
_LABEL = re.compile(r"([^\W\d_]{1,20}(?: [^\W\d_]{1,20})?):[ \t]+\S")
_WORDS = frozenset(
    """attention bcc cc caution date disclaimer edit example from hint important note notes ps re remember reminder
    sent subject tip tips title to todo update warning""".split()
)
"""First words of labels that are nobody's name."""
_RULE = re.compile(r"\s*-{3,}\s*")


class Asides:
    """What was read as words of whoever speaks, and may be none of theirs."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._last: dict[str, int] = {}
        self._notes: list[str] = []

    def named(self, number: int, name: str, role: str) -> None:
        """A line begins with a name of a side that was called otherwise first.

        Args:
            number: the line's, from 1.
            name: as the line has it.
            role: who speaks, as the text has it.
        """
        self._add("with another name of a side", number, f"'{name}:' was read as words of '{role}'")

    def words(self, number: int, line: str, role: str) -> None:
        """Any other line within a message; see `named`."""
        label = _LABEL.match(line)
        if label is not None and label[1].split()[0].lower() not in _WORDS:
            words = f"'{label[1]}:' is no known speaker and was read as words of '{role}'"
            self._add("with what may be a speaker", number, words)
        elif _RULE.fullmatch(line):
            self._add("and end with dashes", number, f"'---' was read as words of '{role}'")

    def notes(self) -> tuple[str, ...]:
        """The first few of each kind, each with its line, and how many more there are."""
        more = ((kind, count - FEW) for kind, count in self._counts.items() if count > FEW)
        return (*self._notes, *(self._more(kind, count) for kind, count in more))

    def _add(self, kind: str, number: int, words: str) -> None:
        self._counts[kind] += 1
        self._last[kind] = number
        if self._counts[kind] <= FEW:
            self._notes.append(f"line {number}: {words}")

    def _more(self, kind: str, count: int) -> str:
        lines = "1 more line that begins" if count == 1 else f"{count} more lines that begin"
        if count == 1:
            kind = kind.replace("end with", "ends with")
        return f"{lines} {kind}, up to line {self._last[kind]}, read as words"
