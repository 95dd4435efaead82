"""The steps of a conversation: hold one exchange, meet one refusal. Each appends its event before anything follows."""

from __future__ import annotations

import msgspec

from personas.appraisal import appraise
from personas.perception import Perceived, Stance, State, Strategy
from personas.policy import choose
from simulator import course
from simulator.cast import Cast
from simulator.chat import ChatRequest, Reply
from simulator.context import compose
from simulator.divergence import diverged
from simulator.errors import CallFailed, FailureKind, LinesOver
from simulator.fold import Live, advance
from simulator.meeting import encounter_in, repeats
from simulator.observer.contract import Occasion
from simulator.occasions import read_before, slots_asked, slots_seen
from simulator.phases import Phase
from simulator.speaker import Spoken, can_say, speak
from simulator.told import FREE, Answer, Line
from simulator.transcript import Exchange, Met


async def hold_exchange(live: Live, cast: Cast) -> Live:
    """The persona speaks, the target replies, the observer reads the reply, the event is appended.

    Raises:
        CallFailed: the target's call failed; nothing was appended.
        PersonaFailed: the voice has no line, or its model would not play.
        LinesOver: nothing is left of what was to be said.
    """
    number = len(live.exchanges) + 1
    line = cast.told.get(number, FREE)
    if cast.closed and line.said is None:
        raise LinesOver("the recorded lines end here")
    cast.proceed()
    phase = live.next
    strategy = line.strategy or course.next_strategy(live, cast.persona, cast.scenario, cast.draws)
    ask = line.ask or course.in_play(live, cast.scenario)
    spoken = await _spoken(live, cast, (strategy, ask))
    answer = line.answer or await _asked(live, cast, spoken)
    reply = answer.reply
    observed = answer.observed or cast.observer.observe(_occasion(live, cast, spoken, ask, reply))
    event = Exchange(
        id=live.id,
        n=number,
        phase=phase,
        next=Phase.END,
        strategy=spoken.strategy,
        ask=ask,
        episode=course.episode(live, spoken.strategy, ask) if phase is Phase.POST_REFUSAL else None,
        said=spoken.said,
        sent=answer.sent,
        reply=reply,
        observed=observed,
        state=live.state,
        intended=spoken.intended,
        voiced=spoken.how,
        gap=answer.gap,
        swapped=answer.swapped,
        diverged=line.diverged or diverged(live, cast),
    )
    event = _settle(live, event, cast)
    cast.append(event)
    return advance(live, event)


def meet_refusal(live: Live, cast: Cast) -> Live:
    """The persona takes the last reply in as a refusal and decides how to go on; no target is called."""
    last = live.last
    if last is None:
        raise AssertionError("a refusal follows an exchange")
    repeated = repeats(live, last)
    noticed = last.observed.stance is not Stance.DEFLECT or (
        cast.draws.uniform(last.n, "notice") < cast.persona.policy.notices_deflection
    )
    found = encounter_in(last, noticed=noticed, repeated=repeated)
    counted = msgspec.structs.replace(live, encounters=(*live.encounters, found))
    perceived = course.perceive(counted)
    state = appraise(live.inner, perceived, cast.persona.sensitivities)
    line = cast.told.get(last.n + 1, FREE)
    strategy = _chosen(line, cast) or _decision(cast, state, perceived, last.n + 1)
    silent = line.said is None and strategy is not None and _silent(cast, strategy, last.n + 1)
    event = Met(
        id=live.id,
        encounter=found,
        state=state,
        strategy=strategy,
        next=course.after_refusal(live, strategy, silent),
    )
    cast.append(event)
    return advance(live, event)


async def _spoken(live: Live, cast: Cast, move: tuple[Strategy, str]) -> Spoken:
    """The message: recorded words as they stand, else the voice's."""
    line = cast.told.get(len(live.exchanges) + 1, FREE)
    if line.said is None:
        return await speak(live, cast, move)
    return Spoken(said=line.said, strategy=move[0], intended=line.intended, how=line.voiced)


