"""What the report shows, as data: the page draws nothing that does not stand here.

Every chart holds counts with their denominators, and for each mark the places of its conversations in `Page.cards`.
What is None was not measured, and the page says so. Erosion stands in `outcomes` by group alone, never by strategy or
path.
"""

from __future__ import annotations

import msgspec

from analysis.report.figures import Column, Curves, Endings, Numbers, Places, Ranges
from analysis.stats.number import Number


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """One target under one condition of one run: what was held and what it took."""

    run: str
    target: str
    condition: str
    planned: int
    held: int
    failed: int
    """Failed calls and failed personas."""
    unfinished: int
    refused: int
    calls: int
    uncounted: int
    """Replies whose tokens the provider did not count; they are in no sum."""
    tokens_in: int | None
    """None where nothing was counted."""
    tokens_out: int | None
    cost_usd: float | None
    """None where a price or a count is not known."""


class Ran(msgspec.Struct, frozen=True, kw_only=True):
    """One run folder."""

    name: str
    suite: str
    seed: int
    observer: str
    personas: int
    scenarios: int
    targets: tuple[str, ...]
    voices: tuple[str, ...]
    """Models that voiced the people; empty where the words were authored."""
    made_on: str
    notes: tuple[str, ...] = ()


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A move from one thing to another."""

    source: str
    target: str
    count: int
    at: Places


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """Ways through the phases, or from strategy to strategy, of one group."""

    label: str
    n: int
    """Conversations."""
    links: tuple[Link, ...]
    left_out: int = 0
    """Conversations that must not be told so."""


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """`count` of `of`, in one group or cell."""

    group: str
    name: str
    count: int
    of: int
    at: Places


class Bars(msgspec.Struct, frozen=True, kw_only=True):
    """Shares by group; as a heat map, `groups` are its columns and `names` its rows."""

    what: str
    """What is counted, and of what."""
    groups: tuple[str, ...]
    names: tuple[str, ...]
    bars: tuple[Bar, ...]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One number with what it is of."""

    name: str
    group: str
    number: Number


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation in the list; its words stand in a pack."""

    key: str
    """Its id, with the run before it where two runs hold the same."""
    run: str
    id: str
    persona: str
    scenario: str
    condition: str
    target: str
    repetition: int
    end: str
    """A cause, or `not ended`."""
    refusals: int
    exchanges: int
    walk: str
    """Phases visited, a letter each: `p` before, `r` refusal, `o` after."""
    family: str
    """Shared by a parent and its forks; empty where it has neither."""
    arm: str
    pack: int
    place: int
    """In its pack."""


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """The whole report but the words of the conversations."""

    title: str
    by: tuple[str, ...]
    """What groups are made of."""
    runs: tuple[Ran, ...]
    found: tuple[str, ...]
    cannot: tuple[str, ...]
    warnings: tuple[str, ...]
    held: tuple[Held, ...]
    flow: tuple[Flow, ...]
    curves: Curves
    """Who still goes on after the first refusal."""
    first: Curves
    """Who was not yet refused."""
    endings: Endings
    numbers: Numbers
    ranges: Ranges | None
    """None unless the runs are one fork under several reaction policies."""
    outcomes: Bars
    flags: Bars
    heat: Bars
    strategies: tuple[Flow, ...]
    withheld: str
    """Why there are no strategies; empty where there are."""
    unended: str
    """Why there are no outcomes and no flow: an arm changes the strategy; empty where there are."""
    framing: Bars
    referrals: Bars
    agreement: tuple[Line, ...] | None = None
    realism: tuple[Line, ...] | None = None
    measures: tuple[Column, ...] = ()
    """By which the list can be filtered."""
    cards: tuple[Card, ...] = ()
