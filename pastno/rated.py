"""Rubrics as the tables of scores know them: what they measure, what people say of that, what they stand beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from analysis.errors import AnalysisError
from analysis.evaluators.contract import Comparer, Evaluator, Facet, Measure
from analysis.evaluators.known import known
from analysis.evaluators.score import Judged, Score
from analysis.judging.claims import NONE, agreement_of, read_claims
from analysis.judging.rubric import Rubric, shipped
from analysis.judging.values import measures
from analysis.tally import Human, computed
from pastno.audited import by_judge


class Rated(msgspec.Struct, frozen=True):
    """A rubric as a table knows it."""

    rubric: Rubric

    @property
    def name(self) -> str:
        """Its id."""
        return self.rubric.id

    @property
    def version(self) -> int:
        """Its version."""
        return self.rubric.version

    @property
    def facet(self) -> Facet:
        """Under which it reports."""
        return self.rubric.facet

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Its measures."""
        return measures(self.rubric)


def companions(folder: Path, rubrics: Sequence[Rubric], among: Mapping[str, Evaluator | Comparer]) -> tuple[str, ...]:
    """The evaluators that these rubrics, and what judged here before, must not be read without.

    Raises:
        AnalysisError: a rubric names a measure that nothing computes.
    """
    wanted = {rubric.id: rubric for rubric in shipped().values() if any(folder.glob(f"scores-{rubric.label}@*"))}
    wanted |= {rubric.id: rubric for rubric in rubrics}
    return tuple(_companion(rubric, among) for rubric in wanted.values() if rubric.beside)


def human(folder: Path, rubrics: Mapping[str, Rubric]) -> Human:
    """Says which agreement with people each measure was shown to have.

    What was computed from a judge's reading of the replies has none: nobody compared that reading with people.

    Raises:
        AnalysisError: an agreement file beside the run cannot be read.
    """
    claims = read_claims(folder)
    bare = {(one.name, measure.name) for one in known().values() for measure in one.measures if not measure.reads}

    def said(score: Score, measure: str) -> str:
        if not isinstance(score.judged, Judged):
            read = by_judge(score.instrument) and (score.evaluator, measure) not in bare
            return NONE if read else computed(score, measure)
        return agreement_of(score, rubrics[score.evaluator], measure, claims)

    return said


def _companion(rubric: Rubric, among: Mapping[str, Evaluator | Comparer]) -> str:
    name, _, measure = rubric.beside.partition(".")
    if name not in among or measure not in [one.name for one in among[name].measures]:
        raise AnalysisError(
            f"rubric '{rubric.id}': beside: found '{rubric.beside}', expected a computed measure, such as "
            "twins.over_refusal; see `pastno list evaluators`"
        )
    return name
