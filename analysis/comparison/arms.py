"""Every arm of a fork beside its control."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from analysis.comparison.contrast import Comparison, Contrast, contrast, counts, gap, notes_of
from analysis.comparison.difference import Difference
from analysis.comparison.holm import adjusted
from analysis.comparison.pairing import of_arm
from analysis.comparison.side import Looked, Side
from analysis.comparison.wanted import Chosen, Wanted
from analysis.comparison.withheld import why
from analysis.errors import AnalysisError
from analysis.evaluators import EVALUATORS
from analysis.evaluators.contract import Facet
from documents.read import nearest
from simulator.arms import AGAIN, CONTROL, SHAM, Arm, Forked

_FIRST = (AGAIN, SHAM)


def compare_arms(side: Side, chosen: Chosen, wanted: Wanted, *, audited: bool = False) -> Comparison:
    """Each arm's differences to `control`, paired on the parent and the repeat; `a-a` and `sham` come first.

    Where `wanted` names another arm, those that change something are set beside it.

    Raises:
        AnalysisError: the run is no fork, an arm is not of its plan, or nothing pairs with the control.
    """
    forked = _forked(side)
    _known(forked, wanted.against)
    arms = sorted((arm for arm in forked.arms if arm.id not in (CONTROL, wanted.against)), key=_rank)
    found = [_contrast(side, arm, chosen.looked, wanted) for arm in arms]
    if not any(one.pairs for one in found):
        raise AnalysisError(
            f"{side.name}: no conversation of an arm has one of '{wanted.against}' beside it; go on with "
            "`pastno run --resume`"
        )
    contrasts = _adjusted(_beside_noise(found), wanted.primary)
    looked, tested = counts(contrasts)
    return Comparison(
        kind="arms",
        names=(side.name,),
        policies=(side.plan.suite.policy,),
        instruments=(side.instrument,),
        contrasts=contrasts,
        primary=wanted.primary,
        looked=looked,
        tested=tested,
        seed=wanted.seed,
        warnings=tuple(_lacking(found)),
        notes=(
            *notes_of(side, chosen.looked, audited=audited),
            *_left_out(forked),
            *why(chosen.withheld),
        ),
        withheld=tuple(sorted(chosen.withheld)),
    )


def _forked(side: Side) -> Forked:
    forked = side.plan.forked
    if forked is None:
        raise AnalysisError(f"{side.name} is no fork; name two runs, or the folder of a fork")
    known = {arm.id for arm in forked.arms} | {CONTROL}
    strange = {one.started.branch.arm for one in side.seen if one.started.branch} - known
    if strange:
        raise AnalysisError(
            f"{side.name}: found conversations of the arms {', '.join(sorted(strange))}, expected those of its plan "
            f"({', '.join(sorted(known))}); restore run.json"
        )
    return forked


def _rank(arm: Arm) -> int:
    return _FIRST.index(arm.id) if arm.id in _FIRST else len(_FIRST)


def _known(forked: Forked, against: str) -> None:
    names = [arm.id for arm in forked.arms if arm.changes or arm.id == CONTROL]
    if against not in names:
        raise AnalysisError(
            f"found no arm '{against}' to set the others beside{nearest(against, names)}; expected one of "
            f"{', '.join(names)}"
        )


def _contrast(side: Side, arm: Arm, looked: Sequence[Looked], wanted: Wanted) -> Contrast:
    against = wanted.against if arm.changes else CONTROL
    paired = of_arm(side, arm.id, against)
    found = contrast(
        against, arm.id, paired, looked, seed=wanted.seed, change=arm.change, value=arm.value, check=not arm.changes
    )
    if arm.change != "wording":
        return msgspec.structs.replace(found, rows=tuple(map(_textless, found.rows)))
    rows = sorted(map(_marked, found.rows), key=lambda row: row.treatment)
    return msgspec.structs.replace(found, rows=tuple(rows))


READS = frozenset(one.name for one in EVALUATORS if one.facet in (Facet.FRAMING, Facet.REFERRAL))
"""Evaluators that say how refusals read."""


def _marked(row: Difference) -> Difference:
    return msgspec.structs.replace(row, treatment=row.evaluator in READS)


def _textless(row: Difference) -> Difference:
    """A sham arm swaps a text too, but it is each conversation's own: texts are no sample of anything there."""
    return msgspec.structs.replace(row, texts=0, text_sd=None)


def _beside_noise(found: Sequence[Contrast]) -> list[Contrast]:
    noise = next((one.rows for one in found if one.b == AGAIN), ())
    return [
        one
        if one.check
        else msgspec.structs.replace(
            one, rows=tuple(msgspec.structs.replace(row, noise=gap(row, noise)) for row in one.rows)
        )
        for one in found
    ]


def _adjusted(found: Sequence[Contrast], primary: str) -> tuple[Contrast, ...]:
    """Adjusted over all arms that change something; those that do not are checks, not findings."""
    rows = iter(adjusted([row for one in found if not one.check for row in one.rows], primary))
    return tuple(
        one if one.check else msgspec.structs.replace(one, rows=tuple(next(rows) for _ in one.rows)) for one in found
    )


def _lacking(found: Sequence[Contrast]) -> list[str]:
    arms = {one.b for one in found if one.pairs}
    told = [f"there is no arm '{name}', so {what}" for name, what in (
        (AGAIN, "what moves when nothing is changed is not known"),
        (SHAM, "whether swapping alone moves anything is not known"),
    ) if name not in arms]  # fmt: skip
    # Nothing is swapped where no wording is.
    return told if any(one.change == "wording" for one in found) else told[: AGAIN not in arms]


def _left_out(forked: Forked) -> list[str]:
    return [f"{len(forked.left_out)} conversations of {forked.source} were not forked"] if forked.left_out else []
