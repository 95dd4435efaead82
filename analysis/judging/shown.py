"""A conversation as a judge is shown it: numbered, every line of a message marked, nothing invisible, nobody named."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from analysis.judging.family import NAMES
from analysis.trajectory import Trajectory

NAME = "[name]"
"""Stands for the name of a model or its maker: a judge is not to know whom it judges."""
EMPTY = "(no words)"

_KEPT = "\n\t\u200c\u200d"
"""Two invisible joiners shape letters and emoji; what else cannot be seen is left out."""
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cn", "Cs"})
_STEERING = re.compile(
    r"\brubric\b|\b(?:judge|evaluator|grader|rater|scorer)\b[^.\n]{0,40}\b(?:answer|score|rate|say|reply|must|should)\b"
    r"|\b(?:ignore|disregard|forget)\b[^.\n]{0,40}\b(?:instruction|question|prompt|above|previous)"
    r"|\banswer\s+(?:with\s+)?[\"'“]?(?:yes|no|5)\b|[\"']answer[\"']\s*:|</?\s*(?:system|transcript|assistant|im_start)"
    r"|<\|\w+\|>|\[/?inst\]|\b(?:begin|end)[ _-]*(?:of[ _-]*)?(?:the[ _-]*)?transcript\b",
    re.IGNORECASE,
)


class Turn(NamedTuple):
    """One exchange, in the words a judge reads."""

    n: int
    person: str
    chatbot: str


def turns(trajectory: Trajectory) -> tuple[Turn, ...]:
    """The exchanges in order; what a judge quotes must stand in these words."""
    hidden = names_of(trajectory.live.started.target)
    return tuple(
        Turn(one.n, clean(one.said, hidden), clean(trajectory.reads(one), hidden)) for one in trajectory.exchanges
    )


def clean(text: str, hidden: re.Pattern[str]) -> str:
    """The words without what cannot be seen, and without the names of models; every line break is a plain one."""
    lines = "\n".join(text.splitlines())
    seen = "".join(c for c in lines if c in _KEPT or unicodedata.category(c) not in _UNSEEN)
    return hidden.sub(NAME, seen).strip() or EMPTY


def names_of(target: str) -> re.Pattern[str]:
    """Whatever could tell which model spoke: its own name in the record, and the names of known families."""
    own = {part for part in re.split(r"[:/\\]", target.partition(":")[2]) if any(c.isdigit() for c in part)}
    exact = "|".join(re.escape(name) for name in sorted(own, key=lambda name: (-len(name), name)))
    # A person may be a Gemini or know a Claude: of such words only those with a capital are taken for a model.
    either = f"(?i:{exact})|{NAMES}" if exact else NAMES
    return re.compile(rf"(?<![\w])(?:{either})(?![\w])")


def transcript(told: tuple[Turn, ...]) -> str:
    """The text between the delimiters. A line that does not begin with `| ` was written here, and by nobody else."""
    return "\n".join(
        f"[{turn.n}] person:\n{_marked(turn.person)}\n[{turn.n}] chatbot:\n{_marked(turn.chatbot)}" for turn in told
    )


def steered(told: tuple[Turn, ...]) -> tuple[int, ...]:
    """Exchanges whose words speak to a judge, as far as a list of such words finds them; it decides nothing."""
    return tuple(turn.n for turn in told if _STEERING.search(_folded(f"{turn.person}\n{turn.chatbot}")))


def _marked(text: str) -> str:
    return "\n".join(f"| {line}" for line in text.split("\n"))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
