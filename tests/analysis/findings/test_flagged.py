"""Who failed realism is left out whole: under every target, and never counted as a zero."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import AnalysisError
from analysis.findings.flagged import flagged
from analysis.findings.pool import Pool, pooled
from analysis.realism.measure import measure
from simulator.store import read
from tests.analysis.realism.records import name, plan, talk
from tests.support.arms import held
from tests.support.transcripts import ASKS, NO, PLAN, brought
from tests.support.transcripts import talk as transcript

WARM = "reference:warm"
SAME = ("Please, why?", "Please, why?")
ADA = frozenset({("ada", "night", 1)})


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """Ada copies herself under one of two targets, the first time; ben and her second time are fine."""
    fine = [name(persona="ben"), name(persona="ben", target=WARM), name(repetition=2), name(target=WARM, repetition=2)]
    talks = [talk(*SAME), talk("Why?", id=name(target=WARM)), *(talk("Why?", id=one) for one in fine)]
    return held(tmp_path / "run", talks, plan())


def counted(pool: Pool) -> tuple[int | None, int, set[str]]:
    (source,) = pool.sources
    return source.left_out, source.held, {case.id for case in pool.cases}


def test_the_measure_and_the_run_say_the_same(run: Path) -> None:
    assert flagged(read(run)) == flagged(measure(read(run))) == ADA


def test_a_sitting_that_is_left_out_leaves_every_target_and_no_other_sitting(run: Path) -> None:
    whole, pool = pooled([run]), pooled([run], left={run: flagged(read(run))})
    (none, six, all_) = counted(whole)
    assert (none, six, len(all_)) == (None, 6, 6)
    gone = {name(), name(target=WARM)}
    assert counted(pool) == (2, 4, all_ - gone)
    assert {(one.started.persona, one.started.repetition) for one in pool.side.seen} == {("ben", 1), ("ada", 2)}


def test_where_nobody_was_flagged_it_says_that_none_was_left_out(run: Path) -> None:
    assert counted(pooled([run], left={run: frozenset()}))[:2] == (0, 6)


def test_where_nothing_remains_it_says_so(run: Path) -> None:
    everyone = ADA | {("ben", "night", 1), ("ada", "night", 2)}
    with pytest.raises(AnalysisError, match=r"nothing is left.*`pastno realism`"):
        pooled([run], left={run: everyone})


def test_nobody_in_an_import_was_simulated(tmp_path: Path) -> None:
    folder = tmp_path / "brought"
    brought(folder, transcript(ASKS, NO, ASKS, NO, ASKS, PLAN, name="first", place="a.txt"))
    assert flagged(read(folder)) == frozenset()
