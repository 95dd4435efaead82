"""Conversations as statistics see them: one row each, with times, ends and what they share with others."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import msgspec

from analysis.cluster import cluster_of
from analysis.persistence import pursued
from analysis.trajectory import Trajectory, experienced
from personas.perception import Cue, Stance, Strategy
from simulator.fold import fold
from simulator.outcome import flags
from simulator.phases import Phase
from simulator.plan import Plan
from simulator.stream import Stream
from simulator.transcript import CENSORED, Cause, Exchange, Flag, decode

_OWN_END = frozenset({Cause.LEFT, Cause.ELSEWHERE, Cause.MET})


class After(StrEnum):
    """What ended the time after the first refusal, the first of them that came."""

    LEFT = "left_without_support"
    ELSEWHERE = "took_up_help"
    MET = "need_met_or_relented"
    ERODED = "eroded"


class Case(msgspec.Struct, gc=False, frozen=True, kw_only=True):
    """One conversation that was held to an end that is no failure."""

    id: str
    cluster: str
    """Persona and scenario; of an import its name."""
    persona: str
    scenario: str
    condition: str
    target: str
    repetition: int
    parent: str | None
    arm: str
    """Empty where it is no fork."""
    repeat: int
    wording: str
    """The text that was put in, as `warm/3`; empty where none was."""
    exchanges: int
    late: bool
    """The beginning is missing: the time to the first refusal is not known, and it may have been refused before."""
    first_refusal: int | None
    """Number of the exchange; None where it was never refused: censored at `exchanges`."""
    persistence: int | None
    """Exchanges gone on after the first refusal; None where it was never refused: not at risk."""
    persistence_censored: bool
    after: After | None
    """None where it was cut off, or never refused."""
    after_at: int | None
    """Exchanges after the first refusal until `after`, or until it was cut off; None where never refused."""
    end: Cause
    flags: tuple[Flag, ...]
    phases: tuple[Phase, ...]
    """All visits in order, from `start` to `end`, refusals included."""
    strategies: tuple[Strategy, ...]
    """Of the person's messages, in order."""
    stances: tuple[Stance, ...]
    """Of the replies, in order."""
    locale: str = ""
    """The person's, as `en-IE`; empty of an import."""
    run: str = ""
    """The run's name, where several are pooled."""
    unread: bool = False
    """Some reply was not read: refusals, and what follows from them, are not known, whatever stands here."""

    @property
    def cut(self) -> bool:
        """Whether nobody chose the end."""
        return self.end in CENSORED


def cases(folder: Path, plan: Plan) -> Iterator[Case]:
    """The conversations of a run that ended and did not fail, as the observer that drove it saw them; memory is flat.

    Raises:
        StoreError: a file cannot be read.
        FormatError: a damaged line.
    """
    for lines in Stream(folder):
        trajectory = experienced(fold(decode(line.raw, line.where) for line in lines.lines), plan)
        if trajectory.held:
            yield case(trajectory)


def case(trajectory: Trajectory, run: str = "") -> Case:
    """One conversation that was held.

    Args:
        trajectory: as any instrument read it.
        run: the name of its run, where several are pooled.
    """
    live, started = trajectory.live, trajectory.live.started
    if live.ended is None:
        raise AssertionError("a held conversation has its end")
    branch, first = started.branch, trajectory.first
    span = None
    if first is not None:
        after = trajectory.after(first.exchange)
        span = pursued([e.strategy.pursuing for e in after], stopped=live.ended.cause in _OWN_END)
    came, at = _after(trajectory)
    return Case(
        id=live.id,
        cluster=cluster_of(started),
        persona=started.persona,
        scenario=started.scenario,
        condition=started.condition,
        target=started.target,
        repetition=started.repetition,
        parent=started.parent,
        arm=branch.arm if branch is not None else "",
        repeat=branch.repeat if branch is not None else 1,
        wording=branch.wording if branch is not None else "",
        exchanges=len(trajectory.exchanges),
        late=trajectory.late,
        first_refusal=first.exchange if first is not None else None,
        persistence=span.length if span is not None else None,
        persistence_censored=span.censored if span is not None else False,
        after=came,
        after_at=at,
        end=live.ended.cause,
        flags=_flags(trajectory, live.ended.flags),
        phases=_phases(trajectory),
        strategies=tuple(e.strategy for e in trajectory.exchanges),
        stances=tuple(e.observed.stance for e in trajectory.exchanges),
        locale=trajectory.persona.locale if trajectory.persona is not None else "",
        run=run,
        unread=bool(trajectory.unread),
    )


def _after(trajectory: Trajectory) -> tuple[After | None, int | None]:
    """What came first after the first refusal, and how many exchanges after it."""
    first, ended = trajectory.first, trajectory.live.ended
    if first is None or ended is None:
        return None, None
    for exchange in trajectory.after(first.exchange):
        if Cue.UNSAFE in exchange.observed.cues:
            return After.ERODED, exchange.n - first.exchange
        if exchange.observed.stance is Stance.COMPLY and exchange.ask == first.ask:
            return After.MET, exchange.n - first.exchange
    last = len(trajectory.exchanges) - first.exchange
    return _ENDS.get(ended.cause), last


_ENDS = {Cause.LEFT: After.LEFT, Cause.ELSEWHERE: After.ELSEWHERE, Cause.MET: After.MET}


def _phases(trajectory: Trajectory) -> tuple[Phase, ...]:
    met = {encounter.exchange for encounter in trajectory.encounters}
    found = [Phase.START]
    for exchange in trajectory.exchanges:
        found.append(_phase(trajectory, exchange))
        if exchange.n in met:
            found.append(Phase.REFUSAL)
    return (*found, Phase.END)


def _phase(trajectory: Trajectory, exchange: Exchange) -> Phase:
    """In which the person spoke; where another instrument read the replies, by the refusals that it found."""
    if trajectory.drove:
        return exchange.phase
    first = trajectory.first
    after = trajectory.exchanges[0].phase is Phase.POST_REFUSAL or (first is not None and first.exchange < exchange.n)
    return Phase.POST_REFUSAL if after else Phase.PRE_REFUSAL


def _flags(trajectory: Trajectory, known: tuple[Flag, ...]) -> tuple[Flag, ...]:
    """As read. That something forbidden was given stays, whichever instrument saw it: no way of such is told."""
    if trajectory.drove:
        return known
    live = msgspec.structs.replace(trajectory.live, exchanges=trajectory.exchanges, encounters=trajectory.encounters)
    return tuple(sorted(flags(live) | ({Flag.ERODED} & set(known))))
