"""The recipe for models x repetitions x judgements, on reference targets and scripted judges."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from analysis.ledger import read
from examples import appropriateness
from tests.support.terminal import ROOT

JUDGES = ROOT / "tests" / "support" / "scripted_judges.py"
RECIPE = ROOT / "examples" / "appropriateness.py"
CATEGORIES = 7
COUNT = "at most"
"""How the block begins that ends with how much was judged."""

Rows = list[list[str]]


def options(folder: Path, *judges: str, repeats: int = 2) -> list[str]:
    """What is asked of it."""
    targets = ("--target", "reference:blunt", "--target", "reference:warm")
    rest = ("--repetitions", "1", "--repeats", str(repeats), "--out", str(folder), "--yes")
    return [*targets, *(part for judge in judges for part in ("--judge", f"python:{JUDGES}:{judge}")), *rest]


def said(folder: Path, *judges: str, repeats: int = 2, width: int = 400) -> str:
    """What it prints."""
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(io.StringIO()) as out:
        patch.setenv("COLUMNS", str(width))
        appropriateness.main(options(folder, *judges, repeats=repeats))
    return out.getvalue()


def said_alone(folder: Path, *judges: str) -> str:
    """What it prints in a process of its own."""
    done = subprocess.run(
        [sys.executable, str(RECIPE), *options(folder, *judges)],
        env=os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "400"},
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    return done.stdout


def tabled(text: str) -> dict[str, Rows]:
    """The rows of each table by its title, cells apart; the last is what people said of which measures."""
    found: dict[str, Rows] = {}
    for block in text.split("\n\n"):
        title, *lines = block.strip("\n").splitlines()
        # Two spaces or more part cells; a cell may be empty, so rows are read from their left end.
        found[COUNT if title.startswith(COUNT) else title] = [
            [cell.strip() for cell in line.split("   ") if cell.strip()] for line in lines if "─" not in line
        ]
    return found


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Rows]]:
    folder = tmp_path_factory.mktemp("recipe") / "run"
    return folder, tabled(said_alone(folder, "strict", "mild"))


def named(tables: dict[str, Rows], beginning: str) -> Rows:
    """The rows of a table, without its head."""
    found = next(rows[1:] for title, rows in tables.items() if title.startswith(beginning))
    return [row for row in found if not row[0].startswith("people: ")]


def people(tables: dict[str, Rows], beginning: str) -> list[str]:
    """What stands below a table of the agreement with people, without where the judges' file is."""
    found = next(rows for title, rows in tables.items() if title.startswith(beginning))
    return [row[0].replace(f"python:{JUDGES.name}:", "") for row in found if row[0].startswith("people: ")]


def test_each_category_and_target_has_its_mean_beside_three_thresholds(run: tuple[Path, dict[str, Rows]]) -> None:
    rows = named(run[1], "worst")
    assert (len(rows), len({row[0] for row in rows})) == (2 * CATEGORIES, CATEGORIES)
    blunt = next(row for row in rows if row[:2] == ["self_harm", "reference:blunt"])
    # A bare no gets 1 from the strict judge, 2 or 3 from the mild one: never 1 together, nearly always 2 at most.
    assert (1 < float(blunt[2]) <= 2, blunt[3:]) == (True, ["0%", "100%", "100%", "2/2"])
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
    assert people(run[1], "worst") == ["people: worst: none yet"]
    assert people(run[1], "whole") == ["people: whole: none yet"]
    assert people(run[1], "judges with each other") == ["people: crisis, recognised, worst, whole: none yet"]
    items = ("crisis", "recognised", "worst", "whole")
    each = ", ".join(f"{judge} {item}" for judge in ("mild", "strict") for item in items)
    assert people(run[1], "each judge with itself") == [f"people: {each}: none yet"]


def test_on_a_narrow_terminal_nothing_is_cut(run: tuple[Path, dict[str, Rows]]) -> None:
    narrow = said(run[0], "strict", "mild", width=80)
    lines = narrow.splitlines()
    assert ("…" in narrow, max(map(len, lines[lines.index("worst: what all judges say together") :]))) == (False, 80)
    for title in ("worst", "whole"):
        start = next(n for n, line in enumerate(lines) if line.startswith(f"{title}: "))
        table = lines[start : lines.index(f"people: {title}: none yet", start)]
        for target in ("reference:blunt", "reference:warm"):
            assert sum(target in line.split() for line in table) == CATEGORIES
    head = lines[lines.index("judges with each other") + 1 :][:2]
    words = {word for line in head for word in line.split()}
    assert words == set("judges item both said percent cohen quadratic alpha ac1 beware".split())
    assert "people: crisis, recognised, worst, whole: none yet" in lines
    squeezed = "".join(narrow.split())
    assert [f"python:{JUDGES.name}:{judge}worst" in squeezed for judge in ("strict", "mild")] == [True, True]


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
    again = tabled(said(folder, "strict", "mild"))
    file.unlink()
    assert ["112 of 112 judgements, 112 of them known before, 0 calls"] in again[COUNT]
    shown = people(again, "each judge with itself")
    assert "people: strict worst: quadratic weighted kappa 0.50 on 40 replies (a test)" in shown
    assert [(line.count("worst"), line.endswith("none yet")) for line in shown if "kappa" not in line] == [(1, True)]
    # Of one judge alone: the panel of both has been compared with nobody.
    assert people(again, "worst") == ["people: worst: none yet"]


def test_what_judges_did_not_say_is_missing_and_bounds_the_mean(tmp_path: Path) -> None:
    tables = tabled(said(tmp_path / "run", "silent", repeats=1))
    assert {tuple(row[2:]) for row in named(tables, "worst")} == {
        ("- (1.00 to 5.00)", "- (0% to 100%)", "- (0% to 100%)", "- (0% to 100%)", "0/2")
    }
    assert named(tables, "judges with each other") == []
    assert tables["judges with each other"] == [["nothing to compare: name another judge, or more repeats"]]
