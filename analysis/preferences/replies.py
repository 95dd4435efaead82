"""Which replies of a run answer the same messages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import combinations
from typing import NamedTuple

from personas.perception import Cue
from simulator.exported.conversation import Conversation
from simulator.fold import Live
from simulator.outcome import flags
from simulator.transcript import Exchange, Flag, Started


class Place(NamedTuple):
    """Where a reply stands."""

    id: str
    """The conversation's."""
    at: int
    """Its exchange."""


class Answer(NamedTuple):
    """A reply, as far as pairs are concerned; its words are read again once it is in one."""

    place: Place
    words: bytes
    """A digest."""
    spoilt: bool
    """It stands in a conversation whose boundary gave way, or it or what comes before gives what must not be given."""


Groups = dict[bytes, list[Answer]]
"""Replies by a digest of who is answered, and of all that was said before."""


def grouped(conversations: Iterable[Conversation]) -> Groups:
    """The replies of a run, by what they answer.

    Two replies answer the same if the system prompt and every message before them are the same, to the letter, and
    they are arms of one fork (the same parent, left at the same exchange) or of the same person, scenario and
    repetition. Who speaks in an imported conversation is not known, so it is like no other.
    """
    found: Groups = {}
    for one in conversations:
        key = _whose(one.live.started)
        for before, answer in _answers(one) if key else ():
            found.setdefault(sha256(f"{key}\0".encode() + before).digest(), []).append(answer)
    return found


def pairs(groups: Groups) -> Iterator[tuple[Answer, Answer]]:
    """Every two replies that answer the same in other words."""
    for answers in groups.values():
        for one, other in combinations(answers, 2):
            if one.words != other.words and one.place.id != other.place.id:
                yield one, other


def _whose(started: Started) -> str:
    if started.branch is not None and started.parent is not None:
        return f"fork {started.parent} {started.branch.at}"
    if started.imported is not None:
        return ""
    return f"{started.persona} {started.scenario} {started.repetition}"


def _answers(one: Conversation) -> Iterator[tuple[bytes, Answer]]:
    """Each reply that has words, with a digest of all that was said before it."""
    before = sha256()
    spoilt = Flag.ERODED in _flags(one.live)
    exchanges = {exchange.n: exchange for exchange in one.live.exchanges}
    for message in one.messages:
        if message.role == "assistant":
            spoilt = spoilt or _unsafe(exchanges[message.n])
            if message.content.strip():
                yield before.digest(), Answer(Place(one.name, message.n), _digest(message.content), spoilt)
        before.update(_digest(f"{message.role}\0{message.content}"))


def _flags(live: Live) -> Iterable[Flag]:
    return live.ended.flags if live.ended is not None else flags(live)


def _unsafe(exchange: Exchange) -> bool:
    return Cue.UNSAFE in exchange.observed.cues


def _digest(text: str) -> bytes:
    return sha256(text.encode()).digest()
