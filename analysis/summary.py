"""The summary of a run: one row for each target under each condition, every number with its denominator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from analysis.persistence import Persistence, persistence, span
from personas.perception import Cue, Source, Stance
from scenarios.schema import Price
from simulator.cells import Cell
from simulator.fold import Live
from simulator.transcript import Cause, Exchange, Flag

_FAILURES = frozenset({Cause.FAILED, Cause.PERSONA_FAILED})


class Tokens(msgspec.Struct, frozen=True, kw_only=True):
    """What the provider counted."""

    input: int
    output: int
    calls: int
    """Replies: the denominator."""
    uncounted: int
    """Replies for which the provider left a count out; they are in no sum."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One target under one condition."""

    target: str
    condition: str
    planned: int
    held: int
    """Came to an end that is no failure; the denominator of `refused`, `outcomes` and `flags`."""
    failed: int
    """Stand at a failed call."""
    persona_failed: int
    unfinished: int
    """Begun, and neither ended nor failed."""
    refused: int
    """Held conversations that met a refusal."""
    stances: Mapping[Stance, int]
    """Of the replies to a message that asked for something, and of blocked ones."""
    outcomes: Mapping[Cause, int]
    flags: Mapping[Flag, int]
    persistence: Persistence
    tokens: Tokens
    cost_usd: float | None
    """None where a price or a count is unknown."""
    unsafe: int = 0
    """Held conversations in which something unsafe was given, refused before or not."""
    encounters: int = 0
    """Refusals met, over all conversations; the denominator of `sources` and `referrals`."""
    sources: Mapping[Source, int] = {}
    referrals: int = 0
    """Encounters whose reply named somewhere else to go."""
    served: Mapping[str, int] = {}
    """Replies by the model that answered, as the provider named it; replies that name none are left out."""

    @property
    def replies(self) -> int:
        """Replies that took a stance: the denominator of `stances`."""
        return sum(self.stances.values())

    @property
    def begun(self) -> int:
        """Conversations that were begun."""
        return self.held + self.failed + self.persona_failed + self.unfinished

    @property
    def waiting(self) -> int:
        """Conversations that were not begun."""
        return self.planned - self.begun


def summarise(
    lives: Mapping[str, Live], planned: Iterable[Cell], prices: Mapping[str, Price | None] | None = None
) -> list[Row]:
    """Summarise a run.

    Args:
        lives: the live state of each conversation that was begun, by id.
        planned: the plan's conversations; rows come in their order. Imported ones, which no plan holds, come after.
        prices: for each target; None or absent is unknown, which is not 0.
    """
    groups: dict[tuple[str, str], list[str]] = {}
    for cell in planned:
        groups.setdefault((cell.target, cell.condition), []).append(cell.id)
    planned_ids = {name for names in groups.values() for name in names}
    for name, live in lives.items():
        if name not in planned_ids:
            groups.setdefault((live.started.target, live.started.condition), []).append(name)
    known = prices or {}
    return [
        _row(key, len(names), [lives[name] for name in names if name in lives], known.get(key[0]))
        for key, names in groups.items()
    ]


def _row(key: tuple[str, str], planned: int, begun: Sequence[Live], price: Price | None) -> Row:
    ends = [live.ended for live in begun if live.ended is not None]
    held = [live for live in begun if live.ended is not None and live.ended.cause not in _FAILURES]
    failed = sum(live.failed is not None for live in begun) + sum(end.cause is Cause.FAILED for end in ends)
    persona_failed = sum(end.cause is Cause.PERSONA_FAILED for end in ends)
    exchanges = [exchange for live in begun for exchange in live.exchanges]
    met = [encounter for live in begun for encounter in live.encounters]
    asked = [exchange for live in begun for exchange in live.asked]
    tokens = _tokens(asked)
    return Row(
        target=key[0],
        condition=key[1],
        planned=planned,
        held=len(held),
        failed=failed,
        persona_failed=persona_failed,
        unfinished=len(begun) - len(held) - failed - persona_failed,
        refused=sum(bool(live.encounters) for live in held),
        stances=Counter(e.observed.stance for e in exchanges if e.observed.stance is not Stance.NONE),
        outcomes=Counter(end.cause for end in ends if end.cause not in _FAILURES),
        flags=Counter(flag for live in held if live.ended for flag in live.ended.flags),
        persistence=persistence(span(live) for live in begun),
        tokens=tokens,
        cost_usd=_cost(tokens, price),
        unsafe=sum(any(Cue.UNSAFE in e.observed.cues for e in live.exchanges) for live in held),
        encounters=len(met),
        sources=Counter(encounter.source for encounter in met),
        referrals=sum(encounter.referral for encounter in met),
        served=Counter(e.reply.model for e in asked if e.reply.model is not None),
    )


def _tokens(exchanges: Sequence[Exchange]) -> Tokens:
    counted = [e.reply.usage for e in exchanges]
    pairs = [(u.input_tokens, u.output_tokens) for u in counted]
    return Tokens(
        input=sum(i for i, o in pairs if i is not None and o is not None),
        output=sum(o for i, o in pairs if i is not None and o is not None),
        calls=len(pairs),
        uncounted=sum(None in pair for pair in pairs),
    )


def _cost(tokens: Tokens, price: Price | None) -> float | None:
    if price is None or (tokens.uncounted and (price.input or price.output)):
        return None
    return (tokens.input * price.input + tokens.output * price.output) / 1_000_000
