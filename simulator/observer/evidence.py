"""Where in a reply the words stand that weighed most."""

from __future__ import annotations

from personas.perception import Cue
from simulator.observer.linear import Linear, Weighed
from simulator.observer.reading import Reading
from simulator.observer.request import LONG
from simulator.observer.rules import WORD
from simulator.observer.words import Feature
from simulator.transcript import Sighting

MOST = 3
"""Sightings the classifier adds to an observation."""


def evidence(model: Linear, weighed: Weighed, reading: Reading, *, refusing: bool = True) -> list[Sighting]:
    """The words that weighed most for refusing (or for complying), with their places, in order of place.

    There is always one where the reply holds a word: shapes weigh too, and they stand nowhere; then it is the
    first sentence.
    """
    cue, rule = (Cue.DECLINES, "linear:refuse") if refusing else (Cue.DELIVERS, "linear:comply")
    found: list[tuple[int, int]] = []
    places = _Places(reading.bare)
    placed = [feature for feature in weighed.known if not isinstance(feature, str)]
    for feature, _ in model.strongest(placed, refusing=refusing):
        span = places.of(feature)
        if span is not None and not any(start < span[1] and span[0] < end for start, end in found):
            found.append(span)
            if len(found) == MOST:
                break
    if not found:
        found = [(sentence.start, sentence.end) for sentence in reading.sentences if sentence.words][:1]
    return [Sighting(cue, start, end, rule) for start, end in sorted(found)]


class _Places:
    """Where the n-grams of a text stand."""

    def __init__(self, text: str) -> None:
        tokens: list[str] = []
        self._spans: list[tuple[int, int]] = []
        for match in WORD.finditer(text):
            for token in LONG.get(match[0], (match[0],)):
                tokens.append(token)
                self._spans.append(match.span())
        self._joined = f" {' '.join(tokens)} "

    def of(self, feature: Feature) -> tuple[int, int] | None:
        """The first place of an n-gram of two words or more; None for everything else."""
        if isinstance(feature, str):
            return None
        wanted = [token.removeprefix("^") for token in feature if token != "^"]
        at = self._joined.find(f" {' '.join(wanted)} ")
        if at < 0 or len(wanted) < 2:
            return None
        first = self._joined.count(" ", 0, at)
        return self._spans[first][0], self._spans[first + len(wanted) - 1][1]
