"""Logs of Inspect, made with its own library, for tests of reading and writing them."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from simulator.imported.inspect import read_inspect
from simulator.imported.talk import Talk

WITHOUT = "inspect-ai is not installed; pip install -e '.[inspect]'"
"""Why tests of Inspect's logs are left out."""


def needs_inspect() -> None:
    """Leave a module's tests out where the library is not there."""
    pytest.importorskip("inspect_ai", reason=WITHOUT)


def log(samples: Sequence[Any], file: Path, *, model: str = "openai/some-model", **more: Any) -> Path:
    """A log that holds samples; `more` goes into its head."""
    from inspect_ai.log import EvalConfig, EvalDataset, EvalLog, EvalSpec, write_eval_log

    epochs = max((sample.epoch for sample in samples), default=1)
    spec = EvalSpec(
        created="2026-01-01T00:00:00+00:00",
        task="a task",
        dataset=EvalDataset(name="made", samples=len(samples)),
        model=model,
        config=EvalConfig(epochs=epochs),
        **more,
    )
    write_eval_log(EvalLog(status="success", eval=spec, samples=list(samples)), str(file))
    return file


def sample(*messages: Any, name: str | int = "one", epoch: int = 1, **more: Any) -> Any:
    """A sample whose messages are given."""
    from inspect_ai.log import EvalSample

    return EvalSample(id=name, epoch=epoch, input="", target="", messages=list(messages), **more)


def user(content: Any) -> Any:
    from inspect_ai.model import ChatMessageUser

    return ChatMessageUser(content=content)


def assistant(content: Any, **more: Any) -> Any:
    from inspect_ai.model import ChatMessageAssistant

    return ChatMessageAssistant(content=content, **more)


def output(message: Any, stop: str = "stop", **details: Any) -> Any:
    """What a model gave: the message, and why it stopped."""
    from inspect_ai.model import ChatCompletionChoice, ModelOutput, StopDetails

    why = StopDetails(**details) if details else None
    return ModelOutput(
        model="some-model", choices=[ChatCompletionChoice(message=message, stop_reason=stop, stop_details=why)]
    )


def call(asked: Sequence[Any], given: Any, role: str | None = None) -> Any:
    """A call to a model."""
    from inspect_ai.event import ModelEvent
    from inspect_ai.model import GenerateConfig

    return ModelEvent(
        model="some-model", role=role, input=list(asked), tools=[], tool_choice="none", config=GenerateConfig(),
        output=given, working_start=0.0,
    )  # fmt: skip


def talks(file: Path) -> list[Talk]:
    return list(read_inspect(file))


def rewritten(file: Path, member: str, old: bytes, new: bytes) -> None:
    """Change bytes of one member of a zip."""
    if sys.version_info < (3, 14):
        import zipfile_zstd  # noqa: F401 (teaches zipfile the compression)

    with zipfile.ZipFile(file) as found:
        members = {name: found.read(name) for name in found.namelist()}
    assert old in members[member]
    members[member] = members[member].replace(old, new)
    with zipfile.ZipFile(file, "w") as out:
        for name, data in members.items():
            out.writestr(name, data)
