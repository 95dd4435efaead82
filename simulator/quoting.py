"""Find quoted words in a text."""

from __future__ import annotations

import re

from simulator.observer.rules import plain

_EDGES = " \t\r\n.,;:!?…'\"“”‘’*"


def find(quote: str, text: str) -> tuple[int, int] | None:
    """Where words stand in a text, whatever its case, its spaces and the shape of its apostrophes; None if nowhere."""
    words = plain(quote).strip(_EDGES).split()
    if not words:
        return None
    pattern = r"\s+".join(map(re.escape, words))
    match = re.search(rf"(?<!\w)(?<!\w'){pattern}(?!'?\w)", plain(text))
    return match.span() if match else None
