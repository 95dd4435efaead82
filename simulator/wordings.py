"""Wordings filled for one person."""

from __future__ import annotations

from simulator.observer.lines import LineBook


def filled(text: str, locale: str | None, lines: LineBook) -> tuple[str, str]:
    """Stand-in."""
    return text.replace("{line}", "a crisis line where you live"), ""
