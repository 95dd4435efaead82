"""Cells of a table: none is taken for a formula, and each comes back."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from simulator.exported.cells import neutral, original
from simulator.exported.conversation import Reading
from simulator.exported.table import COLUMNS, write_table
from tests.support.exported import CELL, everything

RISKY = "=+-@\t\r"


@given(st.text(st.sampled_from("'=+-@\t\r\nab "), max_size=8))
@example("'=1+1")
@example("''=1+1")
@example("'")
@example("")
def test_a_cell_comes_back_and_never_begins_like_a_formula(cell: str) -> None:
    written = neutral(cell)
    assert original(written) == cell
    assert written[:1] not in set(RISKY)
    assert written == cell or cell.lstrip("'")[0] in RISKY


@pytest.fixture
def rows(tmp_path: Path) -> list[dict[str, str]]:
    write_table(Reading(everything(tmp_path / "run")), tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def of(rows: list[dict[str, str]], conversation: str) -> list[dict[str, str]]:
    return [row for row in rows if row["conversation"] == conversation]


def test_a_row_is_a_message_with_what_is_known_of_it_alone(rows: list[dict[str, str]]) -> None:
    assert tuple(rows[0]) == COLUMNS
    system, person, reply, *_ = rows
    assert (system["n"], system["role"], system["phase"], system["stance"]) == ("0", "system", "", "")
    assert (person["n"], person["role"], person["phase"], person["strategy"], person["stance"]) == (
        "1", "user", "pre_refusal", "open", "",
    )  # fmt: skip
    assert (reply["role"], reply["stance"], reply["strategy"], reply["encounter"]) == ("assistant", "none", "", "")


def test_refusals_arms_and_ends_stand_in_their_columns(rows: list[dict[str, str]]) -> None:
    warm = of(rows, CELL.format(4))
    assert {(row["parent"], row["arm"], row["at"], row["cause"]) for row in warm} == {
        (CELL.format(1), "warm", "2", "left_without_support")
    }
    assert [row["encounter"] for row in warm if row["role"] == "assistant"] == ["", "1", "2", ""]
    (declared,) = [row for row in of(rows, CELL.format(2)) if row["role"] == "assistant"]
    assert (declared["text"], declared["source"], declared["refusal"], declared["stance"]) == (
        "", "field", "I cannot help with that here.", "blocked",
    )  # fmt: skip
    assert {row["cause"] for row in of(rows, CELL.format(6))} == {""}


def test_what_is_carried_stands_in_the_first_row_alone(rows: list[dict[str, str]]) -> None:
    firsts = [row for n, row in enumerate(rows) if n == 0 or rows[n - 1]["conversation"] != row["conversation"]]
    assert [row for row in rows if row["pastno"]] == firsts
    assert len(firsts) == 6
