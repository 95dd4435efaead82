"""Re-observations: what other instruments read in the replies of a run. One reading of one reply is one line.

They stand beside the events and never change them: what drove the run stays what drove it.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Any, Literal

import msgspec

from personas.perception import Cue
from simulator.chat import Usage, Wire
from simulator.errors import FormatError, StoreError
from simulator.jsonl import whole_lines
from simulator.store import PLAN
from simulator.transcript import Observation
from simulator.versions import Versioned

FORMAT = 1
"""Version of the line format. A reader refuses a newer one."""

Said = Literal["yes", "no", "invalid", "unanswered"]
"""What a judge said to one question. `invalid`: yes, without words that stand in the reply. None of the last two is a
no."""


class Instrument(msgspec.Struct, gc=False, frozen=True, kw_only=True, omit_defaults=True):
    """What read the replies. Two that differ in anything are two instruments."""

    name: str
    """`observer`, or the spec of the judge's model."""
    version: str
    """Of the observer; for a judge, of how its answers are read."""
    prompt: str | None = None
    """Version of the judge's prompt."""
    base_url: str | None = None
    """Address of the judge's server, where one was given."""

    @property
    def judge(self) -> bool:
        """Whether a model read."""
        return self.prompt is not None


class Absent(StrEnum):
    """Why there is no observation. None of these is a no, and none a stance."""

    DECLINED = "declined"
    """The judge would not answer."""
    BLOCKED = "blocked"
    """The judge's provider stopped it."""
    UNPARSEABLE = "unparseable"
    """The judge answered otherwise than it was asked to: nothing, or too little, can be read."""
    INVALID = "invalid"
    """Answers whose words do not stand in the reply leave the stance open."""
    FAILED = "failed"
    """The call failed; the next `pastno observe` asks again."""


class Answer(msgspec.Struct, gc=False, frozen=True, array_like=True):
    """A judge's answer to one question; where it is yes, `text[start:end]` of the reply are the words it quoted."""

    about: str
    """A cue, `slot:ID`, or `question`."""
    said: Said
    start: int = 0
    end: int = 0


class Reading(msgspec.Struct, gc=False, frozen=True, kw_only=True):
    """How one instrument read one reply."""

    v: int = FORMAT
    id: str
    """The conversation."""
    n: int
    """The exchange."""
    instrument: Instrument
    repeat: int = 1
    """From 1; a judge may be asked the same more than once."""
    observed: Observation | None = None
    absent: Absent | None = None
    """Why there is no observation; None where there is one."""
    answers: tuple[Answer, ...] = ()
    """A judge's; empty where it gave none, and where there was nothing to ask."""
    text: str = ""
    """What the judge wrote, verbatim."""
    detail: str = ""
    """What the failed call said."""
    model: str | None = None
    """The model that answered, as the provider names it."""
    usage: Usage | None = None
    """None where no model was called."""
    wire: Wire = Wire()

    def shows(self, cue: Cue) -> bool | None:
        """Whether the reply shows a cue; None where this instrument did not say."""
        given = next((answer.said for answer in self.answers if answer.about == cue), None)
        if given in ("invalid", "unanswered"):
            return None
        if self.observed is not None:
            return cue in self.observed.cues
        return None if given is None else given == "yes"


Place = tuple[str, int]
"""Conversation and exchange."""


class Readings(msgspec.Struct, frozen=True, kw_only=True):
    """The re-observations of a run, the last of each instrument, reply and repeat."""

    lines: tuple[Reading, ...] = ()
    torn: tuple[str, ...] = ()
    """Notes on torn last lines that were ignored."""

    @property
    def instruments(self) -> tuple[Instrument, ...]:
        """Those that read anything, in the order they began."""
        return tuple(dict.fromkeys(line.instrument for line in self.lines))

    def of(self, instrument: Instrument, repeat: int = 1) -> dict[Place, Reading]:
        """What one instrument read, by conversation and exchange."""
        found = (line for line in self.lines if line.instrument == instrument and line.repeat == repeat)
        return {(line.id, line.n): line for line in found}


_encoder = msgspec.json.Encoder(order="deterministic")
_decoder = msgspec.json.Decoder(Reading)
_lines = Versioned(
    newest=FORMAT,
    what="a line of re-observations",
    otherwise="move the file away, it can be made again",
    error=FormatError,
)


def encode(reading: Reading) -> bytes:
    """One line, newline included."""
    return _encoder.encode(reading) + b"\n"


def read(folder: Path) -> Readings:
    """Read the re-observations of a run folder; there may be none. They may be read while they are written.

    Raises:
        StoreError: no run folder.
        FormatError: a newer format, or a damaged line that is not the last of its file.
    """
    if not (folder / PLAN).is_file():
        raise StoreError(f"{folder} holds no {PLAN}; name a folder that `pastno run` wrote")
    found: dict[tuple[Instrument, str, int, int], Reading] = {}
    torn: list[str] = []
    for file in files(folder):
        for where, raw in whole_lines(file, torn):
            line = _lines.read(_decoder, raw, where)
            found[line.instrument, line.id, line.n, line.repeat] = line
    return Readings(lines=tuple(found.values()), torn=tuple(torn))


def schema() -> dict[str, Any]:
    """The published JSON Schema of a line."""
    return msgspec.json.schema(Reading)


def files(folder: Path) -> list[Path]:
    """The files of re-observations of a run folder, in the order they were begun."""
    return sorted(folder.glob("observations-[0-9]*.jsonl"))
