"""All exchanges of a conversation in three lines: number, phase by letter and colour, and the one that is shown."""

from __future__ import annotations

from types import MappingProxyType

from rich.text import Text

from pastno.step.talk import Talk, Turn
from pastno.timeline import ending
from pastno.words import PHASE_COLOURS
from simulator.phases import Phase

LETTERS = MappingProxyType({Phase.PRE_REFUSAL: "P", Phase.REFUSAL: "R", Phase.POST_REFUSAL: "A"})
"""`A` for after."""
_LEGEND = "P before a refusal  R one was met  A after one"
_CUT = 2
"""Columns that say that there is more."""


def strip(told: Talk, at: int, width: int) -> Text:
    """Three lines of at most `width` columns; of a long conversation the part around exchange `at`, from 0."""
    if not told.turns:
        return Text.assemble("no exchange was held  ", ("■ ", "grey62"), ending(told.live))
    cell = len(str(len(told.turns))) + 3
    seen = _window(len(told.turns), at, max(1, (width - 2 * _CUT) // cell))
    before, after = "… " if seen.start else "  ", "…" if seen.stop < len(told.turns) else ""
    numbers, letters = Text.assemble(before, _numbers(seen, at, cell), after), Text("  ")
    for n in seen:
        letters += _letters(told.turns[n], cell)
    last = Text.assemble((_LEGEND, "grey62"))
    end = Text.assemble(("  ■ ", "grey62"), ending(told.live, short=True))
    if last.cell_len + end.cell_len <= width:
        last += end
    return Text("\n").join([numbers, letters, last])


def _window(turns: int, at: int, room: int) -> range:
    start = min(max(0, at - room // 2), max(0, turns - room))
    return range(start, min(turns, start + room))


def _numbers(seen: range, at: int, cell: int) -> Text:
    row = Text()
    for n in seen:
        number = f"[{n + 1}]" if n == at else f" {n + 1} "
        row.append(number, style="bold reverse" if n == at else "grey62")
        row.append(" " * (cell - len(number)))
    return row


def _letters(turn: Turn, cell: int) -> Text:
    phase = turn.exchange.phase
    row = Text.assemble(" ", (LETTERS[phase], f"bold {PHASE_COLOURS[phase]}"))
    if turn.met is not None:
        row.append(LETTERS[Phase.REFUSAL], style=f"bold {PHASE_COLOURS[Phase.REFUSAL]}")
    return row + " " * (cell - row.cell_len)
