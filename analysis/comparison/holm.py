"""Adjustment for having looked at many things.

Source: Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6, 1979.
What differs in no pair could not come out however the signs fall, so it is not counted among the tests: Tarone, "A
modified Bonferroni method for discrete data", Biometrics 46, 1990.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from analysis.comparison.difference import Difference


def holm(values: Sequence[float]) -> list[float]:
    """Each p adjusted for all of them, in their order; never above 1."""
    adjusted, least = [0.0] * len(values), 0.0
    for rank, at in enumerate(sorted(range(len(values)), key=lambda at: values[at])):
        least = max(least, min(1.0, (len(values) - rank) * values[at]))
        adjusted[at] = least
    return adjusted


def adjusted(rows: Sequence[Difference], primary: str = "") -> list[Difference]:
    """The rows with `holm` and `primary`: those named beforehand are one family, all others another.

    Args:
        rows: everything that was looked at, of all arms whose change is on purpose.
        primary: `evaluator.measure`, with `=label` for a word; empty where nothing was named.
    """
    first = [row.name == primary for row in rows]
    counted = [is_first or not row.treatment for row, is_first in zip(rows, first, strict=True)]
    found = list(rows)
    for family in (True, False):
        places = [
            at
            for at, row in enumerate(rows)
            if first[at] is family and counted[at] and _could_differ(row, named=family)
        ]
        values = holm([rows[at].estimate.p or 0.0 for at in places])
        for at, value in zip(places, values, strict=True):
            found[at] = msgspec.structs.replace(rows[at], holm=value)
    return [msgspec.structs.replace(row, primary=is_first) for row, is_first in zip(found, first, strict=True)]


def _could_differ(row: Difference, *, named: bool) -> bool:
    return row.estimate.p is not None and (named or row.differing > 0)
