"""Every number that has an interval, measure by measure: a dot and its interval for each group."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from analysis.evaluators.contract import Kind
from analysis.findings.pool import Pool
from analysis.report.differences import LASTING, differences
from analysis.report.figures import Forest, Mark, Numbers, Places
from analysis.report.stated import Behind, Stated
from analysis.report.timed import AT_RISK
from analysis.stats import rates
from analysis.stats.groups import label
from analysis.stats.number import Number
from analysis.stats.rates import Group, Rate
from analysis.stats.survival import Survival
from simulator.arms import AGAIN, CONTROL

_TIMES = {
    "first_refusal": "exchange of the first refusal",
    "persistence": LASTING,
}
_RATIOS = {
    "first_refusal": "odds to be refused in an exchange",
    "persistence": "odds to stop in an exchange after the first refusal",
}


def numbers(stated: Stated, behind: Behind) -> Numbers:
    """All of them, with the names of those there is nothing to draw of."""
    found = stated.found
    some = {one.name for one in found.rates.rates if one.share.value}
    asked = {one.name for one in found.rates.rates if one.share.n}
    names = list(dict.fromkeys(one.name for one in found.rates.rates))
    shown = {name for name in names if name in some or (name in asked and "=" not in name)}
    return Numbers(
        forests=(
            *_rates(stated, behind, shown),
            *_times(stated, behind),
            *_ratios(stated),
            *differences(found, behind),
        ),
        never=tuple(name for name in names if name in asked and name not in shown),
        nothing=tuple(name for name in names if name not in asked),
        withheld=found.rates.withheld,
    )


def _rates(stated: Stated, behind: Behind, shown: set[str]) -> Iterator[Forest]:
    """The one that was named beforehand comes first."""
    by = stated.found.by
    groups: dict[str, list[Rate]] = {}
    for rate in stated.found.rates.rates:
        if rate.name in shown:
            groups.setdefault(rate.name, []).append(rate)
    counted = _counted(stated.pool, by, behind)
    for name, some in sorted(groups.items(), key=lambda one: not one[1][0].primary):
        marks = [
            Mark(label=behind.label(group), number=rate.share, outside=rate.outside, at=counted(name, group))
            for rate in some
            for group in [label(by, rate.group)]
        ]
        band = _band(by, {rate.group: rate.share for rate in some})
        yield Forest(kind="rate", name=name, unit="share", marks=tuple(marks), primary=some[0].primary, band=band)


def _counted(pool: Pool, by: Sequence[str], behind: Behind) -> Callable[[str, str], Places]:
    """Where they stand for whom a measure is true, or of whom it is a share."""
    looked = {one.name: one for one in pool.looked}
    groups = {label(by, key): some for key, some in rates.grouped_by(pool.side, by).items()}

    def found(name: str, group: str) -> Places:
        bare, _, word = name.partition("=")
        one = looked[bare]
        share = one.measure.kind is Kind.SHARE
        places = (
            behind.places.get((seen.run, seen.started.id))
            for seen in groups.get(group, ())
            for value in [seen.values[one.at].value]
            if value is not None and (share or (value == word if word else value is True))
        )
        return tuple(place for place in places if place is not None)

    return found


def _times(stated: Stated, behind: Behind) -> Iterator[Forest]:
    for found in (stated.found.first_refusal, stated.found.persistence):
        if found.whole.curve.n:
            yield from _time(found, behind)


def _time(found: Survival, behind: Behind) -> Iterator[Forest]:
    until = next((one.curve.until for one in found.groups if one.curve.until is not None), None)
    means = {one.group: one.curve.restricted for one in found.groups}
    medians = {one.group: one.curve.median for one in found.groups}
    for what, values in ((f"mean up to {until or 0:g}", means), ("median", medians)):
        marks = tuple(
            Mark(label=behind.label(one.group), number=values[one.group], outside=one.outside,
                 at=behind.where(one.group, AT_RISK[found.of]))
            for one in found.groups
        )  # fmt: skip
        keys: dict[Group, Number] = {(name.partition("=")[2],): value for name, value in values.items()}
        yield Forest(
            kind="time", name=f"{_TIMES[found.of]}: {what}", unit="exchanges", marks=marks, band=_band(found.by, keys)
        )


def _ratios(stated: Stated) -> Iterator[Forest]:
    adjusted = {one.name: one.holm for one in stated.found.tests}
    for pace in stated.found.hazards:
        effects = pace.found.effects if pace.found is not None else ()
        marks = tuple(
            Mark(label=one.trait, number=one.ratio, p=one.p, holm=adjusted.get(f"{pace.of}: {one.trait}"))
            for one in effects
        )
        if marks:
            yield Forest(kind="odds", name=_RATIOS[pace.of], unit="ratio", marks=marks)


def _band(by: Sequence[str], found: Mapping[Group, Number]) -> tuple[float, float] | None:
    """Between the two arms in which nothing is changed."""
    if tuple(by) != ("arm",):
        return None
    ends = [found[name,].value for name in (CONTROL, AGAIN) if (name,) in found]
    known = [end for end in ends if end is not None]
    return (min(known), max(known)) if len(known) == 2 else None
