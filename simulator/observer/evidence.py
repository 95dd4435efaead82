"""Where in a reply the words stand that weighed most."""

from __future__ import annotations

import re

from personas.perception import Cue
from simulator.observer.linear import Linear, Weighed
from simulator.observer.reading import Reading
from simulator.observer.words import ASKED, LONG, Feature
from simulator.transcript import Sighting

MOST = 3
"""Sightings the classifier adds to an observation."""

_WORD = re.compile(r"[a-z0-9][a-z0-9']*")


def evidence(model: Linear, weighed: Weighed, reading: Reading, *, refusing: bool = True) -> list[Sighting]:
    """The words that weighed most for refusing (or for complying), with their places, in order of place.

    There is always one where the reply holds a word: shapes weigh too, and they stand nowhere; then it is the
    first sentence.
    """
    cue, rule = (Cue.DECLINES, "linear:refuse") if refusing else (Cue.DELIVERS, "linear:comply")
    found: list[tuple[int, int]] = []
    for feature, _ in model.strongest(weighed.known, refusing=refusing):
        span = _place(feature, reading.bare)
        if span is not None and not any(start < span[1] and span[0] < end for start, end in found):
            found.append(span)
            if len(found) == MOST:
                break
    if not found:
        found = [(sentence.start, sentence.end) for sentence in reading.sentences if sentence.words][:1]
    return [Sighting(cue, start, end, rule) for start, end in sorted(found)]


def _place(feature: Feature, text: str) -> tuple[int, int] | None:
    """The first place of an n-gram of two words or more; None for everything else."""
    if isinstance(feature, str) or ASKED in feature:
        return None
    wanted = [token.removeprefix("^") for token in feature if token != "^"]
    if len(wanted) < 2:
        return None
    places: list[tuple[str, int, int]] = []
    for match in _WORD.finditer(text):
        places += [(token, match.start(), match.end()) for token in LONG.get(match[0], (match[0],))]
    tokens = [token for token, _, _ in places]
    for at in range(len(tokens) - len(wanted) + 1):
        if tokens[at : at + len(wanted)] == wanted:
            return places[at][1], places[at + len(wanted) - 1][2]
    return None
