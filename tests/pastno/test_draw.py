from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from rich.console import Console

from pastno.draw import drawing, edges, mermaid
from simulator.phases import TABLE


def test_mermaid_has_one_line_for_every_move_of_the_table() -> None:
    moves = [line for line in mermaid().splitlines() if "-->" in line]
    assert len(moves) == TABLE.number_of_edges()
    assert "    pre_refusal --> refusal: the first refusal" in moves


def test_the_drawing_names_every_reason_for_a_move_within_80_columns() -> None:
    console = Console(width=80)
    with console.capture() as capture:
        console.print(drawing())
    text = capture.get()
    assert [why for _, _, why in edges() if why not in text] == []
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.skipif(importlib.util.find_spec("matplotlib") is None, reason="needs matplotlib")
def test_the_picture_is_a_png(tmp_path: Path) -> None:
    from pastno.picture import save

    save(tmp_path / "graph.png")
    assert (tmp_path / "graph.png").read_bytes().startswith(b"\x89PNG")
