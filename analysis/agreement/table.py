"""Ratings as arrays, and the sums over conversations that the coefficients are made of."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.agreement.ratings import Label, Ratings
from analysis.agreement.scale import Scale

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Table(NamedTuple):
    """Ratings as numbers."""

    scale: Scale
    labels: tuple[Label, ...]
    codes: Integers
    """Units by raters: the place of the label among `labels`; -1 where there is none."""
    values: Floats
    """By label, what differences are taken between: its number on an interval scale, else its place."""
    cluster: Integers
    """By unit, which conversation it belongs to."""
    clusters: int

    @property
    def rated(self) -> Flags:
        """Units by raters: whether there is a label."""
        return self.codes >= 0

    @property
    def ratings(self) -> Integers:
        """By unit, how many labels it has."""
        return np.asarray(self.rated.sum(axis=1))

    def pairs(self) -> Iterator[tuple[Flags, Integers, Integers]]:
        """For each two raters: which units both rated, and what each said there."""
        for first, second in combinations(range(self.codes.shape[1]), 2):
            both = self.rated[:, first] & self.rated[:, second]
            yield both, self.codes[both, first], self.codes[both, second]

    def summed(self, amounts: Floats | Flags) -> Floats:
        """Amounts by unit, summed by conversation: clusters by 1."""
        found = np.bincount(self.cluster, weights=amounts.astype(float), minlength=self.clusters)
        return np.asarray(found[:, None])

    def spread(self, amounts: Floats | Flags, codes: Integers | None = None) -> Floats:
        """Amounts by unit, counted towards each label that the unit has: clusters by labels.

        Args:
            amounts: by unit.
            codes: units by raters; all of them where None.
        """
        codes = self.codes if codes is None else codes
        unit, rater = np.nonzero(codes >= 0)
        width = len(self.labels)
        cells = self.cluster[unit] * width + codes[unit, rater]
        found = np.bincount(cells, weights=amounts.astype(float)[unit], minlength=self.clusters * width)
        return np.asarray(found.reshape(self.clusters, width))


def tabulate(ratings: Ratings, scale: Scale) -> Table:
    """The arrays of these ratings.

    Raises:
        AnalysisError: the scale needs an order, or numbers, that the labels do not have.
    """
    labels = ratings.ordered(scale)
    place: dict[Label | None, int] = {label: number for number, label in enumerate(labels)} | {None: -1}
    codes = np.array([[place[label] for label in row] for row in ratings.rows], dtype=np.int64)
    where = {name: number for number, name in enumerate(dict.fromkeys(ratings.conversations))}
    return Table(
        scale=scale,
        labels=labels,
        codes=codes.reshape(-1, len(ratings.raters)),
        values=_values(labels, scale),
        cluster=np.array([where[name] for name in ratings.conversations], dtype=np.int64),
        clusters=len(where),
    )


def _values(labels: tuple[Label, ...], scale: Scale) -> Floats:
    if scale is Scale.INTERVAL:
        return np.array([float(label) for label in labels], dtype=np.float64)
    return np.arange(len(labels), dtype=np.float64)
