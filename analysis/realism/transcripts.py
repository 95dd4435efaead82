"""A user's own transcripts as a reference: JSON lines of messages, or plain `user:` and `assistant:` lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from analysis.errors import AnalysisError
from analysis.realism.figure import Figure
from analysis.realism.message import Message
from analysis.realism.surface import surface
from analysis.realism.variety import mixed

_TURN = re.compile(r"\s*(user|assistant)\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"\s*-{3,}\s*")


class Turn(msgspec.Struct, frozen=True):
    """One message of a transcript."""

    role: str
    content: str


class _Talk(msgspec.Struct, frozen=True):
    messages: tuple[Turn, ...]


class Transcripts(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of one file.

    Which messages follow a refusal is not known, nor what they do: no reactions, and all are one kind of move.
    """

    name: str
    conversations: int
    messages: int
    """Of the users, without the first of each conversation."""
    first: int
    """First messages, left out as openings are."""
    figures: dict[str, Figure]


def transcripts(file: Path, seed: int) -> Transcripts:
    """Measure a file of transcripts.

    Raises:
        AnalysisError: it cannot be read, or holds no user's second message.
    """
    talks = list(read(file))
    said = [message for place, talk in enumerate(talks) for message in messages(talk, f"{file.name}:{place}")]
    later = [message for message in said if not message.authored]
    if not later:
        raise AnalysisError(
            f"{file}: found no user's message after the first of a conversation, expected some; "
            "give whole conversations"
        )
    return Transcripts(
        name=file.name,
        conversations=len(talks),
        messages=len(later),
        first=len(said) - len(later),
        figures=surface(later, seed=seed) | mixed(later, seed),
    )


def messages(talk: tuple[Turn, ...], name: str) -> list[Message]:
    """What the user says in one conversation; the first message counts as authored."""
    found: list[Message] = []
    before: str | None = None
    for turn in talk:
        if turn.role == "user":
            own = turn.content
            found.append(
                Message(occasion=name, kind="any", text=own, own=own, read=before, authored=not found, n=len(found) + 1)
            )
        elif turn.role == "assistant":
            before = turn.content
    return found


def read(file: Path) -> Iterator[tuple[Turn, ...]]:
    """The conversations of a file: one a line in JSON, or plain text in which a line of `---` separates them.

    Raises:
        AnalysisError: it cannot be read, a line is no conversation, or text stands before the first speaker.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or "not UTF-8 text"
        raise AnalysisError(f"{file}: cannot be read: {reason}; check its path, and that it is text") from None
    lines = text.removesuffix("\n").split("\n")
    talks = _json(lines, file) if text.lstrip().startswith("{") else _plain(lines, file)
    yield from (talk for talk in talks if talk)


def _json(lines: Sequence[str], file: Path) -> Iterator[tuple[Turn, ...]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield msgspec.json.decode(line, type=_Talk).messages
        except msgspec.DecodeError as problem:
            raise AnalysisError(
                f'{file}:{number}: {problem}; write one conversation a line, as {{"messages": [{{"role": "user", '
                '"content": "..."}]}'
            ) from None


def _plain(lines: Sequence[str], file: Path) -> Iterator[tuple[Turn, ...]]:
    talk: list[Turn] = []
    for number, line in enumerate(lines, start=1):
        begins = _TURN.fullmatch(line)
        if _BREAK.fullmatch(line):
            yield tuple(talk)
            talk = []
        elif begins:
            talk.append(Turn(begins[1].lower(), begins[2]))
        elif talk:
            talk[-1] = Turn(talk[-1].role, f"{talk[-1].content}\n{line}")
        elif line.strip():
            raise AnalysisError(f"{file}:{number}: found text before a speaker; begin it with 'user:' or 'assistant:'")
    yield tuple(talk)
