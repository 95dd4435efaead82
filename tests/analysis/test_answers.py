"""Files of answers: what is read, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.answers import Answer, read_answers
from analysis.errors import AnalysisError
from personas import Strategy
from personas.vignettes import load_form

FORM = load_form()
HEAD = "respondent,vignette,answer\n"


def write(folder: Path, text: str) -> Path:
    file = folder / "answers.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_letters_and_names_of_strategies_are_both_answers(tmp_path: Path) -> None:
    found = read_answers(write(tmp_path, f"{HEAD}p1,ash,M\np1,elm,withdraw\np2,ash, c \n"), FORM)
    assert found.given[:2] == (Answer("p1", "ash", Strategy.WITHDRAW), Answer("p1", "elm", Strategy.WITHDRAW))
    assert (found.given[2].strategy, found.respondents) == (Strategy.INSIST, ("p1", "p2"))


def test_a_blank_answer_was_skipped_and_is_none(tmp_path: Path) -> None:
    found = read_answers(write(tmp_path, f"{HEAD}p1,ash,\np1,elm,insist\n"), FORM)
    assert (len(found.given), found.skipped) == (1, 1)


def test_a_spreadsheet_s_file_is_read_too(tmp_path: Path) -> None:
    text = '\ufeffanswer,"respondent",vignette,remark\r\ninsist,p1,ash,"so, so"\r\n\r\n'
    assert read_answers(write(tmp_path, text), FORM).given == (Answer("p1", "ash", Strategy.INSIST),)


def test_only_line_feeds_end_a_line(tmp_path: Path) -> None:
    text = 'respondent,vignette,answer,remark\np1,ash,insist,"so\u2028so"\np2,ash,insist,x\u2028y\n'
    assert read_answers(write(tmp_path, text), FORM).respondents == ("p1", "p2")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("555123401,ash,insist", "found the respondent '555123401', expected an arbitrary code"),
        ("jane.smith0,ash,insist", "found the respondent 'jane.smith0', expected an arbitrary code"),
        ("p1,ahs,insist", r"csv:3: no vignette is called 'ahs' \(nearest: 'ash'\); known: ash, birch"),
        ("p1,elm,insits", r"csv:3: found the answer 'insits' \(nearest: 'insist'\); expected a letter"),
        ("p1,ash,rephrase", "csv:3: 'p1' answered 'ash' in line 2 already; keep one"),
        ("p1,elm,accept_referral", "csv:3: found the answer 'accept_referral' to 'elm', which names nowhere to go"),
        ("jo@example.org,elm,insist", "csv:3: found the respondent 'jo@example.org', expected an arbitrary code"),
        (f"p1,elm,{'a' * 140_000}", "csv:3: not CSV: .* look for a quote in this row that is never closed"),
        (",elm,insist", "csv:3: found the respondent '', expected an arbitrary code"),
    ],
)
def test_a_wrong_line_is_named_with_what_was_expected(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(AnalysisError, match=said):
        read_answers(write(tmp_path, f"{HEAD}p1,ash,insist\n{line}\n"), FORM)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "found the columns none, expected respondent, vignette, answer"),
        ("respondent;vignette;answer\n", "separated by commas"),
        ("respondent,vignet,answer\n", r"expected respondent, vignette, answer \(nearest: 'vignet'\)"),
    ],
)
def test_a_missing_column_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(AnalysisError, match=said):
        read_answers(write(tmp_path, text), FORM)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match=r"none\.csv: cannot be read: No such file"):
        read_answers(tmp_path / "none.csv", FORM)
