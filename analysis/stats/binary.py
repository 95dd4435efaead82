"""A binary regression with clustered errors that says which of its coefficients it could not estimate."""

from __future__ import annotations

import warnings
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from statsmodels.genmod.families import Binomial
from statsmodels.genmod.families.links import CLogLog, Logit
from statsmodels.genmod.generalized_linear_model import GLM

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


def fit(design: Floats, ended: NDArray[np.bool_], clusters: Ints, link: Link) -> Fit:
    """Fit by maximum likelihood; errors are the sandwich over clusters, corrected for few of them.

    Args:
        design: rows by columns, of full rank.
        ended: by row.
        clusters: by row, and by column where errors are clustered by several things at once.
        link: of the mean.
    """
    left, size = separated(design, ended), design.shape[1]
    values, errors = np.full(size, np.nan), np.full(size, np.nan)
    count = min(len(np.unique(side)) for side in clusters[left.rows].T)
    if not left.kept.any() or not left.rows.any():
        return Fit(values, errors, (NOTHING,) * size, count, False, not left.finite.all())
    found = _fitted(design[np.ix_(left.rows, left.kept)], ended[left.rows], clusters[left.rows], link)
    sound = bool(found.converged) and bool(np.isfinite(found.params).all())
    values[left.kept], errors[left.kept] = found.params, found.bse
    why = tuple(_why(left, column, sound, count, errors[column]) for column in range(size))
    values[~left.finite | (not sound)] = np.nan
    errors[[bool(one) for one in why]] = np.nan
    return Fit(values, errors, why, count, sound, not left.finite.all())


def _fitted(design: Floats, ended: NDArray[np.bool_], clusters: Ints, link: Link) -> Any:
    sides = [np.unique(side, return_inverse=True)[1] for side in clusters.T]
    varied = [side for side in sides if side.max() > 0]
    names = varied[0] if len(varied) == 1 else np.column_stack(varied) if varied else None
    clustered: dict[str, Any] = {"cov_type": "cluster", "cov_kwds": {"groups": names}} if names is not None else {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # What they would say is asked of the fit itself.
        return GLM(ended.astype(np.float64), design, family=Binomial(link=_LINKS[link]())).fit(maxiter=100, **clustered)


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
