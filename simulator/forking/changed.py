"""What is settled of one conversation before it is held: its shared exchanges, and the change of its arm."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from personas.perception import Strategy
from personas.voice import pick
from simulator.arms import Arm
from simulator.cells import Cell, draws_of
from simulator.chat import Reply
from simulator.observer.lines import LineBook
from simulator.plan import Plan
from simulator.told import FREE, NOTHING, Answer, Line, Told
from simulator.wordings import filled

ORIGINAL = "original"
"""What is written where the same text was put in its own place."""


def told_of(cell: Cell, plan: Plan, settled: Mapping[str, Told], lines: LineBook) -> Told:
    """What is settled of a conversation.

    Args:
        cell: the conversation.
        plan: the run's.
        settled: what its parents said, by their ids.
        lines: the dated list, for wordings that name a place to turn to.
    """
    injected = _injected(cell, plan, lines)
    if cell.recording is not None:
        return {
            **injected,
            **{
                n: replace(line, answer=injected.get(n, FREE).answer)
                for n, line in settled[cell.recording.parent].items()
            },
        }
    if cell.stem is None or cell.arm is None:
        return injected
    shared = dict(settled[cell.stem.parent])
    at, arm = cell.stem.at, cell.arm
    if arm.change in ("sham", "wording"):
        shared[at] = _swapped(shared[at], arm, cell, (plan, lines))
    if arm.change == "strategy":
        shared[at + 1] = Line(strategy=Strategy(arm.value))
    return {**{n: line for n, line in injected.items() if n > at}, **shared}


def _swapped(line: Line, arm: Arm, cell: Cell, rest: tuple[Plan, LineBook]) -> Line:
    """The same exchange with another reply in the place of the target's, for the observer to read anew."""
    answer = line.answer
    if answer is None:
        raise AssertionError("a shared exchange has its reply")
    if arm.change == "sham":
        return replace(line, answer=replace(answer, observed=None, swapped=answer.swapped or ORIGINAL))
    return replace(line, answer=replace(_worded(arm.value, cell, rest), sent=answer.sent))


def _injected(cell: Cell, plan: Plan, lines: LineBook) -> Told:
    inject = plan.conditions[cell.condition].inject
    if inject is None:
        return NOTHING
    return {inject.exchange: replace(FREE, answer=_worded(inject.wording, cell, (plan, lines)))}


def _worded(wording: str, cell: Cell, rest: tuple[Plan, LineBook]) -> Answer:
    """The text that this person reads.

    From a drawn start, repetitions and repeats walk through the texts. The place is the same in every arm, so that
    texts of equal length meet each other.
    """
    plan, lines = rest
    texts, draws = plan.wordings[wording].texts, draws_of(cell, plan.suite.seed)
    start = pick(len(texts), replace(draws, repetition=0, branches=()).uniform(0, "wording"))
    place = (start + draws.repetition + cell.repeat) % len(texts)
    read = filled(texts[place], plan.personas[cell.persona].locale, lines)
    line = "" if read.given == "none" else read.given
    return Answer(reply=Reply(text=read.text), swapped=f"{wording}/{place + 1}", line=line)
