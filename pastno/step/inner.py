"""What an exchange did to the person: the inner state before and after, the refusal, and at the end the outcome."""

from __future__ import annotations

import msgspec
from rich.text import Text

from pastno.bars import bar
from pastno.step.safe import shielded
from pastno.step.talk import Talk, Turn
from pastno.timeline import ending
from pastno.view import went_on
from pastno.words import PHASE_COLOURS, listed, plain
from personas.perception import State
from simulator.phases import Phase
from simulator.transcript import Met

NOBODY = "no inner state: imported, nobody was simulated"
_COLOURS = {"trust": "deep_sky_blue1", "distress": "red1", "hope": "green3", "felt_heard": "orange1"}
_CELLS = 5
_STEADY = 0.005


def inner(turn: Turn | None, told: Talk, *, narrow: bool, unsafe: bool) -> Text:
    """The side of the page.

    Args:
        turn: the exchange; None where none was held.
        told: its conversation.
        narrow: break each number of the state into two lines.
        unsafe: show what must not be given.
    """
    blocks = [Text("state, before → after", style="grey62")] if turn else []
    if turn is not None and turn.before is not None and turn.after is not None:
        blocks += _state(turn.before, turn.after, narrow=narrow)
    elif turn is not None:
        blocks = [Text(NOBODY, style="yellow3")]
    if turn is not None and turn.met is not None:
        blocks += _encounter(turn.met)
    if turn is None or turn is told.turns[-1]:
        blocks += _outcome(told, unsafe=unsafe)
    return Text("\n").join(blocks)


def _state(before: State, after: State, *, narrow: bool) -> list[Text]:
    names = msgspec.structs.asdict(after)
    return [_moved(name, getattr(before, name), value, narrow=narrow) for name, value in names.items()]


def _moved(name: str, before: float, after: float, *, narrow: bool) -> Text:
    change = after - before
    moved = "  steady" if abs(change) < _STEADY else f"  {'↑' if change > 0 else '↓'} {_number(abs(change))}"
    style = f"{_COLOURS[name]} on grey19"
    numbers = Text.assemble(
        (bar(before, _CELLS), style), f" {_number(before)} → ", (bar(after, _CELLS), style), f" {_number(after)}"
    )
    label = plain(name)
    if narrow:
        return Text.assemble((label, "bold"), moved, "\n ", numbers)
    return Text.assemble((f"{label:<10} ", "bold"), numbers, moved)


def _number(value: float) -> str:
    return f"{value:.2f}".removeprefix("0")


def _encounter(event: Met) -> list[Text]:
    met, colour = event.encounter, PHASE_COLOURS[Phase.REFUSAL]
    facts = {
        "stance": f"{plain(met.stance)}, source {met.source}",
        "trigger": plain(met.trigger),
        "framing": listed(met.framing),
        "referral": _yes(met.referral),
        "noticed": _yes(met.noticed),
        "repeated": _yes(met.repeated),
        "person": went_on(event),
    }
    rows = [Text.assemble((f"{name:<8} ", "grey62"), words) for name, words in facts.items()]
    return [Text(), Text("✕ refusal met", style=f"bold {colour}"), *rows]


def _outcome(told: Talk, *, unsafe: bool) -> list[Text]:
    ended = told.live.ended
    rows = [Text(), Text.assemble(("■ ", "grey62"), ending(told.live))]
    if ended is not None:
        rows.append(Text.assemble(("flags ", "grey62"), listed(ended.flags)))
    if ended is not None and ended.detail:
        rows.append(Text(shielded(ended.detail, unsafe=unsafe)))
    return rows


def _yes(value: bool) -> str:
    return "yes" if value else "no"
