"""The persona's message: authored words where there are some, else the voice's model."""

from __future__ import annotations

from math import lcm

import msgspec

from personas.errors import VoiceError
from personas.perception import Strategy
from personas.schema import Persona
from personas.voice import line, pick, scripted
from scenarios.schema import Ask
from simulator.cast import Cast
from simulator.course import asks
from simulator.errors import PersonaFailed
from simulator.fold import Live
from simulator.transcript import Voiced
from simulator.voicing import voiced

_SMALLER = frozenset({Strategy.SPLIT, Strategy.SELF_CENSOR})
_AUTHORED = frozenset({Strategy.OPEN, Strategy.ASK, Strategy.NEW_NEED})
"""The scenario's own words, whoever voices the rest."""


class Spoken(msgspec.Struct, frozen=True, kw_only=True):
    """A message, and what it does."""

    said: str
    strategy: Strategy
    intended: Strategy | None = None
    """Under a free policy, what the weights would have chosen."""
    how: Voiced | None = None
    """How a model voiced it; None where the words were authored."""


async def speak(live: Live, cast: Cast, move: tuple[Strategy, str]) -> Spoken:
    """The message for a move: a strategy, and the id of the ask it is about.

    Authored lines (openings, asks, scripts) are verbatim, and are not drawn afresh: the repetitions of a suite walk
    through the paraphrases, and putting the same ask again takes the next one.

    Raises:
        PersonaFailed: the voice has no line, or its model would not play.
        CallFailed: the voice's call failed.
    """
    strategy, _ = move
    persona, number = cast.persona, len(live.exchanges) + 1
    exact = scripted(persona, number) if not live.encounters else None
    if exact is not None:
        return Spoken(said=exact.replace("{ask}", _words(live, cast, move)), strategy=strategy)
    if persona.voice.kind == "llm" and strategy not in _AUTHORED:
        return await _modelled(live, cast, move)
    return Spoken(said=_authored(live, cast, move), strategy=strategy)


def can_say(persona: Persona, strategy: Strategy) -> bool:
    """Whether the voice has words for the strategy; a person without a parting line leaves silently."""
    if persona.voice.kind == "llm":
        return True
    script = persona.voice.script
    return bool(persona.voice.phrases.get(strategy) or (script and script.post_refusal.get(strategy)))


async def _modelled(live: Live, cast: Cast, move: tuple[Strategy, str]) -> Spoken:
    strategy, ask = move
    free = cast.persona.policy.free and live.noticed(ask) and ask not in live.settled
    known = asks(cast.scenario)[ask]
    said, read, how = await voiced(live, cast, None if free else strategy, (_words(live, cast, move), known))
    if free:
        return Spoken(said=said, strategy=read, intended=strategy, how=how)
    return Spoken(said=said, strategy=strategy, how=how)


def _authored(live: Live, cast: Cast, move: tuple[Strategy, str]) -> str:
    strategy, _ = move
    if strategy is Strategy.OPEN:
        return cast.scenario.opening[_walked(cast, "opening", len(cast.scenario.opening))]
    words = _words(live, cast, move)
    if strategy in _AUTHORED and not cast.persona.voice.phrases.get(strategy):
        return words
    used = sum(exchange.strategy is strategy for exchange in live.exchanges)
    try:
        return line(cast.persona, strategy, words, lambda purpose: cast.draws.uniform(0, purpose), used)
    except VoiceError as problem:
        raise PersonaFailed(str(problem)) from None


def _words(live: Live, cast: Cast, move: tuple[Strategy, str]) -> str:
    """The ask as it is put now."""
    strategy, name = move
    ask: Ask = asks(cast.scenario)[name]
    lines = ask.smaller if strategy in _SMALLER and ask.smaller else ask.lines
    put = sum(exchange.ask == name and exchange.strategy.asks for exchange in live.exchanges)
    return lines[(_walked(cast, f"words {name}", len(lines)) + put) % len(lines)]


def _walked(cast: Cast, purpose: str, count: int) -> int:
    """The paraphrase of this repetition.

    From a drawn start the repetitions walk through all of them. Asks shift by one whenever openings and asks would
    meet again, so that as many repetitions as there are combinations differ.
    """
    once = msgspec.structs.replace(cast.draws, repetition=0)
    step = cast.draws.repetition - 1
    if purpose != "opening":
        step += step // lcm(len(cast.scenario.opening), count)
    return (pick(count, once.uniform(0, purpose)) + step) % count
