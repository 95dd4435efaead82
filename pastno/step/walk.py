"""Where somebody stands in a run: which conversation, which exchange, and every way of moving on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pastno.matches import matching, ordered
from pastno.step.safe import UNSAFE, line, safe, withheld
from pastno.step.talk import Talk, Turn, talk
from simulator.errors import SimulatorError
from simulator.index import Index


class Walk:
    """A place in a run. Moves say in words why they could not be made, and nothing where they were."""

    def __init__(self, index: Index, name: str) -> None:
        """Begin at the first exchange of a conversation.

        Raises:
            KeyError: no conversation of that id.
            SimulatorError: the conversation cannot be read.
        """
        self._index = index
        self.plan = index.plan
        self.names = ordered(index.plan, index.names)
        self.name = name
        self.talk: Talk = talk(index.events(name))
        self.at = 0
        """The exchange, from 0."""
        self.unsafe = False
        """Whether what must not be given is shown."""

    @property
    def turn(self) -> Turn | None:
        """The exchange; None where none was held."""
        return self.talk.turns[self.at] if self.talk.turns else None

    @property
    def place(self) -> int:
        """The conversation's place in the run, from 1."""
        return self.names.index(self.name) + 1

    def move(self, by: int) -> str:
        """Go so many exchanges on, or back."""
        if not 0 <= self.at + by < len(self.talk.turns):
            return "this is the last exchange; j: next conversation" if by > 0 else "this is the first exchange"
        self.at += by
        return ""

    def edge(self, *, last: bool) -> str:
        """Go to the first exchange, or the last."""
        self.at = max(0, len(self.talk.turns) - 1) if last else 0
        return ""

    def go(self, number: str) -> str:
        """Go to an exchange by its number, from 1."""
        wanted = int(number) if number.isdecimal() and len(number) < 9 else 0
        if not 1 <= wanted <= len(self.talk.turns):
            return f"found '{line(number)}', expected a number from 1 to {len(self.talk.turns)}"
        self.at = wanted - 1
        return ""

    def refusal(self, step: int) -> str:
        """Go to the next refusal that was met (`step` 1), or the one before (-1)."""
        if self._to(self._ahead(step), lambda turn: turn.met is not None):
            return ""
        return "no refusal was met after this exchange" if step > 0 else "no refusal was met before this exchange"

    def find(self, words: str) -> str:
        """Go to the next exchange that holds the words, ignoring case; what is hidden holds none."""
        turns = len(self.talk.turns)
        around = (at % turns for at in range(self.at + 1, self.at + 1 + turns))
        pattern = wanted(words)
        if pattern is None or self._to(around, lambda turn: bool(pattern.search(self._words(turn)))):
            return ""
        return f"no exchange of this conversation holds '{line(words)}'"

    def neighbour(self, step: int) -> str:
        """Go to the next conversation of the run (`step` 1), or the one before (-1)."""
        to = self.place - 1 + step
        if not 0 <= to < len(self.names):
            return "this is the last conversation" if step > 0 else "this is the first conversation"
        return self._open(self.names[to])

    def named(self, part: str) -> str:
        """Go to the first conversation whose id holds `part`."""
        found = matching(part, self.names)
        if not found:
            return f"no conversation holds '{line(part)}'"
        others = f"the first of {len(found)} that hold '{line(part)}'" if len(found) > 1 else ""
        return self._open(found[0]) or others

    def _open(self, name: str) -> str:
        """Read another conversation; where it cannot be read, stay."""
        try:
            self.talk = talk(self._index.events(name))
        except SimulatorError as problem:
            return line(f"{name} cannot be read: {problem}")
        self.name, self.at = name, 0
        return ""

    def _ahead(self, step: int) -> range:
        return range(self.at + 1, len(self.talk.turns)) if step > 0 else range(self.at - 1, -1, -1)

    def _to(self, places: range | Iterator[int], holds: Callable[[Turn], bool]) -> bool:
        found = next((at for at in places if holds(self.talk.turns[at])), None)
        self.at = self.at if found is None else found
        return found is not None

    def _words(self, turn: Turn) -> str:
        exchange = turn.exchange
        said, reply = safe(exchange.said), safe(exchange.reply.shown(""))
        if self.unsafe:
            return f"{said}\n{reply}"
        return ("" if UNSAFE in said else said) + "\n" + ("" if withheld(exchange) else reply)


def wanted(words: str) -> re.Pattern[str] | None:
    """What a search looks for; None where nothing was typed."""
    return re.compile(re.escape(words), re.IGNORECASE) if words.strip() else None
