"""Where recorded words, said to another target, no longer answer what was said."""

from __future__ import annotations

import msgspec

from personas.perception import Strategy
from personas.policy import choose
from simulator import course
from simulator.cast import Cast
from simulator.fold import Live
from simulator.phases import Phase
from simulator.told import Line


def diverged(live: Live, cast: Cast) -> str | None:
    """Why the recorded words of the next exchange no longer answer what was said, where that begins there.

    It begins where the reply before them took another stance than when they were first said, or where this person,
    with the same draws and the replies that were given now, would do something else. None everywhere else: before,
    afterwards, and where the words are not recorded ones.
    """
    line, last = cast.told.get(len(live.exchanges) + 1), live.last
    if line is None or line.said is None or line.answers is None or last is None:
        return None
    if any(exchange.diverged for exchange in live.exchanges):
        return None
    stance = last.observed.stance
    if stance is not line.answers:
        return f"the reply to exchange {last.n} was read as {stance}; the words were first said after {line.answers}"
    return _otherwise(live, cast, line) if line.same_person else None


def _otherwise(live: Live, cast: Cast, line: Line) -> str | None:
    """What the person would do in place of the recorded words; None where they would say them."""
    if _over(live, cast):
        return "this person would have had nothing more to ask for"
    would, did = _would(live, cast), line.intended or line.strategy
    if did is not None and would is not did:
        return f"this person would now {_words(would)}; the words {_words(did)}"
    return None


def _over(live: Live, cast: Cast) -> bool:
    """Whether the conversation would have ended with the last exchange."""
    last = live.last
    if last is None or live.phase is Phase.REFUSAL:
        return False
    return course.after_exchange(live, last.phase, last.strategy, cast.scenario) is Phase.END


def _would(live: Live, cast: Cast) -> Strategy:
    """What this person would do next, were nothing settled."""
    free = msgspec.structs.replace(live, strategy=None)
    if live.phase is Phase.REFUSAL and not cast.persona.policy.free:
        draw = cast.draws.uniform(len(live.exchanges) + 1, "strategy")
        return choose(live.inner, course.perceive(free), cast.persona.policy, draw)
    return course.next_strategy(free, cast.persona, cast.scenario, cast.draws)


def _words(strategy: Strategy) -> str:
    return strategy.value.replace("_", " ")
