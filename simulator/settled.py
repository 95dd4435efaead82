"""What a run folder keeps of the conversations its own begin with: `settled.jsonl`, one parent a line.

It stands there so that a run that was broken off can go on without the run it was made from.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import msgspec

from simulator.appender import reason
from simulator.errors import FormatError, StoreError, WriteFailed
from simulator.jsonl import whole_lines
from simulator.told import Line, Told
from simulator.versions import Versioned

FILE = "settled.jsonl"
FORMAT = 1
"""Version of the line format. A reader refuses a newer one."""


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """What is settled of the conversations that begin as one parent did."""

    v: int = FORMAT
    parent: str
    lines: tuple[tuple[int, Line], ...]
    """With the number of its exchange."""


_encoder = msgspec.json.Encoder(order="deterministic")
_decoder = msgspec.json.Decoder(Settled)
_lines = Versioned(
    newest=FORMAT,
    what="settled lines of a conversation",
    otherwise="give the command that made the run again",
    error=FormatError,
)


def digest(settled: Mapping[str, Told]) -> str:
    """SHA-256 of all that is settled."""
    return sha256(b"".join(_encoded(parent, told) for parent, told in settled.items())).hexdigest()


def keep(folder: Path, settled: Mapping[str, Told]) -> None:
    """Write what is settled, whole or not at all.

    Raises:
        WriteFailed: the disk refused.
    """
    file, draft = folder / FILE, folder / f"{FILE}.draft"
    try:
        with draft.open("wb") as opened:
            for parent, lines in settled.items():
                opened.write(_encoded(parent, lines))
        draft.replace(file)
    except OSError as problem:
        raise WriteFailed(f"{file}: cannot write: {reason(problem)}; make room and give the command again") from None


def kept(folder: Path) -> dict[str, Told]:
    """What is settled, by the parent's id.

    Raises:
        StoreError: there is no such file.
        FormatError: a newer format, or a damaged line.
    """
    file = folder / FILE
    if not file.exists():
        raise StoreError(
            f"{folder} holds no {FILE}: it was broken off before it began; give the command that made it again"
        )
    found: dict[str, Told] = {}
    for where, raw in whole_lines(file, []):
        one = _lines.read(_decoder, raw, where)
        found[one.parent] = dict(one.lines)
    return found


def _encoded(parent: str, told: Told) -> bytes:
    return _encoder.encode(Settled(parent=parent, lines=tuple(sorted(told.items(), key=lambda one: one[0])))) + b"\n"
