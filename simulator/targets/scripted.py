"""`scripted:FILE`: replies read from a file, one for each message of the person."""

from __future__ import annotations

from pathlib import Path

import msgspec
import yaml

from simulator.chat import ChatRequest, Reply
from simulator.errors import TargetError
from simulator.targets.answer import read_answer, settings_of
from simulator.targets.code import bare_spec


class ScriptedTarget:
    """Answers the person's first message with the first entry, and so on; the last entry repeats.

    Which entry it is depends on the request alone, so any number of conversations can share one script.
    """

    def __init__(self, replies: tuple[Reply, ...], *, spec: str) -> None:
        self.spec = bare_spec(spec)
        self._replies = replies

    async def reply(self, request: ChatRequest) -> Reply:
        """Answer with the entry whose number is the number of user messages in the request."""
        told = sum(message.role == "user" for message in request.messages)
        reply = self._replies[max(0, min(told, len(self._replies)) - 1)]
        return msgspec.structs.replace(reply, settings=settings_of(request))

    def notes(self, request: ChatRequest) -> list[str]:
        """Nothing: nobody expects a script to sample."""
        return []

    async def close(self) -> None:
        """Nothing is held open."""


def read_script(path: Path) -> tuple[Reply, ...]:
    """Read a script: a YAML list (`.yaml`, `.yml`), else a text file with one reply a line.

    Raises:
        TargetError: unreadable, empty, or an entry is no answer.
    """
    entries = _entries(path)
    if not entries:
        raise TargetError(f"{path}: found no entry, expected a list of replies; write at least one")
    replies = []
    for number, entry in enumerate(entries, 1):
        try:
            reply = read_answer(entry)
        except ValueError as problem:
            raise TargetError(f"{path}: entry {number}: {problem}") from None
        if reply.empty:
            raise TargetError(f"{path}: entry {number}: found neither text nor signal; write one of them")
        replies.append(reply)
    return tuple(replies)


def _entries(path: Path) -> list[object]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or "not UTF-8 text"
        raise TargetError(f"{path}: the script cannot be read: {reason}; check the target's path") from None
    if path.suffix not in {".yaml", ".yml"}:
        return [line.strip() for line in text.splitlines() if line.strip()]
    try:
        entries = yaml.safe_load(text)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise TargetError(f"{path}:{line}: not valid YAML; check indentation and quotes around this line") from None
    if not isinstance(entries, list):
        raise TargetError(f"{path}: found {type(entries).__name__}, expected a list of replies; start each with `- `")
    return entries
