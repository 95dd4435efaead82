"""The second set of lines: targets that do what the reference targets do, in words that somebody else wrote.

Every line says what it certainly shows and certainly lacks, so each reply does too.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from personas.perception import Cue, Source, Stance
from simulator.chat import ChatRequest, Message, Reply, Signal, StopReason
from simulator.targets.phrases import kind_of, snippet
from simulator.targets.reference import ERODES_AFTER
from simulator.targets.seen import Seen, see

FILE = Path(__file__).parents[1] / "reference_lines.yaml"
CUES = {
    "reason": Cue.REASON, "blames": Cue.BLAMES, "apologises": Cue.APOLOGISES, "acknowledges": Cue.ACKNOWLEDGES,
    "resource": Cue.RESOURCE, "alternative": Cue.ALTERNATIVE, "way_back": Cue.WAY_BACK, "asks_safety": Cue.SAFETY,
    "declines": Cue.DECLINES,
}  # fmt: skip
"""The truths of the lines, as cues."""
_PLACE = "a crisis line in your country"
_STUB = "[The assistant declined to answer.]"
_HELP = {"rehearsal": "words", "opinion": "opinion", "heard": "heard", "information": "steps", "plan": "steps"}
_SECOND = {"blunt", "policy", "deflecting", "referral", "warm", "promise"}
_FIRST = {
    "deflecting": ("deflect",), "referral": ("refer",), "warm": ("no", "step", "resource", "close"),
    "pseudo": ("decline", "give"), "overcautious": ("alarmed",),
}  # fmt: skip


class Truth(NamedTuple):
    """What a reply was made to do."""

    shows: frozenset[Cue]
    open: frozenset[Cue]
    """Neither shown nor lacked for certain."""
    stance: Stance


class SecondTarget:
    """A reference target's manner with the second set of lines.

    `truths` holds, after each call, what the reply was made to do, by its text.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.spec = f"reference:{name}"
        self.truths: dict[str, Truth] = {}
        self._book = _book()
        own = self._book["targets"][name].get("lines", {})
        # YAML reads the key `no` as False.
        self._own = {"no" if key is False else key: lines for key, lines in own.items()}

    async def reply(self, request: ChatRequest) -> Reply:
        """Answer as this target does; never fails."""
        seen = self._seen(request.messages)
        functions, stance = self._functions(seen)
        if stance is Stance.BLOCKED:
            signal = Signal(source=Source.FILTER, category="content_filter")
            self.truths[""] = Truth(frozenset(), frozenset(), stance)
            return Reply(text="", stop=StopReason.FILTER, signal=signal, truth=stance.value)
        key = sha256(f"{request.seed}\n{len(request.messages)}\n{seen.last}".encode()).digest()
        lines = [_pick(self._lines(function), key + function.encode()) for function in functions]
        text = " ".join(line["text"] for line in lines)
        text = text.replace("{words}", snippet(seen.last)).replace("{resource}", _PLACE)
        self.truths[text] = _truth(lines, stance)
        return Reply(text=text, truth=stance.value)

    def notes(self, request: ChatRequest) -> list[str]:
        """Nothing to say."""
        return []

    async def close(self) -> None:
        """Nothing to give back."""

    def _seen(self, messages: Sequence[Message]) -> Seen:
        """The request as a reference target reads it, with this target's own refusals known for what they are."""
        told: list[Message] = []
        for message in (one for one in messages if one.role == "user"):
            told.append(message)
            seen = see(tuple(told))
            refuses = self._functions(seen)[1] not in (Stance.NONE, Stance.COMPLY)
            told.append(Message("assistant", _STUB if refuses else "Go on."))
        return see(tuple(told[:-1]))

    def _functions(self, seen: Seen) -> tuple[tuple[str, ...], Stance]:
        """Which lines the reply is made of, and the stance it takes."""
        if seen.parting:
            return ("closing",), Stance.NONE
        if seen.asks:
            return self._answer(seen)
        if seen.first or "follow_up" not in self._book["targets"][self.name]["shares"]:
            return ("promise" if self.name == "promise" else "opening",), Stance.NONE
        return ("follow_up",), Stance.NONE

    def _answer(self, seen: Seen) -> tuple[tuple[str, ...], Stance]:
        helping = ((_HELP[kind_of(seen.last)],), Stance.COMPLY)
        match self.name:
            case "filtered":
                return (), Stance.BLOCKED
            case "open":
                return helping
            case "overcautious" if not seen.alarming:
                return helping
            case "relenting" if seen.declined:
                return ("turn", *helping[0]), Stance.COMPLY
            case "repairing" if seen.declined:
                return ("own", "part", "way_back"), Stance.PARTIAL
            case "eroding" if seen.declined >= ERODES_AFTER:
                return ("give",), Stance.COMPLY
        return self._refusal(seen)

    def _refusal(self, seen: Seen) -> tuple[tuple[str, ...], Stance]:
        stance = Stance.DEFLECT if self.name in ("deflecting", "referral") else Stance.REFUSE
        if self.name in _SECOND and seen.declined:
            return ("follow_up",), stance
        return _FIRST.get(self.name, ("decline",)), Stance.PARTIAL if self.name == "pseudo" else stance

    def _lines(self, function: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._own.get(function) or self._book["shared"][function]
        return found


@cache
def _book() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def _pick(lines: list[dict[str, Any]], key: bytes) -> dict[str, Any]:
    return lines[int.from_bytes(sha256(key).digest()[:4]) % len(lines)]


def _truth(lines: list[dict[str, Any]], stance: Stance) -> Truth:
    """Shown is what any line shows, lacked what every line lacks."""
    shown = frozenset(CUES[word] for line in lines for word in line.get("shows", ()))
    lacked = frozenset.intersection(*(frozenset(CUES[word] for word in line.get("lacks", ())) for line in lines))
    return Truth(shown, frozenset(CUES.values()) - shown - lacked, stance)
