"""What a comparison comes to: everything that `pastno compare` prints, and writes with `--json`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from analysis.comparison.crossed import count_of
from analysis.comparison.difference import Difference, differences
from analysis.comparison.interval import RESAMPLES
from analysis.comparison.pairing import Paired
from analysis.comparison.side import Looked, Side

FORMAT = 1
"""Version of the JSON."""


class Contrast(msgspec.Struct, frozen=True, kw_only=True):
    """Two sides."""

    a: str
    """The first: the arm `control`, or a run's folder."""
    b: str
    """The second; every difference is b less a."""
    change: str = ""
    """What an arm changes; empty between runs."""
    value: str = ""
    """To what."""
    check: bool = False
    """Nothing is changed on purpose: what differs is noise, or the machinery."""
    by: tuple[str, ...]
    """What is equal in a pair."""
    pairs: int
    clusters: int
    """Persons in a situation, or imported conversations."""
    alone_a: int
    """Conversations of the first side without a partner."""
    alone_b: int
    rows: tuple[Difference, ...]


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Arms of a fork beside its control, or two runs."""

    v: int = FORMAT
    kind: Literal["arms", "runs"]
    names: tuple[str, ...]
    """Folders."""
    policies: tuple[str, ...]
    """How the persons react, for each folder."""
    instruments: tuple[str, ...]
    """What read the replies, for each folder."""
    contrasts: tuple[Contrast, ...]
    """Those that change nothing come first."""
    primary: str = ""
    looked: int
    """Differences that were looked at in arms or runs that are no check."""
    tested: int
    """Of these, those with a p that differ in some pair and were not named beforehand: `holm` is adjusted for them."""
    seed: int
    resamples: int = RESAMPLES
    warnings: tuple[str, ...] = ()
    """What makes the two sides unlike beyond what was to be compared."""
    notes: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    """Measures that are not compared here, for safety."""


def contrast(  # noqa: PLR0913 (what an arm changes is told apart from its name)
    a: str, b: str, paired: Paired, looked: Sequence[Looked], *, seed: int, change: str = "", value: str = "",
    check: bool = False,
) -> Contrast:  # fmt: skip
    """The differences of two sides."""
    return Contrast(
        a=a,
        b=b,
        change=change,
        value=value,
        check=check,
        by=paired.by,
        pairs=len(paired.pairs),
        clusters=count_of([pair.cluster for pair in paired.pairs]),
        alone_a=paired.alone_a,
        alone_b=paired.alone_b,
        rows=differences(looked, paired.pairs, seed),
    )


def gap(row: Difference, rows: Iterable[Difference]) -> float | None:
    """The difference of the same measure in other rows; 0 for a word nobody there has, None where none is known."""
    same = [one for one in rows if (one.evaluator, one.measure) == (row.evaluator, row.measure)]
    found = next((one for one in same if one.label == row.label), None)
    if found is not None:
        return found.difference
    return 0.0 if any(one.n for one in same) else None


def counts(contrasts: Iterable[Contrast]) -> tuple[int, int]:
    """How many differences were looked at, and how many of them were tested and not named beforehand."""
    rows = [row for one in contrasts if not one.check for row in one.rows]
    return len(rows), sum(row.holm is not None and not row.primary for row in rows)


def notes_of(side: Side, looked: Sequence[Looked], *, audited: bool) -> list[str]:
    """What must be known of a side."""
    found = list(side.torn)
    if side.unfinished:
        found.append(
            f"{side.name}: {side.unfinished} conversations have not ended and are not compared; go on with `pastno run "
            "--resume`"
        )
    if not audited and side.plan.imported is None and any(one.measure.reads for one in looked):
        found.append(
            "what drove the simulated people also scored them, where a measure rests on an observer; `--audit simple` "
            "has another read"
        )
    return found
