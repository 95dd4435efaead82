"""Other places where a name stands that was recognised somewhere in the same conversation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from simulator.imported.spans import Kind, Span

_WORD = re.compile(r"[^\W\d_]+(?:[-‑][^\W\d_]+)*")
SHORTEST = 3
"""Letters of a name that is looked for elsewhere."""


class Mentions:
    """Where the recognised names stand.

    A word that the conversation also writes in small letters ("Hope", "hope") is a name elsewhere only where most of
    its places were recognised as one.

    Args:
        texts: the conversation's.
        kept: for each text, what stays there; words there are no mentions.
        found: for the texts that were read, what was recognised.
    """

    def __init__(
        self, texts: Sequence[str], kept: Sequence[Sequence[tuple[int, int]]], found: Mapping[int, Sequence[Span]]
    ) -> None:
        named = Counter(
            match[0].lower()
            for index, spans in found.items()
            for span in spans
            if span.kind is Kind.NAME
            for match in _WORD.finditer(texts[index], span.start, span.end)
        )
        self.names = frozenset(named)
        """The words of the recognised names, in lower case."""
        self._places: dict[str, list[tuple[int, int, int]]] = {word: [] for word in named if len(word) >= SHORTEST}
        for index, text in enumerate(texts) if self._places else ():
            self._look(index, text, kept[index])
        self._spans: dict[int, list[Span]] = {}
        for word, places in self._places.items():
            small = any(texts[index][start].islower() for index, start, _ in places)
            for index, start, end in places if not small or 2 * named[word] > len(places) else ():
                self._spans.setdefault(index, []).append(Span(start, end, Kind.NAME))

    def spans(self, index: int) -> list[Span]:
        """Those of one text."""
        return self._spans.get(index, [])

    def _look(self, index: int, text: str, kept: Sequence[tuple[int, int]]) -> None:
        stays = iter([*kept, (len(text), len(text))])
        start, end = next(stays)
        for match in _WORD.finditer(text):
            while end <= match.start() and start < len(text):
                start, end = next(stays)
            if match.end() <= start and match[0].lower() in self._places:
                self._places[match[0].lower()].append((index, *match.span()))
