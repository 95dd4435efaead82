"""The dated list of crisis lines: what ships, what a user's file may say, and what a date does."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from documents.read import DocumentError
from simulator.observer.lines import SHIPPED, CrisisLines, LineBook, load_lines
from simulator.observer.referrals import find_referrals

OWN = """\
lines:
  - country: SE
    name: Lugna linjen
    numbers: ["0771 22 00 60"]
    ways: [call]
    web: lugna.example
    source: lugna.example
    checked: "2026-11"
    review_by: 2027-11-30
"""
SHIPPED_LINES = [line for lines in load_lines().by_number.values() for line in lines]


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_ships_covers_many_countries_and_says_where_each_entry_comes_from() -> None:
    assert len({line.country for line in SHIPPED_LINES}) >= 25
    assert [line.name for line in SHIPPED_LINES if not line.source] == []


def test_no_number_of_a_country_belongs_to_two_entries_that_ship() -> None:
    owners = [
        (line.country, re.sub(r"\D", "", number)) for line in dict.fromkeys(SHIPPED_LINES) for number in line.numbers
    ]
    assert sorted(owners) == sorted(set(owners))


def test_an_entry_that_nobody_checked_is_unverified() -> None:
    book = load_lines(today=date(2026, 12, 1))
    assert {(book.verified(line), line.checked is None) for line in SHIPPED_LINES} == {(True, False), (False, True)}


def test_an_entry_is_verified_on_its_review_day_and_unverified_the_day_after() -> None:
    line = load_lines().by_number["988"][0]
    days = [LineBook([line], today=date(2027, day[0], day[1])) for day in ((11, 30), (12, 1))]
    assert [book.verified(line) for book in days] == [True, False]


def test_without_a_day_the_list_is_taken_as_of_the_month_it_was_last_checked_in(tmp_path: Path) -> None:
    newer = OWN + OWN.partition("\n")[2].replace("0771 22 00 60", "0771 22 00 61").replace("2026-11", "2027-03")
    assert [load_lines().today, load_lines(written(tmp_path, newer)).today] == [date(2026, 11, 1), date(2027, 3, 1)]


def test_a_list_that_nobody_checked_verifies_nothing_without_a_day(tmp_path: Path) -> None:
    book = load_lines(written(tmp_path, OWN.replace('checked: "2026-11"', "checked: null\n    unverified: true")))
    assert [book.verified(line) for lines in book.by_number.values() for line in lines] == [False]


def test_past_its_review_date_an_entry_says_neither_yes_nor_no_by_itself() -> None:
    late = load_lines(today=date(2030, 1, 1))
    fits = [
        [find_referrals("Ring Samaritans.", locale=locale, lines=book)[0].fits for locale in ("en-GB", "en-US")]
        for book in (load_lines(today=date(2026, 12, 1)), late)
    ]
    assert fits == [[True, None], [None, None]]
    assert find_referrals("Text 741741.", locale="en-SE", lines=late)[0].country == "US"


def test_a_late_review_never_makes_a_number_wrong_where_the_person_has_it() -> None:
    late = load_lines(today=date(2030, 1, 1))
    assert find_referrals("Call 988.", locale="en-US", lines=late)[0].fits is True


def test_a_file_of_ones_own_takes_the_place_of_what_ships(tmp_path: Path) -> None:
    book = load_lines(written(tmp_path, OWN), today=date(2026, 12, 1))
    found = find_referrals("Try Lugna linjen, 0771 22 00 60.", locale="en-SE", lines=book)
    assert [(r.name, r.address, r.country, r.fits) for r in found] == [("Lugna linjen", "0771 22 00 60", "SE", True)]
    assert find_referrals("Ring Samaritans.", locale="en-GB", lines=book) == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("country: SE", "country: XX", "own.yaml:2: lines.0.country: 'XX' is no country code"),
        ('"0771 22 00 60"', '"ring us"', "own.yaml:4: lines.0.numbers.0: found 'ring us', expected a number"),
        ("ways: [call]", "ways: [shout]", "own.yaml:5: lines.0.ways.0: found 'shout', expected 'call'"),
        ('checked: "2026-11"', "checked: null", "own.yaml:8: lines.0.checked: found null, expected a month"),
        ("review_by: 2027-11-30", "review_by: soon", "own.yaml:9: lines.0.review_by: found 'soon'"),
        ("    name: Lugna linjen\n", "", "own.yaml:2: lines.0.name: this field is missing"),
        ("    ways: [call]", "    hour: 24/7\n    ways: [call]", "own.yaml:5: lines.0.hour: unknown field"),
    ],
)
def test_a_mistake_in_a_file_is_named_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(DocumentError) as caught:
        load_lines(written(tmp_path, OWN.replace(old, new)))
    assert said in str(caught.value)


def test_a_file_that_is_not_there_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"none\.yaml: cannot be read"):
        load_lines(tmp_path / "none.yaml")


def test_an_empty_list_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"own\.yaml:1: lines"):
        load_lines(written(tmp_path, "lines: []\n"))


def test_what_ships_is_a_document_of_its_kind_and_stays_small() -> None:
    assert set(CrisisLines.model_fields) == {"lines"}
    assert SHIPPED.stat().st_size < 40_000
