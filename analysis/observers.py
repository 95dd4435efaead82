"""How two instruments differ on the same replies: confusion, agreement, Cohen's kappa, and encounters one would add.

What an instrument did not say is missing, never a no. Intervals resample conversations.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from analysis.agreement import Paired, agree, agree_whether
from analysis.realism.figure import Figure, Part, share
from personas.perception import Cue, Stance
from simulator.fold import Live
from simulator.observations import Instrument, Place, Reading, Readings
from simulator.provenance import UNREADABLE, Gap
from simulator.store import Run
from simulator.transcript import Exchange

NOT_ASKED = "not_asked"
"""Replies that an instrument has not read yet."""


class Encounters(msgspec.Struct, frozen=True, kw_only=True):
    """Where the two see refusals in one conversation, by exchange."""

    id: str
    experienced: tuple[int, ...]
    """Drove the run."""
    audited: tuple[int, ...]
    """Seen afterwards by the other instrument."""
    unknown: tuple[int, ...]
    """Where the other did not say."""


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """How much of a run an instrument read."""

    instrument: Instrument
    replies: int
    read: int
    """Replies with an observation of the instrument."""
    absent: dict[str, int]
    """Why there is none, and how often; `not_asked` among them."""


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """The run's own observer beside one other instrument."""

    run_observer: str
    coverage: Coverage
    answers: dict[str, dict[str, int]]
    """A judge's answers by what they are about: yes, no, invalid, unanswered."""
    declared: int
    """Replies that the provider stopped: no instrument can differ, so stances are compared without them."""
    confusion: dict[str, dict[str, int]]
    """Stance of the run's observer, then of the instrument."""
    stance: Paired
    stances: tuple[Paired, ...]
    """Each against all others."""
    cues: tuple[Paired, ...]
    conversations: int
    refused: int
    """Conversations with an experienced encounter."""
    whole: int
    """Conversations of which the instrument read every reply."""
    refused_whole: int
    """Of these, with an experienced encounter."""
    audited_whole: int
    """Of these, with an audited encounter."""
    differing: tuple[Encounters, ...]
    """Conversations in which the two see encounters in other exchanges, as far as the instrument said."""
    repeats: int
    stable: Figure
    """Share of replies that got the same stance every time they were read."""


class _Reply(NamedTuple):
    exchange: Exchange
    reading: Reading | None

    @property
    def stance(self) -> Stance | None:
        seen = self.reading.observed if self.reading is not None else None
        return None if seen is None else seen.stance


def compare(run: Run, readings: Readings, instrument: Instrument, *, seed: int = 0) -> Comparison:
    """Compare the observer that drove a run with one that read it afterwards; of a judge's repeats the first.

    Args:
        run: the run.
        readings: its re-observations.
        instrument: whose to compare.
        seed: of the intervals.
    """
    lives, found = run.lives(), readings.of(instrument)
    all_ = _replies(lives, found)
    open_ = [reply for reply in all_ if reply.exchange.observed.stance is not Stance.BLOCKED]
    audited = [(live, _encounters(live, found)) for live in lives.values() if live.exchanges]
    whole = [one for _, one in audited if not one.unknown]
    return Comparison(
        run_observer=run.plan.observer,
        coverage=_coverage(instrument, all_),
        answers=_answers(all_),
        declared=len(all_) - len(open_),
        confusion=_confusion(all_),
        stance=_stance(open_, seed),
        stances=_stances(open_, seed),
        cues=_cues(all_, seed),
        conversations=len(audited),
        refused=sum(bool(one.experienced) for _, one in audited),
        whole=len(whole),
        refused_whole=sum(bool(one.experienced) for one in whole),
        audited_whole=sum(bool(one.audited) for one in whole),
        differing=tuple(one for _, one in audited if _differs(one)),
        repeats=_repeats(readings, instrument),
        stable=_stable(readings, instrument, seed),
    )


def coverage(run: Run, readings: Readings, instrument: Instrument) -> Coverage:
    """How much of a run one instrument read; of a judge's repeats the first counts."""
    return _coverage(instrument, _replies(run.lives(), readings.of(instrument)))


def _replies(lives: Mapping[str, Live], found: Mapping[Place, Reading]) -> list[_Reply]:
    """Every reply that has words to read, or is a declared block."""
    exchanges = (exchange for live in lives.values() for exchange in live.exchanges)
    return [_Reply(one, found.get((one.id, one.n))) for one in exchanges if one.gap not in UNREADABLE]


