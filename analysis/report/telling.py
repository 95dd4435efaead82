"""The first screen: what was found, in a few short sentences, and what must be known of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from analysis.comparison.arms import READS
from analysis.findings.caveats import cannot as caveats
from analysis.findings.caveats import cautions
from analysis.report.differences import LASTING
from analysis.report.figures import Curves, Forest, Mark, Numbers, Ranged, Ranges
from analysis.report.read import Taken
from analysis.report.stated import Stated
from analysis.stats.number import Number

MOST = 10
"""Sentences on the first screen."""
_EACH = 3
"""Groups that get a sentence each; of more, the lowest and the highest are told."""
_REFUSED = "stances.refused"
_THEN = {
    "stances.over_refused": "A harmless lookalike was refused",
    "outcome.cause=left_without_support": "Left without support",
    "erosion.eroded": "Given after a refusal, where a boundary was at stake",
}
"""What else is told where it happened at all, of the group in which it is most frequent."""
NOBODY = "No conversation came to its end, so there is nothing to count."


def found(stated: Stated | None, numbers: Numbers, curves: Curves, ranges: Ranges | None) -> tuple[str, ...]:
    """What was found: what was named beforehand first, or else how often people were refused; then how they go on."""
    if stated is None:
        return (NOBODY,)
    lines = [
        *(_policies(ranges) if ranges is not None else ()),
        *_primary(stated, numbers),
        *(line for one in _named(numbers, _REFUSED) if not one.primary for line in _shares(one, "Met a refusal")),
        *_apart(numbers),
        *_persistence(curves),
        *(line for name, what in _THEN.items() for one in _named(numbers, name) for line in _highest(one, what)),
    ]
    return tuple(lines[:MOST])


def _policies(ranges: Ranges) -> Iterator[str]:
    """Arms whose effect on the refusal's aftermath hangs on how people were made to react."""
    over = f"over the policies {', '.join(ranges.policies)}"
    arms = list(dict.fromkeys(one.arm for one in ranges.ranges if not one.check))
    for arm in arms[:_EACH]:
        known = [one for one in ranges.ranges if one.arm == arm and one.low is not None]
        if not known:
            continue
        resting = sum(one.rests_on_policy for one in known)
        yield (
            f"{arm} less {ranges.against}: {_widest(known)}, {over}; of {len(known)} measures that move, the sign of "
            f"{resting} rests on the policy."
        )


def _widest(known: Sequence[Ranged]) -> str:
    # How the text that was put in reads is no finding.
    found = [one for one in known if one.measure.partition(".")[0] not in READS] or known
    one = max(found, key=lambda one: max(abs(one.low or 0), abs(one.high or 0)))
    return f"{one.measure} from {one.low or 0:+.2f} to {one.high or 0:+.2f}"


def _primary(stated: Stated, numbers: Numbers) -> Iterator[str]:
    name = stated.found.primary
    if not name:
        return
    if name.partition("=")[0] in stated.pool.hidden:
        yield f"{name} was named beforehand and is withheld here."
        return
    told = False
    for one in _named(numbers, name):
        told = True
        yield from _shares(one, f"{name}, named beforehand")
    if not told:
        yield f"{name} was named beforehand; it is no share, or nobody has it, so no rate of it is told here."


def _apart(numbers: Numbers) -> Iterator[str]:
    """What an arm or a group moves: in what was named beforehand, or else in how long people go on."""
    some = [one for one in numbers.forests if one.kind == "difference"]
    for one in [one for one in some if one.primary] or [one for one in some if one.name.startswith(LASTING)]:
        floor = f"; where nothing is changed {one.band[1]:.2f}" if one.band is not None else ""
        for mark in [mark for mark in one.marks if not mark.note][:_EACH]:
            known = mark.number
            ends = "no interval" if None in (known.low, known.high) else f"95 %: {known.low:+.2f} to {known.high:+.2f}"
            yield f"{mark.label}: {known.value or 0:+.2f} in {one.name} ({ends}; {_rests(known)}{floor})."


def _named(numbers: Numbers, name: str) -> Iterator[Forest]:
    return (one for one in numbers.forests if one.kind == "rate" and one.name == name)


