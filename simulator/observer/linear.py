"""The linear classifier: two logistic heads over sparse features, in plain Python.

The first head tells complying from refusing, the second how likely a refusing reply is to be partial.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import msgspec

from simulator.observer.words import Feature
from simulator.transcript import Scores

SHIPPED = "local-1"
"""The weights that come with the package."""

# Whole numbers: a sum of fractions would depend on the order of a set, and that on the process.
_GRAIN = 10_000


class Weights(msgspec.Struct, frozen=True):
    """The file of weights."""

    version: str
    trained_on: str
    bias: tuple[float, float]
    features: dict[str, tuple[float, float]]
    """By feature, the tokens of an n-gram joined by spaces: weights of the two heads."""


class Weighed(NamedTuple):
    """What the classifier makes of one reply."""

    scores: Scores
    known: frozenset[Feature]
    """The features that carry a weight."""


class Linear:
    """Weights, and what follows from them."""

    def __init__(self, weights: Weights) -> None:
        self.version = weights.version
        self._bias = weights.bias
        # Both heads are summed at once: the real part for refusing, the imaginary one for being partial.
        self._weights = {
            _feature(name): complex(round(refusing * _GRAIN), round(partial * _GRAIN))
            for name, (refusing, partial) in weights.features.items()
        }
        self._known = frozenset(self._weights)

    def weigh(self, features: Iterable[Feature]) -> Weighed:
        """The three scores of a reply."""
        known = self._known.intersection(features)
        both = sum(map(self._weights.__getitem__, known), 0j)
        refusing = _logistic(self._bias[0] + both.real / _GRAIN)
        partial = _logistic(self._bias[1] + both.imag / _GRAIN)
        return Weighed(Scores(1 - refusing, refusing * partial, refusing * (1 - partial)), known)

    def strongest(self, known: Iterable[Feature], *, refusing: bool = True) -> list[tuple[Feature, float]]:
        """The features that weighed most for refusing, or for complying, the weightiest first."""
        sign = 1 if refusing else -1
        weights = [(feature, self._weights[feature].real) for feature in known]
        weighed = [(feature, weight / _GRAIN) for feature, weight in weights if sign * weight > 0]
        return sorted(weighed, key=lambda pair: (-abs(pair[1]), str(pair[0])))


@cache
def shipped() -> Linear:
    """The classifier that comes with the package."""
    raw = files("simulator.observer").joinpath("weights", f"{SHIPPED}.json").read_bytes()
    return Linear(msgspec.json.decode(raw, type=Weights))


def name_of(feature: Feature) -> str:
    """How a feature is written in the file."""
    return feature if isinstance(feature, str) else " ".join(feature)


def _feature(name: str) -> Feature:
    # Only n-grams and the shapes of what is asked hold a space.
    return tuple(name.split(" ")) if " " in name and ":" not in name else name


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value)) if value > -500 else 0.0
