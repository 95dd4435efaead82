"""Conversations with what is alike in them held once: a million differ in far fewer words, ways and values."""

from __future__ import annotations

from typing import TypeVar

import msgspec
from msgspec.structs import replace

from analysis.cases import Case
from analysis.comparison.seen import Seen
from analysis.evaluators.score import Value
from personas.perception import Stance, State, Strategy
from simulator.phases import Phase
from simulator.transcript import Flag, Started

T = TypeVar("T")


class _Sent(msgspec.Struct, gc=False, frozen=True):
    """A `Seen` whose values are not decoded yet."""

    started: Started
    values: msgspec.Raw
    case: Case | None = None
    run: str = ""
    cluster: str = ""


_encoder, _decoder = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(list[_Sent])
_values = msgspec.msgpack.Decoder(tuple[Value, ...])


def packed(some: list[Seen]) -> bytes:
    """For another process: many small structs are slow to hand over."""
    return _encoder.encode(some)


class Shared:
    """Takes what was packed, and gives equal parts of all of it as one object."""

    def __init__(self) -> None:
        # Apart by their kind: a word of one vocabulary equals the same word of another.
        self._words: dict[str, str] = {}
        self._states: dict[State | None, State | None] = {}
        self._flags: dict[tuple[Flag, ...], tuple[Flag, ...]] = {}
        self._phases: dict[tuple[Phase, ...], tuple[Phase, ...]] = {}
        self._strategies: dict[tuple[Strategy, ...], tuple[Strategy, ...]] = {}
        self._stances: dict[tuple[Stance, ...], tuple[Stance, ...]] = {}
        # By their bytes: true, 1 and 1.0 are equal, and not the same.
        self._values: dict[bytes, tuple[Value, ...]] = {}

    def unpacked(self, data: bytes) -> list[Seen]:
        """The conversations."""
        return [self._seen(one) for one in _decoder.decode(data)]

    def _seen(self, sent: _Sent) -> Seen:
        raw = bytes(sent.values)
        if raw not in self._values:
            self._values[raw] = _values.decode(raw)
        started = self._started(sent.started)
        case = self._case(sent.case, started) if sent.case is not None else None
        words = self._words
        return Seen(started, self._values[raw], case, _once(sent.run, words), _once(sent.cluster, words))

    def _started(self, one: Started) -> Started:
        words = self._words
        return replace(
            one, persona=_once(one.persona, words), scenario=_once(one.scenario, words),
            condition=_once(one.condition, words), target=_once(one.target, words),
            state=_once(one.state, self._states),
        )  # fmt: skip

    def _case(self, one: Case, started: Started) -> Case:
        words = self._words
        return replace(
            one, id=started.id, cluster=_once(one.cluster, words), persona=started.persona, scenario=started.scenario,
            condition=started.condition, target=started.target, parent=started.parent, arm=_once(one.arm, words),
            wording=_once(one.wording, words), run=_once(one.run, words), flags=_once(one.flags, self._flags),
            phases=_once(one.phases, self._phases), strategies=_once(one.strategies, self._strategies),
            stances=_once(one.stances, self._stances), locale=_once(one.locale, words),
        )  # fmt: skip


def _once(one: T, known: dict[T, T]) -> T:
    return known.setdefault(one, one)
