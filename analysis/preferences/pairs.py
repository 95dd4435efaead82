"""The pairs of a run that people's labels decide, and why others were left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import groupby

import msgspec

from analysis.preferences.replies import Answer, Place, pairs
from analysis.preferences.votes import Grades, Tally, tallies
from simulator.exported.conversation import Conversation
from simulator.exported.spoken import Spoken


class Without(StrEnum):
    """Why a pair was left out."""

    SPOILT = "the boundary gave way in one of the conversations, or what must not be given stands in them"
    LABELS = "nobody labelled both replies on an item that has a better side"
    TIED = "no more than half of the raters prefer one"
    DISAGREE = "one item prefers the one reply, another item the other"


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """Two replies to the same messages, and the raters behind the choice."""

    chosen: Place
    rejected: Place
    items: tuple[Tally, ...]
    """Those that prefer one; `first` is the chosen one."""


def decided(groups: dict[bytes, list[Answer]], grades: Grades) -> tuple[tuple[Pair, ...], Counter[Without]]:
    """The pairs that labels decide, in order of their ids, and how many others there are by why they are none."""
    left: Counter[Without] = Counter()
    found: list[Pair] = []
    for one, other in pairs(groups):
        pair = _decided(one, other, grades)
        if isinstance(pair, Pair):
            found.append(pair)
        else:
            left[pair] += 1
    return tuple(sorted(found, key=lambda pair: (pair.chosen, pair.rejected))), left


def _decided(one: Answer, other: Answer, grades: Grades) -> Pair | Without:
    if one.spoilt or other.spoilt:
        return Without.SPOILT
    said = sorted(tallies(grades, one.place, other.place), key=lambda tally: (tally.rubric, tally.item))
    if not said:
        return Without.LABELS
    preferred = {tally.preferred for tally in said} - {0}
    if not preferred:
        return Without.TIED
    if len(preferred) == 2:
        return Without.DISAGREE
    items = tuple(tally for tally in said if tally.preferred)
    if preferred == {1}:
        return Pair(chosen=one.place, rejected=other.place, items=items)
    return Pair(chosen=other.place, rejected=one.place, items=tuple(map(_turned, items)))


def _turned(tally: Tally) -> Tally:
    return msgspec.structs.replace(tally, first=tally.second, second=tally.first)


def worded(pairs: Sequence[Pair], conversations: Iterable[Conversation]) -> dict[Place, tuple[Spoken, ...]]:
    """For each reply of a pair, the messages up to it, itself the last."""
    places = sorted({place for pair in pairs for place in (pair.chosen, pair.rejected)})
    wanted = {name: list(found) for name, found in groupby(places, lambda place: place.id)}
    return dict(item for one in conversations for item in _upto(one, wanted.get(one.name, ())))


def _upto(one: Conversation, places: Iterable[Place]) -> Iterator[tuple[Place, tuple[Spoken, ...]]]:
    for place in places:
        last = next(k for k, said in enumerate(one.messages) if (said.n, said.role) == (place.at, "assistant"))
        yield place, one.messages[: last + 1]
