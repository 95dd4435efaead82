"""The recorded words of a run's conversations, ready to be said again; what cannot be is left out with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from documents.lint import unsafe_texts
from pastno.session import observer_for
from personas.perception import Stance
from personas.schema import Persona
from scenarios.schema import Condition, Scenario
from simulator.errors import PlanError
from simulator.fold import Live
from simulator.observer.contract import Observer
from simulator.provenance import UNREADABLE
from simulator.redriven import Recording
from simulator.reobserve import occasion_of
from simulator.store import Run
from simulator.told import Line, Told
from simulator.transcript import Exchange


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """The run whose words are said again, and what is to be otherwise."""

    folder: Path
    run: Run
    only: str = ""
    live_from: int | None = None
    persona: Persona | None = None
    """Stands in for the people of imported conversations; None where they are known."""
    scenario: Scenario | None = None
    """What imported conversations are about."""
    condition: Condition | None = None
    """Takes the place of every conversation's own."""

    @property
    def personas(self) -> Mapping[str, Persona]:
        """Who may speak, by id."""
        return self.run.plan.personas if self.persona is None else {self.persona.id: self.persona}

    @property
    def scenarios(self) -> Mapping[str, Scenario]:
        """What it may be about, by id."""
        return self.run.plan.scenarios if self.scenario is None else {self.scenario.id: self.scenario}

    @property
    def conditions(self) -> Mapping[str, Condition]:
        """What it may be said under, by id."""
        return self.run.plan.conditions if self.condition is None else {self.condition.id: self.condition}


class Found(NamedTuple):
    """What is said again of a run, and what is not."""

    recordings: tuple[Recording, ...]
    settled: Mapping[str, Told]
    """The words, by the id of the conversation they were said in."""
    left_out: tuple[str, ...]


def recordings(source: Source) -> Found:
    """The words to be said again, and what is left out.

    Raises:
        PlanError: nothing is left to say, or two conversations would have one name.
    """
    found: dict[str, Recording] = {}
    settled: dict[str, Told] = {}
    left_out: list[str] = []
    observer = _observer(source)
    for name, live in source.run.lives().items():
        if source.only not in name:
            continue
        if live.started.branch is not None:
            raise PlanError(
                f"{source.folder} is a fork: found replies that were put into its conversations, expected said ones; "
                "replay the run it was forked from"
            )
        lines = dict(enumerate(_lines(source, live, observer), start=1))
        why = _unusable(lines, source)
        if why:
            left_out.append(f"{name}: {why}")
            continue
        one = _recording(source, live, len(lines), len(found) + 1)
        key = one.name("")
        if key in found:
            raise PlanError(_doubled(source, found[key], one))
        found[key] = one
        settled[name] = {n: line for n, line in lines.items() if source.live_from is None or n < source.live_from}
    if not found:
        raise PlanError(_nothing(source, left_out))
    return Found(tuple(found.values()), settled, tuple(left_out))


def _recording(source: Source, live: Live, words: int, number: int) -> Recording:
    started = live.started
    known = source.persona is None
    return Recording(
        parent=live.id,
        persona=source.persona.id if source.persona is not None else started.persona,
        scenario=source.scenario.id if source.scenario is not None else started.scenario,
        condition=source.condition.id if source.condition is not None else started.condition,
        repetition=started.repetition if known else number,
        budget=started.budget if known else words,
        words=words,
    )


def _lines(source: Source, live: Live, observer: Observer | None) -> Iterator[Line]:
    """What the person said; where a transcript holds a reply alone, nothing can be said again."""
    known = source.persona is None
    answers: Stance | None = None
    for exchange in live.exchanges:
        if exchange.said.strip():
            yield Line(
                strategy=exchange.strategy,
                ask=exchange.ask if known else None,
                said=exchange.said,
                intended=exchange.intended,
                answers=answers,
                same_person=known,
            )
            answers = _stance(source, live, exchange, observer)


def _stance(source: Source, live: Live, exchange: Exchange, observer: Observer | None) -> Stance | None:
    if exchange.gap in UNREADABLE:
        return None
    if observer is None:
        return exchange.observed.stance
    return observer.observe(occasion_of(source.run.plan, live, exchange)[0]).stance


def _observer(source: Source) -> Observer | None:
    """Reads the source's replies where another version did: two stances are compared as one observer reads them."""
    installed = observer_for(source.run.plan)
    return None if installed.version == source.run.plan.observer else installed


def _unusable(lines: Told, source: Source) -> str:
    if not lines:
        return "holds no message of the person"
    if source.live_from is not None and source.live_from > len(lines):
        return f"ends before exchange {source.live_from}"
    unsafe = unsafe_texts([((str(n),), line.said or "") for n, line in lines.items()])
    return f"holds what must not be sent: message {unsafe[0].location[0]}" if unsafe else ""


def _doubled(source: Source, first: Recording, second: Recording) -> str:
    part = first.parent.split("/")
    narrower = "/".join(part[3:-1]) if source.condition is None or len(part) < 5 else "/".join(part[2:-1])
    return (
        f"found '{first.parent}' and '{second.parent}', which would have one name with the new target; choose one of "
        f"them with --only, as in --only /{narrower}/"
    )


def _nothing(source: Source, left_out: Sequence[str]) -> str:
    if left_out:
        return f"{source.folder}: nothing is left to say again: {left_out[0]}; choose another --live-from or --only"
    part = f" whose id holds '{source.only}'" if source.only else ""
    return f"{source.folder}: found no conversation{part}; `pastno show {source.folder}` lists them"
