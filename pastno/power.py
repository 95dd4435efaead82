"""`pastno power`: how many conversations it takes to see a difference between two shares, by guess or from a pilot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from rich.console import Console
from rich.text import Text

from analysis.comparison.side import Looked
from analysis.errors import AnalysisError
from analysis.evaluators.contract import Kind
from analysis.findings.pool import Pool, pooled
from analysis.stats.power import Needed, icc_of, paired, unpaired
from analysis.stats.proportion import Told
from analysis.stats.rates import grouped_by, told_of
from documents.read import nearest
from pastno.grid import grid
from pastno.words import MISSING, clean, number
from pastno.written import check_json, write_json

DIFFERENCES = (0.05, 0.1, 0.15, 0.2, 0.3)
"""Told where none is named."""
USUAL = "stances.refused"
"""Looked at in a pilot where neither it nor the user names anything."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for."""

    folders: tuple[Path, ...] = ()
    """Of a pilot; the share, the size and the correlation come from it."""
    share: float = 0.5
    difference: float | None = None
    size: int = 1
    icc: float = 0.0
    discordant: float | None = None
    power: float = 0.8
    measure: str = ""
    by: tuple[str, ...] = ("target",)
    json: Path | None = None


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What one difference takes; None where there is nothing to be seen."""

    group: str
    """Of the pilot; empty without one."""
    share: float
    difference: float
    size: int
    """Conversations of each cluster, on each side."""
    icc: float
    unpaired: Needed
    """Two sides that share no person in a situation."""
    paired: Needed
    """The same persons in the same situations on both sides, as arms of a fork."""


class Pilot(msgspec.Struct, frozen=True, kw_only=True):
    """What a group of a pilot says."""

    group: str
    n: int
    clusters: int
    share: float | None
    size: int
    icc: float | None
    why: str = ""
    """Why nothing can be planned from it."""


class Powered(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was found."""

    v: int = 1
    measure: str
    power: float
    plans: tuple[Plan, ...]
    pilots: tuple[Pilot, ...]


def power(asked: Asked, console: Console) -> None:
    """Print what a study must hold, and write it where a file was named.

    Raises:
        AnalysisError: a number outside its range, an unknown measure or field.
        StoreError: no run folder, or a damaged one.
    """
    check_json(asked.json)
    found = of(asked)
    for part in _page(found, console.width):
        console.print(part)
    if asked.json is not None:
        write_json(found, asked.json)
        console.print(Text(f"written to {asked.json}", style="grey62"))


def of(asked: Asked) -> Powered:
    """The same; nothing is printed or written."""
    if not asked.folders:
        _fits(asked)
        pilot = Pilot(group="", n=0, clusters=0, share=asked.share, size=asked.size, icc=asked.icc)
        return Powered(measure="", power=asked.power, plans=tuple(_plans(pilot, asked)), pilots=())
    pool = pooled(asked.folders)
    name = asked.measure or pool.side.plan.suite.primary or USUAL
    looked, label = _measure(pool, name)
    groups = grouped_by(pool.side, asked.by)
    pilots = tuple(
        _pilot(" ".join(group) or "all", told_of(looked, seen, label), asked.difference)
        for group, seen in groups.items()
    )
    plans = tuple(plan for one in pilots if not one.why for plan in _plans(one, asked))
    if not plans:
        raise AnalysisError(
            f"{name} varies in no group of the pilot ({pilots[0].group}: {pilots[0].why}), so it tells nothing of what "
            "a difference takes; name another --measure, or a --share"
        )
    return Powered(measure=name, power=asked.power, plans=plans, pilots=pilots)


def _measure(pool: Pool, name: str) -> tuple[Looked, str]:
    """The measure, and the word that counts as true."""
    measure, _, label = name.partition("=")
    known = {
        f"{one.name}={word}" if word else one.name: (one, word)
        for one in pool.looked
        if one.name in pool.names and one.measure.kind in {Kind.WHETHER, Kind.LABEL}
        for word in (one.measure.labels if one.measure.kind is Kind.LABEL else ("",))
    }
    if (measure if not label else name) not in known:
        raise AnalysisError(
            f"no share is true or false by '{name}'{nearest(name, known)}; choose among {', '.join(known)}"
        )
    return known[name]


