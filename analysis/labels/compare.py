"""How far an instrument agrees with people: what people share among themselves first, for nothing can be above it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from analysis.agreement import Agreement, Leniency, Ratings, agreement, leniency
from analysis.agreement.ratings import Label as Given
from analysis.agreement.wary import FEW
from analysis.errors import AnalysisError
from analysis.judging.claims import Claim
from analysis.judging.item import Unit
from analysis.judging.rubric import Rubric
from analysis.labels.instrument import Instrument
from analysis.labels.label import Label
from analysis.labels.measured import Measured
from analysis.labels.people import People, gathered, meant, standing
from analysis.labels.roles import Apart, apart

JUDGE, PEOPLE = "(instrument)", "(people)"
"""In brackets, so that no pseudonym is the same."""
NOT_SCORED = "not scored"
SILENT = "was asked about none of the units that people labelled for"


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One measure of an instrument beside people's labels."""

    measure: str
    unit: Unit
    raters: tuple[str, ...]
    units: int
    """About which people were asked."""
    conversations: int
    unlabelled: dict[str, int]
    """Labels that are missing, by why: units by raters."""
    unscored: dict[str, int]
    """Units that people were asked about and of which the instrument has no value, by why."""
    only_scored: int
    """Units that it has a value of and nobody was asked about; they count nowhere."""
    people: Agreement | None
    """People among themselves: the ceiling. None with one rater."""
    instrument: Agreement
    """The instrument beside people: each person's label of a unit is one pair."""
    each: dict[str, Agreement]
    """The instrument beside each rater alone, where there are several."""
    together: Agreement | None
    """All raters with the instrument as one more; to be read beside `people`. None with one rater."""
    leniency: Leniency
    roles: tuple[Apart, ...]
    """By pair of roles."""
    warned: tuple[str, ...]


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """One instrument beside people's labels: all of an agreement file."""

    name: str
    evaluator: str
    version: int
    read_by: str
    prompt: str = ""
    raters: dict[str, str]
    """Role by rater; empty where none was said."""
    items: tuple[Item, ...]
    left_out: dict[str, int]
    """Labels that answer other words, by why."""
    unmatched: dict[str, int]
    """Labels of items that the instrument does not have."""
    notes: tuple[str, ...]
    claims: tuple[Claim, ...] = ()
    """What later tables may print beside this judge's values."""


def compare(instrument: Instrument, labels: Sequence[Label], rubric: Rubric | None, *, seed: int) -> Compared:
    """One instrument beside people.

    Args:
        instrument: what it said.
        labels: everybody's.
        rubric: what the judge was asked; None for a computed evaluator.
        seed: of the resamples.

    Raises:
        AnalysisError: a label that the measure does not have, a rater with two roles, or numpy is not installed.
    """
    ours, left = meant(labels, instrument)
    kept = standing(ours, rubric)
    roles = _roles(kept)
    units = [found for measure in instrument.measures for found in _units(kept, measure, instrument)]
    items = [
        _item(instrument, asked, people, roles, seed) for asked, people in units if _spoke(instrument, asked, people)
    ]
    silent = [asked.name for asked, people in units if not _spoke(instrument, asked, people)]
    known = {measure.of for measure in instrument.measures}
    strange = Counter(label.item for label in kept if label.item.removeprefix(f"{instrument.evaluator}.") not in known)
    return Compared(
        name=instrument.name,
        evaluator=instrument.evaluator,
        version=instrument.version,
        read_by=instrument.read_by,
        prompt=instrument.judged.prompt if instrument.judged else "",
        raters=roles,
        items=tuple(items),
        left_out=left,
        unmatched=dict(strange),
        notes=(*instrument.notes, *([f"{instrument.name}: {SILENT} {', '.join(silent)}"] if silent else [])),
    )


def _roles(labels: Sequence[Label]) -> dict[str, str]:
    found: dict[str, str] = {}
    for label in labels:
        if found.setdefault(label.rater, label.role) != label.role:
            raise AnalysisError(
                f"'{label.rater}' is '{found[label.rater]}' and '{label.role}'; give each rater one role in all files"
            )
    return found


