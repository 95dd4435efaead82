"""Agreement on strategies: of a free voice with what its policy meant, and of words with what they were for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from analysis.agreement import cohen
from analysis.realism.figure import Figure, Part, share
from analysis.realism.message import Conversation
from simulator.transcript import Exchange

_Pair = tuple[str, str | None]


def agreement(conversations: Sequence[Conversation], *, seed: int | None = None) -> dict[str, Figure]:
    """Shares and kappas, over the messages of a free policy and over those that a model voiced for a given strategy.

    n is 0 where no policy was free, or no model voiced anything. A message nobody could read a strategy in is missing.
    """
    found = [(one.occasion, exchange) for one in conversations for exchange in one.live.exchanges]
    free = [(occasion, pair) for occasion, exchange in found for pair in _intended(exchange)]
    given = [(occasion, pair) for occasion, exchange in found for pair in _voiced(exchange)]
    return _figures("policy", free, seed) | _figures("words", given, seed)


def _intended(exchange: Exchange) -> list[_Pair]:
    return [] if exchange.intended is None else [(exchange.intended.value, exchange.strategy.value)]


def _voiced(exchange: Exchange) -> list[_Pair]:
    """The given strategy and the one its words read as; under a free policy there is no given one."""
    if exchange.voiced is None or exchange.intended is not None:
        return []
    return [(exchange.strategy.value, exchange.voiced.read.value if exchange.voiced.read else None)]


def _figures(name: str, pairs: Sequence[tuple[str, _Pair]], seed: int | None) -> dict[str, Figure]:
    parts = [Part(occasion, None if second is None else float(first == second)) for occasion, (first, second) in pairs]
    known = [(first, second) for _, (first, second) in pairs if second is not None]
    return {
        f"{name}_agreement": share(parts, seed=seed),
        f"{name}_kappa": Figure(value=cohen(Counter(known)), n=len(known), missing=len(pairs) - len(known)),
    }
