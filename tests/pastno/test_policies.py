"""Showing parameters, asking people, and fitting: what is written and what is said."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from analysis.errors import AnalysisError
from pastno import policies
from personas import Strategy, load_personas
from personas.loader import load_policy
from personas.variants import adopt
from tests.support.people import persona

ANSWERS = ("insist", "withdraw", "rephrase")


def console() -> Console:
    return Console(file=io.StringIO(), width=110)


def said(where: Console) -> str:
    assert isinstance(where.file, io.StringIO)
    return where.file.getvalue()


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """A written questionnaire, filled in: who asks again when blamed, and who leaves."""
    policies.form(tmp_path / "asked", people=12, seed=3, console=console())
    file = tmp_path / "asked" / policies.ANSWERS
    with file.open(newline="") as blank:
        rows = list(csv.DictReader(blank))
    with file.open("w", newline="") as filled:
        writer = csv.DictWriter(filled, rows[0])
        writer.writeheader()
        writer.writerows(row | {"answer": ANSWERS[(i * i + i // 12) % 3]} for i, row in enumerate(rows))
    return file


def test_every_parameter_is_shown_with_what_it_rests_on() -> None:
    screen = console()
    policies.show(load_personas()["tess"], screen)
    assert "when.1 (self_censor, cue blames)" in said(screen)
    assert "assumption: a default of personas.appraisal" in said(screen)


def test_a_form_is_a_page_for_each_person_and_a_file_for_their_answers(tmp_path: Path) -> None:
    policies.form(tmp_path / "asked", people=3, seed=1, console=console())
    names = sorted(path.name for path in (tmp_path / "asked").iterdir())
    assert names == ["after-a-no-p01.md", "after-a-no-p02.md", "after-a-no-p03.md", "answers.csv"]


def test_answers_already_given_are_never_written_over(answers: Path) -> None:
    with pytest.raises(AnalysisError, match="may hold answers; name another folder"):
        policies.form(answers.parent, people=12, seed=3, console=console())


def test_a_fitted_policy_is_a_file_that_personas_can_take_on(answers: Path, tmp_path: Path) -> None:
    screen = console()
    policies.fit(answers, tmp_path / "asked-people.yaml", 1, screen)
    policy = load_policy(tmp_path / "asked-people.yaml").policy
    assert set(policy.weights) == {Strategy(name) for name in ANSWERS}
    assert adopt(persona(), policy).policy.patience == persona().policy.patience
    assert "144 answers of 12 respondents" in said(screen)
    assert "nobody chose clarify" in said(screen)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("fitted.yml", "ends in '.yml', expected '.yaml'"), ("two words.yaml", "expected a name of letters")],
)
def test_a_policy_s_file_is_named_like_a_document(answers: Path, tmp_path: Path, name: str, wrong: str) -> None:
    with pytest.raises(AnalysisError, match=wrong):
        policies.fit(answers, tmp_path / name, 1, console())


def test_an_older_policy_is_not_written_over(answers: Path, tmp_path: Path) -> None:
    (tmp_path / "old.yaml").write_text("id: old\n")
    with pytest.raises(AnalysisError, match="is there already"):
        policies.fit(answers, tmp_path / "old.yaml", 1, console())


def test_without_scikit_learn_fitting_says_what_to_install(answers: Path, tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['sklearn'] = None\n"
        "from pathlib import Path; from rich.console import Console; from pastno import policies\n"
        f"policies.fit(Path({str(answers)!r}), Path({str(tmp_path / 'new.yaml')!r}), 1, Console())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "pip install 'pastno[fit]'" in done.stderr.splitlines()[-1]