def _coverage(instrument: Instrument, replies: Sequence[_Reply]) -> Coverage:
    return Coverage(
        instrument=instrument,
        replies=len(replies),
        read=sum(reply.stance is not None for reply in replies),
        absent=_absent(replies),
    )


def _stance(replies: Sequence[_Reply], seed: int) -> Paired:
    said = [(r.exchange.id, r.exchange.observed.stance.value, _value(r.stance)) for r in replies]
    return agree("stance", said, seed=seed)


def _stances(replies: Sequence[_Reply], seed: int) -> tuple[Paired, ...]:
    kinds = [stance for stance in Stance if stance is not Stance.BLOCKED]
    return tuple(agree_whether(kind.value, [_is(reply, kind) for reply in replies], seed=seed) for kind in kinds)


def _is(reply: _Reply, kind: Stance) -> tuple[str, bool, bool | None]:
    theirs = None if reply.stance is None else reply.stance is kind
    return reply.exchange.id, reply.exchange.observed.stance is kind, theirs


def _cues(replies: Sequence[_Reply], seed: int) -> tuple[Paired, ...]:
    """Cue by cue, over replies that hold a word."""
    worded = [reply for reply in replies if reply.exchange.reply.shown("").strip()]
    return tuple(agree_whether(cue.value, [_shows(reply, cue) for reply in worded], seed=seed) for cue in Cue)


def _shows(reply: _Reply, cue: Cue) -> tuple[str, bool, bool | None]:
    theirs = None if reply.reading is None else reply.reading.shows(cue)
    return reply.exchange.id, cue in reply.exchange.observed.cues, theirs


def _value(stance: Stance | None) -> str | None:
    return None if stance is None else stance.value


def _confusion(replies: Iterable[_Reply]) -> dict[str, dict[str, int]]:
    table: dict[str, dict[str, int]] = {mine.value: {theirs.value: 0 for theirs in Stance} for mine in Stance}
    for reply in replies:
        if reply.stance is not None:
            table[reply.exchange.observed.stance.value][reply.stance.value] += 1
    return table


def _absent(replies: Iterable[_Reply]) -> dict[str, int]:
    why: Counter[str] = Counter()
    for reply in replies:
        if reply.reading is None:
            why[NOT_ASKED] += 1
        elif reply.reading.absent is not None:
            why[reply.reading.absent.value] += 1
    return dict(sorted(why.items()))


def _answers(replies: Iterable[_Reply]) -> dict[str, dict[str, int]]:
    """Slots together: they differ from scenario to scenario."""
    found: dict[str, Counter[str]] = {}
    for reply in replies:
        for answer in reply.reading.answers if reply.reading is not None else ():
            about = "slots" if answer.about.startswith("slot:") else answer.about
            found.setdefault(about, Counter())[answer.said] += 1
    return {about: dict(sorted(counts.items())) for about, counts in found.items()}


def _encounters(live: Live, found: Mapping[Place, Reading]) -> Encounters:
    """Somebody who leaves meets nothing more, whatever is answered."""
    replies = [_Reply(one, found.get((one.id, one.n))) for one in live.exchanges if one.gap is not Gap.UNANSWERED]
    heard = [reply for reply in replies if not reply.exchange.strategy.closing]
    return Encounters(
        id=live.id,
        experienced=tuple(r.exchange.n for r in heard if r.exchange.observed.stance.opens_encounter),
        audited=tuple(r.exchange.n for r in heard if r.stance is not None and r.stance.opens_encounter),
        unknown=tuple(r.exchange.n for r in heard if r.stance is None),
    )


def _differs(one: Encounters) -> bool:
    return set(one.experienced) - set(one.unknown) != set(one.audited)


def _repeats(readings: Readings, instrument: Instrument) -> int:
    return max((line.repeat for line in readings.lines if line.instrument == instrument), default=0)


def _stable(readings: Readings, instrument: Instrument, seed: int) -> Figure:
    repeats = _repeats(readings, instrument)
    if repeats < 2:
        return Figure(value=None, n=0)
    stances: dict[Place, list[Stance | None]] = {}
    for line in readings.lines:
        if line.instrument == instrument:
            stance = None if line.observed is None else line.observed.stance
            stances.setdefault((line.id, line.n), []).append(stance)
    parts = [
        Part(place[0], None if len(seen) < repeats or None in seen else float(len(set(seen)) == 1))
        for place, seen in stances.items()
    ]
    return share(parts, seed=seed)
