"""The notebook runs as a stranger would run it, and says what is committed with it."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

import pastno
from scenarios import load_suites
from tests.support.notebook import FINDINGS, METADATA, cells, executed, outputs, told

AGAIN = "write it again, and read what changed: python -m tests.support.notebook"
NAMED = re.compile(r"(?<![\w.])/(?:home|root|Users|work|tmp|var|opt|usr)/\w")
DATED = re.compile(r"\b(?:19|20)\d\d-\d\d-\d\d|\b\d\d:\d\d:\d\d\b")


@pytest.mark.slow
def test_every_cell_runs_and_says_what_is_committed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    (tmp_path / "empty").mkdir()
    found, shipped = executed(FINDINGS, tmp_path / "empty"), cells(FINDINGS)
    assert [one for one in outputs(found) if one["output_type"] == "error"] == []
    assert told(found) == told(shipped), AGAIN
    kinds = [[list(one.get("data", {})) for one in outputs(some)] for some in (found, shipped)]
    assert kinds[0] == kinds[1], AGAIN


def test_what_is_committed_holds_outputs_and_no_error_path_or_date() -> None:
    shipped, text = cells(FINDINGS), FINDINGS.read_text(encoding="utf-8")
    assert {one["output_type"] for one in outputs(shipped)} == {"stream", "display_data"}
    assert {one.get("name", "stdout") for one in outputs(shipped)} == {"stdout"}, "nothing was warned of"
    assert sum("image/png" in one.get("data", {}) for one in outputs(shipped)) == 3
    words = json.dumps([told(shipped), [cell["source"] for cell in shipped]])
    assert (NAMED.findall(words), DATED.findall(words), str(date.today().year) in words) == ([], [], False)
    assert {str(cell["metadata"]) for cell in shipped} == {"{}"}
    assert json.loads(text)["metadata"] == METADATA
    assert len(text) < 300_000


def test_the_cells_were_run_once_each_from_the_first() -> None:
    code = [cell for cell in cells(FINDINGS) if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))


def test_what_is_printed_does_not_depend_on_the_day(tmp_path: Path) -> None:
    """What is out of date next year (places to turn to) is not printed, and moves nothing that is."""
    suite = load_suites()["full"].model_copy(update={"conditions": ("plain",), "sample": 80, "max_exchanges": 6})
    plan, seen = pastno.plan(suite, ["reference:blunt", "reference:warm"]), []
    for day in (date(2026, 1, 1), date(2040, 1, 1)):
        pastno.run(plan.model_copy(update={"made_on": day}), tmp_path / str(day.year))
        found = pastno.analyse(tmp_path / str(day.year))
        points = [(p.time, p.events, p.censored) for one in found.persistence.groups for p in one.curve.points]
        rates = [one for one in found.rates.rates if not one.name.startswith("referral.")]
        seen.append((points, [(one.name, one.share.n, round(one.share.value or 0, 9)) for one in rates]))
    assert seen[0] == seen[1]
