"""One conversation as a sample of an Inspect log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from scenarios.schema import Condition
from simulator.exported.calls import calls, key, message_of, when
from simulator.exported.conversation import Conversation
from simulator.fold import Live
from simulator.imported.naming import safe
from simulator.imported.sampled import CARRIED
from simulator.transcript import Cause, Exchange

if TYPE_CHECKING:
    from inspect_ai.event import Event, ModelEvent
    from inspect_ai.log import EvalError, EvalSample, EvalSampleLimit
    from inspect_ai.scorer import Score


class Scored(NamedTuple):
    """One measure of one conversation."""

    name: str
    """The evaluator and the measure: `persistence.exchanges`."""
    value: bool | int | float | str | None
    """None where there is none."""
    about: Mapping[str, Any]
    """Whatever else is to stand beside: the version, the instrument, why there is no value."""


class Sampling:
    """Makes the samples of one log; their names are safe and unique within it."""

    def __init__(self, model: str, conditions: Mapping[str, Condition]) -> None:
        self._model = model
        self._conditions = conditions
        self._taken: set[tuple[str, int]] = set()

    def sample(self, one: Conversation, scored: Sequence[Scored] = ()) -> EvalSample:
        """The sample of one conversation."""
        from inspect_ai.log import EvalSample

        live, model = one.live, self._model
        numbered = {exchange.n: exchange for exchange in live.exchanges}
        messages = [message_of(said, one.name, numbered.get(said.n), model) for said in one.messages]
        condition = self._conditions.get(live.started.condition)
        events = list(calls(one, messages, condition, model))
        name, epoch = self._named(live)
        return EvalSample(
            id=name,
            epoch=epoch,
            input=next((message.text for message in messages if message.role == "user"), ""),
            target="",
            messages=messages,
            output=events[-1].output if events else {},
            scores={one.name: _score(one) for one in scored if one.value is not None} or None,
            metadata=_told(live) | _unscored(scored) | ({CARRIED: one.block} if one.block is not None else {}),
            events=list(_in_order(live, events)),
            uuid=key(one.name, "sample"),
            error=_error(live),
            limit=_limit(live),
            **_used(events, model),
            **_times(live.exchanges),
        )

    def _named(self, live: Live) -> tuple[str, int]:
        """Name and epoch: conversations that differ in the repetition alone are epochs of one sample."""
        started = live.started
        parts = (started.imported.name,) if started.imported else (started.persona, started.scenario, started.condition)
        wanted = name = "+".join(map(safe, parts))
        number = 1
        while (name, started.repetition) in self._taken:
            number += 1
            name = f"{wanted}+{number}"
        self._taken.add((name, started.repetition))
        return name, started.repetition


def _told(live: Live) -> dict[str, Any]:
    """Who, what, and what came of it, without a word of the conversation."""
    started = live.started
    return {
        "conversation": started.id,
        "persona": started.persona,
        "scenario": started.scenario,
        "condition": started.condition,
        "target": started.target,
        "repetition": started.repetition,
        "parent": started.parent,
        "branch": _plain(started.branch),
        "exchanges": [_row(exchange) for exchange in live.exchanges],
        "encounters": _plain(live.encounters),
        "outcome": live.ended.cause.value if live.ended is not None else None,
        "flags": list(live.ended.flags) if live.ended is not None else [],
    }


def _plain(of: object) -> Any:
    """As JSON has it: lists in the place of tuples."""
    return msgspec.json.decode(msgspec.json.encode(of))


def _row(exchange: Exchange) -> dict[str, Any]:
    return {
        "n": exchange.n,
        "phase": exchange.phase.value,
        "next": exchange.next.value,
        "strategy": exchange.strategy.value,
        "ask": exchange.ask,
        "episode": exchange.episode,
        "stance": exchange.observed.stance.value,
        "gap": exchange.gap.value if exchange.gap is not None else None,
        "swapped": exchange.swapped,
    }


def _score(one: Scored) -> Score:
    from inspect_ai.scorer import Score

    return Score(value=one.value, metadata=dict(one.about))


def _unscored(scored: Sequence[Scored]) -> dict[str, Any]:
    """What has no value, and why: as a score it would be counted as one."""
    found = {one.name: dict(one.about) for one in scored if one.value is None}
    return {"unscored": found} if found else {}


def _in_order(live: Live, events: Sequence[ModelEvent]) -> Iterator[Event]:
    """The calls, each with the refusal that was met in its reply."""
    from inspect_ai.event import InfoEvent

    met = {encounter.exchange: encounter for encounter in live.encounters}
    for event in events:
        yield event
        number = (event.metadata or {})["pastno.exchange"]
        if number in met:
            yield InfoEvent(
                uuid=key(live.id, number, "met"),
                source="refusal met",
                data=_plain(met[number]),
                timestamp=event.completed,
                working_start=0.0,
            )


def _error(live: Live) -> EvalError | None:
    """A call that failed, or a persona that did, where the conversation stopped at it."""
    from inspect_ai.log import EvalError

    ended = live.ended
    if ended is not None and ended.cause in (Cause.FAILED, Cause.PERSONA_FAILED):
        return EvalError(message=ended.detail or ended.cause.value, traceback="", traceback_ansi="")
    if live.failed is not None:
        return EvalError(message=live.failed.message, traceback="", traceback_ansi="")
    return None


def _limit(live: Live) -> EvalSampleLimit | None:
    from inspect_ai.log import EvalSampleLimit

    if live.ended is None or live.ended.cause is not Cause.BUDGET:
        return None
    return EvalSampleLimit(type="turn", limit=live.started.budget)


def _used(events: Sequence[ModelEvent], model: str) -> dict[str, Any]:
    """Tokens of all calls; left open once a provider did not say."""
    from inspect_ai.model import ModelUsage

    used = [event.output.usage for event in events]
    known = [usage for usage in used if usage is not None]
    if not used or len(known) < len(used):
        return {}
    return {"model_usage": {model: sum(known, start=ModelUsage())}}


def _times(exchanges: Sequence[Exchange]) -> dict[str, Any]:
    """When it began and ended, where the record tells."""
    timed = [exchange for exchange in exchanges if exchange.reply.wire.at]
    if not timed:
        return {}
    begun = when(timed[0]) - timedelta(seconds=timed[0].reply.wire.latency_s)
    ended = when(timed[-1])
    return {
        "started_at": begun.isoformat(),
        "completed_at": ended.isoformat(),
        "total_time": (ended - begun).total_seconds(),
        "working_time": sum(exchange.reply.wire.latency_s for exchange in timed),
    }
