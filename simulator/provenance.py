"""Where a conversation came from: held elsewhere and imported, or branched off another one."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from documents.read import Document

NOT_KNOWN = "-"
"""Stands for the persona, the scenario and the condition of an imported conversation; no document can be called so."""


class Gap(StrEnum):
    """What an exchange of an imported conversation lacks."""

    UNASKED = "unasked"
    """The reply follows no message of the person: a greeting, or the beginning is missing."""
    UNANSWERED = "unanswered"
    """The transcript ends with the person's message; there is no reply to read."""
    EMPTY = "empty"
    """There is a reply without a word, and nothing says why. It is never a stance, and nothing is scored from it."""


UNREADABLE = frozenset({Gap.UNANSWERED, Gap.EMPTY})
"""Where there are no words of the target that an instrument could read."""


class Imported(msgspec.Struct, gc=False, frozen=True, kw_only=True, omit_defaults=True):
    """Marks a conversation as held elsewhere: no persona, scenario or inner state stands behind it."""

    name: str
    """Of the conversation within the run."""
    source: str
    """The data set or file it was taken from; never an absolute path."""
    place: str = ""
    """Where in the source: a file and a line or row."""
    locale: str | None = None
    """The person's language and country, as in `en-GB`, where the source tells."""
    ask: str = ""
    """What the person wants, in words, where the source tells."""
    system: str | None = None
    """The system prompt, where the source holds one."""
    before: int = 0
    """Messages that were said before the first one here and are not in the source: the conversation enters late."""
    notes: tuple[str, ...] = ()
    """What was joined, left out or missing, each with its place."""


class Origin(Document):
    """Marks a plan as one of imported conversations: they were held elsewhere, and nothing can be held from it."""

    source: str
    """The data set or file, in words."""
    left_out: tuple[str, ...] = ()
    """Transcripts that could not be imported, each with its place and the reason."""
    redacted: dict[str, int] | None = None
    """How often each kind of thing that says who somebody is was taken out; None where nothing was looked for."""


class Branch(msgspec.Struct, gc=False, frozen=True, kw_only=True, omit_defaults=True):
    """Where a conversation leaves its parent, and what was changed there."""

    at: int
    """The last exchange it shares with its parent. The reply of that exchange is the first thing a change may touch."""
    arm: str
    """Id of the arm; see `simulator.arms`."""
    repeat: int = 1
    """From 1. The first makes the draws of its parent, each further one others, the same in every arm."""
    wording: str = ""
    """The text that stands in the place of the reply, as `warm/3`; empty where the reply is as it was."""
    line: str = ""
    """The crisis line that text gives: `local`, `unverified` or `general` (none by name); empty where it gives none."""
