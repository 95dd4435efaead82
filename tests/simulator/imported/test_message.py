"""Messages of providers: refusals they declare, parts that are no words, and what is no message at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from personas.perception import Source, Stance
from simulator.chat import Signal
from simulator.imported.events import events_of
from simulator.imported.talk import Talk
from simulator.observer.local import LocalObserver
from tests.support.kept import talks
from tests.support.transcripts import ASKS, NO, PLAN, exchanges


def read(tmp_path: Path, *messages: object, **more: object) -> Talk:
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps({"messages": list(messages), **more}))
    [found] = talks(file)
    return found


def user(content: object = ASKS, **more: object) -> dict[str, object]:
    return {"role": "user", "content": content, **more}


def reply(content: object, **more: object) -> dict[str, object]:
    return {"role": "assistant", "content": content, **more}


@pytest.mark.parametrize(
    ("message", "text", "signal"),
    [
        (reply(None, refusal=NO), "", Signal(source=Source.FIELD, text=NO)),
        (reply([{"type": "refusal", "refusal": NO}]), "", Signal(source=Source.FIELD, text=NO)),
        (reply("Some", finish_reason="content_filter"), "Some", Signal(source=Source.FILTER)),
        (reply([], stop_reason="refusal"), "", Signal(source=Source.STOP)),
        (reply(PLAN, refusal=None, finish_reason="stop"), PLAN, None),
        (reply(PLAN, refusal="  "), PLAN, None),
    ],
)
def test_a_declared_refusal_is_a_signal(
    tmp_path: Path, message: dict[str, Any], text: str, signal: Signal | None
) -> None:
    talk = read(tmp_path, user(), message)
    assert (talk.messages[1].content, talk.messages[1].signal, talk.notes) == (text, signal, ())
    [exchange] = exchanges(events_of(talk, LocalObserver(), name="a", target="t", source="s"))
    assert (exchange.observed.stance is Stance.BLOCKED) is (signal is not None)


def test_what_is_no_word_is_noted_with_its_message(tmp_path: Path) -> None:
    parts = [{"type": "text", "text": "a"}, "b", {"type": "image_url", "image_url": {}}, {"type": 3}, 4, None]
    talk = read(tmp_path, user(parts), reply(None, tool_calls=[{}, {}]), {"role": "tool", "content": "x"}, reply("c"))
    assert [one.content for one in talk.messages] == ["a\nb", "", "x", "c"]
    assert list(talk.notes) == [
        "message 1: a part of type 'image_url' is left out",
        "message 1: a part that is an object is left out",
        "message 1: a part that is a number is left out",
        "message 1: a part that is null is left out",
        "message 2: 2 calls of tools are left out",
    ]
    started = events_of(talk, LocalObserver(), name="a", target="t", source="s")[0]
    assert "message 3: unknown role 'tool', left out with its 1 character" in started.imported.notes  # type: ignore[union-attr]


def test_what_is_no_message_is_noted_and_the_others_stay(tmp_path: Path) -> None:
    talk = read(tmp_path, 3, user(7), reply(None), {"role": None, "content": "x"}, user({"a": 1}), {"role": "user"})
    assert [(one.role, one.content, one.line) for one in talk.messages] == [
        ("user", "7", 2), ("assistant", "", 3), ("", "x", 4), ("user", "", 5), ("user", "", 6),
    ]  # fmt: skip
    assert list(talk.notes) == [
        "message 1: found a number, expected a message; left out",
        "message 2: the content is a number, read as text",
        "message 4: found null as the role, expected text",
        "message 5: the content is an object, left out",
        "message 6: there is no content",
    ]


@pytest.mark.parametrize("more", [{"finish_reason": "length"}, {"stop_reason": "max_tokens"}])
@pytest.mark.parametrize("chosen", [False, True])
def test_a_reply_that_a_limit_ended_is_noted(tmp_path: Path, more: dict[str, str], chosen: bool) -> None:
    if chosen:
        file = tmp_path / "a.jsonl"
        choice = {"message": {**reply("And then"), "finish_reason": None}, **more}
        file.write_text(json.dumps({"request": {"messages": [user()]}, "response": {"choices": [choice]}}))
        [talk] = talks(file)
    else:
        talk = read(tmp_path, user(), reply("And then", **more))
    assert (talk.messages[1].signal, talk.notes) == (None, ("message 2: cut by its length",))


def test_a_reply_that_ended_by_itself_is_not_noted(tmp_path: Path) -> None:
    assert read(tmp_path, user(), reply(PLAN, finish_reason="stop", stop_reason="end_turn")).notes == ()


def test_one_call_is_one(tmp_path: Path) -> None:
    assert read(tmp_path, user(), reply("a", tool_calls=[{}])).notes == ("message 2: 1 call of a tool is left out",)


def test_a_refusal_on_a_person_s_message_is_nobody_s(tmp_path: Path) -> None:
    talk = read(tmp_path, user(refusal="No"), reply(PLAN))
    assert (talk.messages[0].signal, talk.notes) == (
        None, ("message 1: a refusal declared on a message of 'user' is left out",),
    )  # fmt: skip


def test_the_instructions_are_kept_wherever_they_stand(tmp_path: Path) -> None:
    for talk in (
        read(tmp_path, user(), system="Be kind."),
        read(tmp_path, {"role": "developer", "content": "Be kind."}, user()),
    ):
        started = events_of(talk, LocalObserver(), name="a", target="t", source="s")[0]
        assert started.imported.system == "Be kind."  # type: ignore[union-attr]


def test_what_the_record_says_of_itself_is_kept(tmp_path: Path) -> None:
    more = {"id": 12, "model": "gpt-x", "locale": "de-AT", "pastno": {"v": 1}}
    talk = read(tmp_path, user(), **more)
    assert (talk.name, talk.target, talk.locale, talk.carried, talk.place) == (
        "12",
        "gpt-x",
        "de-AT",
        {"v": 1},
        "a.jsonl:1",
    )
    talk = read(tmp_path, user(), id=[], model={}, locale="nowhere", pastno="{")
    assert (talk.name, talk.target, talk.locale, talk.carried) == ("a-1", "unknown", None, None)


def test_a_log_keeps_the_stop_word_and_leaves_a_second_choice_out(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    choices = [{"message": reply("a"), "finish_reason": "content_filter"}, {"message": reply("b")}]
    file.write_text(json.dumps({"request": {"messages": [user()]}, "response": {"model": "m", "choices": choices}}))
    [talk] = talks(file)
    assert [(one.role, one.content) for one in talk.messages] == [("user", ASKS), ("assistant", "a"), ("choice 2", "b")]
    assert (talk.target, talk.messages[1].signal) == ("m", Signal(source=Source.FILTER))


def test_a_role_that_nobody_knows_is_reported_in_sharegpt(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    said = [("human", ASKS), ("observation", "x" * 9), ("chatgpt", PLAN)]
    file.write_text(json.dumps([{"conversations": [{"from": who, "value": what} for who, what in said]}]))
    [talk] = talks(file)
    events = events_of(talk, LocalObserver(), name="a", target="t", source="s")
    assert [one.reply.text for one in exchanges(events)] == [PLAN]
    assert events[0].imported.notes == (  # type: ignore[union-attr]
        "message 2: unknown role 'observation', left out with its 9 characters",
    )


def test_what_was_carried_is_an_object_that_is_not_too_deep(tmp_path: Path) -> None:
    for depth, kept in ((90, True), (120, False), (900, False)):
        text = (
            '{"messages": [{"role": "user", "content": "a"}], "pastno": ' + '{"a": ' * depth + "1" + "}" * depth + "}"
        )
        (tmp_path / "a.jsonl").write_text(text)
        [talk] = talks(tmp_path / "a.jsonl")
        assert (talk.carried is not None, len(talk.messages)) == (kept, 1)
