"""A coefficient as sums over conversations and a function of them, so that resampling never looks at a unit again."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from analysis.agreement.table import Flags, Floats

ONE_LABEL = "every rating that counts is the same label: chance alone always agrees"


class Coefficient(NamedTuple):
    """One coefficient of one table of ratings."""

    totals: Floats
    """Clusters by sums: what each conversation adds."""
    statistic: Callable[[Floats], Floats]
    """From sums over conversations, resamples by sums, to the coefficient of each; nan where it is undefined."""
    counted: Flags
    """By unit, whether it counts."""
    asked: Flags
    """By unit, whether it should have; asked and not counted is missing."""
    undefined: str = ONE_LABEL
    """Why there is no value where the statistic is nan."""
    empty: str = "no unit has labels of two raters"
    """Why there is no value where no unit counts."""
    share: bool = False
    """Whether it is a share of the units that count: then all or none has an exact bound."""


class Inapplicable(NamedTuple):
    """A coefficient that these ratings cannot have."""

    why: str


Wanted = Coefficient | Inapplicable
