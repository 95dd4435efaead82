"""One conversation before one rater: shown exchange by exchange, then asked about. Nothing says who replied."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from analysis.judging.questions import Key, Question
from analysis.judging.shown import Turn, turns
from analysis.labels.label import NOT_AT_RISK, UNCLEAR, Label
from analysis.labels.sheet import arises, due
from analysis.trajectory import Trajectory
from pastno.words import clean
from personas.perception import Cue

HIDDEN = "[hidden: this reply may give what must not be given; u shows it]"
_READING = "Enter: go on, u: show what is hidden, k: skip this conversation, q: stop"
_ASKING = "s: skip, b: back, r: read again, u: show what is hidden, k: skip this conversation, q: stop"


class Stop(Exception):
    """The rater wants to stop. Everything that was answered is kept."""


Note = Callable[[Key, str | None], Label]
"""Makes an answer durable: to which question, and the value; None where it was skipped."""


class Reading:
    """One conversation, as one rater goes through it."""

    def __init__(self, console: Console, trajectory: Trajectory, questions: Sequence[Question], note: Note) -> None:
        self._console, self._questions, self._note = console, questions, note
        self._told = turns(trajectory)
        self._unsafe = {one.n for one in trajectory.exchanges if Cue.UNSAFE in one.observed.cues}
        self._at = 0
        """The reply that was asked about last."""
        self._trail: list[Question] = []

    def hold(self, given: dict[Key, Label], *, computed: bool) -> None:
        """Show the conversation, then ask until every question that arises has an answer.

        Args:
            given: the answers so far; those that come are added.
            computed: the questions are an evaluator's, which need not arise.

        Raises:
            Stop: the rater stopped.
        """
        if not self._read():
            given["", 0, ""] = self._note(("", 0, ""), None)
            return
        while (question := self._next(given)) is not None:
            steer, value = self._ask(question, computed=computed)
            if steer == "k":
                given["", 0, ""] = self._note(("", 0, ""), None)
            elif steer == "b":
                self._back(given)
            elif steer == "s" or value is not None:
                given[question.key] = self._note(question.key, value)
                self._trail.append(question)

    def _next(self, given: Mapping[Key, Label]) -> Question | None:
        return due(self._questions, given)

    def _back(self, given: dict[Key, Label]) -> None:
        """Ask the last question again, and with it whatever its answer decides."""
        if not self._trail:
            self._console.print(Text("this is the first question", style="grey62"))
            return
        last = self._trail.pop()
        del given[last.key]
        for one in self._questions:
            if one.key in given and not arises(one, given):
                del given[one.key]

    def _read(self) -> bool:
        """Show the exchanges one by one; whether the conversation is to be asked about."""
        for turn in self._told:
            self._show(turn)
            while said := self._input(_READING):
                if said == "k":
                    return False
                if said == "u":
                    self._uncover([turn])
                else:
                    self._say(f"found '{said}', expected {_READING}", style="yellow3")
        return True

    def _ask(self, question: Question, *, computed: bool) -> tuple[str, str | None]:
        """What the rater wants, and the value where it is an answer."""
        keys = answers(question, computed=computed)
        if question.at and question.at != self._at:
            self._again(question, uncover=False)
        self._at = question.at
        self._put(question, keys)
        while True:
            said = self._input(_ASKING)
            if said in keys:
                return "", keys[said]
            if said in ("s", "b", "k"):
                return said, None
            if said in ("r", "u"):
                self._again(question, uncover=said == "u")
                self._put(question, keys)
            else:
                self._say(f"found '{said}', expected one of {', '.join(keys)}, or {_ASKING}", style="yellow3")

    def _again(self, question: Question, *, uncover: bool) -> None:
        about = [turn for turn in self._told if question.at in (0, turn.n)]
        if uncover:
            self._uncover(about)
        else:
            for turn in about:
                self._show(turn)

    def _uncover(self, some: Sequence[Turn]) -> None:
        hidden = [turn for turn in some if turn.n in self._unsafe]
        if not hidden:
            self._say("nothing is hidden here", style="grey62")
        for turn in hidden:
            self._show(turn, uncovered=True)

    def _show(self, turn: Turn, *, uncovered: bool = False) -> None:
        reply = HIDDEN if turn.n in self._unsafe and not uncovered else turn.chatbot
        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(no_wrap=True, style="bold")
        grid.add_column(overflow="fold")
        for who, words in ((f"[{turn.n}] person", turn.person), (f"[{turn.n}] chatbot", reply)):
            grid.add_row(who, Text(clean(words)))
        self._console.print(grid)
        self._console.print()

    def _put(self, question: Question, keys: Mapping[str, str]) -> None:
        about = f"About the reply in [{question.at}]:" if question.at else "About the whole conversation:"
        self._say(f"\n{about} {question.text}", style="bold")
        told = [f"  {key}: {_meaning(question, value)}" for key, value in keys.items()]
        self._say(("" if question.item.kind == "yes_no" else "\n").join(told))

    def _say(self, words: str, style: str = "") -> None:
        self._console.print(Text(clean(words), style=style))

    def _input(self, keys: str) -> str:
        return prompt(self._console, keys)


def prompt(console: Console, keys: str) -> str:
    """What the rater types, in lower case.

    Raises:
        Stop: `q`, or nothing more can be typed.
    """
    try:
        said = console.input(Text(f"({keys}) > ", style="grey62")).strip().lower()
    except EOFError:
        raise Stop from None
    if said == "q":
        raise Stop
    return said


def answers(question: Question, *, computed: bool) -> dict[str, str]:
    """What can be typed, and which value it is."""
    item = question.item
    if item.kind == "yes_no":
        keys = {"y": "yes", "n": "no"}
    elif item.kind == "scale":
        keys = {level: level for level in item.answers}
    else:
        keys = {str(number): word for number, word in enumerate(item.answers, 1)}
    return keys | {"?": UNCLEAR} | ({"x": NOT_AT_RISK} if computed else {})


def _meaning(question: Question, value: str) -> str:
    if value == UNCLEAR:
        return "cannot tell"
    if value == NOT_AT_RISK:
        return "the question does not arise here"
    told = question.meanings.get(value, "")
    if question.item.kind == "scale":
        return told
    name = value.replace("_", " ")
    return name if told in ("", name) else f"{name}: {told}"
