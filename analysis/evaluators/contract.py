"""What an evaluator is: measures with a name, a kind and a range, computed from one trajectory or from many scores."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from analysis.evaluators.score import Score, Values
from analysis.trajectory import Trajectory
from simulator.plan import Plan


class Facet(StrEnum):
    """The five phases of a refusal under which evaluators report (Tang et al., arXiv 2602.01694, abstract)."""

    EXPECTATION = "expectation"
    TRIGGER = "trigger"
    FRAMING = "framing"
    REFERRAL = "referral"
    AFTERMATH = "aftermath"


class Kind(StrEnum):
    """What sort of value a measure has."""

    WHETHER = "whether"
    """True or false."""
    SHARE = "share"
    """In [0, 1]."""
    COUNT = "count"
    """A whole number from 0."""
    EXCHANGES = "exchanges"
    """A number of exchanges or of an exchange; may be censored, and then is a lower bound."""
    NUMBER = "number"
    """Within `low` and `high`."""
    LABEL = "label"
    """One of a few words."""


class Measure(NamedTuple):
    """One figure of an evaluator."""

    name: str
    kind: Kind
    text: str
    """What it says, in a sentence."""
    better: str = ""
    """`higher` or `lower` where a direction is meant; empty where none is."""
    low: float | None = None
    """Smallest possible value of a number."""
    high: float | None = None
    """Largest possible value; None where there is none."""
    reads: bool = True
    """Rests on what an observer saw in the replies; without it, on the record alone."""
    labels: tuple[str, ...] = ()
    """Of a label: every word there can be, so that a person can be asked for one; empty where they are not known."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Evaluator:
    """Says something of one trajectory, without a model."""

    name: str
    version: int
    """Changes whenever any trajectory could get another value."""
    facet: Facet
    text: str
    """The docstring of its file: definition, range, source, and what it cannot see."""
    measures: tuple[Measure, ...]
    evaluate: Callable[[Trajectory], Values]
    """Pure. Gives a value, or the absence of one, for every measure."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparer:
    """Says something of many conversations, from what evaluators said of each."""

    name: str
    version: int
    facet: Facet
    text: str
    measures: tuple[Measure, ...]
    needs: tuple[str, ...]
    """Names of the evaluators whose scores it takes."""
    compare: Callable[[Plan, Mapping[str, Mapping[str, Score]]], Iterable[tuple[str, Values]]]
    """Takes the plan and, for each needed evaluator, its scores by conversation; gives values by group id
    (`group_id`). Pure."""


def group_id(*, condition: str, target: str, persona: str = "*", scenario: str = "*", repetition: str = "*") -> str:
    """The id of a group of conversations: a conversation's, with `*` for what varies."""
    return f"{persona}/{scenario}/{condition}/{target}/{repetition}"
