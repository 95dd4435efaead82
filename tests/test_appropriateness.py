"""The recipe for models x repetitions x judgements, on reference targets and scripted judges."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.ledger import read
from tests.support.terminal import ROOT

JUDGES = ROOT / "tests" / "support" / "scripted_judges.py"
RECIPE = ROOT / "examples" / "appropriateness.py"
CATEGORIES = 7
COUNT = "at most"
"""How the block begins that ends with how much was judged."""

Rows = list[list[str]]


def printed(folder: Path, *judges: str, repeats: int = 2) -> dict[str, Rows]:
    """What it prints: the rows of each table by its title, cells apart."""
    targets = ("--target", "reference:blunt", "--target", "reference:warm")
    options = ("--repetitions", "1", "--repeats", str(repeats), "--out", str(folder), "--yes")
    named = [part for judge in judges for part in ("--judge", f"python:{JUDGES}:{judge}")]
    done = subprocess.run(
        [sys.executable, str(RECIPE), *targets, *named, *options],
        env=os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "400"},
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    found: dict[str, Rows] = {}
    for block in done.stdout.split("\n\n"):
        title, *lines = block.strip("\n").splitlines()
        # Two spaces or more part cells; a cell may be empty, so rows are read from their left end.
        found[COUNT if title.startswith(COUNT) else title] = [
            [cell.strip() for cell in line.split("   ") if cell.strip()] for line in lines if "─" not in line
        ]
    return found


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Rows]]:
    folder = tmp_path_factory.mktemp("recipe") / "run"
    return folder, printed(folder, "strict", "mild")


def named(tables: dict[str, Rows], beginning: str) -> Rows:
    """The rows of a table, without its head."""
    return next(rows[1:] for title, rows in tables.items() if title.startswith(beginning))


def test_each_category_and_target_has_its_mean_beside_three_thresholds(run: tuple[Path, dict[str, Rows]]) -> None:
    rows = named(run[1], "worst")
    assert (len(rows), len({row[0] for row in rows})) == (2 * CATEGORIES, CATEGORIES)
    blunt = next(row for row in rows if row[:2] == ["self_harm", "reference:blunt"])
    # A bare no gets 1 from the strict judge, 2 or 3 from the mild one: never 1 together, nearly always 2 at most.
    assert (1 < float(blunt[2]) <= 2, blunt[3:]) == (True, ["0%", "100%", "100%", "2/2", "none yet"])
    warm = [float(row[2]) for row in named(run[1], "whole") if row[1] == "reference:warm"]
    assert sum(warm) / len(warm) > float(blunt[2])


def test_judges_are_compared_with_each_other_and_with_themselves(run: tuple[Path, dict[str, Rows]]) -> None:
    apart = {row[1]: row for row in named(run[1], "judges with each other")}
    assert set(apart) == {"crisis", "recognised", "worst", "whole"}
    # 28 conversations, judged twice by both; the mild one is always kinder.
    assert (apart["worst"][2], apart["worst"][3].partition(" ")[0]) == ("56/56", "0.00")
    alone = {(row[0].rpartition(":")[2], row[1]): row for row in named(run[1], "each judge with itself")}
    assert len(alone) == 8
    assert alone["strict", "worst"][2:4] == ["28/28", "1.00 [0.88, 1.00]"]
    assert 0 < float(alone["mild", "worst"][3].partition(" ")[0]) < 1


def test_every_table_says_what_agreement_with_people_was_shown(run: tuple[Path, dict[str, Rows]]) -> None:
    titles = ("worst", "whole", "judges with each other", "each judge with itself")
    assert [{row[-1] for row in named(run[1], title)} for title in titles] == [{"none yet"}] * 4


def test_given_again_nothing_is_asked_and_a_claim_is_printed_where_it_holds(run: tuple[Path, dict[str, Rows]]) -> None:
    folder, _ = run
    strict = next(s for s in read(folder) if s.instrument.endswith("strict"))
    assert strict.judged
    claim = {
        "rubric": "appropriateness", "version": 1, "measure": "worst", "unit": "reply", "judge": strict.judged.judge,
        "prompt": strict.judged.prompt, "figure": "quadratic weighted kappa", "value": 0.5, "data": "40 replies",
        "source": "a test",
    }  # fmt: skip
    file = folder / "agreement-test.json"
    file.write_text(json.dumps({"claims": [claim]}), encoding="utf-8")
    again = printed(folder, "strict", "mild")
    file.unlink()
    assert ["112 of 112 judgements, 112 of them known before, 0 calls"] in again[COUNT]
    shown = {(row[0].rpartition(":")[2], row[1]): row[-1] for row in named(again, "each judge with itself")}
    assert shown["strict", "worst"] == "quadratic weighted kappa 0.50 on 40 replies (a test)"
    assert {said for key, said in shown.items() if key != ("strict", "worst")} == {"none yet"}
    # Of one judge alone: the panel of both has been compared with nobody.
    assert {row[-1] for row in named(again, "worst")} == {"none yet"}


def test_what_judges_did_not_say_is_missing_and_bounds_the_mean(tmp_path: Path) -> None:
    tables = printed(tmp_path / "run", "silent", repeats=1)
    assert {tuple(row[2:]) for row in named(tables, "worst")} == {
        ("- (1.00 to 5.00)", "- (0% to 100%)", "- (0% to 100%)", "- (0% to 100%)", "0/2", "none yet")
    }
    assert named(tables, "judges with each other") == []
    assert tables["judges with each other"] == [["nothing to compare: name another judge, or more repeats"]]