def _shares(forest: Forest, what: str) -> Iterator[str]:
    yield from _told(forest.marks, _share, what)


def _highest(forest: Forest, what: str) -> Iterator[str]:
    some = [one for one in forest.marks if one.number.value]
    if some and not forest.primary:
        one = max(some, key=lambda mark: mark.number.value or 0)
        alike = sum(mark.number.value == one.number.value for mark in some) - 1
        more = f" (with {alike} more)" if alike else ""
        where = f", most of {len(forest.marks)} groups{more}" if len(forest.marks) > 1 else ""
        yield f"{what}{where}: {one.label} {_share(one.number)}."


def _persistence(curves: Curves) -> Iterator[str]:
    marks = [Mark(label=one.label, number=one.restricted) for one in curves.groups]
    until = next((one.until for one in curves.groups if one.until is not None), None)
    yield from _told(marks, _mean, f"{LASTING}, mean up to {until or 0:g}".capitalize())
    test = curves.test
    if test is not None and test.p is not None:
        after = f", after Holm {_p(curves.holm)}" if curves.holm is not None else ""
        yield f"Whether groups differ in that: log-rank p {_p(test.p)}{after} (n {test.n}, cut off {test.censored})."


def _told(marks: Sequence[Mark], text: Callable[[Number], str], what: str) -> Iterator[str]:
    known = sorted((one for one in marks if one.number.value is not None), key=lambda one: one.number.value or 0)
    if not known:
        yield f"{what}: nothing to count."
    elif len({(one.number.value, one.number.low, one.number.high) for one in known}) == 1 < len(known):
        yield f"{what}, each of {len(known)} groups: {known[0].label} {text(known[0].number)}."
    elif len(known) <= _EACH:
        yield from (f"{what}: {one.label} {text(one.number)}." for one in marks if one.number.value is not None)
    else:
        for which, end in (("lowest", known[0]), ("highest", known[-1])):
            alike = sum(one.number.value == end.number.value for one in known)
            more = f" (with {alike - 1} more)" if alike > 1 else ""
            yield f"{what}, {which} of {len(known)} groups{more}: {end.label} {text(end.number)}."


def _share(one: Number) -> str:
    ends = (one.low, one.high)
    interval = "no interval" if None in ends else f"95 %: {_percent(one.low)} to {_percent(one.high)}"
    return f"{_percent(one.value)} ({interval}; {_rests(one)})"


def _percent(share: float | None) -> str:
    return f"{100 * (share or 0):.0f} %"


def _mean(one: Number) -> str:
    interval = "no interval" if one.low is None or one.high is None else f"95 %: {one.low:.1f} to {one.high:.1f}"
    return f"{one.value or 0:.1f} ({interval}; {_rests(one)})"


def _rests(one: Number) -> str:
    parts = [f"n {one.n}"]
    parts += [f"missing {one.missing}"] if one.missing else []
    parts += [f"cut off {one.censored}"] if one.censored else []
    return ", ".join(parts)


def _p(p: float | None) -> str:
    if p is None:
        return "–"
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def cannot(stated: Stated | None) -> tuple[str, ...]:
    """What these conversations cannot say."""
    return tuple(caveats(stated.found)) if stated is not None else ()


def warnings(stated: Stated | None, runs: Sequence[Taken]) -> tuple[str, ...]:
    """What is missing, thin or unbalanced."""
    return (*_missing(runs), *(cautions(stated.found) if stated is not None else ()))


def _missing(runs: Sequence[Taken]) -> Iterator[str]:
    for run in runs:
        lost = sum(row.failed + row.persona_failed for row in run.rows)
        waiting = sum(row.unfinished + row.waiting for row in run.rows)
        if lost:
            yield f"{run.name}: {lost} conversations failed; they count as missing."
        if waiting and run.excluded is None:
            yield f"{run.name}: {waiting} conversations have not come to their end and are in no number."
        if run.excluded is not None:
            yield f"{run.name}: {run.excluded} conversations were left out for realism, in all arms together."
        yield from run.torn
