"""The timeline of a conversation: its walk through the phases, drawn in one line."""

from __future__ import annotations

from itertools import islice

import msgspec
from rich.text import Text

from pastno.words import CAUSE_COLOURS, CAUSE_WORDS, PHASE_COLOURS, PHASE_MARKS, plain
from simulator.fold import Live
from simulator.phases import Phase


class Mark(msgspec.Struct, frozen=True):
    """One visit to a phase."""

    phase: Phase
    exchange: int | None = None
    """Number of the exchange held there; None in `refusal`, which holds none."""


def marks(live: Live) -> list[Mark]:
    """The phases a conversation went through, in order."""
    refused = {encounter.exchange for encounter in live.encounters}
    walk: list[Mark] = []
    for exchange in live.exchanges:
        walk.append(Mark(exchange.phase, exchange.n))
        if exchange.n in refused:
            walk.append(Mark(Phase.REFUSAL))
    return walk


def ending(live: Live, *, short: bool = False) -> Text:
    """How the conversation ended, or where it stands."""
    if live.ended is not None:
        cause = live.ended.cause
        return Text(CAUSE_WORDS[cause] if short else plain(cause), style=CAUSE_COLOURS[cause])
    if live.failed is not None:
        return Text("failed" if short else f"failed ({plain(live.failed.kind)})", style="magenta")
    return Text("…" if short else "… not ended", style="grey62")


def mini(live: Live, *, spaced: bool = True) -> Text:
    """The timeline in a few characters, for a table: `● ● ✕ ○ ○ │ left`."""
    drawn = [Text(PHASE_MARKS[mark.phase], style=PHASE_COLOURS[mark.phase]) for mark in marks(live)]
    gap = " " if spaced else ""
    return Text(gap).join([*drawn, Text("│", style="grey62")]) + Text(" ") + ending(live, short=True)


def timeline(live: Live, width: int) -> Text:
    """The timeline with exchange numbers above its marks, wrapped to `width` columns, and a legend below."""
    rest = iter(marks(live))
    lines: list[Text] = []
    while row := list(islice(rest, max(1, (width - 4) // 4))):
        lines += [_numbers(row), _line(row)]
    lines = lines or [Text(), Text("  ")]
    end = ending(live)
    if lines[-1].cell_len + end.cell_len + 4 > width:
        lines.append(Text("  "))
    lines[-1] += Text("■ ", style="grey62") + end
    return Text("\n").join([*lines, _legend()])


def _numbers(row: list[Mark]) -> Text:
    return Text("  " + "".join(f"{mark.exchange or '':<4}" for mark in row).rstrip(), style="grey62")


def _line(row: list[Mark]) -> Text:
    line = Text("  ")
    for mark in row:
        line.append(f"{PHASE_MARKS[mark.phase]}───", style=PHASE_COLOURS[mark.phase])
    return line


def _legend() -> Text:
    legend = Text("  ")
    for phase, mark in PHASE_MARKS.items():
        legend.append(f"{mark} {phase}   ", style=PHASE_COLOURS[phase])
    return legend
