"""A binary regression with clustered errors that says which of its coefficients it could not estimate."""

from __future__ import annotations

import warnings
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from statsmodels.genmod.families import Binomial
from statsmodels.genmod.families.links import CLogLog, Logit
from statsmodels.genmod.generalized_linear_model import GLM
from statsmodels.stats.sandwich_covariance import cov_cluster

from analysis.comparison.crossed import Crossed, squares
from analysis.stats.number import FEWEST
from analysis.stats.separation import Separated, separated
from analysis.stats.spells import Floats, Ints

Link = Literal["logit", "cloglog"]
_LINKS = {"logit": Logit, "cloglog": CLogLog}
NOTHING = "nothing can be estimated: nobody was at risk, nobody ended, or all ended alike"
_INFINITE = "no finite estimate: with this trait, or without it, somebody always ends or never does (separation)"
_ALIKE = 1e-6
"""Errors below this are the rounding of none."""
_ASTRAY = "no estimate: the fit did not converge"


class Fit(NamedTuple):
    """Coefficients by column."""

    values: Floats
    """NaN where there is none."""
    errors: Floats
    """NaN where there is none."""
    why: tuple[str, ...]
    """Why there is no value, or no error; empty where there are both."""
    clusters: int
    converged: bool
    separated: bool
    """Whether some coefficients have no finite estimate."""


class _Counted(NamedTuple):
    """Rows with the same design and end, counted: they say the same, and are fitted as one with a weight."""

    design: Floats
    ended: NDArray[np.bool_]
    at: Ints
    """By row, its place here."""


def fit(
    design: Floats, kind: Ints, ended: NDArray[np.bool_], clusters: Ints, link: Link, sides: Crossed | None = None
) -> Fit:
    """Fit by maximum likelihood; errors are the sandwich over clusters, corrected for few of them.

    Args:
        design: kinds of rows by columns, of full rank; no two are the same.
        kind: of each row, its place in `design`.
        ended: by row.
        clusters: by row.
        link: of the mean.
        sides: of the clusters, by their number, where they share persons and situations.
    """
    table = _counted(design, kind, ended)
    left, size = separated(table.design, table.ended), design.shape[1]
    chosen = left.rows[table.at]
    values, errors = np.full(size, np.nan), np.full(size, np.nan)
    names, own = np.unique(clusters[chosen], return_inverse=True)
    shared = None if sides is None else sides.take(names)
    count = len(names) if shared is None else shared.size
    if not left.kept.any() or not left.rows.any():
        return Fit(values, errors, (NOTHING,) * size, count, False, not left.finite.all())
    held = csr_array((np.ones(len(own)), (own, table.at[chosen])))
    found, errors[left.kept] = _fitted(table, left, held, link, shared)
    sound = bool(found.converged) and bool(np.isfinite(found.params).all()) and not np.isinf(errors).any()
    values[left.kept] = found.params
    why = tuple(_why(left, column, sound, count, errors[column]) for column in range(size))
    values[~left.finite | (not sound)] = np.nan
    errors[[bool(one) for one in why]] = np.nan
    return Fit(values, errors, why, count, sound, not left.finite.all())


def _counted(design: Floats, kind: Ints, ended: NDArray[np.bool_]) -> _Counted:
    known, at = np.unique(2 * kind + ended, return_inverse=True)
    return _Counted(design[known // 2], known % 2 == 1, at)


def _fitted(table: _Counted, left: Separated, held: Any, link: Link, sides: Crossed | None) -> tuple[Any, Floats]:
    """The fit, and its errors.

    Args:
        table: of everything.
        left: what is fitted.
        held: how many of each row of the table each cluster has; sparse.
        link: of the mean.
        sides: of the clusters.
    """
    held = held[:, np.flatnonzero(left.rows)]
    weights = held.sum(axis=0)
    design = table.design[np.ix_(left.rows, left.kept)]
    model = GLM(
        table.ended[left.rows].astype(np.float64), design, family=Binomial(link=_LINKS[link]()), freq_weights=weights
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # What they would say is asked of the fit itself.
        found = model.fit(maxiter=100)
        if held.shape[0] < 2:
            return found, found.bse
        scores = held @ (design * (model.score_factor(found.params) / weights)[:, None])
        return found, _sandwich(scores, model.hessian(found.params), weights.sum(), sides)


def _sandwich(scores: Floats, hessian: Floats, rows: float, sides: Crossed | None) -> Floats:
    """Errors from the scores of whole clusters, corrected as statsmodels does where it is given single rows.

    Infinite where the fit went so far astray that nothing bends the likelihood any more.
    """
    clusters, size = scores.shape
    try:
        bread = np.linalg.inv(hessian)
    except np.linalg.LinAlgError:
        return np.full(size, np.inf)
    if sides is not None:
        spread = squares(scores @ bread, sides)
    else:
        alone = cov_cluster((scores, bread), np.arange(clusters), use_correction=False)
        spread = np.diag(alone) * clusters / (clusters - 1)
    return np.asarray(np.sqrt(spread * (rows - 1) / (rows - size)))


def _why(left: Separated, column: int, sound: bool, clusters: int, error: float) -> str:
    if not left.finite[column]:
        return _INFINITE
    if not sound:
        return _ASTRAY
    if clusters < FEWEST:
        return f"no interval: {clusters} clusters, and at least {FEWEST} are needed"
    if clusters <= left.kept.sum():
        return f"no interval: {clusters} clusters for {left.kept.sum()} coefficients; use fewer traits"
    if not np.isfinite(error) or error < _ALIKE:
        return "no interval: all clusters are alike, which would feign certainty"
    return ""
