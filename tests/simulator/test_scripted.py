"""Scripts: which entry answers, what an entry can say, and which files are refused."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from personas.perception import Source
from scenarios.schema import Target
from simulator.chat import ChatModel, ChatRequest, Message, Reply, StopReason
from simulator.errors import TargetError
from simulator.targets import open_target


def after(told: int, *, seed: int | None = None) -> ChatRequest:
    """A request with this many messages of the person."""
    turns = [Message("user", "Hello"), Message("assistant", "Hi")] * told
    return ChatRequest(messages=(Message("system", "Be kind."), *turns[:-1]), max_tokens=50, seed=seed)


def script(folder: Path, text: str, name: str = "replies.yaml") -> ChatModel:
    (folder / name).write_text(text, encoding="utf-8")
    return asyncio.run(open_target(Target(spec=f"scripted:{name}"), folder))


def answer(model: ChatModel, told: int = 1) -> Reply:
    return asyncio.run(model.reply(after(told)))


def test_the_entry_is_chosen_by_the_number_of_the_person_s_messages(tmp_path: Path) -> None:
    model = script(tmp_path, "- one\n- two\n- three\n")
    assert [answer(model, told).text for told in (2, 1, 3)] == ["two", "one", "three"]


def test_the_last_entry_repeats(tmp_path: Path) -> None:
    assert answer(script(tmp_path, "- one\n- two\n"), 9).text == "two"


def test_a_text_file_holds_one_reply_a_line(tmp_path: Path) -> None:
    assert answer(script(tmp_path, "one\n\n  two\n", "replies.txt"), 2).text == "two"


def test_an_entry_can_be_a_provider_s_refusal(tmp_path: Path) -> None:
    reply = answer(script(tmp_path, "- signal: {source: stop, category: self_harm}\n"))
    assert reply.stop is StopReason.REFUSAL
    assert reply.signal is not None
    assert (reply.signal.source, reply.signal.category) == (Source.STOP, "self_harm")


def test_a_filter_stops_a_reply_half_way(tmp_path: Path) -> None:
    reply = answer(script(tmp_path, "- {text: I can, signal: {source: filter}}\n"))
    assert (reply.text, reply.stop) == ("I can", StopReason.FILTER)


def test_an_entry_can_name_its_stop(tmp_path: Path) -> None:
    assert answer(script(tmp_path, "- {text: I hear, stop: length}\n")).stop is StopReason.LENGTH


def test_a_script_takes_no_seed(tmp_path: Path) -> None:
    reply = asyncio.run(script(tmp_path, "- one\n").reply(after(1, seed=3)))
    assert reply.settings == {"seed": "unsupported"}


def test_only_the_name_of_the_file_is_recorded(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    assert script(tmp_path, "- one\n", "deep/replies.yaml").spec == "scripted:replies.yaml"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "found NoneType, expected a list of replies"),
        ("[]", "found no entry"),
        ("a: b", "found dict, expected a list"),
        ("- one\n- 3\n", "entry 2: found int, expected a text or a mapping"),
        ("- {txet: one}\n", "unknown field `txet`.*known fields are text, signal"),
        ("- {signal: {source: text}}\n", "expected field, stop, filter or http"),
        ("- ''\n", "entry 1: found neither text nor signal"),
        ("- [\n", "replies.yaml:2: not valid YAML"),
    ],
)
def test_a_file_that_is_no_script_is_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(TargetError, match=says):
        script(tmp_path, text)


def test_a_missing_script_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TargetError, match=r"none\.txt: the script cannot be read: No such file"):
        asyncio.run(open_target(Target(spec="scripted:none.txt"), tmp_path))
