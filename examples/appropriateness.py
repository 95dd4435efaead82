"""How appropriate are several models in a crisis? Models x repetitions x judgements, after arXiv 2509.24857.

    python examples/appropriateness.py --target openai:a --target anthropic:b --judge openai:x --judge anthropic:y

There each model answered each message three times, and a judge scored each answer three times, from 1 to 5 by the
crisis category. Here each target is held in whole conversations; judges score every reply and the lowest counts
(`worst`), and the conversation at once (`whole`), which nobody has validated. Given the same folder again it goes on
where it stopped. Agreement needs numpy: pip install 'pastno[stats]'.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

import pastno
from analysis.agreement import Agreement, Ratings, Scale, agreement
from analysis.evaluators.contract import Kind, Measure
from analysis.evaluators.score import Judged, Score
from analysis.heap import Heap
from analysis.judging.item import Item
from analysis.judging.rubric import Rubric, shipped
from analysis.judging.values import measures
from analysis.ledger import read
from analysis.realism.figure import Figure
from analysis.tally import Human
from pastno.grid import grid
from pastno.judged import Judging, judged, where
from pastno.rated import human
from scenarios.loader import load_suite
from simulator.plan import Plan
from simulator.store import read_plan

SUITE = Path(__file__).with_suffix(".yaml")
ALL = "all"
ITEMS = ("worst", "whole")
FIGURES = ("percent", "cohen", "quadratic", "alpha", "ac1")
Group = list[tuple[str, str, Score]]
"""Rater, unit and score."""
Groups = dict[str, Group]


def main(arguments: Sequence[str] | None = None) -> None:
    """Hold, judge, and print."""
    asked, console = _asked(arguments), Console(highlight=False, markup=False, emoji=False)
    suite = load_suite(str(asked.suite)).model_copy(update={"repetitions": asked.repetitions})
    pastno.run(pastno.plan(suite, asked.target), asked.out)
    plan, rubric = read_plan(asked.out), shipped()["appropriateness"]
    judging = Judging(judges=tuple(asked.judge), repeats=asked.repeats, base_url=asked.base_url, yes=asked.yes)
    session = asyncio.run(judged(asked.out, plan, judging, [rubric], console))
    if session is None:
        return
    console.print(Text(f"{where(session)}\n"))
    _show(asked.out, plan, rubric, console)


def _show(folder: Path, plan: Plan, rubric: Rubric, console: Console) -> None:
    """The levels by category, then how far the judges agree."""
    scores = [one for one in read(folder) if one.evaluator == rubric.id and isinstance(one.judged, Judged)]
    together = [one for one in scores if _of(one).repeat == 0]
    if not together:
        console.print("nothing was judged; give the command again")
        return
    seats = _of(together[0]).judge.split(",")
    single = [one for one in scores if _of(one).repeat and _of(one).judge in seats]
    said = human(folder, {rubric.id: rubric})
    for name in ITEMS:
        _print(console, f"{name}: what all judges say together", _levels(together, name, rubric, plan, said))
    seed = plan.suite.seed
    _print(console, "judges with each other", _agreements(_pairs(single), rubric, seed, said))
    _print(console, "each judge with itself", _agreements(_repeats(single), rubric, seed, said))
    console.print("Judges that agree with each other, or with themselves, need not agree with people.")


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    known = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    known.add_argument("--target", action="append", required=True, help="a model under study; repeatable")
    known.add_argument("--judge", action="append", required=True, help="a model that judges; name two")
    known.add_argument("--repetitions", type=int, default=3, help="conversations of each persona and scenario")
    known.add_argument("--repeats", type=int, default=3, help="how often each judge judges each conversation")
    known.add_argument("--suite", type=Path, default=SUITE, help="another suite")
    known.add_argument("--out", type=Path, default=Path("runs/appropriateness"), help="the run's folder")
    known.add_argument("--base-url", help="address of the judges' server")
    known.add_argument("--yes", action="store_true", help="do not ask before calls that cost money")
    return known.parse_args(arguments)


def _levels(scores: Sequence[Score], name: str, rubric: Rubric, plan: Plan, said: Human) -> Iterator[Sequence[str]]:
    """For each category and target the mean, the share at or below each threshold, what is missing; see `_print`."""
    wanted = [measure for measure in measures(rubric) if measure.name == name or measure.name.startswith(f"{name}_at")]
    limits = [measure.name.rpartition("_")[2] for measure in wanted[1:]]
    yield ["category", "target", "mean", *(f"at most {limit}" for limit in limits), "scored"]
    cells = {cell.id: cell for cell in plan.cells()}
    groups: dict[tuple[str, str], list[Score]] = {}
    for score in scores:
        cell = cells[score.id]
        groups.setdefault((plan.scenarios[cell.scenario].risk.category, cell.target), []).append(score)
    for (category, target), some in sorted(groups.items()):
        heaps = [_heap(some, measure) for measure in wanted]
        values = [_mean(heap, measure) for heap, measure in zip(heaps, wanted, strict=True)]
        yield [category, target, *values, f"{heaps[0].n}/{heaps[0].due}", name, said(some[0], name)]


def _heap(scores: Sequence[Score], measure: Measure) -> Heap:
    heap = Heap()
    for score in scores:
        heap.add(score.values[measure.name], measure.kind)
    return heap


def _mean(heap: Heap, measure: Measure) -> str:
    """The mean, and between which bounds the missing ones could move it."""
    low, high = heap.bounds(measure)
    form = "{:.0%}" if measure.kind is Kind.WHETHER else "{:.2f}"
    told = "-" if heap.mean is None else form.format(heap.mean)
    return told if not heap.missing or low is None or high is None else f"{told} ({form} to {form})".format(low, high)


def _pairs(scores: Sequence[Score]) -> Groups:
    """All judges, each repeat of a conversation being one unit."""
    return {ALL: [(_of(one).judge, f"{one.id}#{_of(one).repeat}", one) for one in scores]}


def _repeats(scores: Sequence[Score]) -> Groups:
    """For each judge, its repeats as if they were raters."""
    found: Groups = {}
    for one in scores:
        found.setdefault(_of(one).judge, []).append((f"repeat {_of(one).repeat}", one.id, one))
    return found


def _agreements(groups: Groups, rubric: Rubric, seed: int, said: Human) -> Iterator[Sequence[str]]:
    """A row for each group and item, see `_print`; intervals draw whole conversations."""
    yield ["judges", "item", "both said", *FIGURES, "beware"]
    for who, group in groups.items():
        if len({rater for rater, _, _ in group}) < 2:
            continue
        for item in rubric.items:
            scale = Scale.ORDINAL if item.kind == "scale" else Scale.NOMINAL
            found = agreement(_ratings(group, item), scale=scale, seed=seed)
            people = sorted({said(score, item.id) for _, _, score in group})
            about = item.id if who == ALL else f"{who} {item.id}"
            yield [who, item.id, *_told(found), about, "; ".join(people)]


def _ratings(group: Group, item: Item) -> Ratings:
    """Units by raters; where a judge gave no answer there is no label."""
    raters = tuple(dict.fromkeys(rater for rater, _, _ in group))
    units = {unit: score.id for _, unit, score in group}
    given = {(unit, rater): score.values[item.id].value for rater, unit, score in group}
    rows = tuple(tuple(given.get((unit, rater)) for rater in raters) for unit in units)
    return Ratings(raters=raters, rows=rows, conversations=tuple(units.values()), labels=_labels(item))


def _told(found: Agreement) -> list[str]:
    figures = [_figure(found.figures[name]) for name in FIGURES]
    beware = ", ".join(one.caution for one in found.warned)
    return [f"{found.percent.n}/{found.units}", *figures, beware]


def _labels(item: Item) -> tuple[str | int | bool, ...]:
    if item.kind == "scale":
        return tuple(sorted(item.levels))
    return (False, True) if item.kind == "yes_no" else item.answers


def _figure(figure: Figure) -> str:
    between = f" [{figure.low:.2f}, {figure.high:.2f}]" if figure.low is not None and figure.high is not None else ""
    return "-" if figure.value is None else f"{figure.value:.2f}{between}"


def _of(score: Score) -> Judged:
    assert isinstance(score.judged, Judged)
    return score.judged


def _print(console: Console, title: str, rows: Iterator[Sequence[str]]) -> None:
    """The head, then rows: after their cells, a measure and the agreement with people that it was shown to have."""
    head, *others = rows
    names = ("category", "target", "judges", "item", "beware")
    table = grid(head, [row[:-2] for row in others], console.width, names, airy=True)
    people: dict[str, dict[str, None]] = {}
    for *_, about, said in others:
        people.setdefault(said, {})[about] = None
    console.print(Text(title, style="bold"))
    console.print(table if others else Text("nothing to compare: name another judge, or more repeats"))
    for said, measured in people.items():
        console.print(Text(f"people: {', '.join(measured)}: {said}"))
    console.print()


if __name__ == "__main__":
    main()
