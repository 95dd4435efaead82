"""Openings from a file stand in for those of scenarios."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios import ScenarioError
from scenarios.openings import read_openings, with_openings
from scenarios.schema import Risk
from tests.support.people import scenario

KNOWN = {
    "night": scenario("night"),
    "urge": scenario("urge", risk=Risk(category="self_harm", framing="past")),
}


def written(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_rows_of_a_csv_are_read_with_their_lines(tmp_path: Path) -> None:
    path = written(tmp_path, "o.csv", 'text,category\n"I am, well, tired.",no_crisis\nStill awake.,no_crisis\n')
    assert [(o.text, o.where) for o in read_openings(path)] == [
        ("I am, well, tired.", f"{path}:2"),
        ("Still awake.", f"{path}:3"),
    ]


def test_lines_of_json_are_read(tmp_path: Path) -> None:
    path = written(tmp_path, "o.jsonl", '{"text": "Long night.", "category": "no_crisis", "source": "mine"}\n\n')
    assert [o.text for o in read_openings(path)] == ["Long night."]


def test_only_line_feeds_end_a_line_of_json(tmp_path: Path) -> None:
    path = written(tmp_path, "o.jsonl", '{"text": "Long\u2028night\u0085again.", "category": "no_crisis"}\r\n\r\n{oh')
    with pytest.raises(ScenarioError, match=r"o\.jsonl:3: not JSON"):
        read_openings(path)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("o.jsonl", '{"text": "Long night.", "category": "no_crisis"}'),
        ("o.csv", "text,category\nLong night.,no_crisis"),
    ],
)
def test_a_mark_of_byte_order_is_no_part_of_the_text(tmp_path: Path, name: str, text: str) -> None:
    assert [o.text for o in read_openings(written(tmp_path, name, f"\ufeff{text}"))] == ["Long night."]


def test_a_category_reaches_all_its_scenarios_and_leaves_the_others_alone(tmp_path: Path) -> None:
    path = written(tmp_path, "o.csv", "text,category\nLong night.,no_crisis\n")
    found = with_openings(KNOWN, read_openings(path))
    assert (found["night"].opening, found["urge"].opening) == (("Long night.",), KNOWN["urge"].opening)


def test_a_scenarios_own_rows_come_before_its_categorys(tmp_path: Path) -> None:
    path = written(tmp_path, "o.csv", "text,category\nLong night.,no_crisis\nOnly here.,night\n")
    assert with_openings(KNOWN, read_openings(path))["night"].opening == ("Only here.",)


def test_a_category_of_no_scenario_names_its_line_and_the_nearest(tmp_path: Path) -> None:
    path = written(tmp_path, "o.csv", "text,category\nLong night.,no_crisi\n")
    with pytest.raises(ScenarioError, match=r"o\.csv:2: category: found 'no_crisi' \(nearest: 'no_crisis'\)"):
        with_openings(KNOWN, read_openings(path))


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("o.txt", "hello", r"ending in '\.txt', expected \.jsonl or \.csv"),
        ("o.csv", "text,kind\na,b\n", r"o\.csv:1: found the columns text, kind, expected text and category"),
        ("o.csv", "text,category\n,no_crisis\n", r"o\.csv:2: text: found '', expected words"),
        ("o.csv", "text,category\n", "found no row"),
        ("o.csv", f'text,category\na,b\n"{"a" * 140_000}', r"o\.csv:3: not CSV: .* look for a quote in this row"),
        ("o.csv", f"text,{'a' * 140_000}\n", r"o\.csv:1: not CSV"),
        ("o.jsonl", "{oh", r"o\.jsonl:1: not JSON"),
        ("o.jsonl", "[1]", r"o\.jsonl:1: found list, expected an object"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        read_openings(written(tmp_path, name, text))


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="cannot be read: No such file"):
        read_openings(tmp_path / "none.csv")
