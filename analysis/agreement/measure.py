"""All coefficients of one set of ratings."""

from __future__ import annotations

import numpy as np

from analysis.agreement.alpha import alpha
from analysis.agreement.bootstrap import figures
from analysis.agreement.chance import ac1, fleiss
from analysis.agreement.kappa import kappa
from analysis.agreement.percent import percent
from analysis.agreement.ratings import Ratings
from analysis.agreement.result import Agreement, Confusion
from analysis.agreement.scale import Scale
from analysis.agreement.table import Table, tabulate
from analysis.agreement.wary import warnings


def measure(ratings: Ratings, scale: Scale, *, seed: int, resamples: int) -> Agreement:
    """As `analysis.agreement.agreement`."""
    table = tabulate(ratings, scale)
    wanted = {
        "percent": percent(table),
        "cohen": kappa(table, 0),
        "linear": kappa(table, 1),
        "quadratic": kappa(table, 2),
        "fleiss": fleiss(table),
        "alpha": alpha(table),
        "ac1": ac1(table),
    }
    found = figures(table, wanted, seed=seed, resamples=resamples)
    return Agreement(
        scale=scale,
        raters=ratings.raters,
        labels=table.labels,
        units=len(ratings.rows),
        gaps=int((~table.rated).sum()),
        confusion=_confusion(table) if len(ratings.raters) == 2 else None,
        warned=warnings(table, found),
        **found,
    )


def _confusion(table: Table) -> Confusion:
    names = [str(label) for label in table.labels]
    counts = np.zeros((len(names), len(names)), dtype=np.int64)
    for _, first, second in table.pairs():
        np.add.at(counts, (first, second), 1)
    return {name: dict(zip(names, row, strict=True)) for name, row in zip(names, counts.tolist(), strict=True)}
