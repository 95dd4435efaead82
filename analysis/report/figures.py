"""Numbers that the statistics computed, as the page draws them: curves, ends, and rows of dots with intervals."""

from __future__ import annotations

import msgspec

from analysis.stats.number import Number
from analysis.stats.ranks import Ranked
from analysis.stats.risks import Reached

Places = tuple[int, ...]
"""Places in `Page.cards`."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a survival curve."""

    at: float
    """Exchanges."""
    share: float
    low: float | None
    """None where the share is 0 or 1, or there are too few: no interval."""
    high: float | None
    at_risk: int
    events: int
    censored: int


class Curve(msgspec.Struct, frozen=True, kw_only=True):
    """The survival curve of one group."""

    label: str
    steps: tuple[Step, ...]
    median: Number
    restricted: Number
    """Mean up to `until`."""
    until: float | None
    n: int
    events: int
    censored: int
    missing: int
    late: int
    outside: int
    """Never refused, where that takes them out."""
    how: str
    at: Places
    when: tuple[int, ...] = ()
    """Of each of them, how long it was seen to go on."""
    cut: tuple[bool, ...] = ()
    """Whether it was cut off then."""


class Curves(msgspec.Struct, frozen=True, kw_only=True):
    """The curves of all groups, and whether they differ."""

    groups: tuple[Curve, ...]
    """Those in which somebody was at risk."""
    test: Ranked | None = None
    """Log-rank; None where fewer than two groups are at risk."""
    holm: float | None = None
    """Its p, adjusted with all others."""
    warnings: tuple[str, ...] = ()


class End(msgspec.Struct, frozen=True, kw_only=True):
    """One end of the time after the first refusal, in one group."""

    name: str
    events: int
    points: tuple[Reached, ...]
    at: Places
    when: tuple[int, ...] = ()
    """Of each of them, after how many exchanges."""


class Ending(msgspec.Struct, frozen=True, kw_only=True):
    """How the time after the first refusal ends in one group."""

    label: str
    times: tuple[float, ...]
    at_risk: tuple[int, ...]
    going_on: tuple[float, ...]
    """Share that has met no end, at each time."""
    ends: tuple[End, ...]
    n: int
    censored: int
    missing: int
    outside: int
    how: str
    at: Places
    when: tuple[int, ...] = ()
    """Of each of them, how many exchanges after the first refusal it was seen."""
    """Those at risk."""


class Shared(msgspec.Struct, frozen=True, kw_only=True):
    """The share of one group that met one end by a time that every group has."""

    label: str
    end: str
    share: Number
    at: Places


class Endings(msgspec.Struct, frozen=True, kw_only=True):
    """How the time after the first refusal ends, in all groups."""

    groups: tuple[Ending, ...] = ()
    by: float | None = None
    """Exchanges after the first refusal up to which `shares` are told."""
    shares: tuple[Shared, ...] = ()
    withheld: str = ""
    """Why nothing is told; empty where something is."""


class Mark(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One number of one group."""

    label: str
    number: Number
    outside: int | None = None
    """In whom the question does not arise; None where that is no question."""
    p: float | None = None
    holm: float | None = None
    """The p, adjusted with all others."""
    note: str = ""
    at: Places = ()


class Forest(msgspec.Struct, frozen=True, kw_only=True):
    """One measure: a dot with its interval for each group."""

    kind: str
    """`rate`, `time`, `odds` or `difference`."""
    name: str
    unit: str
    """`share`, `exchanges`, `ratio` or `difference`."""
    marks: tuple[Mark, ...]
    primary: bool = False
    """Named before anything was held."""
    band: tuple[float, float] | None = None
    """What moves where nothing is changed: between the arms `control` and `a-a`."""


class Numbers(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that has an interval."""

    forests: tuple[Forest, ...] = ()
    never: tuple[str, ...] = ()
    """Words that nobody has."""
    nothing: tuple[str, ...] = ()
    """Measures that no conversation asks for."""
    withheld: tuple[str, ...] = ()


class Ranged(msgspec.Struct, frozen=True, kw_only=True):
    """What one arm moves, under each reaction policy; no single number."""

    arm: str
    measure: str
    differences: dict[str, float | None]
    """To the other arm, by policy."""
    pairs: dict[str, int]
    low: float | None
    high: float | None
    check: bool
    """Nothing is changed on purpose in this arm."""
    rests_on_policy: bool


class Ranges(msgspec.Struct, frozen=True, kw_only=True):
    """The same fork under several reaction policies."""

    policies: tuple[str, ...]
    against: str
    ranges: tuple[Ranged, ...]
    withheld: tuple[str, ...] = ()


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One measure of an evaluator; its values stand in a pack of their own."""

    name: str
    """`evaluator.measure`; of a judged one with who judged."""
    text: str
    kind: str
    """`whether`, `label`, or another for a number."""
    labels: tuple[str, ...] = ()


class Values(msgspec.Struct, frozen=True, kw_only=True):
    """What one measure says of each card."""

    values: tuple[bool | int | float | str | None, ...]
    """In the order of the cards."""
    cut: Places
    """Whose value is a lower bound."""
    absent: dict[str, Places]
    """Cards without a value, by the reason."""
