"""Ratings that cannot be are refused with what was found; those told one by one come together."""

from __future__ import annotations

import subprocess
import sys
from math import nan

import pytest

from analysis.agreement import Rating, Ratings, Scale, gather
from analysis.agreement.ratings import Label
from analysis.errors import AnalysisError
from tests.analysis.agreement.published import rated


def test_labels_told_one_by_one_come_together_with_gaps() -> None:
    said = [Rating("u1", "c1", "ann", 1), Rating("u2", "c1", "bob", 2), Rating("u1", "c1", "bob", 3)]
    assert gather(said) == Ratings(raters=("ann", "bob"), rows=((1, 3), (None, 2)), conversations=("c1", "c1"))


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (Rating("u1", "c1", "ann", 2), "unit u1: found two labels by ann, expected one"),
        (Rating("u1", "c2", "bob", 2), "unit u1: found the conversations c1 and c2, expected one"),
        (Rating("u2", "c1", "ann", 2), "two or more"),
    ],
)
def test_what_does_not_come_together_is_refused(said: Rating, message: str) -> None:
    with pytest.raises(AnalysisError, match=message):
        gather([Rating("u1", "c1", "ann", 1), said])


@pytest.mark.parametrize(
    ("rows", "labels", "message"),
    [
        ([(1, 2), (1,)], None, "row 2: found 1 labels, expected 2"),
        ([(1, "a")], None, "words beside labels that are numbers"),
        ([(1, nan)], None, "found the label nan, expected a number; write None where nothing was said"),
        ([(1, 3)], (1, 2), r"found the label 3, expected one of \[1, 2\]"),
        ([(1, 1)], (1, 1), "expected each once"),
    ],
)
def test_rows_that_cannot_be_are_refused(
    rows: list[tuple[Label, ...]], labels: tuple[Label, ...] | None, message: str
) -> None:
    with pytest.raises(AnalysisError, match=message):
        rated(rows, labels)


def test_every_unit_needs_its_conversation_and_every_rater_a_name() -> None:
    with pytest.raises(AnalysisError, match="found 1 rows and 2 conversations"):
        Ratings(raters=("a", "b"), rows=((1, 1),), conversations=("x", "y"))
    with pytest.raises(AnalysisError, match="different names"):
        Ratings(raters=("a", "a"), rows=(), conversations=())


def test_words_have_no_order_of_their_own_and_are_no_numbers() -> None:
    table = rated([("low", "high")])
    with pytest.raises(AnalysisError, match="without an order; pass them as labels, lowest first"):
        table.ordered(Scale.ORDINAL)
    with pytest.raises(AnalysisError, match="such as 'high', expected numbers"):
        table.ordered(Scale.INTERVAL)
    assert rated([("low", "high")], ("low", "high")).ordered(Scale.ORDINAL) == ("low", "high")


def test_some_of_the_raters_keep_the_units() -> None:
    table = rated([(1, 2, 3), (None, 1, 2)]).only("c", "a")
    assert (table.raters, table.rows, table.conversations) == (("c", "a"), ((3, 1), (2, None)), ("0", "1"))


def test_without_numpy_the_package_loads_and_agreement_says_what_to_install() -> None:
    code = """
import sys
sys.modules["numpy"] = None
import pastno.observed
from analysis.agreement import Ratings, agreement, cohen
print(cohen({("a", "a"): 1, ("b", "b"): 1}))
try:
    agreement(Ratings(raters=("a", "b"), rows=(), conversations=()), seed=0)
except Exception as problem:
    print(type(problem).__name__, problem)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "1.0",
        "AnalysisError agreement needs numpy, which is not installed; pip install 'pastno[stats]'",
    ]
