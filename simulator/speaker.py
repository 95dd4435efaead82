"""The persona's message: the scenario's words and the persona's voice, put together."""

from __future__ import annotations

from personas.errors import VoiceError
from personas.perception import Strategy
from personas.schema import Persona
from personas.voice import line, pick, scripted
from scenarios.schema import Ask, Scenario
from simulator.course import asks
from simulator.draws import Draws
from simulator.errors import PersonaFailed
from simulator.fold import Live

_SMALLER = frozenset({Strategy.SPLIT, Strategy.SELF_CENSOR})


def speak(live: Live, persona: Persona, scenario: Scenario, draws: Draws, move: tuple[Strategy, str]) -> str:
    """The message for a move: a strategy, and the id of the ask it is about.

    Authored lines (openings, asks, scripts) are verbatim. Which paraphrase is used is drawn once a conversation;
    putting the same ask again takes the next one.

    Raises:
        PersonaFailed: the voice has no line for the strategy.
    """
    strategy, ask = move
    number = len(live.exchanges) + 1
    exact = scripted(persona, number) if not live.encounters else None
    if exact is not None:
        return exact
    if strategy is Strategy.OPEN:
        return scenario.opening[pick(len(scenario.opening), draws.uniform(0, "opening"))]
    words = _ask_words(live, asks(scenario)[ask], draws, move)
    if strategy in (Strategy.ASK, Strategy.NEW_NEED) and not persona.voice.phrases.get(strategy):
        return words
    used = sum(exchange.strategy is strategy for exchange in live.exchanges)
    try:
        return line(persona, strategy, words, lambda purpose: draws.uniform(0, purpose), used)
    except VoiceError as problem:
        raise PersonaFailed(str(problem)) from None


def can_say(persona: Persona, strategy: Strategy) -> bool:
    """Whether the voice has words for the strategy; a person without a parting line leaves silently."""
    script = persona.voice.script
    return bool(persona.voice.phrases.get(strategy) or (script and script.post_refusal.get(strategy)))


def _ask_words(live: Live, ask: Ask, draws: Draws, move: tuple[Strategy, str]) -> str:
    strategy, name = move
    lines = ask.smaller if strategy in _SMALLER and ask.smaller else ask.lines
    put = sum(exchange.ask == name and exchange.strategy.asks for exchange in live.exchanges)
    return lines[(pick(len(lines), draws.uniform(0, f"words {name}")) + put) % len(lines)]
