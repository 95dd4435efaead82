"""Coefficients with intervals: conversations are drawn with replacement, and all coefficients share the draws.

Units of one conversation are not independent, so conversations are drawn whole: Field and Welsh, "Bootstrapping
clustered data", Journal of the Royal Statistical Society B 69, 2007.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import numpy as np

from analysis.agreement.coefficient import Coefficient, Inapplicable, Wanted
from analysis.agreement.table import Floats, Table
from analysis.realism.figure import FEWEST, Figure, unanimous

RESAMPLES = 1000
UNDEFINED = 0.05
"""Share of resamples without a value above which there is no interval: it would speak of the others alone. Our
assumption."""

_CELLS = 4_000_000
"""Draws held in memory at a time."""


def figures(table: Table, wanted: Mapping[str, Wanted], *, seed: int, resamples: int = RESAMPLES) -> dict[str, Figure]:
    """Each coefficient with its 95 % percentile interval over conversations.

    Args:
        table: the ratings.
        wanted: coefficients of that table by name.
        seed: of the draws.
        resamples: how often the conversations are drawn.
    """
    usable = {name: one for name, one in wanted.items() if isinstance(one, Coefficient)}
    sums = _resampled([one.totals for one in usable.values()], table.clusters, seed, resamples)
    drawn = dict(zip(usable, sums, strict=True))
    return {name: _figure(table, one, drawn.get(name)) for name, one in wanted.items()}


def _resampled(totals: list[Floats], clusters: int, seed: int, resamples: int) -> list[Floats]:
    """For each coefficient, its sums in each resample."""
    if not totals or not clusters:
        return [one[:0] for one in totals]
    chance, beside = np.random.default_rng(seed), np.hstack(totals)
    rows = max(1, _CELLS // clusters)
    found = [
        chance.multinomial(clusters, np.full(clusters, 1 / clusters), size=min(rows, resamples - start)) @ beside
        for start in range(0, resamples, rows)
    ]
    return np.split(np.concatenate(found), np.cumsum([one.shape[1] for one in totals])[:-1], axis=1)


def _figure(table: Table, one: Wanted, drawn: Floats | None) -> Figure:
    if isinstance(one, Inapplicable) or drawn is None:
        return Figure(value=None, n=0, why=one.why if isinstance(one, Inapplicable) else None)
    n, occasions = int(one.counted.sum()), len(np.unique(table.cluster[one.counted]))
    bare = Figure(value=None, n=n, missing=int((one.asked & ~one.counted).sum()), occasions=occasions)
    if not n:
        return msgspec.structs.replace(bare, why=one.empty)
    value = float(one.statistic(one.totals.sum(axis=0, keepdims=True))[0])
    if np.isnan(value):
        return msgspec.structs.replace(bare, why=one.undefined)
    return _interval(msgspec.structs.replace(bare, value=value), one, drawn)


def _interval(found: Figure, one: Coefficient, drawn: Floats) -> Figure:
    occasions = found.occasions or 0
    if occasions < FEWEST:
        return msgspec.structs.replace(found, why=f"no interval: found {occasions} conversations, needs {FEWEST}")
    values = one.statistic(drawn)
    known = values[~np.isnan(values)]
    lost = len(values) - len(known)
    if lost > UNDEFINED * len(values):
        return msgspec.structs.replace(found, why=f"no interval: {lost} of {len(values)} resamples have no value")
    low, high = (float(end) for end in np.quantile(known, (0.025, 0.975)))
    if one.share and found.value in (0.0, 1.0):
        return unanimous(msgspec.structs.replace(found, low=low, high=high), occasions)
    if high - low < 1e-12:
        return msgspec.structs.replace(
            found, why="no interval: every resample is the same, which would feign certainty"
        )
    return msgspec.structs.replace(found, low=low, high=high)
