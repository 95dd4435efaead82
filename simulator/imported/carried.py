"""What an export carries beside the messages: the conversation's own events, without the texts that stand there.

The block comes from a file that anybody may have changed, so nothing in it is believed: it is read as the record is
read, folded through the phase table, and its texts must be the ones it was written with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

import msgspec

from simulator.errors import FormatError, SimulatorError
from simulator.exported.spoken import Spoken, places
from simulator.fold import fold
from simulator.imported.naming import plain_id
from simulator.imported.talk import PERSON, SYSTEM, TARGET, Said
from simulator.transcript import AnyEvent, Exchange, Met, Started, decode

FORMAT = 1
"""Version of the block. A reader refuses a newer one."""
_SIDES = {"user": PERSON, "assistant": TARGET, "system": SYSTEM}
OTHERWISE = "it is imported from its words alone"
"""What becomes of a conversation whose block cannot be used."""


class _Version(msgspec.Struct):
    v: int


class _Block(_Version):
    plan: str
    sha256: str
    events: list[dict[str, Any]]


def pack(events: Sequence[AnyEvent], messages: Sequence[Spoken], plan: str) -> dict[str, Any]:
    """The block of one conversation, of plain JSON values.

    Args:
        events: of the conversation, in order.
        messages: its messages as they are exported.
        plan: SHA-256 of the frozen plan's file.
    """
    where = places(messages)
    texts = [(message.role, message.content) for message in messages]
    packed = [_without_texts(event, where) for event in events]
    return {"v": FORMAT, "plan": plan, "sha256": _digest(texts), "events": packed}


def unpack(block: object, messages: Sequence[Said], plan: str) -> tuple[AnyEvent, ...]:
    """The events of one conversation, as they were.

    Args:
        block: as it was found.
        messages: as they were read.
        plan: SHA-256 of the plan's file that stands beside.

    Raises:
        FormatError: a newer block, one of another plan, or a damaged one, or a text that was changed since.
    """
    found = _block(block)
    if found.plan != plan:
        raise FormatError(f"found a block of another run than the plan beside the file; {OTHERWISE}")
    texts = [(_side(message.role), message.content) for message in messages]
    if not _same(texts, found.sha256):
        raise FormatError(f"found texts that were changed since they were exported; {OTHERWISE}")
    try:
        events = tuple(_events(found.events, [text for _, text in texts]))
        _check(events)
    except (SimulatorError, msgspec.MsgspecError, TypeError, KeyError, IndexError, RecursionError) as problem:
        raise FormatError(f"found a damaged block: {problem}; {OTHERWISE}") from None
    return events


def _without_texts(event: AnyEvent, where: Mapping[tuple[int, Any], int]) -> dict[str, Any]:
    row: dict[str, Any] = msgspec.to_builtins(event)
    if isinstance(event, Exchange):
        row["said"] = where.get((event.n, "user"))
        row["reply"]["text"] = where.get((event.n, "assistant"))
    if isinstance(event, Started) and event.imported is not None and event.imported.system:
        row["imported"]["system"] = where.get((0, "system"))
    return row


def _block(block: object) -> _Block:
    try:
        version = msgspec.convert(block, _Version).v
        if version > FORMAT:
            raise FormatError(f"found a block of format {version}, this pastno reads up to {FORMAT}; {OTHERWISE}")
        return msgspec.convert(block, _Block)
    except (msgspec.ValidationError, RecursionError) as problem:
        raise FormatError(f"found a damaged block: {problem}; {OTHERWISE}") from None


def _events(rows: Sequence[dict[str, Any]], texts: Sequence[str]) -> Iterator[AnyEvent]:
    """Read as lines of the record are: with the same checks, the version included."""
    for number, row in enumerate(rows, start=1):
        yield decode(msgspec.json.encode(_with_texts(row, texts)), f"event {number}")


def _with_texts(row: dict[str, Any], texts: Sequence[str]) -> dict[str, Any]:
    if row.get("type") == "exchange":
        reply = {**row["reply"], "text": _text(row["reply"]["text"], texts)}
        return {**row, "said": _text(row["said"], texts), "reply": reply}
    imported = row.get("imported")
    if isinstance(imported, dict) and imported.get("system") is not None:
        return {**row, "imported": {**imported, "system": _text(imported["system"], texts)}}
    return row


def _text(place: object, texts: Sequence[str]) -> str:
    if place is None:
        return ""
    if isinstance(place, bool) or not isinstance(place, int) or not 0 <= place < len(texts):
        raise FormatError(f"no message stands at {place!r:.20}")
    return texts[place]


def _check(events: Sequence[AnyEvent]) -> None:
    """What the types do not say: one conversation of a plain name, its moves allowed, each refusal at its exchange."""
    if {event.id for event in events} != {plain_id(events[0].id)}:
        raise FormatError("its events are of several conversations")
    fold(events)
    n = 0
    for event in events:
        n = event.n if isinstance(event, Exchange) else n
        if isinstance(event, Met) and event.encounter.exchange != n:
            raise FormatError(f"a refusal at exchange {event.encounter.exchange}, met after exchange {n}")
        _within(event)


def _within(event: AnyEvent) -> None:
    state = getattr(event, "state", None)
    if state is not None and not all(0 <= value <= 1 for value in msgspec.structs.astuple(state)):
        raise FormatError("an inner state outside [0, 1]")


def _side(role: str) -> str:
    """What an export calls a role; another one's name stands for itself, and equals none."""
    lowered = role.strip().lower()
    return next((side for side, names in _SIDES.items() if lowered in names), role)


def _same(texts: Sequence[tuple[str, str]], digest: str) -> bool:
    try:
        return _digest(texts) == digest
    except UnicodeEncodeError:  # Half a character: no export holds one.
        return False


def _digest(texts: Sequence[tuple[str, str]]) -> str:
    return sha256(msgspec.json.encode(texts)).hexdigest()
