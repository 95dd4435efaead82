"""Lines are what the published schema says, and read back as they were written."""

from __future__ import annotations

import json

import jsonschema
import msgspec
import pytest

from personas.perception import Stance
from simulator.errors import FormatError
from simulator.transcript import AnyEvent, Exchange, comparable, decode, encode, schema
from tests.simulator.test_graph import hold


def events() -> list[AnyEvent]:
    _, found = hold([Stance.NONE, Stance.REFUSE, Stance.BLOCKED])
    return found


def test_every_line_fits_the_published_schema() -> None:
    validator = jsonschema.Draft202012Validator(schema())
    problems = [error.message for event in events() for error in validator.iter_errors(json.loads(encode(event)))]
    assert problems == []


def test_the_schema_refuses_a_line_without_its_conversation() -> None:
    line = json.loads(encode(events()[1]))
    del line["id"]
    assert not jsonschema.Draft202012Validator(schema()).is_valid(line)


def test_lines_read_back_as_they_were_written() -> None:
    assert [decode(encode(event), "here:1") for event in events()] == events()


def test_a_line_that_is_no_event_names_its_place() -> None:
    with pytest.raises(FormatError, match=r"events-0001\.jsonl:7: not an event of format 1"):
        decode(b'{"type":"dream","v":1,"id":"a"}', "events-0001.jsonl:7")


def test_a_newer_line_is_refused_wherever_it_says_so() -> None:
    line = encode(events()[0]).decode()
    assert line.startswith('{"type":"started","v":1,')
    later = line.rstrip("\n").removesuffix("}") + ',"v":2}'
    first = line.replace('{"type":"started","v":1,', '{"v":2,"type":"started",')
    for newer in (later, first):
        with pytest.raises(FormatError, match="here:1: found format 2, this pastno reads up to 1"):
            decode(newer.encode(), "here:1")


def test_a_line_without_a_version_is_none_of_the_record() -> None:
    line = encode(events()[0]).replace(b'"v":1,', b"")
    with pytest.raises(FormatError, match="here:1: not a record line"):
        decode(line, "here:1")


def test_only_what_happened_on_the_wire_may_differ_between_equal_events() -> None:
    event = next(e for e in events() if isinstance(e, Exchange))
    wire = msgspec.structs.replace(event.reply.wire, latency_s=9.0, attempts=4, request_id="r", at="2026")
    slower = msgspec.structs.replace(event, reply=msgspec.structs.replace(event.reply, wire=wire))
    other = msgspec.structs.replace(event, said="something else")
    assert comparable(slower) == comparable(event) != comparable(other)
