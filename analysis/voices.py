"""What the voices of a run took and lost, apart from what its targets did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from scenarios.schema import Price
from simulator.fold import Live
from simulator.transcript import Cause, Voiced


class VoiceRow(msgspec.Struct, frozen=True, kw_only=True):
    """One voice's model."""

    voice: str
    messages: int
    """Messages it wrote that were said."""
    rejected: int
    """Drafts that were turned down."""
    lost: int
    """Conversations that ended because it left its role."""
    input_tokens: int
    output_tokens: int
    uncounted: int
    """Messages for which the provider left a count out; they are in no sum."""
    cost_usd: float | None
    """None where a price or a count is unknown."""


def voice_rows(lives: Iterable[Live], prices: Mapping[str, Price | None]) -> list[VoiceRow]:
    """A row for each voice, in the order of their names.

    Args:
        lives: the live state of each conversation that was begun.
        prices: for each voice of the plan; None is unknown, which is not 0.
    """
    said: dict[str, list[Voiced]] = {name: [] for name in prices}
    unsaid: dict[str, list[Voiced]] = {name: [] for name in prices}
    lost: dict[str, int] = dict.fromkeys(prices, 0)
    for live in lives:
        for exchange in live.exchanges:
            if exchange.voiced is not None:
                said.setdefault(exchange.voiced.model, []).append(exchange.voiced)
        for end in (live.ended, live.failed):
            if end is not None and end.voiced is not None:
                unsaid.setdefault(end.voiced.model, []).append(end.voiced)
        if live.ended is not None and live.ended.cause is Cause.PERSONA_FAILED and live.ended.voiced is not None:
            lost[live.ended.voiced.model] = lost.get(live.ended.voiced.model, 0) + 1
    names = sorted({*said, *unsaid})
    return [
        _row(name, said.get(name, []), unsaid.get(name, []), (lost.get(name, 0), prices.get(name))) for name in names
    ]


def _row(name: str, said: list[Voiced], unsaid: list[Voiced], rest: tuple[int, Price | None]) -> VoiceRow:
    lost, price = rest
    every = [*said, *unsaid]
    counted = [how.usage for how in every if how.usage.input_tokens is not None and how.usage.output_tokens is not None]
    sums = sum(u.input_tokens or 0 for u in counted), sum(u.output_tokens or 0 for u in counted)
    known = price is not None and len(counted) == len(every)
    return VoiceRow(
        voice=name,
        messages=len(said),
        rejected=sum(len(how.rejected) for how in every),
        lost=lost,
        input_tokens=sums[0],
        output_tokens=sums[1],
        uncounted=len(every) - len(counted),
        cost_usd=(sums[0] * price.input + sums[1] * price.output) / 1e6 if known and price is not None else None,
    )
