"""Verify a run: hold every recorded conversation again from its recorded replies, in memory that does not grow."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

from personas.prompting import texts
from simulator.observer.contract import Observer
from simulator.observer.lines import load_lines
from simulator.plan import Plan
from simulator.rewalk import Checked, Grounds, Walk
from simulator.settled import digest, kept
from simulator.stream import Lines, Stream
from simulator.transcript import decode


def mended(plan: Plan) -> tuple[str, ...]:
    """The documents of a plan, as `suite/first-look`, that are not those whose hash was frozen with it.

    They were changed by hand, or are of an earlier version of this project that knew other fields.
    """
    return tuple(name for name, found in plan.hashed().items() if plan.hashes.get(name, found) != found)


class Verification:
    """Verifies a run folder once, conversation by conversation."""

    def __init__(self, folder: Path, plan: Plan, observer: Observer | None, only: str = "") -> None:
        """Prepare.

        Args:
            folder: the run's.
            plan: the run's.
            observer: of the version that the plan names; None takes what was observed as it was recorded.
            only: verify only conversations whose id holds this.
        """
        self.stream = Stream(folder)
        self.same_prompts = not plan.prompts or plan.prompts == texts()
        self.observer = observer
        derived = plan.redriven is not None or plan.forked is not None
        settled = kept(folder) if derived else {}
        self.same_words = not derived or plan.hashes.get("settled") == digest(settled)
        """Whether the recorded words are those that were frozen with the plan."""
        self._grounds = Grounds(
            plan=plan,
            observer=observer,
            same_prompts=self.same_prompts,
            settled=settled,
            lines=load_lines(today=plan.made_on),
        )
        self._only = only
        self.waiting = {cell.id: cell for cell in plan.cells() if only in cell.id}
        """Planned conversations that were not seen; those that were not begun, when it is through."""
        self._differ: set[str] = set()

    async def __aiter__(self) -> AsyncIterator[Checked]:
        """The conversations in the order in which they ended; those that did not, after all others.

        Raises:
            StoreError: a file cannot be read.
            FormatError: a line is no event.
        """
        for lines in self.stream:
            if self._only in lines.id:
                yield await self._checked(lines)
        for name, rest in self.stream.open.items():
            # What stands behind an end that came too early was named with it.
            if self._only in name and name not in self._differ:
                yield await self._checked(Lines(name, tuple(rest)))

    async def _checked(self, lines: Lines) -> Checked:
        events = tuple(decode(line.raw, line.where) for line in lines.lines)
        found = await Walk(self._grounds, lines, events, self.waiting.pop(lines.id, None)).check()
        if found.difference is not None:
            self._differ.add(found.id)
        return found
