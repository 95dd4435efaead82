"""The claim gate: what agreement with people a judged measure was shown to have by this instrument, or none yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from analysis.errors import AnalysisError
from analysis.evaluators.score import Judged, Score
from analysis.judging.item import Claim as Written
from analysis.judging.item import Unit
from analysis.judging.rubric import Rubric
from simulator.appender import reason

NONE = "none yet"
PATTERN = "agreement-*.json"
"""Files beside a run that may hold claims."""


class Claim(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Agreement of one judged measure with people."""

    rubric: str
    version: int
    measure: str
    unit: Unit
    """What was judged; a whole conversation's agreement says nothing of a single reply's."""
    judge: str
    """Spec; for a panel those of all its judges, with commas."""
    prompt: str
    """Version of the prompt."""
    figure: str
    """Which figure: `Cohen's kappa`, `percent`, `Krippendorff's alpha`."""
    value: float
    low: float | None = None
    high: float | None = None
    data: str
    """On what: how many conversations, labelled by whom."""
    source: str


class _File(msgspec.Struct):
    claims: list[Claim] = []


_decoder = msgspec.json.Decoder(_File)


def agreement(rubric: Rubric, measure: str, *, judge: str, prompt: str, claims: Sequence[Claim] = ()) -> str:
    """What every table that prints a judged measure prints beside it.

    Only agreement of the same judge, prompt, version and unit counts. What was published of another wording or another
    judge is no evidence for this one.

    Args:
        rubric: the measure's.
        measure: an item's id, or a threshold's name.
        judge: spec of the judge, or those of a panel with commas.
        prompt: version of the prompt.
        claims: from agreement files; the rubric's own are added.
    """
    known = [*claims, *written(rubric)]
    unit = unit_of(rubric, measure)
    wanted = (rubric.id, rubric.version, measure, unit, judge, prompt)
    found = [one for one in known if (one.rubric, one.version, one.measure, one.unit, one.judge, one.prompt) == wanted]
    return "; ".join(map(_told, found)) or NONE


def agreement_of(score: Score, rubric: Rubric, measure: str, claims: Sequence[Claim] = ()) -> str:
    """The same, for whoever has a judged score in hand.

    Raises:
        AnalysisError: a computed score: it makes no claim about people.
    """
    if not isinstance(score.judged, Judged):
        raise AnalysisError(f"{score.evaluator}: found a computed score, expected a judged one")
    if score.judged.rubric_sha256 != rubric.sha256:
        return NONE
    return agreement(rubric, measure, judge=score.judged.judge, prompt=score.judged.prompt, claims=claims)


def unit_of(rubric: Rubric, measure: str) -> Unit:
    """What a measure judges.

    Raises:
        AnalysisError: the rubric has no such measure.
    """
    for item in rubric.items:
        if measure == item.id or measure.startswith(f"{item.id}_at_most_"):
            return rubric.unit_of(item)
    raise AnalysisError(
        f"rubric '{rubric.id}' has no measure '{measure}'; it has {', '.join(i.id for i in rubric.items)}"
    )


def written(rubric: Rubric) -> Iterable[Claim]:
    """The claims that stand in a rubric, of this project's prompts; others are cited there and count nowhere."""
    for item in rubric.items:
        for claim in item.validated:
            if claim.prompt and claim.version and claim.unit:
                yield _claim(rubric, item.id, claim, claim.unit)


def read_claims(folder: Path, files: Sequence[Path] = ()) -> list[Claim]:
    """The claims of agreement files beside a run, and of others that are named.

    Raises:
        AnalysisError: a file cannot be read, or is no agreement file.
    """
    return [claim for file in (*sorted(folder.glob(PATTERN)), *files) for claim in _read(file)]


def _read(file: Path) -> list[Claim]:
    try:
        return _decoder.decode(file.read_bytes()).claims
    except OSError as problem:
        raise AnalysisError(f"{file}: cannot be read: {reason(problem)}; check its path") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise AnalysisError(
            f"{file}: no agreement file: {problem}; make it again with `pastno agree`, or move it away"
        ) from None


def _claim(rubric: Rubric, measure: str, claim: Written, unit: Unit) -> Claim:
    return Claim(
        rubric=rubric.id,
        version=claim.version,
        measure=measure,
        unit=unit,
        judge=claim.judge,
        prompt=claim.prompt,
        figure=claim.figure,
        value=claim.value,
        data=claim.data,
        source=claim.source,
    )


def _told(claim: Claim) -> str:
    between = f" [{claim.low:.2f}, {claim.high:.2f}]" if claim.low is not None and claim.high is not None else ""
    return f"{claim.figure} {claim.value:.2f}{between} on {claim.data} ({claim.source})"
