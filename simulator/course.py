"""The course of a conversation: which ask is in play, what the person does next, where an exchange leads. Pure."""

from __future__ import annotations

from personas.perception import Perceived, Stance, Strategy
from personas.policy import choose
from personas.schema import Persona
from scenarios.schema import Ask, Scenario
from simulator.draws import Draws
from simulator.fold import Live
from simulator.phases import Phase
from simulator.transcript import Episode


def asks(scenario: Scenario) -> dict[str, Ask]:
    """The scenario's asks in the order they are put: `ask`, then `need-1`, `need-2`."""
    return {"ask": scenario.ask} | {f"need-{i}": need for i, need in enumerate(scenario.needs, start=1)}


def in_play(live: Live, scenario: Scenario) -> str:
    """Id of the first ask that is neither met nor dropped; the last one when all are settled."""
    known = asks(scenario)
    return next((ask for ask in known if ask not in live.settled), list(known)[-1])


def settled(live: Live, scenario: Scenario) -> bool:
    """Whether every ask was met or dropped."""
    return all(ask in live.settled for ask in asks(scenario))


def perceive(live: Live) -> Perceived:
    """What the person perceives of the last reply, once its refusal (if it was one) is counted."""
    last = live.last
    if last is None:
        return Perceived(stance=Stance.NONE)
    met = live.encounters[-1] if live.encounters and live.encounters[-1].exchange == last.n else None
    return Perceived(
        stance=last.observed.stance,
        cues=last.observed.cues,
        encounters=sum(encounter.noticed for encounter in live.encounters),
        repeated=met is not None and met.repeated,
        noticed=met is None or met.noticed,
    )


def next_strategy(live: Live, persona: Persona, scenario: Scenario, draws: Draws) -> Strategy:
    """What the person's next message does.

    A decision made at a refusal stands. Otherwise: open, ask, go on with what is given; once an ask is met the next
    need is put; after a refusal that stands the policy is asked again before every message.
    """
    if live.strategy is not None:
        return live.strategy
    if not live.exchanges:
        return Strategy.OPEN
    if settled(live, scenario):
        return Strategy.ENGAGE
    ask = in_play(live, scenario)
    if live.noticed(ask):
        draw = draws.uniform(len(live.exchanges) + 1, "strategy")
        return choose(live.inner, perceive(live), persona.policy, draw)
    return Strategy.ASK if ask == "ask" else Strategy.NEW_NEED


def episode(live: Live, strategy: Strategy, ask: str) -> Episode:
    """Tag of a post-refusal exchange in which the person does `strategy` about `ask`."""
    if ask in live.settled:
        return "resolved"
    if strategy is Strategy.NEW_NEED or not live.refused(ask):
        return "new_need"
    return "open"


def after_exchange(live: Live, phase: Phase, strategy: Strategy, scenario: Scenario) -> Phase:
    """Where an exchange leads; `live` already counts it, except for its own `next`.

    A refusal met in the last exchange of the budget still is a refusal: it leads to `refusal`, which then ends.
    """
    last = live.last
    if last is None or strategy.closing:
        return Phase.END
    if last.observed.stance.opens_encounter:
        return Phase.REFUSAL
    if live.left <= 0 or (settled(live, scenario) and stayed(live) >= scenario.ends.after_met):
        return Phase.END
    return phase


def after_refusal(live: Live, strategy: Strategy | None, silent: bool) -> Phase:
    """Where a refusal leads, given how the person decided to go on."""
    if live.left <= 0 or (strategy is Strategy.WITHDRAW and silent):
        return Phase.END
    return Phase.POST_REFUSAL


def stayed(live: Live) -> int:
    """Exchanges at the end of the conversation in which the person merely went on talking."""
    count = 0
    for exchange in reversed(live.exchanges):
        if exchange.strategy is not Strategy.ENGAGE:
            break
        count += 1
    return count
