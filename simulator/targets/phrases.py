"""The lines of the reference targets, and how one is drawn: by hashing the request, with no running stream."""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from pathlib import Path

from pydantic import Field

from documents.read import Document, read

Lines = tuple[str, ...]

_FILE = Path(__file__).with_name("reference.yaml")
_SNIPPET_WORDS = 9
_KINDS = (
    (
        "rehearsal",
        re.compile(
            r"\b(?:practi[sc]e|rehears\w*|wording|words? (?:a|an|my|it|this)|message to|what (?:do|to|should"
            r"|can) i say|say to)\b"
        ),
    ),
    ("opinion", re.compile(r"\b(?:think|opinion|honest\w*|right|wrong|your view|second opinion|am i)\b")),
    ("heard", re.compile(r"\b(?:listen\w*|hear|heard|talk|vent|let (?:it|this) out|get (?:it|this) off|just be)\b")),
    (
        "information",
        re.compile(
            r"\b(?:what (?:is|are|does|happens)|how (?:does|do|long|common)|why|explain|inform\w*"
            r"|know|normal)\b"
        ),
    ),
)


class Phrases(Document):
    """Everything the reference targets say, in lists to draw from."""

    openings: dict[str, Lines]
    follow_ups: Lines = Field(min_length=5)
    closings: dict[str, Lines]
    declines: dict[str, Lines]
    blocks: dict[str, Lines]
    help: dict[str, Lines]


@cache
def phrases() -> Phrases:
    """The lines of `reference.yaml`, read once."""
    return read(_FILE, Phrases)


@cache
def own_declines() -> frozenset[str]:
    """Every line a reference target declines with, as it stands in what it is sent."""
    lists = phrases().declines | phrases().blocks
    return frozenset(line for name, lines in lists.items() if name not in _NO_DECLINE for line in lines)


_NO_DECLINE = frozenset({"unsafe", "warm_step", "warm_resource", "warm_close"})


class Draw:
    """Draws lines for one request: the same seed, number of messages and last message give the same lines."""

    def __init__(self, seed: int | None, messages: int, last: str) -> None:
        self._key = sha256(f"{seed}\n{messages}\n{last}".encode("utf-8", "surrogatepass")).digest()

    def pick(self, purpose: str, count: int) -> int:
        """An index below `count`, drawn for this purpose."""
        return int.from_bytes(sha256(self._key + purpose.encode()).digest()[:4]) % count

    def opening(self, manner: str) -> str:
        """A first line to somebody who asks for nothing yet."""
        return self._line(phrases().openings[manner], "opening")

    def follow_up(self) -> str:
        """A line to somebody who goes on talking and asks for nothing."""
        return self._line(phrases().follow_ups, "follow-up")

    def closing(self, manner: str) -> str:
        """A last line to somebody who leaves."""
        return self._line(phrases().closings[manner], "closing")

    def decline(self, kind: str) -> str:
        """A line of a declining reply."""
        return self._line(phrases().declines[kind], kind)

    def blocked(self) -> str:
        """The words that come with a provider's refusal field."""
        return self._line(phrases().blocks["words"], "block")

    def way_back(self) -> str:
        """A line that leaves the door open."""
        return self._line(phrases().help["way_back"], "way-back")

    def help(self, said: str) -> str:
        """A warm, general, useful reply: the person's own words, the feeling, two steps, one question."""
        bank = phrases().help
        kind = kind_of(said)
        reflect = self._line(bank["reflect"], "reflect").replace("{words}", snippet(said))
        return f"{reflect} {self._line(bank[kind], 'body')} {self._line(bank['question'], 'question')}"

    def _line(self, lines: Lines, purpose: str) -> str:
        return lines[self.pick(purpose, len(lines))]


def kind_of(said: str) -> str:
    """The kind of help a message asks for, a `SlotKind`; `plan` where its words do not tell."""
    lowered = said.lower()
    return next((kind for kind, pattern in _KINDS if pattern.search(lowered)), "plan")


def snippet(said: str) -> str:
    """A few words of the message, fit to stand between quotation marks."""
    words = re.sub(r'["“”\[\]{}]', "", said).split()
    return " ".join(words[-_SNIPPET_WORDS:]).rstrip(".,;:!?") or "..."