def _fits(asked: Asked) -> None:
    other = asked.share + (asked.difference or 0.0)
    if not 0 < other < 1 or not 0 < asked.share < 1:
        raise AnalysisError(
            f"found shares {asked.share:g} and {other:g}, expected both between 0 and 1; change --share or --difference"
        )


def _pilot(group: str, told: Sequence[Told], difference: float | None) -> Pilot:
    values = [one.value for one in told if one.value is not None]
    clusters = len({one.cluster for one in told if one.value is not None})
    share = sum(values) / len(values) if values else None
    return Pilot(
        group=group, n=len(values), clusters=clusters, share=share,
        size=max(1, round(len(values) / clusters)) if clusters else 1,
        icc=icc_of(told), why=_why(share, difference or 0.0),
    )  # fmt: skip


def _why(share: float | None, difference: float) -> str:
    if share is None:
        return "nothing to count"
    if share in {0.0, 1.0}:
        return "all are alike"
    return "" if 0 < share + difference < 1 else f"no share is {share + difference:.2f}"


def _plans(pilot: Pilot, asked: Asked) -> Iterator[Plan]:
    share, icc = pilot.share or 0.0, pilot.icc or 0.0
    if asked.folders:
        # An estimate may lie below 0, which no design has.
        icc = max(0.0, icc)
    for difference in _differences(share) if asked.difference is None else (asked.difference,):
        other = share + difference
        yield Plan(
            group=pilot.group, share=share, difference=difference, size=pilot.size, icc=icc,
            unpaired=unpaired(share, other, size=pilot.size, icc=icc, power=asked.power),
            paired=paired(
                share, other, discordant=asked.discordant, size=pilot.size, icc=icc, power=asked.power
            ),
        )  # fmt: skip


def _differences(share: float) -> list[float]:
    """Those that fit; downwards where the share is high."""
    return [gap if share + gap < 1 else -gap for gap in DIFFERENCES if share + gap < 1 or share - gap > 0]


def _page(found: Powered, width: int) -> Iterator[Text | object]:
    if found.pilots:
        rows = [
            [one.group, str(one.n), str(one.clusters), number(one.share), str(one.size), number(one.icc), one.why]
            for one in found.pilots
        ]
        heads = ["group", "n", "clusters", "share", "each", "icc", "why not"]
        yield Text(clean(f"Pilot: {found.measure}"), style="bold")
        yield grid(heads, [[clean(cell or MISSING) for cell in row] for row in rows], width, ("group", "why not"))
        yield Text()
    rows = [
        [one.group, number(one.share), f"{one.difference:+.2f}", str(one.unpaired.conversations),
         str(one.unpaired.clusters), str(one.paired.conversations), str(one.paired.clusters)]
        for one in found.plans
    ]  # fmt: skip
    heads = ["group", "share", "difference", "each side", "clusters", "pairs", "clusters"]
    first = 0 if found.pilots else 1
    yield Text(f"Conversations to see a difference in {found.power:.0%} of studies (two-sided, 5 %)", style="bold")
    yield grid(heads[first:], [list(map(clean, row[first:])) for row in rows], width, ("group",))
    yield from map(Text, _told(found))


def _told(found: Powered) -> Iterator[str]:
    yield ""
    yield "each side: two sides that share no person in a situation, so many on each; Fleiss (1981), Kish (1965)"
    yield "pairs: the same persons in the same situations on both sides, as arms of a fork are; Connor (1987)"
    yield "a cluster is a person in a situation; where pairs agree (--discordant) fewer pairs do"
    if found.pilots:
        yield "a pilot's share and correlation are uncertain themselves, the more so with few clusters"
