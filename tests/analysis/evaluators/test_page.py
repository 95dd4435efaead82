"""docs/evaluators.md names every evaluator and every measure, under its facet, and no other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from analysis.evaluators import COMPARERS, EVALUATORS
from analysis.evaluators.known import known as everything

PAGE = (Path(__file__).parents[3] / "docs" / "evaluators.md").read_text(encoding="utf-8")
HEADER = "| evaluator | measures | what they say | range | after | cannot see |"
CODE = re.compile(r"`([^`]+)`")


class Line(NamedTuple):
    """One row of a table of evaluators."""

    facet: str
    evaluator: str
    cells: list[str]


def lines() -> list[Line]:
    """Every row; one without a name goes on with the evaluator above."""
    found: list[Line] = []
    for section in PAGE.split("\n## ")[1:]:
        facet, _, rest = section.partition("\n")
        for row in re.findall(r"^\|.*\|$", rest.partition(HEADER)[2].partition("\n\n")[0], re.MULTILINE)[1:]:
            cells = [cell.strip() for cell in row.strip("|").split("|")]
            named = CODE.findall(cells[0])
            found.append(Line(facet.lower(), named[0] if named else found[-1].evaluator, cells))
    return found


def test_every_evaluator_and_measure_stands_under_its_facet_and_no_other() -> None:
    registered = everything(()).values()
    known = {(one.facet.value, one.name, measure.name) for one in registered for measure in one.measures}
    shown = [(line.facet, line.evaluator, name) for line in lines() for name in CODE.findall(line.cells[1])]
    assert (sorted(shown), len(shown)) == (sorted(known), len(known))


def test_every_row_says_what_it_measures_and_in_which_range() -> None:
    assert [line.cells for line in lines() if len(line.cells) != 6 or not all(line.cells[1:4])] == []


def test_every_evaluator_says_where_it_comes_from_and_what_it_cannot_see() -> None:
    named = [line for line in lines() if line.cells[0]]
    assert len(named) == len(EVALUATORS) + len(COMPARERS)
    assert [line.evaluator for line in named if not all(line.cells[4:6])] == []


def test_what_rests_on_the_record_alone_is_named() -> None:
    bare = [one.name for one in EVALUATORS if not any(measure.reads for measure in one.measures)]
    (said,) = re.findall(r"^- (.*) rest on the record alone", PAGE, re.MULTILINE)
    assert CODE.findall(said) == bare