def _units(labels: Sequence[Label], measure: Measured, instrument: Instrument) -> Iterator[tuple[Measured, People]]:
    """Labels of single replies, and apart from them those of whole conversations: neither tells of the other."""
    replies = [label for label in labels if label.at]
    whole = [label for label in labels if not label.at]
    for some, asked in ((replies, measure), (whole, measure._replace(unit="conversation"))):
        people = gathered(some, measure, instrument)
        if people.places:
            yield asked, people


def _spoke(instrument: Instrument, measure: Measured, people: People) -> bool:
    """Whether it was asked about any of these units; a panel, for one, holds no answers about single replies."""
    known = {*instrument.said.get(measure.of, ()), *instrument.absent.get(measure.of, ())}
    return not known.isdisjoint(people.places)


def _item(instrument: Instrument, measure: Measured, people: People, roles: Mapping[str, str], seed: int) -> Item:
    said = instrument.said.get(measure.of, {})
    scored = tuple(None if (one := said.get(place)) is None else measure.read(one) for place in people.places)
    ratings = people.ratings(measure)
    among = agreement(ratings, scale=measure.scale, seed=seed) if ratings else None
    beside = _beside(people, scored, measure)
    several = len(people.raters) > 1
    alone = {rater: _beside(_only(people, rater), scored, measure) for rater in people.raters if several}
    against = agreement(beside, scale=measure.scale, seed=seed)
    joined = _joined(people, scored, measure)
    return Item(
        measure=measure.name,
        unit=measure.unit,
        raters=people.raters,
        units=len(people.places),
        conversations=len({place[0] for place in people.places}),
        unlabelled=people.absent,
        unscored=_unscored(instrument, measure, people, scored),
        only_scored=len(said.keys() - set(people.places)),
        people=among,
        instrument=against,
        each={rater: agreement(one, scale=measure.scale, seed=seed) for rater, one in alone.items()},
        together=agreement(joined, scale=measure.scale, seed=seed) if several else None,
        leniency=leniency(joined, JUDGE, scale=measure.scale, faults=measure.faults, seed=seed),
        roles=apart(people, measure, roles, seed=seed),
        warned=_warned(among, against, len({place[0] for place in people.places})),
    )


def _beside(people: People, scored: Sequence[Given | None], measure: Measured) -> Ratings:
    """Each person's label of a unit beside the instrument's, as one pair: nobody's majority hides who differed."""
    found = [
        (place[0], (mine, theirs))
        for place, mine, row in zip(people.places, scored, people.rows, strict=True)
        for theirs in row
        if theirs is not None
    ]
    return Ratings(
        raters=(JUDGE, PEOPLE),
        rows=tuple(row for _, row in found),
        conversations=tuple(name for name, _ in found),
        labels=measure.labels,
    )


def _joined(people: People, scored: Sequence[Given | None], measure: Measured) -> Ratings:
    return Ratings(
        raters=(JUDGE, *people.raters),
        rows=tuple((mine, *row) for mine, row in zip(scored, people.rows, strict=True)),
        conversations=tuple(place[0] for place in people.places),
        labels=measure.labels,
    )


def _only(people: People, rater: str) -> People:
    place = people.raters.index(rater)
    return people._replace(raters=(rater,), rows=tuple((row[place],) for row in people.rows))


def _unscored(
    instrument: Instrument, measure: Measured, people: People, scored: Sequence[Given | None]
) -> dict[str, int]:
    why = instrument.absent.get(measure.of, {})
    return dict(
        Counter(why.get(place, NOT_SCORED) for place, one in zip(people.places, scored, strict=True) if one is None)
    )


def _warned(among: Agreement | None, against: Agreement, conversations: int) -> tuple[str, ...]:
    found = [f"people: {one.text}" for one in (among.warned if among else ())]
    found += [one.text for one in against.warned if against.percent.n]
    if conversations < FEW:
        found.append(f"only {conversations} conversations are labelled; {FEW} or more are needed to build on this")
    if among is None:
        found.append("one rater alone: nobody knows how far people agree, so nothing says how much is much")
    return tuple(dict.fromkeys(found))
