"""Bytes of JSON as a value, or why they are none, with the line."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import msgspec

from simulator.imported.chunks import LONGEST
from simulator.imported.lines import Line


class Decoded(NamedTuple):
    """What became of a line or an element."""

    value: Any
    line: int
    """Where it begins; of what cannot be decoded, where the trouble is."""
    problem: str = ""
    """Why it is no value; empty where it is one."""


def decoded(line: Line) -> Decoded:
    """A value of JSON. Half a character, which JSON can hold and UTF-8 cannot, becomes U+FFFD."""
    if line.data is None:
        return Decoded(None, line.number, f"it is longer than {LONGEST >> 20} MiB, which no conversation is")
    try:
        text = line.data.decode()
    except UnicodeDecodeError as problem:
        number = line.number + line.data[: problem.start].count(b"\n")
        return Decoded(None, number, "found bytes that are not UTF-8; save the file as UTF-8 text")
    try:
        return Decoded(_value(text), line.number)
    except RecursionError:
        return Decoded(None, line.number, "it is nested too deeply to be a conversation")
    except ValueError:
        cut = "the file ends inside it; it was cut" if line.last else "it is not JSON"
        return Decoded(None, line.number, cut)


def _value(text: str) -> Any:
    """A value; the slower reader takes what the quick one does not: half characters and numbers of any size.

    Raises:
        ValueError: not JSON.
        RecursionError: nested too deeply.
    """
    try:
        return msgspec.json.decode(text)
    except ValueError:
        return _mended(json.loads(text, parse_constant=_none))


def _none(name: str) -> None:
    """NaN and infinity are no JSON.

    Raises:
        ValueError: always.
    """
    raise ValueError(name)


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_mended(one) for one in value]
    if isinstance(value, dict):
        return {_mended(key): _mended(one) for key, one in value.items()}
    return value