async def _asked(live: Live, cast: Cast, spoken: Spoken) -> Answer:
    """The target's answer, with what it was sent."""
    messages, sent = compose(live, cast.condition, spoken.said)
    request = ChatRequest(
        messages=messages,
        max_tokens=cast.max_tokens,
        temperature=cast.condition.sampling.temperature,
        seed=cast.draws.target_seed(len(live.exchanges) + 1),
    )
    return Answer(reply=await _answered(cast, request, spoken), sent=sent)


def _settled(cast: Cast, exchange: int) -> Strategy | None:
    """What the person's message of an exchange does, where that is settled."""
    return cast.told.get(exchange, FREE).strategy


def _chosen(line: Line, cast: Cast) -> Strategy | None:
    """How the person goes on, where that is settled; what a free policy's words did showed only as they were said."""
    return None if cast.persona.policy.free and line.said is not None else line.strategy


def _decision(cast: Cast, state: State, perceived: Perceived, exchange: int) -> Strategy | None:
    """How the person goes on; under a free policy the voice's model decides when it speaks."""
    if cast.persona.policy.free:
        return None
    return choose(state, perceived, cast.persona.policy, cast.draws.uniform(exchange, "strategy"))


async def _answered(cast: Cast, request: ChatRequest, spoken: Spoken) -> Reply:
    """The target's reply; a failure keeps what the voice had already used."""
    try:
        return _usable(await cast.target.reply(request), cast.target.spec)
    except CallFailed as problem:
        problem.how = spoken.how
        raise


def _usable(reply: Reply, spec: str) -> Reply:
    """An empty reply that nothing explains is a failed call, whatever kind of target sent it."""
    if reply.empty:
        raise CallFailed(
            FailureKind.EMPTY, f"{spec} answered with nothing and gave no reason; resume the run to ask again"
        )
    return reply


def _settle(live: Live, event: Exchange, cast: Cast) -> Exchange:
    """Fill in where the exchange leads, and the state after it unless a refusal is yet to be met."""
    after = _after(live, event, cast)
    state = live.state
    if after is not Phase.REFUSAL:
        counted = msgspec.structs.replace(live, exchanges=(*live.exchanges, event))
        state = appraise(live.inner, course.perceive(counted), cast.persona.sensitivities)
    event = msgspec.structs.replace(event, next=after, state=state)
    if after is Phase.POST_REFUSAL and _leaves_silently(advance(live, event), cast):
        return msgspec.structs.replace(event, next=Phase.END)
    return event


def _after(live: Live, event: Exchange, cast: Cast) -> Phase:
    """Where the exchange leads; while settled lines are left to say, the conversation goes on."""
    after = course.after_exchange(advance(live, event), event.phase, event.strategy, cast.scenario)
    if after is Phase.END and _settled(cast, event.n + 1) and live.left > 1:
        return event.phase
    return after


def _leaves_silently(live: Live, cast: Cast) -> bool:
    """Whether the person, asked again how to go on, goes without a word; said here, since nothing else would be."""
    if cast.persona.policy.free or _settled(cast, len(live.exchanges) + 1):
        return False
    strategy = course.next_strategy(live, cast.persona, cast.scenario, cast.draws)
    return strategy is Strategy.WITHDRAW and _silent(cast, strategy, len(live.exchanges) + 1)


def _silent(cast: Cast, strategy: Strategy, exchange: int) -> bool:
    if not can_say(cast.persona, strategy):
        return True
    return cast.draws.uniform(exchange, "silent") < cast.persona.policy.silent_leave


def _occasion(live: Live, cast: Cast, spoken: Spoken, ask: str, reply: Reply) -> Occasion:
    return Occasion(
        said=spoken.said,
        strategy=spoken.strategy,
        reply=reply,
        slots=slots_seen(slots_asked(cast.scenario, spoken.strategy, ask)),
        earlier=read_before(live.exchanges, cast.condition.blocked_notice),
        locale=cast.persona.locale,
    )
