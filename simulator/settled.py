"""What is settled in a conversation before it is held: the recorded words that are said again."""

from __future__ import annotations

from simulator.plan import Cell, Plan
from simulator.told import NOTHING, Line, Told


def told(plan: Plan, cell: Cell) -> Told:
    """What the person says, by the number of its exchange: everything recorded, or what stands before `live_from`."""
    recording, redriven = cell.recording, plan.redriven
    if recording is None or redriven is None:
        return NOTHING
    until = len(recording.words) if redriven.live_from is None else redriven.live_from - 1
    before = (None, *(words.stance for words in recording.words))
    return {
        number: Line(
            strategy=words.strategy,
            ask=words.ask,
            said=words.said,
            answers=before[number - 1],
            intended=words.intended,
            same_person=redriven.same_people,
        )
        for number, words in enumerate(recording.words[:until], start=1)
    }
