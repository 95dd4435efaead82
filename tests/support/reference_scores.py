"""Writes docs/reference-scores.md: `python -m tests.support.reference_scores > docs/reference-scores.md`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from analysis.evaluators import COMPARERS, EVALUATORS
from analysis.evaluators.contract import Kind, Measure
from analysis.evaluators.score import Absent, Score, Value
from analysis.scoring import score
from simulator.targets.reference import NAMES
from tests.support.first_look import Held, first_look, hold, reference_runs
from tests.support.implied import Tally, compare
from tests.support.second import SecondTarget, Truth

Column = dict[str, list[Value]]
"""The values of one measure by target."""

_HEAD = """# Reference scores

Every computed evaluator over `first-look`, against each [reference target](reference-targets.md): twelve conversations
a target. The page is written by `python -m tests.support.reference_scores`, and a test fails when it is stale.

- A share, a truth and a number are means over the conversations at risk; a word is the commonest, with its count.
- `-`: nobody is at risk. `?`: the record does not tell. `(7/12)`: told of 7 of the 12 at risk. `≥`: some are censored.
- The people are simulated and their reactions were chosen: the columns test the instrument, and say nothing of people.
"""

_SECOND = """
## The same with lines written by somebody else

The thirteen manners again, with 223 lines by somebody who had seen neither the observer nor the evaluators. People
react to what the observer reads, so these are other conversations than those above. No evaluator was changed for these
lines. The observer was: some of its rules for a bare no were written after looking at what it made of them (it read 478
of 752 replies before), so of how the observer reads strangers they tell less than they did.
"""

_DIFFERENCES = """
### Where they differ from what the lines imply

Each line says what it certainly shows and certainly lacks. From that every reply has a stance, and cues that are shown,
lacked or left open. Each conversation was scored once as the observer read it and again as its lines were made, with
what is open taken both ways; a difference is a score outside that range. The evaluators are the same on both sides, so
this shows what the observer's misreadings do to the scores. What the construction of the targets implies, written down
apart from the evaluators, stands in the tests (`tests/analysis/evaluators/reference_*.yaml`).

Measures that read the words themselves have the same words on both sides, and what they miss does not show here: every
conversation of `promise` opens with a promise, so its `promise.promised` above should be 1.00, and nobody else's.
Measures of many conversations together are not compared.
"""


def page() -> str:
    """The whole page."""
    second, truths = second_runs()
    tally = compare(second, truths, EVALUATORS)
    parts = [_HEAD, *_table(reference_runs()), _SECOND, *_stances(second), "", *_table(second)]
    return "\n".join([*parts, _DIFFERENCES, *_differences(tally), ""])


@cache
def second_runs() -> tuple[Held, dict[str, dict[str, Truth]]]:
    """What the targets with the second set of lines go through, and what their replies were made to do."""
    models = {name: SecondTarget(name) for name in NAMES}
    return hold(models), {name: model.truths for name, model in models.items()}


def columns(held: Held) -> dict[tuple[str, Measure], Column]:
    """Every measure's values by target, comparers' at the end."""
    found: dict[tuple[str, Measure], Column] = {}
    scores = {name: [score(one, EVALUATORS) for one in several] for name, several in held.items()}
    for index, evaluator in enumerate(EVALUATORS):
        for measure in evaluator.measures:
            values = {name: [each[index].values[measure.name] for each in rows] for name, rows in scores.items()}
            found[evaluator.name, measure] = values
    return found | _compared([one for rows in scores.values() for row in rows for one in row])


def _compared(scores: Sequence[Score]) -> dict[tuple[str, Measure], Column]:
    by_name: dict[str, dict[str, Score]] = {}
    for one in scores:
        by_name.setdefault(one.evaluator, {})[one.id] = one
    found: dict[tuple[str, Measure], Column] = {}
    for comparer in COMPARERS:
        for group, values in comparer.compare(first_look(), {need: by_name[need] for need in comparer.needs}):
            target = group.split("/")[3].removeprefix("reference:")
            for measure in comparer.measures:
                column = found.setdefault((comparer.name, measure), {name: [] for name in NAMES})
                if target in column and measure.name in values:
                    column[target].append(values[measure.name])
    return found


def _table(held: Held) -> Iterator[str]:
    yield _row("measure", *NAMES)
    yield _row("---", *("---" for _ in NAMES))
    for (evaluator, measure), column in columns(held).items():
        yield _row(f"`{evaluator}.{measure.name}`", *(cell(measure, column[name]) for name in NAMES))


def cell(measure: Measure, values: Sequence[Value]) -> str:
    """One measure against one target, in a word."""
    at_risk = [one for one in values if one.absent is not Absent.NOT_AT_RISK]
    told = [one for one in at_risk if one.absent is None]
    if not told:
        return "?" if at_risk else "-"
    some = "" if len(told) == len(at_risk) else f" ({len(told)}/{len(at_risk)})"
    if measure.kind is Kind.LABEL:
        ((word, count),) = Counter(str(one.value) for one in told).most_common(1)
        return f"{word.replace('_', ' ')} {count}/{len(told)}{some}"
    least = "≥" if measure.kind is Kind.EXCHANGES and any(one.censored for one in told) else ""
    return f"{least}{sum(float(one.value or 0) for one in told) / len(told):.2f}{some}"


def _stances(held: Held) -> Iterator[str]:
    read: Counter[tuple[str, str]] = Counter()
    for trajectory in (one for several in held.values() for one in several):
        read.update((str(e.reply.truth), e.observed.stance.value) for e in trajectory.exchanges)
    right = sum(count for (made, seen), count in read.items() if made == seen)
    yield f"The observer reads {right} of {sum(read.values())} replies as they were made. The others:\n"
    yield _row("made as", "read as", "replies")
    yield _row("---", "---", "---")
    wrong = [(made, seen, count) for (made, seen), count in read.items() if made != seen]
    for made, seen, count in sorted(wrong, key=lambda one: (-one[2], one[:2])):
        yield _row(made, seen, str(count))


def _differences(tally: Tally) -> Iterator[str]:
    total = sum(tally.compared.values())
    other: Mapping[str, Counter[tuple[str, str]]] = tally.other
    differing = sum(sum(counts.values()) for counts in other.values())
    yield f"Of {total} scores for which something is implied, {differing} differ ({differing / total:.0%}).\n"
    yield _row("measure", "compared", "differ", *NAMES)
    yield _row("---", "---", "---", *("---" for _ in NAMES))
    for measured, compared in tally.compared.items():
        counts = [other[name][measured] for name in NAMES]
        shown = (str(count) if count else "" for count in counts)
        yield _row(f"`{'.'.join(measured)}`", str(compared), str(sum(counts)), *shown)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    print(page(), end="")
