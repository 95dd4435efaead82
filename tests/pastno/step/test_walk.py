from __future__ import annotations

from pathlib import Path

import pytest

from pastno.step.walk import Walk
from tests.support.builders import NAME, answer, ended, exchange, helped, refused_once, started
from tests.support.stepping import walked

OTHER = "mara/job-loss/plain/reference:open/1"


@pytest.fixture
def walk(tmp_path: Path) -> Walk:
    return walked(tmp_path, refused_once(), helped(OTHER))


def test_exchanges_are_walked_one_by_one_and_no_further_than_the_ends(walk: Walk) -> None:
    assert (walk.move(-1), walk.at) == ("this is the first exchange", 0)
    assert [(walk.move(1), walk.at) for _ in range(3)] == [("", 1), ("", 2), ("", 3)]
    assert (walk.move(1), walk.at) == ("this is the last exchange; j: next conversation", 3)
    assert (walk.edge(last=False), walk.at, walk.edge(last=True), walk.at) == ("", 0, "", 3)


def test_refusals_are_found_in_both_directions(walk: Walk) -> None:
    assert [(walk.refusal(1), walk.at) for _ in range(2)] == [("", 1), ("", 2)]
    assert (walk.refusal(1), walk.at) == ("no refusal was met after this exchange", 2)
    assert (walk.refusal(-1), walk.at) == ("", 1)
    assert (walk.refusal(-1), walk.at) == ("no refusal was met before this exchange", 1)


@pytest.mark.parametrize("number", ["0", "5", "-1", "two", "", "²", "9" * 5000])
def test_a_number_that_is_no_exchange_is_named_and_nothing_moves(walk: Walk, number: str) -> None:
    assert (walk.go(number), walk.at) == (f"found '{number}', expected a number from 1 to 4", 0)


def test_an_exchange_is_reached_by_its_number(walk: Walk) -> None:
    assert (walk.go("3"), walk.at) == ("", 2)


def test_a_search_goes_on_from_here_and_around(walk: Walk) -> None:
    assert [(walk.find("I CAN'T"), walk.at) for _ in range(3)] == [("", 1), ("", 2), ("", 1)]
    assert (walk.find("since monday"), walk.at) == ("", 0)
    assert (walk.find(".*"), walk.at) == ("no exchange of this conversation holds '.*'", 0)
    assert (walk.find(" "), walk.at) == ("", 0)


def test_what_is_hidden_is_not_found_before_it_is_shown(tmp_path: Path) -> None:
    told = "It is kept secret. [UNSAFE DETAIL]"
    walk = walked(tmp_path, (started(), exchange(1), exchange(2, reply=answer(told), said=told)))
    assert [walk.find(words) == "" for words in ("secret", "UNSAFE", "hidden")] == [False, False, False]
    walk.unsafe = True
    assert (walk.find("secret"), walk.at) == ("", 1)


def test_conversations_are_walked_in_order(walk: Walk) -> None:
    walk.edge(last=True)
    assert (walk.neighbour(1), walk.name, walk.at, walk.place) == ("", OTHER, 0, 2)
    assert walk.neighbour(1) == "this is the last conversation"
    assert (walk.neighbour(-1), walk.name) == ("", NAME)
    assert walk.neighbour(-1) == "this is the first conversation"


def test_a_conversation_is_reached_by_a_part_of_its_id(walk: Walk) -> None:
    assert (walk.named("OPEN"), walk.name) == ("", OTHER)
    assert (walk.named("mara"), walk.name) == ("the first of 2 that hold 'mara'", NAME)
    assert (walk.named("nobody"), walk.name) == ("no conversation holds 'nobody'", NAME)


def test_a_damaged_conversation_is_named_and_the_walk_stays(tmp_path: Path) -> None:
    walk = walked(tmp_path, helped(), (started(OTHER), ended(name=OTHER), exchange(1, name=OTHER)))
    assert "found a 'exchange' after the end" in walk.neighbour(1)
    assert (walk.name, walk.place) == (NAME, 1)


def test_only_the_conversation_that_is_walked_is_decoded(tmp_path: Path) -> None:
    walk = walked(tmp_path, helped(), helped(OTHER))
    file = tmp_path / "events-0001.jsonl"
    cut = len(b"".join(line + b"\n" for line in file.read_bytes().splitlines()[: len(helped())]))
    file.write_bytes(file.read_bytes()[:cut])
    assert (walk.move(1), walk.at) == ("", 1)
    assert "cannot be read" in walk.neighbour(1)


def test_a_conversation_without_an_exchange_can_be_walked(tmp_path: Path) -> None:
    walk = walked(tmp_path, (started(),))
    moved = [walk.move(1), walk.edge(last=True), walk.go("1"), walk.refusal(1), walk.find("a")]
    assert (walk.turn, walk.at, moved[2]) == (None, 0, "found '1', expected a number from 1 to 0")
