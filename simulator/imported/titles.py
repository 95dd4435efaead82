"""Names in what a source calls a transcript, as in `emily-watson-2021`, where its texts name who that is."""

from __future__ import annotations

import re
from collections.abc import Iterable

from simulator.imported.spans import Kind, Span

SHORTEST = 3
"""Letters of a name that is looked for in a title."""
_TOKEN = re.compile(r"[^\W\d_]+")
_APART = re.compile(r"[\W_]+")


def titled(title: str, names: Iterable[str]) -> list[Span]:
    """Where a title is made of names, whatever their case and whatever stands between them; in order.

    Args:
        title: as the source has it.
        names: the words of names that were recognised in the texts, in lower case.
    """
    words = sorted({part for name in names for part in _TOKEN.findall(name) if len(part) >= SHORTEST})
    if not words:
        return []
    whole = re.compile(f"(?:{'|'.join(map(re.escape, words))})+", re.IGNORECASE)
    spans: list[Span] = []
    for match in _TOKEN.finditer(title):
        if not whole.fullmatch(match[0]):
            continue
        if spans and _APART.fullmatch(title, spans[-1].end, match.start()):
            spans[-1] = spans[-1]._replace(end=match.end())
        else:
            spans.append(Span(*match.span(), Kind.NAME))
    return spans


def spoken(written: str) -> str:
    """A stretch of a title as a text would write it, so that it is the same person there."""
    return _APART.sub(" ", written).strip()
