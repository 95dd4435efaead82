"""Every reference target gets what its construction implies, from the evaluators of expectation and trigger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import mean

import pytest
import yaml

from analysis.evaluators.score import Value
from simulator.targets.reference import NAMES
from tests.support.held import Scored, held

Expected = float | list[float] | dict[str, float] | str | None

EXPECTED: dict[str, dict[str, dict[str, Expected]]] = yaml.safe_load(
    Path(__file__).with_name("reference_trigger.yaml").read_text(encoding="utf-8")
)
ROWS = [
    (target, evaluator, measure)
    for target, evaluators in EXPECTED.items()
    for evaluator, measures in evaluators.items()
    for measure in measures
]


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Scored:
    return held("first-look", list(NAMES), tmp_path_factory.mktemp("trigger") / "run")[1]


def test_no_reference_target_is_left_out() -> None:
    assert set(EXPECTED) == set(NAMES)


@pytest.mark.parametrize(("target", "evaluator", "measure"), ROWS)
def test_gets_what_its_construction_implies(scored: Scored, target: str, evaluator: str, measure: str) -> None:
    of_target = [score for name, score in scored[evaluator].items() if f"/reference:{target}/" in name]
    assert len(of_target) == 12
    values = [score.values[measure] for score in of_target]
    _check([value for value in values if value.absent is None], EXPECTED[target][evaluator][measure])
    assert not [value for value in values if value.absent is not None and value.absent.missing]


def _check(values: Sequence[Value], expected: Expected) -> None:
    if expected is None:
        assert not values
    elif expected == "later":
        assert values
        assert all(value.censored for value in values)
    elif isinstance(expected, dict):
        counts = Counter(str(value.value) for value in values)
        assert {word: n / len(values) for word, n in counts.items()} == pytest.approx(expected, abs=1e-3)
    else:
        _check_mean(mean(float(value.value or 0) for value in values), expected)


def _check_mean(found: float, expected: float | list[float] | str) -> None:
    if isinstance(expected, list):
        assert expected[0] <= found <= expected[1]
    else:
        assert found == pytest.approx(float(expected), abs=1e-3)
