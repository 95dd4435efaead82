"""The phase graph as a picture; needs matplotlib."""

from __future__ import annotations

from pathlib import Path
from textwrap import fill
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from pastno.draw import edges
from simulator.phases import Phase

mpl.use("Agg")

_PLACES = {
    Phase.START: (-0.9, 2.0),
    Phase.PRE_REFUSAL: (3.2, 2.0),
    Phase.REFUSAL: (7.2, 2.0),
    Phase.POST_REFUSAL: (11.2, 2.0),
    Phase.END: (7.2, -0.9),
}
_FILLS = {
    Phase.START: "#e5e7eb",
    Phase.PRE_REFUSAL: "#0ea5e9",
    Phase.REFUSAL: "#dc2626",
    Phase.POST_REFUSAL: "#f59e0b",
    Phase.END: "#e5e7eb",
}
_BENDS = {
    (Phase.START, Phase.REFUSAL): -0.32,
    (Phase.START, Phase.POST_REFUSAL): -0.36,
    (Phase.REFUSAL, Phase.POST_REFUSAL): -0.28,
    (Phase.POST_REFUSAL, Phase.REFUSAL): -0.28,
    (Phase.PRE_REFUSAL, Phase.END): 0.18,
    (Phase.POST_REFUSAL, Phase.END): -0.18,
}
_HALF_WIDTH, _HALF_HEIGHT = 0.95, 0.36
"""Half the size of a box."""


def save(path: Path) -> None:
    """Write the picture; the file's ending chooses the format."""
    figure = Figure(figsize=(13, 6.2), dpi=150, facecolor="white")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(-2.3, 12.6)
    axes.set_ylim(-1.5, 5.2)
    axes.axis("off")
    for start, end, why in edges():
        _arrow(axes, start, end, why)
    for phase in Phase:
        _box(axes, phase)
    figure.savefig(path)


def _box(axes: Any, phase: Phase) -> None:
    x, y = _PLACES[phase]
    patch = FancyBboxPatch(
        (x - _HALF_WIDTH, y - _HALF_HEIGHT),
        2 * _HALF_WIDTH,
        2 * _HALF_HEIGHT,
        boxstyle="round,pad=0.04,rounding_size=0.18",
        facecolor=_FILLS[phase],
        edgecolor="none",
        zorder=3,
    )
    axes.add_patch(patch)
    colour = "#111827" if phase in (Phase.START, Phase.END) else "white"
    axes.text(x, y, phase.value, ha="center", va="center", fontsize=14, color=colour, weight="bold", zorder=4)


def _arrow(axes: Any, start: Phase, end: Phase, why: str) -> None:
    if start is end:
        _loop(axes, start, why)
        return
    bend = _BENDS.get((start, end), 0.0)
    (x1, y1), (x2, y2) = _anchor(start, end, bend), _anchor(end, start, -bend)
    _draw(axes, (x1, y1), (x2, y2), bend)
    # The middle of a quadratic curve lies half its bend beside the straight line.
    middle = ((x1 + x2) / 2 + bend * (y2 - y1) / 2, (y1 + y2) / 2 - bend * (x2 - x1) / 2)
    _label(axes, middle, why)


def _anchor(phase: Phase, towards: Phase, bend: float) -> tuple[float, float]:
    """The point of a box's edge where an arrow leaves it."""
    (x, y), (other_x, other_y) = _PLACES[phase], _PLACES[towards]
    if other_y != y:
        side = _HALF_WIDTH + 0.05 if phase is Phase.END and other_x != x else 0.0
        if side:
            return (x + (side if other_x > x else -side), y)
        return (x, y + (_HALF_HEIGHT + 0.06) * (1 if other_y > y else -1))
    if Phase.START in (phase, towards) and bend:
        # Arrows that arrive leave room for the loop on the right of the box.
        return (x + (0.0 if phase is Phase.START else -0.6), y + _HALF_HEIGHT + 0.06)
    lift = 0.2 if bend else 0.0
    right = other_x > x
    up = bend < 0 if right else bend > 0
    return (x + (_HALF_WIDTH + 0.06) * (1 if right else -1), y + (lift if up else -lift))


def _loop(axes: Any, phase: Phase, why: str) -> None:
    x, y = _PLACES[phase]
    top = y + _HALF_HEIGHT + 0.05
    _draw(axes, (x - 0.1, top), (x + 0.6, top), -1.6)
    _label(axes, (x + 0.25, top + 0.74), why)


def _draw(axes: Any, start: tuple[float, float], end: tuple[float, float], bend: float) -> None:
    arrow = FancyArrowPatch(
        start,
        end,
        connectionstyle=f"arc3,rad={bend}",
        arrowstyle="-|>",
        mutation_scale=16,
        linewidth=1.6,
        color="#4b5563",
        shrinkA=0,
        shrinkB=0,
        zorder=1,
    )
    axes.add_patch(arrow)


def _label(axes: Any, place: tuple[float, float], why: str) -> None:
    frame = {"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none"}
    axes.text(*place, fill(why, 22), ha="center", va="center", fontsize=10, color="#1f2937", bbox=frame, zorder=2)
