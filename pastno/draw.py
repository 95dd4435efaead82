"""The phase graph as text: drawn for the terminal, and as Mermaid. Both read the one table of moves."""

from __future__ import annotations

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from pastno.words import PHASE_COLOURS
from simulator.phases import TABLE, Phase

_DRAWING = """\
             ╭───╮ no refusal yet                         ╭───╮ no new refusal
             │   ▼                                        │   ▼
          ┏━━━━━━━━━━━━━┓  first    ┏━━━━━━━━━┓  goes on  ┏━━━━━━━━━━━━━━┓
  start ─▶┃ pre_refusal ┃──────────▶┃ refusal ┃──────────▶┃ post_refusal ┃
          ┗━━━━━━━━━━━━━┛  refusal  ┃         ┃◀──────────┗━━━━━━━━━━━━━━┛
                 │                  ┗━━━━━━━━━┛  again            │
                 ▼                       ▼                        ▼
          ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ end ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
"""


def drawing() -> Group:
    """The graph drawn for the terminal, with every move of the table below it."""
    picture = Text(_DRAWING)
    for phase, colour in PHASE_COLOURS.items():
        picture.highlight_regex(rf"(?<![\w]){phase}(?![\w])", f"bold {colour}")
    return Group(picture, moves())


def moves() -> Table:
    """Every allowed move and why it is made."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("from", "to", "why"):
        table.add_column(name)
    for start, end, why in edges():
        table.add_row(_coloured(start), _coloured(end), why)
    return table


def edges() -> list[tuple[Phase, Phase, str]]:
    """Every allowed move with its reason, in the table's order."""
    return [(start, end, str(data["why"])) for start, end, data in TABLE.edges(data=True)]


def mermaid() -> str:
    """The graph as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", "    direction LR"]
    for start, end, why in edges():
        lines.append(f"    {_state(start)} --> {_state(end)}: {why}")
    return "\n".join(lines)


def _state(phase: Phase) -> str:
    return "[*]" if phase in (Phase.START, Phase.END) else phase.value


def _coloured(phase: Phase) -> Text:
    return Text(phase.value, style=PHASE_COLOURS.get(phase, "grey62"))
