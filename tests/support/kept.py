"""The same small conversations, kept in every format that can be imported."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from simulator.imported.files import Files
from simulator.imported.formats import Format, taken
from simulator.imported.talk import Talk
from tests.support.transcripts import AGAIN, ASKS, HELLO, NO, PLAN

Chat = tuple[str, Sequence[tuple[str, str]]]
"""A name, and messages as role and words."""
CHATS: tuple[Chat, ...] = (
    ("first", (("user", ASKS), ("assistant", NO), ("user", AGAIN), ("assistant", PLAN))),
    ("second", (("user", f'{HELLO}\nWhy? Été, \U0001f600, "so" \\ {{[,'), ("assistant", "Tell me more."))),
    ("third", (("user", HELLO), ("assistant", "Go on."))),
)
_FROM = {"user": "human", "assistant": "gpt", "system": "system"}


def openai(chat: Chat) -> dict[str, Any]:
    return {"id": chat[0], "messages": [{"role": role, "content": words} for role, words in chat[1]]}


def sharegpt(chat: Chat) -> dict[str, Any]:
    return {"id": chat[0], "conversations": [{"from": _FROM[role], "value": words} for role, words in chat[1]]}


def prompted(chat: Chat) -> dict[str, Any]:
    messages = openai(chat)["messages"]
    return {"id": chat[0], "prompt": messages[:-1], "completion": messages[-1:]}


def logged(chat: Chat) -> dict[str, Any]:
    messages = openai(chat)["messages"]
    choice = {"index": 0, "message": messages[-1], "finish_reason": "stop"}
    return {"id": chat[0], "request": {"messages": messages[:-1]}, "response": {"model": "m", "choices": [choice]}}


def by_line(records: Sequence[Any]) -> bytes:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records).encode()


def array(records: Sequence[Any]) -> bytes:
    return json.dumps(records, indent=1).encode()


def table(chats: Sequence[Chat]) -> bytes:
    rows = io.StringIO()
    writer = csv.writer(rows)
    writer.writerow(("conversation_id", "speaker", "text"))
    writer.writerows((name, role, words) for name, messages in chats for role, words in messages)
    return rows.getvalue().encode()


def parquet(records: Sequence[Mapping[str, Any]]) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(list(records)), sink)
    return sink.getvalue()


def text(chats: Sequence[Chat]) -> bytes:
    """The first conversation alone: a file of text is one."""
    return "".join(f"{role}: {words}\n" for role, words in chats[0][1]).encode()


WRITERS: Mapping[str, tuple[str, Format, Callable[[Sequence[Chat]], bytes]]] = {
    "openai lines": ("a.jsonl", Format.OPENAI, lambda chats: by_line([*map(openai, chats)])),
    "openai array": ("a.json", Format.OPENAI, lambda chats: array([*map(openai, chats)])),
    "openai logs": ("a.jsonl", Format.OPENAI, lambda chats: by_line([*map(logged, chats)])),
    "openai packed": ("a.jsonl.gz", Format.OPENAI, lambda chats: gzip.compress(by_line([*map(openai, chats)]))),
    "hf lines": ("a.jsonl", Format.HF, lambda chats: by_line([*map(prompted, chats)])),
    "hf parquet": ("a.parquet", Format.HF, lambda chats: parquet([*map(openai, chats)])),
    "sharegpt lines": ("a.jsonl", Format.SHAREGPT, lambda chats: by_line([*map(sharegpt, chats)])),
    "sharegpt array": ("a.json", Format.SHAREGPT, lambda chats: array([*map(sharegpt, chats)])),
    "csv": ("a.csv", Format.CSV, table),
    "text": ("a.txt", Format.TEXT, text),
}
"""What a file is called, what it is, and what stands in it."""


def write(kind: str, folder: Path, chats: Sequence[Chat] = CHATS) -> Path:
    """A file of conversations."""
    name, _, made = WRITERS[kind]
    file = folder / name
    file.write_bytes(made(chats))
    return file


def talks(file: Path, **more: Any) -> list[Talk]:
    """What is read from a file that says itself what it is."""
    return list(Files([taken(file, **more)]))


def words(talk: Talk) -> list[tuple[str, str]]:
    """The messages by side."""
    sides = {"human": "user", "gpt": "assistant"}
    return [(sides.get(said.role, said.role), said.content) for said in talk.messages]
