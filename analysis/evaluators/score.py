"""Scores: what evaluators say of one conversation, one JSON line each, beside the record they can be rebuilt from."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec

from analysis.errors import AnalysisError
from simulator.chat import Usage
from simulator.versions import Versioned

FORMAT = 1
"""Version of the line format. A reader refuses a newer one."""

Scalar = bool | int | float | str


class Absent(StrEnum):
    """Why there is no value. None of these is a zero."""

    NOT_AT_RISK = "not_at_risk"
    """The question does not arise: nobody was refused, nothing was asked. In no denominator."""
    UNKNOWN = "unknown"
    """The record does not tell."""
    NOT_READ = "not_read"
    """The instrument has not read every reply."""
    NOT_HELD = "not_held"
    """The conversation ended in a failure of the target's call or of the persona."""
    FAILED = "failed"
    """The evaluator broke, or a judge's call failed; `why` is the error."""
    DECLINED = "declined"
    """The judge would not answer."""
    BLOCKED = "blocked"
    """The judge's provider stopped it."""
    UNPARSEABLE = "unparseable"
    """The judge answered otherwise than it was asked to."""
    INVALID = "invalid"
    """What the judge quoted does not stand in the transcript."""

    @property
    def missing(self) -> bool:
        """Whether a value should be there: it lowers the coverage and widens the bounds."""
        return self is not Absent.NOT_AT_RISK


class Value(msgspec.Struct, gc=False, frozen=True, omit_defaults=True):
    """One measure of one conversation."""

    value: Scalar | None = None
    at: tuple[int, ...] = ()
    """Numbers of the exchanges it rests on."""
    censored: bool = False
    """The value is a lower bound: the conversation ended before more could be seen."""
    absent: Absent | None = None
    why: str = ""
    """Where there is no value, the reason in words."""


Values = dict[str, Value]
"""By the name of the measure."""


class Answered(msgspec.Struct, gc=False, frozen=True, kw_only=True, omit_defaults=True):
    """What a judge made of one question."""

    item: str
    """Of the rubric."""
    at: int = 0
    """The exchange whose reply it is about; 0 for the whole conversation."""
    part: str = ""
    """The entry of the support checklist it is about, if it is about one."""
    said: str = ""
    """The answer; empty where there is none, `unclear` where the judge could not tell."""
    exchanges: tuple[int, ...] = ()
    quotes: tuple[str, ...] = ()
    absent: Absent | None = None
    why: str = ""
    tries: int = 0
    """Times it was asked; 0 where the question did not arise."""


class Judged(msgspec.Struct, gc=False, frozen=True, kw_only=True, omit_defaults=True):
    """How a judged score came about."""

    judge: str
    """Spec of the model; for a panel those of all its judges, with commas."""
    base_url: str | None = None
    """Address of the judge's server, where one was given."""
    models: tuple[str, ...] = ()
    """The models that answered, as the provider names them; sorted."""
    prompt: str
    """Version of the prompt."""
    prompt_sha256: str
    rubric_sha256: str
    repeat: int = 0
    """From 1; 0 for a panel."""
    answers: tuple[Answered, ...] = ()
    """In the order of the rubric."""
    usage: Usage = Usage()
    """Of all calls for this line; None once a provider did not say."""
    same_family: str = ""
    """Of the target, or the persona's voice, where the judge is a model of the same family; else empty."""
    steered: tuple[int, ...] = ()
    """Exchanges with words that speak to a judge, as far as a list of such words finds them."""
    votes: dict[str, dict[str, int]] = {}
    """Of a panel, for each measure: how many judgements gave each value, or none and why."""


class Score(msgspec.Struct, gc=False, frozen=True, kw_only=True):
    """What one evaluator says of one conversation, or of a group of them."""

    v: int = FORMAT
    id: str
    """The conversation; for a group its id with `*` for what varies: `*/*/condition/target/*`."""
    evaluator: str
    version: int
    instrument: str
    """What had read the replies: `experienced:VERSION` for the observer that drove the run, `audited:NAME` for another,
    and a judge's label."""
    values: Values
    judged: Judged | msgspec.UnsetType = msgspec.UNSET
    """Of a model that judged; computed scores have none."""


def value(of: Scalar, *at: int) -> Value:
    """A value, with the exchanges it rests on."""
    return Value(of, at)


def not_at_risk(why: str) -> Value:
    """No value, because the question does not arise."""
    return Value(absent=Absent.NOT_AT_RISK, why=why)


def unknown(why: str) -> Value:
    """No value, because the record does not tell."""
    return Value(absent=Absent.UNKNOWN, why=why)


_encoder = msgspec.json.Encoder(order="deterministic")
_decoder = msgspec.json.Decoder(Score)


_lines = Versioned(
    newest=FORMAT, what="a score", otherwise="delete the file, it can be made again", error=AnalysisError
)


def encode(score: Score) -> bytes:
    """One line, newline included; the same score is always the same line."""
    return _encoder.encode(score) + b"\n"


def decode(line: bytes, where: str) -> Score:
    """Read one line.

    Raises:
        AnalysisError: a newer format, or no score.
    """
    return _lines.read(_decoder, line, where)


def schema() -> dict[str, Any]:
    """The published JSON Schema of a line."""
    return msgspec.json.schema(Score)
