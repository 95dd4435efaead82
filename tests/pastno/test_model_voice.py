"""The small model as the voice, for real: it does badly, and the measure says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pastno.cli import app
from simulator.store import read

SUITE = """
id: voiced
title: Two people who go on
personas: [arjun, ruth]
scenarios: [tired-of-being-here]
targets: ["reference:blunt"]
voice: local:smollm2
max_exchanges: 3
seed: 11
"""


@pytest.mark.slow
@pytest.mark.model
def test_the_small_model_is_a_bad_voice_and_the_measure_says_so(tmp_path: Path) -> None:
    suite, run, report = tmp_path / "voiced.yaml", tmp_path / "run", tmp_path / "realism.json"
    suite.write_text(SUITE, encoding="utf-8")
    CliRunner().invoke(app, ["run", str(suite), "--out", str(run)])
    measured = CliRunner().invoke(app, ["realism", str(run), "--json", str(report)])
    assert measured.exit_code == 0, measured.output
    assert all(live.ended is not None and live.failed is None for live in read(run).lives().values())
    voices = json.loads(report.read_text(encoding="utf-8"))["voices"]
    asked_again = next(one["figures"]["asked_again"] for one in voices if one["voice"] == "local:smollm2")
    assert asked_again["value"] >= 0.5
