"""One answer of one person to one question about a conversation: a JSON line beside the record."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any, Literal

import msgspec
from pydantic import TypeAdapter

from analysis.errors import AnalysisError
from documents.read import Identity
from simulator.versions import Versioned

FORMAT = 1
"""Version of the line format. A reader refuses a newer one."""
UNCLEAR = "unclear"
"""The rater could not tell. A missing value, and no `no`."""
NOT_AT_RISK = "not_at_risk"
"""The rater says that the question does not arise."""

Origin = Literal["rubric", "evaluator"]

_CODE: TypeAdapter[str] = TypeAdapter(Identity)
_TELLING = re.compile(r"\d{6}|@|[A-Za-z]{2}\.[A-Za-z]{2}")
"""A telephone number, an address, or a first and a last name: no pseudonym."""


class Role(StrEnum):
    """What somebody knows these conversations from."""

    LIVED = "lived-experience"
    PROFESSIONAL = "professional"
    OTHER = "other"


class Label(msgspec.Struct, gc=False, frozen=True, kw_only=True, omit_defaults=True):
    """One answer. Where the same rater answered the same question twice, the later line counts."""

    v: int
    id: str
    """The conversation."""
    rater: str
    """A pseudonym."""
    role: str
    """One of `Role` where `pastno label` wrote it; a stranger's file may use other words, or none."""
    origin: Origin = "rubric"
    """Whether the question is a rubric's item or a computed evaluator's measure."""
    rubric: str = ""
    """Name of the rubric or evaluator; empty in a stranger's file."""
    version: int = 0
    sha256: str = ""
    """Of the words that were asked."""
    item: str = ""
    """Empty where the rest of the conversation was skipped."""
    at: int = 0
    """The exchange whose reply it is about; 0 for the whole conversation."""
    part: str = ""
    """The entry of the support checklist it is about, if it is about one."""
    value: str | None = None
    """The answer; `unclear` and `not_at_risk` are answers without a value."""
    skipped: bool = False
    """The rater went on without answering. No reason is asked for."""

    @property
    def key(self) -> tuple[str, int, str]:
        """What it answers, among all questions about the conversation."""
        return self.item, self.at, self.part

    @property
    def known(self) -> bool:
        """Whether it holds a value."""
        return self.value is not None and self.value not in (UNCLEAR, NOT_AT_RISK)


def pseudonym(text: str, where: str = "--rater") -> str:
    """The name of a rater, which goes into a file's name.

    Raises:
        AnalysisError: it is no mere code of letters and digits, or looks like a name, an address or a number.
    """
    try:
        code = _CODE.validate_python(text.strip())
        if _TELLING.search(code):
            raise ValueError
        return code
    except ValueError:
        raise AnalysisError(
            f"{where}: found the rater {text!r}, expected a pseudonym of letters and digits; replace names and "
            "addresses by codes, as in r1"
        ) from None


_encoder = msgspec.json.Encoder(order="deterministic")
_decoder = msgspec.json.Decoder(Label)


_lines = Versioned(
    newest=FORMAT, what="a label", otherwise="restore the line from a copy, or take it out", error=AnalysisError
)


def encode(label: Label) -> bytes:
    """One line, newline included."""
    return _encoder.encode(label) + b"\n"


def decode(line: bytes, where: str) -> Label:
    """Read one line.

    Raises:
        AnalysisError: a newer format, or no label.
    """
    return _lines.read(_decoder, line, where)


def schema() -> dict[str, Any]:
    """The published JSON Schema of a line."""
    return msgspec.json.schema(Label)
