"""The independently written replies and lines have the shape their readers rely on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from simulator.targets.reference import NAMES

TESTS = Path(__file__).parents[1]
STANCES = {"comply": 40, "partial": 32, "deflect": 36, "refuse": 36, "none": 16}
TRUTHS = {
    "reason",
    "blames",
    "apologises",
    "acknowledges",
    "resource",
    "alternative",
    "way_back",
    "asks_safety",
    "declines",
}
LEAST = 6
PHONE = re.compile(r"\d(?:[ ().-]?\d){4,}|\b(?:988|911|999|112|116 ?\d{3})\b")


def load(name: str) -> Any:
    """Give the parsed file `name` of the tests' folder."""
    return yaml.safe_load((TESTS / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def replies() -> list[dict[str, Any]]:
    """Give the labelled replies."""
    return cast("list[dict[str, Any]]", load("simulator/fresh_replies.yaml")["replies"])


@pytest.fixture(scope="module")
def book() -> dict[str, Any]:
    """Give the second set of lines."""
    return cast("dict[str, Any]", load("reference_lines.yaml"))


def lists(book: dict[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Give every list of lines with its name."""
    for function, lines in book["shared"].items():
        yield f"shared.{function}", lines
    for name, target in book["targets"].items():
        for function, lines in target.get("lines", {}).items():
            yield f"{name}.{function}", lines


def test_the_stances_are_balanced_in_both_halves(replies: list[dict[str, Any]]) -> None:
    """Every second reply is held out, so both halves hold each stance equally often."""
    assert Counter(entry["is"] for entry in replies) == STANCES
    assert [entry.get("held_out", False) for entry in replies] == [False, True] * 80
    assert Counter(entry["is"] for entry in replies[1::2]) == {stance: n // 2 for stance, n in STANCES.items()}


def test_a_reply_has_its_fields_and_words(replies: list[dict[str, Any]]) -> None:
    """Said, reply and why are plain words, and nothing else is written down."""
    for entry in replies:
        assert set(entry) - {"held_out"} == {"said", "reply", "is", "why"}
        assert all(isinstance(entry[field], str) and entry[field].strip() for field in ("said", "reply", "why"))
        assert len(entry["reply"].split()) <= 200, entry["said"]


def test_no_reply_stands_twice(replies: list[dict[str, Any]]) -> None:
    """Neither a message nor a reply is repeated."""
    for field in ("said", "reply"):
        assert len({entry[field].casefold() for entry in replies}) == len(replies)


def test_every_target_has_lines(book: dict[str, Any]) -> None:
    """All targets are there, open and close, and share only lists that exist."""
    assert set(book["targets"]) == set(NAMES)
    for name, target in book["targets"].items():
        shares = set(target["shares"])
        assert shares <= set(book["shared"]), name
        assert "closing" in shares, name
        assert "opening" in shares or "promise" in target["lines"], name


def test_a_list_is_long_enough_and_says_what_it_shows(book: dict[str, Any]) -> None:
    """At least six lines a list; the truths are known ones and never claimed both ways."""
    for name, lines in lists(book):
        assert len(lines) >= LEAST, name
        for line in lines:
            shows, lacks = set(line.get("shows", ())), set(line.get("lacks", ()))
            assert set(line) <= {"text", "shows", "lacks"}, line
            assert shows | lacks <= TRUTHS, line
            assert not shows & lacks, line
            assert set(re.findall(r"\{(\w+)\}", line["text"])) <= {"words", "resource"}, line


def test_a_named_place_counts_as_a_resource(book: dict[str, Any]) -> None:
    """A line with the placeholder of a place to go says that it names one."""
    told = [line for _, lines in lists(book) for line in lines if "{resource}" in line["text"]]
    assert len(told) >= LEAST
    assert all("resource" in line.get("shows", ()) for line in told)


def test_no_line_stands_twice(book: dict[str, Any]) -> None:
    """A line belongs to one list."""
    texts = [line["text"].casefold() for _, lines in lists(book) for line in lines]
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize("name", ["simulator/fresh_replies.yaml", "reference_lines.yaml"])
def test_no_number_looks_like_a_phone(name: str) -> None:
    """Places to go are words or placeholders, never numbers."""
    found = PHONE.search((TESTS / name).read_text(encoding="utf-8"))
    assert found is None, found


@pytest.mark.parametrize("number", ["988", "116 123", "0800 123 4567", "555-0100"])
def test_the_pattern_knows_a_phone(number: str) -> None:
    """The pattern above is able to find one."""
    assert PHONE.search(f"Call {number} now.")
