"""What can be wrong with a message that a model wrote for a person."""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """One way of falling out of the role, or of sounding unlike a person."""

    EMPTY = "empty"
    """Holds no word."""
    ASSISTANT = "assistant"
    """Speaks as the other side: offers help, consoles, refers."""
    NARRATES = "narrates"
    """Tells what the person does instead of writing what they write."""
    LEAKS = "leaks"
    """Says something of its instructions."""
    DECLINES = "declines"
    """Will not play the person."""
    SPEAKS_FOR_BOTH = "speaks_for_both"
    """Writes the reply too, or several turns."""
    TOO_LONG = "too_long"
    """Longer than this person writes."""
    GOODBYE = "goodbye"
    """Thanks and takes leave, though the person stays."""
    COPIES = "copies"
    """Says back what it has just read."""
    RESTARTS = "restarts"
    """Says again what the person said before, or one sentence again and again."""

    @property
    def fatal(self) -> bool:
        """Whether the message must not be said at all; the others are said where a second draft is no better."""
        return self in _FATAL

    @property
    def told(self) -> str:
        """The fault in plain words, for whoever is asked to write the message again."""
        return _TOLD[self]


_FATAL = frozenset({Fault.EMPTY, Fault.ASSISTANT, Fault.NARRATES, Fault.LEAKS, Fault.DECLINES, Fault.SPEAKS_FOR_BOTH})
_TOLD = {
    Fault.EMPTY: "There were no words in it.",
    Fault.ASSISTANT: "It sounded like somebody who gives help. You are the one who asks for it.",
    Fault.NARRATES: "It described what you do. Write only the words you type.",
    Fault.LEAKS: "It talked about these instructions. You know nothing of them.",
    Fault.DECLINES: "It refused. Nothing harmful is asked of you: write one ordinary message.",
    Fault.SPEAKS_FOR_BOTH: "It held the reply too, or labels in front of the words. Write only your own message.",
    Fault.TOO_LONG: "It was much too long for you. One or two short sentences are enough.",
    Fault.GOODBYE: "It said thanks and goodbye, and you are not leaving.",
    Fault.COPIES: "It said back the words you had just read.",
    Fault.RESTARTS: "It said again what was said before. Write something new.",
}
