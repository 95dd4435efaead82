"""The observer's benchmark: its names, and what it does where a data set is not there."""

from __future__ import annotations

from pathlib import Path

from benchmarks.intervals import Measured
from benchmarks.observer import TARGETS, flat, sets

NAMES = (
    "xstest_f1", "xstest_f1_worst_model", "xstest_accuracy3", "xstest_partial_recall", "chatgpt_accuracy",
    "chatgpt_precision", "pyrit_f1", "pyrit_extra_f1", "replies_per_s",
)  # fmt: skip


def test_every_promised_figure_has_a_target() -> None:
    assert set(NAMES) <= set(TARGETS)


def test_figures_are_plain_numbers_with_their_intervals_beside_them() -> None:
    assert flat({"a_f1": Measured(0.5, 0.25, 0.75)}) == {"a_f1": 0.5, "a_f1_low": 0.25, "a_f1_high": 0.75}


def test_without_the_data_only_what_the_project_brings_itself_is_measured(tmp_path: Path) -> None:
    lacking = {one.title.partition(",")[0]: one.lacks(tmp_path) for one in sets(tmp_path)}
    assert [title.partition(";")[0] for title, names in lacking.items() if not names] == [
        "Replies written for this project",
        "What the reference targets declare",
    ]
    assert lacking["PyRIT"] == ["pyrit_scorer_evals"]
    (tmp_path / "pyrit_scorer_evals").mkdir()
    assert [one.lacks(tmp_path) for one in sets(tmp_path) if one.title.startswith("PyRIT")] == [[]]
