"""What the scores of a run come to, for each target and condition. What is missing is shown beside what is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

import msgspec

from analysis.evaluators.contract import Comparer, Evaluator, Facet, Measure
from analysis.evaluators.score import Judged, Score, Value
from analysis.heap import Heap
from analysis.ledger import files, scores
from simulator.plan import Plan

COMPUTED = "computed"


class Described(Protocol):
    """What a table needs to know of an evaluator, a comparer, or whatever else writes scores."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def version(self) -> int:
        """Its version; lines of another one are left out."""

    @property
    def facet(self) -> Facet:
        """Under which it reports."""

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Its measures."""


Human = Callable[[Score, str], str]
"""The agreement with people that a measure of a score has been shown to have, in words; `computed` where no model
judged."""


def computed(score: Score, measure: str) -> str:
    """No model judged."""
    del score, measure
    return COMPUTED


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One measure of one target under one condition."""

    facet: str
    evaluator: str
    version: int
    measure: str
    kind: str
    better: str
    """`higher`, `lower`, or empty."""
    instrument: str
    target: str
    condition: str
    grouped: bool
    """Counts groups of conversations, not conversations."""
    n: int
    """Scored."""
    not_at_risk: int
    """The question did not arise; in no denominator."""
    missing: dict[str, int]
    """Should have been scored and were not, by the reason."""
    coverage: float | None
    """`n` over `n` and the missing; None where both are nothing."""
    mean: float | None
    """A share of the true, or a mean. None for words, where nothing was scored, and where anything is censored."""
    low: float | None
    """What the mean would be if every missing value were the smallest possible; None where there is no smallest."""
    high: float | None
    """The same with the largest possible."""
    median: int | None
    """Of exchanges, by Kaplan and Meier; None where the curve never reaches one half."""
    at_least: int | None
    """Of exchanges where there is no median: the largest number seen, which the median is not below."""
    censored: int
    """Values that are lower bounds."""
    labels: dict[str, int]
    """Of words: how often each."""
    human: str
    """Agreement with people; see `Human`."""
    kin: int = 0
    """Judged by a model of the target's own family, or of the persona's voice."""


Place = tuple[str, str]
"""Target and condition."""
Key = tuple[str, bool]
"""A name, and whether a model judged: a rubric may be called as an evaluator is."""


def tally(folder: Path, plan: Plan, described: Iterable[Described], human: Human = computed) -> tuple[Row, ...]:
    """The rows of a scored run: by evaluator, instrument, measure, target and condition, in the order they are known.

    Args:
        folder: the run's.
        plan: the run's, for the order of targets and conditions.
        described: what to make rows of; scores of others, and of other versions, are left out.
        human: says which agreement with people a measure has.

    Raises:
        AnalysisError: a score file is damaged.
    """
    known = _known(described)
    rows: dict[Key, list[Row]] = {key: [] for key in known}
    for file in files(folder):
        found = _of(file, known)
        if found is not None:
            rows[_key(found[1])] += _rows(file, *found, plan, human)
    return tuple(row for some in rows.values() for row in some)


def stale(folder: Path, described: Iterable[Described]) -> list[str]:
    """A sentence for each score file that no table counts: of another version, or of an evaluator that is not here."""
    known, found = _known(described), []
    for file in files(folder):
        first = next(scores(file), None)
        if first is None or _of(file, known) is not None:
            continue
        one = known.get(_key(first))
        why = f"version {one.version} is counted" if one else f"nothing called '{first.evaluator}' is known here"
        found.append(f"{file.name} is left out: {why}")
    return found


def place_of(conversation: str) -> Place:
    """Target and condition of a conversation or a group, from its id; `*` where it names none."""
    parts = conversation.split("/", 3)
    if len(parts) < 4:
        return "*", "*"
    return parts[3].rpartition("/")[0], parts[2]


def _known(described: Iterable[Described]) -> dict[Key, Described]:
    return {(one.name, not isinstance(one, Evaluator | Comparer)): one for one in described}


def _key(score: Score) -> Key:
    return score.evaluator, isinstance(score.judged, Judged)


def _of(file: Path, known: Mapping[Key, Described]) -> tuple[Described, Score] | None:
    """Whose file it is, and its first score; None for what is not to be counted."""
    first = next(scores(file), None)
    one = known.get(_key(first)) if first else None
    return (one, first) if one and first and one.version == first.version else None


def _rows(file: Path, one: Described, first: Score, plan: Plan, human: Human) -> Iterator[Row]:
    heaps = _heaps(file, one.measures)
    order = sorted({place for place, _ in heaps}, key=lambda place: _rank(place, plan))
    for measure in one.measures:
        said = human(first, measure.name)
        for place in order:
            yield _row(heaps[place, measure.name], one, measure, (first.instrument, place, said))


def _heaps(file: Path, measures: Iterable[Measure]) -> dict[tuple[Place, str], Heap]:
    known = [(measure.name, measure.kind) for measure in measures]
    nothing = Value()
    heaps: dict[tuple[Place, str], Heap] = {}
    for score in scores(file):
        judged = score.judged if isinstance(score.judged, Judged) else None
        # Asked again, a judge is no second conversation: what all repeats say together stands in the panel's file.
        if judged is not None and judged.repeat > 1:
            continue
        place = place_of(score.id)
        for name, kind in known:
            heap = heaps.get((place, name)) or heaps.setdefault((place, name), Heap())
            heap.add(score.values.get(name, nothing), kind)
            heap.kin += judged is not None and bool(judged.same_family)
    return heaps


def _rank(place: Place, plan: Plan) -> tuple[int, int, Place]:
    target, condition = place
    targets, conditions = list(plan.targets), list(plan.conditions)
    return (
        targets.index(target) if target in targets else len(targets),
        conditions.index(condition) if condition in conditions else len(conditions),
        place,
    )


def _row(heap: Heap, one: Described, measure: Measure, about: tuple[str, Place, str]) -> Row:
    instrument, (target, condition), human = about
    low, high = heap.bounds(measure)
    median, at_least = heap.median
    return Row(
        facet=one.facet.value,
        evaluator=one.name,
        version=one.version,
        measure=measure.name,
        kind=measure.kind.value,
        better=measure.better,
        instrument=instrument,
        target=target,
        condition=condition,
        grouped=isinstance(one, Comparer),
        n=heap.n,
        not_at_risk=heap.not_at_risk,
        missing=dict(sorted(heap.missing.items())),
        coverage=heap.n / heap.due if heap.due else None,
        mean=heap.mean,
        low=low,
        high=high,
        median=median,
        at_least=at_least,
        censored=heap.censored,
        labels=dict(sorted(heap.labels.items())),
        human=human,
        kin=heap.kin,
    )
