"""Whatever was said, each format holds it and its reader finds it, letter for letter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from simulator.exported.conversation import Conversation
from simulator.exported.formats import FORMATS
from simulator.exported.spoken import spoken
from simulator.fold import fold
from simulator.imported.carried import pack, unpack
from simulator.imported.formats import taken
from simulator.imported.talk import Said
from simulator.transcript import AnyEvent, Exchange
from tests.support.builders import refused_once

ODD = st.sampled_from("=+-@\t\r\n\x00 '\";,|{}[]\\\ufeff\u2028\x85\x1c\U0001f469\u200da\u0301")
WORDS = st.text(st.one_of(ODD, st.characters(codec="utf-8")), max_size=20)
SAID = st.lists(st.tuples(WORDS, WORDS), min_size=4, max_size=4)


def conversation(
    said: list[tuple[str, str]], system: str | None, name: str
) -> tuple[Conversation, tuple[AnyEvent, ...]]:
    """A conversation in which this was said and answered."""
    left = iter(said)
    events = tuple(_with(event, left) for event in refused_once(name))
    messages = spoken(events, system)
    block = pack(events, messages, "plan")
    return Conversation(name=name, messages=messages, live=fold(events), block=block), events


def _with(event: AnyEvent, left: Iterator[tuple[str, str]]) -> AnyEvent:
    if not isinstance(event, Exchange):
        return event
    person, target = next(left)
    return msgspec.structs.replace(event, said=person, reply=msgspec.structs.replace(event.reply, text=target))


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SAID, st.one_of(st.none(), WORDS), SAID)
@example([("=1+1", "'=1+1")] * 4, "-x", [("a\r\nb", "a\rb"), ("\r\n", "\r"), ("", ""), (" \n", "\n ")])
@example([('"', '""')] * 4, None, [(",", ";;;;\t\t\t\t")] * 4)
def test_what_was_said_comes_back(
    format: str, first: list[tuple[str, str]], system: str | None, second: list[tuple[str, str]]
) -> None:
    sent = [
        conversation(first, system, "mara/one/plain/reference:blunt/1"),
        conversation(second, None, "mara/two/plain/reference:blunt/1"),
    ]
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"out{FORMATS[format].ending}"
        FORMATS[format].write([one for one, _ in sent], file, True)
        found = list(taken(file).read())
    assert [(talk.name, talk.notes) for talk in found] == [(one.name, ()) for one, _ in sent]
    for talk, (one, events) in zip(found, sent, strict=True):
        words = [(said.role, said.content) for said in talk.messages]
        assert [content for _, content in words] == [message.content for message in one.messages]
        assert unpack(talk.carried, [Said(role, content) for role, content in words], "plan") == events
