"""Have a model voice the persona: render, call, guard, ask once more."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from personas.guards import Fault, faults, tidy
from personas.perception import Strategy
from personas.prompting import Moment, Prompt, again, prompt
from personas.schema import Persona
from scenarios.schema import Ask
from simulator.cast import Cast
from simulator.chat import ChatModel, ChatRequest, Message, Reply, Usage
from simulator.course import asks
from simulator.errors import CallFailed, FailureKind, PersonaFailed, TargetDown, VoiceDown
from simulator.fold import Live
from simulator.observer.person import read_strategy
from simulator.transcript import Draft, Voiced

TRIES = 2
"""Drafts at most, the first included."""
TOKENS_PER_WORD = 3
"""Room for a message of the persona's longest length; a model that needs more is rambling."""
LEAST_TOKENS = 60


class _Try(NamedTuple):
    text: str
    faults: tuple[Fault, ...]
    reply: Reply


async def voiced(
    live: Live, cast: Cast, strategy: Strategy | None, ask: tuple[str, Ask]
) -> tuple[str, Strategy, Voiced]:
    """A message in the persona's voice, the strategy it reads as, and how it came about.

    Args:
        live: the conversation so far.
        cast: who takes part; its `voice` is called.
        strategy: what the message is to do; None leaves it to the model.
        ask: the words of the ask in play, and the ask.

    Raises:
        PersonaFailed: no draft stayed in role.
        CallFailed: the voice's call failed.
        VoiceDown: the voice takes no more calls.
    """
    words, known = ask
    moment = _moment(live, cast, strategy, words)
    rendered = prompt(moment)
    tries: list[_Try] = []
    for number in range(TRIES):
        asked = rendered if not tries else again(rendered, tries[-1].text, tries[-1].faults)
        tries.append(await _draft(live, cast, (asked, number), moment))
        if not tries[-1].faults:
            break
    best = _best(tries)
    how = _how(cast.persona.voice.model or "", rendered.version, tries, best)
    if best is None:
        raise PersonaFailed(_why(cast, tries[-1]), how)
    earlier = tuple(exchange.said for exchange in live.exchanges)
    stands = any(live.noticed(name) and name not in live.settled for name in asks(cast.scenario))
    read = read_strategy(best.text, asks=(*known.lines, *known.smaller), earlier=earlier, refused=stands).strategy
    return best.text, read, msgspec.structs.replace(how, read=read)


def most_tokens(persona: Persona) -> int:
    """Upper bound of one draft, in tokens."""
    return max(LEAST_TOKENS, TOKENS_PER_WORD * persona.voice.max_words)


def _moment(live: Live, cast: Cast, strategy: Strategy | None, words: str) -> Moment:
    last = live.last
    return Moment(
        persona=cast.persona,
        state=live.inner,
        strategy=strategy,
        ask=words,
        said=tuple(exchange.said for exchange in live.exchanges),
        replies=tuple(exchange.reply.shown(cast.condition.blocked_notice) for exchange in live.exchanges),
        met=last is not None and last.ask in live.settled,
    )


async def _draft(live: Live, cast: Cast, asked: tuple[Prompt, int], moment: Moment) -> _Try:
    rendered, number = asked
    request = ChatRequest(
        messages=(Message("system", rendered.system), Message("user", rendered.user)),
        max_tokens=most_tokens(cast.persona),
        seed=cast.draws.seed_for(len(live.exchanges) + 1, f"voice {number}"),
    )
    reply = await _call(_model(cast), request)
    text = tidy(reply.text, moment.persona)
    found = (Fault.DECLINES,) if reply.signal is not None else faults(text, moment)
    return _Try(text, found, reply)


def _model(cast: Cast) -> ChatModel:
    if cast.voice is None:
        raise AssertionError("a plan opens a model for every voice of kind 'llm'")
    return cast.voice


async def _call(model: ChatModel, request: ChatRequest) -> Reply:
    """Call the voice; what fails is named as the voice's. Saying nothing is the voice's fault, not a failed call."""
    try:
        return await model.reply(request)
    except TargetDown as problem:
        raise VoiceDown(problem.kind, f"the voice {model.spec}: {problem}", status=problem.status) from None
    except CallFailed as problem:
        if problem.kind in (FailureKind.EMPTY, FailureKind.CUT):
            return Reply(text="")
        failed = CallFailed(problem.kind, f"the voice {model.spec}: {problem}", status=problem.status)
        failed.of = "voice"
        raise failed from None


def _best(tries: list[_Try]) -> _Try | None:
    """The first draft without faults, else the last that stayed in role; None where none did."""
    sound = [one for one in tries if not one.faults]
    playing = [one for one in tries if not any(fault.fatal for fault in one.faults)]
    chosen = sound or playing[-1:]
    return chosen[0] if chosen else None


def _how(model: str, version: str, tries: list[_Try], best: _Try | None) -> Voiced:
    return Voiced(
        model=model,
        prompt=version,
        faults=() if best is None else tuple(fault.value for fault in best.faults),
        rejected=tuple(Draft(one.reply.text, tuple(f.value for f in one.faults)) for one in tries if one is not best),
        usage=Usage(
            input_tokens=_sum([one.reply.usage.input_tokens for one in tries]),
            output_tokens=_sum([one.reply.usage.output_tokens for one in tries]),
        ),
        wire=tries[-1].reply.wire,
    )


def _sum(counts: list[int | None]) -> int | None:
    """The sum, unknown as soon as one count is."""
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


def _why(cast: Cast, last: _Try) -> str:
    who = f"the voice {cast.persona.voice.model}"
    named = ", ".join(fault.value.replace("_", " ") for fault in last.faults)
    if Fault.DECLINES in last.faults:
        return f"{who} would not play {cast.persona.id}; this is no refusal of the target"
    return f"{who} did not stay in the role of {cast.persona.id}: {named}"
