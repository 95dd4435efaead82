"""The persona's inner state as small bars."""

from __future__ import annotations

import msgspec
from rich.text import Text

from pastno.words import plain
from personas.perception import State

_CELLS = 5
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_COLOURS = {"trust": "deep_sky_blue1", "distress": "red1", "hope": "green3", "felt_heard": "orange1"}
_STEADY = 0.005


def bars(before: State, after: State) -> Text:
    """One bar for each number of the state after a step, with an arrow where the step moved it."""
    parts = []
    for name, value in msgspec.structs.asdict(after).items():
        change = value - getattr(before, name)
        arrow = " " if abs(change) < _STEADY else "↑" if change > 0 else "↓"
        number = f"{value:.2f}".replace("0.", ".", 1)
        parts.append(
            Text.assemble(
                (f"{plain(name)} ", "grey62"),
                (bar(value), f"{_COLOURS[name]} on grey19"),
                (f" {number}{arrow}", "grey62"),
            )
        )
    return Text("  ").join(parts)


def bar(value: float, cells: int = _CELLS) -> str:
    """A bar of `cells` characters for a number in [0, 1], to an eighth of a character."""
    eighths = round(min(1.0, max(0.0, value)) * cells * 8)
    full, part = divmod(eighths, 8)
    return ("█" * full + (_EIGHTHS[part] if part else "")).ljust(cells)
