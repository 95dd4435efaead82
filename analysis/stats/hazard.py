"""Discrete-time hazard regression: the chance to end in each exchange, given that one has gone on so far.

A binary regression on rows of person and exchange (Allison 1982; Singer and Willett 1993). The logit link gives odds
ratios, the complementary log-log link hazard ratios. Errors are clustered, with Student's t over clusters. What has no
finite estimate is told, and has no number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr

from analysis.errors import AnalysisError
from analysis.stats.binary import NOTHING, Fit, Link, fit
from analysis.stats.edges import FEW, reach
from analysis.stats.exchanges import Baseline, alike, baseline, expand
from analysis.stats.number import Number
from analysis.stats.spells import Floats, Ints, Spells

_RATIO = {"logit": "odds ratio", "cloglog": "hazard ratio"}
HOW = (
    "{} of ending in an exchange, by {} regression on {} rows of person and exchange; 95 % Student's interval, errors "
    "clustered"
)
WAYS = ("", "", " by persons and situations both (Cameron, Gelbach and Miller 2011)")
ASTRAY = "the fit did not converge; use fewer traits"
SEPARATED = "separation: traits without a number tell with certainty who ends; the others hold for the rest"


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """What one trait does to the chance to end in an exchange."""

    trait: str
    ratio: Number
    """Above 1: ends sooner."""
    p: float | None


class Hazards(msgspec.Struct, frozen=True, kw_only=True):
    """A fitted regression."""

    effects: tuple[Effect, ...]
    link: Link
    n: int
    """Subjects."""
    rows: int
    """Exchanges in which somebody could have ended."""
    events: int
    clusters: int
    bands: tuple[str, ...]
    """Exchanges that have a chance of their own, as `3` or `4-6`."""
    converged: bool
    how: str
    warnings: tuple[str, ...] = ()


def hazard(some: Spells, traits: Mapping[str, ArrayLike], start: int = 0, link: Link = "logit") -> Hazards:
    """Fit the regression.

    Args:
        some: subjects with whole numbers of exchanges; each is its own cluster where clusters are not known.
        traits: numbers by name, each of shape (n,): a ratio is of one unit more.
        start: first exchange at which anybody can end.
        link: logit for odds ratios, cloglog for hazard ratios.

    Raises:
        AnalysisError: times that are no counts, traits that do not fit, or that tell the same.
    """
    rows = expand(some.single, start)
    bands, names = baseline(rows), tuple(traits)
    columns = [_values(traits[name], some.n, name) for name in names]
    design, kind = _kinds(rows.subject, bands, columns, alike(columns, some.n))
    if len(design) and np.linalg.matrix_rank(design) < design.shape[1]:
        raise AnalysisError(f"some of {', '.join(names)} tell the same, or tell nothing; leave one out")
    groups = rows.subject if some.clusters is None else some.clusters[rows.subject]
    found = fit(design, kind, rows.ended, groups, link, some.sides)
    how = HOW.format(_RATIO[link], link, len(rows.subject)) + WAYS[some.ways]
    return Hazards(
        effects=tuple(_effect(name, some, how, found, len(bands.names) + at) for at, name in enumerate(names)),
        link=link, n=some.n, rows=len(rows.subject), events=int(rows.ended.sum()), clusters=found.clusters,
        bands=bands.names, converged=found.converged, how=how, warnings=_said(found),
    )  # fmt: skip


def _kinds(subject: Ints, bands: Baseline, columns: Sequence[Floats], like: Ints) -> tuple[Floats, Ints]:
    """Rows with the same band and traits are one kind: the kinds by columns, and each row's kind."""
    width = len(bands.names)
    _, first, kind = np.unique(like[subject] * width + bands.band, return_index=True, return_inverse=True)
    own = np.eye(width)[bands.band[first]]
    return np.column_stack([own, *(column[subject[first]] for column in columns)]), kind


def _values(given: ArrayLike, n: int, name: str) -> Floats:
    values = np.asarray(given, dtype=np.float64).ravel()
    if len(values) != n or not np.isfinite(values).all():
        raise AnalysisError(f"found {len(values)} values of trait {name}; {n} finite numbers are needed, one a subject")
    return values


def _effect(name: str, some: Spells, how: str, found: Fit, column: int) -> Effect:
    value, error, why = float(found.values[column]), float(found.errors[column]), found.why[column]
    move = 0.0 if why else reach(found.clusters) * error
    ratio = Number(
        value=None if np.isnan(value) else float(np.exp(value)), low=None if why else float(np.exp(value - move)),
        high=None if why else float(np.exp(value + move)), n=some.n, censored=some.censored, clusters=found.clusters,
        how=how, warnings=(why,) if why else (),
    )  # fmt: skip
    return Effect(trait=name, ratio=ratio, p=None if why else float(2 * stdtr(found.clusters - 1, -abs(value / error))))


def _said(found: Fit) -> tuple[str, ...]:
    if NOTHING in found.why:
        return (NOTHING,)
    said = [] if found.converged else [ASTRAY]
    said += [SEPARATED] if found.separated else []
    if found.clusters < FEW:
        said.append(f"small sample: {found.clusters} clusters, of which each weighs much")
    return tuple(said)
