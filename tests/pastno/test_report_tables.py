"""`pastno report`: the tables beside the page, and what it says where it cannot; no browser."""

from __future__ import annotations

import csv
import webbrowser
from pathlib import Path

import pytest
from rich.console import Console

import pastno
import tests.support.browser
from pastno.reported import Asked, report
from tests.support.reported import hostile_run
from tests.support.terminal import within


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("look") / "look"
    targets = [f"reference:{name}" for name in ("blunt", "relenting", "open")]
    pastno.run(pastno.plan("first-look", targets, limit=18), folder)
    assert within("report", folder).code == 0
    return folder / "report.html"


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = hostile_run(tmp_path_factory.mktemp("nasty") / "nasty")
    assert within("report", folder).code == 0
    return folder / "report.html"


def test_cells_that_a_spreadsheet_would_run_are_neutralised(nasty: Path) -> None:
    with (nasty.parent / "report-tables" / "conversations.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["target"][:2] for row in rows} == {"re", "'="}
    assert [value for row in rows for value in row.values() if value[:1] in set("=+-@\t\r")] == []
    assert "strategies" not in rows[0]


def test_the_parquet_tables_hold_what_the_csv_tables_hold(held: Path) -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    tables = held.parent / "report-tables"
    names = sorted(file.stem for file in tables.glob("*.csv"))
    assert names == [
        "conversations", "endings", "first_refusal", "persistence", "phases", "rates", "scores", "shares",
        "strategies", "times",
    ]  # fmt: skip
    for name in names:
        both = (pandas.read_csv(tables / f"{name}.csv"), pandas.read_parquet(tables / f"{name}.parquet"))
        assert [len(both[0]), list(both[0])] == [len(both[1]), list(both[1])]


def test_mistakes_are_two_lines(held: Path, tmp_path: Path) -> None:
    assert "--by 'colour'" in within("report", held.parent, "--by", "target,colour").mistake[0]
    assert "run.json" in within("report", tmp_path).mistake[0]
    (tmp_path / "file").write_text("mine")
    assert "cannot write" in within("report", held.parent, "--out", tmp_path / "file" / "report.html").mistake[0]


def test_flagged_conversations_are_left_out_in_all_arms_and_counted(held: Path, tmp_path: Path) -> None:
    out = report(Asked(folders=(held.parent,), exclude=True, out=tmp_path / "kept.html"), Console())
    assert "conversations were left out for realism, in all arms together" in out.read_text(encoding="utf-8")


def test_it_is_opened_where_that_is_asked_for(held: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    out = tmp_path / "one.html"
    within("report", held.parent, "--out", out)
    assert opened == []
    within("report", held.parent, "--out", out, "--open")
    assert opened == [out.resolve().as_uri()]


@pytest.mark.parametrize(("ci", "ends"), [("", pytest.skip.Exception), ("true", pytest.fail.Exception)])
def test_without_a_browser_the_page_goes_unseen_but_never_in_ci(
    ci: str, ends: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tests.support.browser, "CHROMIUM", None)
    monkeypatch.setenv("CI", ci)
    with pytest.raises(ends, match="no chromium is installed"):
        tests.support.browser.needs_chromium()
