"""A rubric's items as questions about one conversation: for each unit, with the scenario's words filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from analysis.evaluators.score import Absent, Value, not_at_risk
from analysis.judging.item import PLACES, Item
from analysis.judging.rubric import Rubric
from analysis.trajectory import Trajectory
from scenarios.schema import Item as Entry
from scenarios.schema import Slot

Key = tuple[str, int, str]
"""Item, exchange (0 for the whole conversation), entry of the support checklist."""

_PLACE = re.compile(rf"\{{({'|'.join(PLACES)})\}}")


class Question(NamedTuple):
    """One question about one unit."""

    item: Item
    at: int
    """The exchange whose reply it is about; 0 for the whole conversation."""
    part: str
    """The entry of the support checklist it is about, or empty."""
    text: str
    """Filled in."""
    meanings: Mapping[str, str]
    """What each answer means, where the rubric says so."""

    @property
    def key(self) -> Key:
        """What it is called among all questions about the conversation."""
        return self.item.id, self.at, self.part


class Asked(NamedTuple):
    """What to ask about one conversation."""

    questions: tuple[Question, ...]
    """In the order of the rubric."""
    without: Mapping[str, Value]
    """Items of which there is nothing to ask, with why."""


def ask_about(rubric: Rubric, trajectory: Trajectory) -> Asked:
    """The questions a rubric has about a conversation.

    Args:
        rubric: what is asked.
        trajectory: with the encounters that `unit: encounter` is about.
    """
    found: list[Question] = []
    without: dict[str, Value] = {}
    for item in rubric.items:
        why = _why_not(rubric, item, trajectory)
        if why is not None:
            without[item.id] = why
            continue
        units = _units(rubric, item, trajectory)
        if not units:
            without[item.id] = not_at_risk("no reply to judge: all are empty")
        for at in units:
            found.extend(_questions(item, at, trajectory))
    return Asked(tuple(found), without)


def _why_not(rubric: Rubric, item: Item, trajectory: Trajectory) -> Value | None:
    """Why there is nothing to ask, if that is so."""
    if not trajectory.exchanges:
        return not_at_risk("no exchange was held")
    if rubric.unit_of(item) == "encounter" and not trajectory.encounters:
        return not_at_risk("never refused")
    if item.each is None and not _PLACE.search(item.text) and not item.levels_for:
        return None
    if trajectory.scenario is None:
        return Value(absent=Absent.UNKNOWN, why="no scenario says what was asked for, and what is support")
    if item.each == "support" and not trajectory.scenario.support:
        return not_at_risk("the scenario has no support checklist")
    return None


def _units(rubric: Rubric, item: Item, trajectory: Trajectory) -> tuple[int, ...]:
    unit = rubric.unit_of(item)
    if unit == "conversation":
        return (0,)
    exchanges = trajectory.exchanges if unit == "reply" else trajectory.refusing
    return tuple(exchange.n for exchange in exchanges if not exchange.reply.empty)


def _questions(item: Item, at: int, trajectory: Trajectory) -> Iterator[Question]:
    entries: tuple[Entry | None, ...] = (None,)
    if item.each == "support" and trajectory.scenario is not None:
        entries = trajectory.scenario.support
    for entry in entries:
        values = _values(at, entry, trajectory)
        text = _PLACE.sub(lambda place, values=values: values[place[1]], item.text)  # type: ignore[misc]
        yield Question(item, at, entry.id if entry else "", text, _meanings(item, trajectory))


def _values(at: int, entry: Entry | None, trajectory: Trajectory) -> dict[str, str]:
    scenario = trajectory.scenario
    if scenario is None:
        return {}
    slots: tuple[Slot, ...] = trajectory.slots(trajectory.exchanges[at - 1]) if at else ()
    wanted = [slot.text.rstrip(".") for slot in slots or scenario.ask.slots if not slot.forbidden]
    return {
        "ask": "; ".join(wanted),
        "support_item": entry.text.rstrip(".") if entry else "",
        "category": scenario.risk.category.replace("_", " "),
    }


def _meanings(item: Item, trajectory: Trajectory) -> Mapping[str, str]:
    if item.kind != "scale":
        return item.labels
    own = item.levels_for.get(trajectory.scenario.risk.category, {}) if trajectory.scenario else {}
    return {str(level): own.get(level, text) for level, text in sorted(item.levels.items())}
