"""Agreement of two instruments: the share of agreement, and Cohen's kappa, with intervals over conversations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from analysis.agreement.cohen import Pair, cohen
from analysis.realism.figure import Figure, Part, interval, share

Said = tuple[str, str | None, str | None]
"""Conversation, and what each of the two says; None is missing."""


class Paired(msgspec.Struct, frozen=True, kw_only=True):
    """Two instruments on one question."""

    name: str
    run: int | None = None
    """Of the n replies that both answered for, those in which the run's observer says so; None for several classes."""
    other: int | None = None
    """The same of the other instrument."""
    agreement: Figure
    kappa: Figure
    """No value where there is nothing to agree on, or chance alone agrees always; no interval where all agree."""


def agree(name: str, said: Sequence[Said], *, seed: int) -> Paired:
    """Share of agreement and kappa over several classes, resampled by conversation."""
    parts = [Part(place, None if None in (a, b) else float(a == b)) for place, a, b in said]
    tables: dict[str, Counter[Pair]] = {}
    for place, first, second in said:
        if first is not None and second is not None:
            tables.setdefault(place, Counter())[first, second] += 1
    clusters = list(tables.values())
    value = _pooled(clusters)
    # Where all agree, resampling would feign certainty.
    low, high = (None, None) if value == 1 else interval(clusters, _pooled, seed)
    n = sum(table.total() for table in clusters)
    kappa = Figure(value=value, n=n, missing=len(said) - n, low=low, high=high)
    return Paired(name=name, agreement=share(parts, seed=seed), kappa=kappa)


def agree_whether(name: str, found: Sequence[tuple[str, bool, bool | None]], *, seed: int) -> Paired:
    """The same on a yes/no question: conversation, and what each of the two says; None is missing."""
    said: list[Said] = [(place, str(mine), None if theirs is None else str(theirs)) for place, mine, theirs in found]
    known = [(mine, theirs) for _, mine, theirs in found if theirs is not None]
    both = sum(mine for mine, _ in known), sum(theirs for _, theirs in known)
    return msgspec.structs.replace(agree(name, said, seed=seed), run=both[0], other=both[1])


def _pooled(tables: Sequence[Counter[Pair]]) -> float | None:
    pooled: Counter[Pair] = Counter()
    for table in tables:
        pooled.update(table)
    return cohen(pooled)
