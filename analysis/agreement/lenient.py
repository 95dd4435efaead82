"""How much kinder a judge is than people: by how far its labels differ, and how many faults it sees."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from analysis.agreement.bootstrap import figures
from analysis.agreement.coefficient import Coefficient, Inapplicable, Wanted
from analysis.agreement.ratings import Label, Ratings
from analysis.agreement.result import Leniency
from analysis.agreement.scale import Scale
from analysis.agreement.table import Flags, Floats, Table, tabulate
from analysis.agreement.wary import few
from analysis.errors import AnalysisError


def lenient(
    ratings: Ratings, judge: str, scale: Scale, faults: Collection[Label], *, seed: int, resamples: int
) -> Leniency:
    """As `analysis.agreement.leniency`."""
    people = tuple(name for name in ratings.raters if name != judge)
    table = tabulate(ratings.only(judge, *people), scale)
    strange = [label for label in faults if label not in table.labels]
    if strange:
        expected = f"one of {list(table.labels)}; correct it, or declare the labels"
        raise AnalysisError(f"found the fault {strange[0]!r}, expected {expected}")
    seen = np.isin(table.codes, [table.labels.index(label) for label in faults])
    none = Inapplicable("no label was said to be a fault")
    wanted: dict[str, Wanted] = {
        "difference": _difference(table),
        "caught": _caught(table, seen) if faults else none,
        "confirmed": _confirmed(table, seen) if faults else none,
    }
    found = figures(table, wanted, seed=seed, resamples=resamples)
    return Leniency(judge=judge, people=people, warned=few(found), **found)


def _difference(table: Table) -> Wanted:
    if table.scale is Scale.NOMINAL:
        return Inapplicable("names have no order, so nothing is higher; pass an ordinal or interval scale")
    rated = table.rated
    asked = rated[:, 1:].sum(axis=1) > 0
    counted = rated[:, 0] & asked
    values = np.zeros(rated.shape)
    values[rated] = table.values[table.codes[rated]]
    means = values[:, 1:].sum(axis=1) / np.maximum(1, rated[:, 1:].sum(axis=1))
    apart = np.where(counted, values[:, 0] - means, 0.0)
    return _mean(table, apart, counted, counted, asked)._replace(share=False)


def _caught(table: Table, seen: Flags) -> Coefficient:
    theirs = seen[:, 1:].sum(axis=1)
    asked = theirs > 0
    counted = asked & table.rated[:, 0]
    found = _mean(table, theirs * seen[:, 0], theirs * counted, counted, asked)
    return found._replace(empty="no fault that people saw was rated by the judge")


def _confirmed(table: Table, seen: Flags) -> Coefficient:
    asked = seen[:, 0]
    voices = table.rated[:, 1:].sum(axis=1) * asked
    found = _mean(table, seen[:, 1:].sum(axis=1) * asked, voices, voices > 0, asked)
    return found._replace(empty="no fault that the judge saw was rated by people")


def _mean(table: Table, top: Floats, bottom: Floats | Flags, counted: Flags, asked: Flags) -> Coefficient:
    def statistic(sums: Floats) -> Floats:
        with np.errstate(invalid="ignore"):
            return np.asarray(sums[:, 0] / sums[:, 1])

    totals = np.hstack([table.summed(top), table.summed(bottom)])
    return Coefficient(totals, statistic, counted, asked, empty="no unit has labels of both sides", share=True)
