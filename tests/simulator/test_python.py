"""A user's own function as a target."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scenarios.schema import Target
from simulator.chat import ChatRequest, Message, Reply
from simulator.errors import CallFailed, FailureKind, TargetError
from simulator.targets import open_target
from simulator.targets.python import PythonTarget

REQUEST = ChatRequest(messages=(Message("user", "Hello"),), max_tokens=50, temperature=0.5, seed=3)
Messages = list[dict[str, str]]


def target(function: Callable[..., Any], timeout_s: float = 30) -> PythonTarget:
    return PythonTarget(function, spec="python:mine:answer", timeout_s=timeout_s)


def answer(function: Callable[..., Any]) -> Reply:
    return asyncio.run(target(function).reply(REQUEST))


def failure(function: Callable[..., Any], timeout_s: float = 30) -> CallFailed:
    with pytest.raises(CallFailed) as raised:
        asyncio.run(target(function, timeout_s).reply(REQUEST))
    return raised.value


def plain(messages: Messages) -> str:
    return f"{messages[-1]['role']} said {messages[-1]['content']}"


async def asynchronous(messages: Messages) -> str:
    return plain(messages)


class Callable_:
    async def __call__(self, messages: Messages) -> str:
        return plain(messages)


def open_file(folder: Path, text: str, name: str) -> Reply:
    (folder / name).write_text(text, encoding="utf-8")
    return asyncio.run(asyncio.run(open_target(Target(spec=f"python:{name}:answer"), folder)).reply(REQUEST))


@pytest.mark.parametrize("function", [plain, asynchronous, Callable_()])
def test_plain_and_async_functions_answer(function: Callable[..., Any]) -> None:
    assert answer(function).text == "user said Hello"


def test_a_plain_function_runs_beside_the_event_loop() -> None:
    assert answer(lambda messages: threading.current_thread().name).text != threading.main_thread().name


def test_a_function_is_given_the_settings_it_names() -> None:
    def answers(messages: Messages, *, seed: int) -> str:
        return f"seed {seed}"

    reply = answer(answers)
    assert reply.text == "seed 3"
    assert reply.settings == {"seed": "requested", "temperature": "unsupported"}


def test_a_function_that_takes_all_settings_is_given_all() -> None:
    assert answer(lambda messages, **settings: str(sorted(settings))).text == "['max_tokens', 'seed', 'temperature']"


def test_settings_that_a_function_does_not_take_are_noted() -> None:
    notes = target(plain).notes(REQUEST)
    assert notes[1] == "python:mine:answer takes no temperature; it will be left out"


def test_a_mapping_can_carry_a_refusal_and_usage() -> None:
    reply = answer(lambda messages: {"signal": {"source": "http"}, "usage": {"input_tokens": 7}})
    assert reply.signal is not None
    assert reply.usage.input_tokens == 7


def test_what_a_function_raises_is_data() -> None:
    def breaks(messages: Messages) -> str:
        raise KeyError("mood")

    found = failure(breaks)
    assert found.kind is FailureKind.CODE
    assert "the function raised KeyError: 'mood'" in str(found)


def test_a_raised_path_is_shortened_to_its_name() -> None:
    found = failure(lambda messages: Path("/somewhere/private/notes.txt").read_text())
    assert "notes.txt" in str(found)
    assert "private" not in str(found)


def test_a_function_can_say_itself_how_a_call_failed() -> None:
    def busy(messages: Messages) -> str:
        raise CallFailed(FailureKind.RATE_LIMIT, "later", retry_after_s=2)

    assert failure(busy).retry_after_s == 2


def test_an_answer_that_is_no_reply_is_a_failure() -> None:
    found = failure(lambda messages: 42)
    assert (found.kind, "found int, expected a text" in str(found)) == (FailureKind.CODE, True)


def test_a_function_that_takes_too_long_is_given_up() -> None:
    async def never(messages: Messages) -> str:
        await asyncio.Event().wait()
        return ""

    assert failure(never, timeout_s=0.01).kind is FailureKind.TIMEOUT


def test_a_function_is_found_in_a_file_of_the_folder(tmp_path: Path) -> None:
    assert open_file(tmp_path, "def answer(messages):\n    return 'from a file'\n", "mine.py").text == "from a file"


def test_a_file_can_import_its_neighbours(tmp_path: Path) -> None:
    (tmp_path / "neighbour_of_mine.py").write_text("WORD = 'near'\n", encoding="utf-8")
    text = "from neighbour_of_mine import WORD\ndef answer(messages):\n    return WORD\n"
    assert open_file(tmp_path, text, "imports.py").text == "near"


def test_a_module_of_the_folder_needs_no_suffix(tmp_path: Path) -> None:
    (tmp_path / "module_of_mine.py").write_text("async def answer(messages):\n    return 'x'\n", encoding="utf-8")
    model = asyncio.run(open_target(Target(spec="python:module_of_mine:answer"), tmp_path))
    assert asyncio.run(model.reply(REQUEST)).text == "x"


def test_only_the_name_of_the_file_is_recorded(tmp_path: Path) -> None:
    (tmp_path / "whole.py").write_text("def answer(messages):\n    return 'x'\n", encoding="utf-8")
    model = asyncio.run(open_target(Target(spec=f"python:{tmp_path}/whole.py:answer")))
    assert model.spec == "python:whole.py:answer"


@pytest.mark.parametrize(
    ("spec", "says"),
    [
        ("python:answer", "expected python:MODULE:FUNCTION"),
        ("python:no_such_module:answer", "no_such_module cannot be imported: ModuleNotFoundError"),
        ("python:no_such_file.py:answer", r"found no file no_such_file\.py"),
        ("python:broken.py:answer", "cannot be imported: ZeroDivisionError"),
        ("python:json:answer", "found no function 'answer' in json"),
    ],
)
def test_a_function_that_cannot_be_found_is_refused(tmp_path: Path, spec: str, says: str) -> None:
    (tmp_path / "broken.py").write_text("1 / 0\n", encoding="utf-8")
    with pytest.raises(TargetError, match=says):
        asyncio.run(open_target(Target(spec=spec), tmp_path))
