"""Words that were changed are changed wherever an export could hold them, and nothing is carried beside them."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from personas.perception import Source
from simulator.chat import Signal
from simulator.exported.changed import locale_of, reworded
from simulator.exported.conversation import Reading
from simulator.exported.formats import FORMATS
from simulator.imported.formats import taken
from simulator.imported.talk import Talk
from tests.support.exported import CELL, declared, everything, folder_of, forked
from tests.support.transcripts import NO, brought, talk

NAME, OTHER = "Wilhelmina", "[name 1]"


def hide(one: Talk) -> Talk:
    """Takes one name out of everything that a transcript holds."""
    hidden = msgspec.json.encode(one).replace(NAME.encode(), OTHER.encode())
    return msgspec.json.decode(hidden, type=Talk)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    brought(
        tmp_path / "run",
        talk(("system", f"You talk to {NAME}."), ("user", f"I am {NAME}."), ("assistant", f"Hello, {NAME}."),
             name=f"chat-{NAME}", place=f"{NAME}.txt", ask=f"{NAME} wants a plan."),
        talk(("assistant", NO), ("user", f"It is {NAME}."), name="second"),
    )  # fmt: skip
    return tmp_path / "run"


@pytest.mark.parametrize("format", FORMATS)
def test_a_name_stands_nowhere_in_the_file_and_all_else_does(run: Path, tmp_path: Path, format: str) -> None:
    reading = [reworded(one, hide, None) for one in Reading(run)]
    file = tmp_path / f"out{FORMATS[format].ending}"
    FORMATS[format].write(reading, file, False)
    assert NAME.encode() not in file.read_bytes()
    first, second = taken(file).read()
    assert [said.content for said in first.messages] == [
        f"You talk to {OTHER}.", f"I am {OTHER}.", f"Hello, {OTHER}.",
    ]  # fmt: skip
    assert [said.content for said in second.messages] == [NO, f"It is {OTHER}."]
    assert (first.name, first.carried) == (f"-/chat-{OTHER}/-/import:model/1", None)


@pytest.mark.parametrize("format", ["openai", "csv"])
def test_the_words_of_a_declared_refusal_are_changed_too(tmp_path: Path, format: str) -> None:
    signal = Signal(source=Source.FIELD, text=f"No, {NAME}.")
    folder = folder_of(tmp_path / "run", declared(CELL.format(1), signal))
    FORMATS[format].write([reworded(one, hide, None) for one in Reading(folder)], tmp_path / "out", False)
    assert (NAME in (tmp_path / "out").read_text(), f"No, {OTHER}." in (tmp_path / "out").read_text()) == (False, True)


def test_where_nothing_is_found_only_the_block_goes(tmp_path: Path) -> None:
    for one in Reading(everything(tmp_path / "run")):
        again = reworded(one, hide, None)
        assert (again.messages, again.name, again.block) == (one.messages, one.name, None)
        assert again.unsafe == one.unsafe


def test_a_parent_called_after_people_is_not_told(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "run", forked(CELL.format(1), f"-/{NAME}/-/import:m/1", "warm", "No."))
    (one,) = Reading(folder)
    assert reworded(one, hide, None).live.started.parent is None


def test_the_persons_country_is_told_to_what_takes_numbers_out(run: Path, tmp_path: Path) -> None:
    heard: list[str | None] = []

    def hear(one: Talk) -> Talk:
        heard.append(one.locale)
        return one

    everybody = Reading(everything(tmp_path / "all"))
    for one in everybody:
        reworded(one, hear, locale_of(one.live.started, everybody.plan))
    assert set(heard) == {everybody.plan.personas["tess"].locale}
    imported = Reading(run)
    assert {locale_of(one.live.started, imported.plan) for one in imported} == {None}
