"""Two runs, or two imports, beside each other."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from analysis.comparison.concerns import concerns
from analysis.comparison.contrast import Comparison, contrast, counts, notes_of
from analysis.comparison.holm import adjusted
from analysis.comparison.pairing import Paired, of_runs
from analysis.comparison.side import Side
from analysis.comparison.wanted import Chosen, Wanted
from analysis.comparison.withheld import why


def compare_runs(
    a: Side, b: Side, chosen: Chosen, wanted: Wanted, *, by: Sequence[str] = (), audited: bool = False
) -> Comparison:
    """The differences of b less a.

    Args:
        a: the first run.
        b: the second.
        chosen: what is looked at; both sides were scored by its evaluators.
        wanted: what was asked for.
        by: what must be equal in a pair; see `pairing.FIELDS`.
        audited: whether another instrument than the one that drove the runs read the replies.

    Raises:
        AnalysisError: nothing pairs.
    """
    paired = of_runs(a, b, by)
    first, second = _names(a, b)
    found = contrast(first, second, paired, chosen.looked, seed=wanted.seed)
    found = msgspec.structs.replace(found, rows=tuple(adjusted(found.rows, wanted.primary)))
    notes = dict.fromkeys(note for side in (a, b) for note in notes_of(side, chosen.looked, audited=audited))
    looked, tested = counts([found])
    return Comparison(
        kind="runs",
        names=(a.name, b.name),
        policies=(a.plan.suite.policy, b.plan.suite.policy),
        instruments=(a.instrument, b.instrument),
        contrasts=(found,),
        primary=wanted.primary,
        looked=looked,
        tested=tested,
        seed=wanted.seed,
        warnings=tuple(concerns(a, b)),
        notes=(*paired.notes, *_unpaired(a, b, paired), *notes, *why(chosen.withheld)),
        withheld=tuple(sorted(chosen.withheld)),
    )


def _names(a: Side, b: Side) -> tuple[str, str]:
    """Two folders may be called alike."""
    return (a.name, b.name) if a.name != b.name else (f"{a.name} (first)", f"{b.name} (second)")


def _unpaired(a: Side, b: Side, paired: Paired) -> list[str]:
    counts = zip(_names(a, b), (paired.alone_a, paired.alone_b), strict=True)
    return [f"{count} conversations of {name} have no partner and are left out" for name, count in counts if count]
