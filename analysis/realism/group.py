"""The figures of one voice, or of one persona with one voice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from analysis.realism.agreement import agreement
from analysis.realism.consolation import consolation
from analysis.realism.figure import Figure
from analysis.realism.message import Conversation
from analysis.realism.mildness import mildness
from analysis.realism.reaction import reaction, refused, yielding
from analysis.realism.surface import own_length, surface
from analysis.realism.variety import mixed, variety
from analysis.realism.voicing import faults, voicing
from personas.perception import State

States = Mapping[str, Mapping[int, State]]
"""For each conversation, the state after each refusal that was taken in, by exchange."""


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """The conversations of one voice, or of one persona with one voice."""

    voice: str
    persona: str | None = None
    """None for the whole voice."""
    conversations: int
    messages: int
    """Written by the voice; the surface figures are of them."""
    authored: int
    """Openings and asks from the scenarios, left out."""
    carrying: int
    """Of `messages`, those that carry an authored ask; the length of the whole message counts it, nothing else does."""
    figures: dict[str, Figure]
    faults: Mapping[str, Mapping[str, int]]


def voices(known: Sequence[Conversation], states: States, seed: int) -> list[Group]:
    """One group for each voice, with intervals."""
    return [_group(some, states, seed, voice=voice) for voice, some in _by(known, lambda one: one.voice).items()]


def personas(known: Sequence[Conversation], states: States, seed: int) -> list[Group]:
    """One group for each persona, without intervals: one person meets too few occasions for them."""
    return [
        _group(some, states, seed, voice=some[0].voice, persona=name)
        for name, some in _by(known, lambda one: one.persona.id).items()
    ]


def _group(
    known: Sequence[Conversation], states: States, seed: int, *, voice: str, persona: str | None = None
) -> Group:
    said = [message for one in known for message in one.messages]
    mine = [message for message in said if not message.authored]
    drawn = seed if persona is None else None
    figures = (
        surface(mine, seed=drawn)
        | own_length(mine, seed=drawn)
        | variety(mine, seed)
        | mixed(mine, seed)
        | reaction(refused(known), seed=drawn)
        | yielding(known, seed=drawn)
        | consolation(known, states, seed=drawn)
        | mildness(known, seed=drawn)
        | voicing(known, seed=drawn)
        | agreement(known, seed=drawn)
    )
    return Group(
        voice=voice,
        persona=persona,
        conversations=len(known),
        messages=len(mine),
        authored=len(said) - len(mine),
        carrying=sum(message.own != message.text for message in mine),
        figures=figures,
        faults=faults(known),
    )


def _by(known: Sequence[Conversation], key: Callable[[Conversation], str]) -> dict[str, list[Conversation]]:
    found: dict[str, list[Conversation]] = {}
    for one in known:
        found.setdefault(key(one), []).append(one)
    return found
