"""One group less another, and the p of all such: which are a family, and what moves where nothing was changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from analysis.comparison.arms import READS
from analysis.comparison.contrast import gap
from analysis.comparison.difference import Difference
from analysis.comparison.holm import adjusted, holm
from analysis.stats.apart import Gap
from analysis.stats.lasting import Lasting
from simulator.arms import AGAIN, CONTROL, Arm

_ARM = "arm="


class Apart(msgspec.Struct, frozen=True, kw_only=True):
    """One group less another."""

    a: str
    """The one that it is set beside, as `target=reference:open`."""
    b: str
    """The other; every difference is b less a."""
    check: bool = False
    """Nothing is changed on purpose: what differs is noise, or the machinery."""
    by: tuple[str, ...]
    """What is equal in a pair; empty where nothing pairs them."""
    pairs: int
    clusters: int
    alone_a: int
    """Conversations of the first without a partner."""
    alone_b: int
    measures: tuple[Difference, ...] = ()
    """Of the measures that are tabulated, and the primary outcome whatever it is."""
    persistence: Lasting | None = None
    """None where nobody was refused on both sides."""
    moves: tuple[Gap, ...] = ()
    """Between phases."""
    ends: tuple[Gap, ...] = ()
    """From phases."""
    warnings: tuple[str, ...] = ()


def marked(found: Apart, by: Sequence[str], arms: Mapping[str, Arm]) -> Apart:
    """Say whether anything was changed on purpose, and which measures only say whether the change took."""
    sides = [arms.get(name.removeprefix(_ARM)) for name in (found.a, found.b)] if tuple(by) == ("arm",) else []
    check = found.a == _ARM + CONTROL and any(arm is not None and not arm.changes for arm in sides[1:])
    worded = any(arm is not None and arm.change == "wording" for arm in sides or arms.values())
    if not (worded and {"arm", "wording"} & set(by)):
        return replace(found, check=check)
    rows = (replace(row, treatment=row.evaluator in READS) for row in found.measures)
    return replace(found, check=check, measures=tuple(rows))


def beside_noise(found: Sequence[Apart]) -> list[Apart]:
    """With the difference of the arm `a-a` beside every other that is no check, where there is one."""
    noise = next((one for one in found if one.check and one.b == _ARM + AGAIN), None)
    return [one if noise is None or one.check else _noisy(one, noise) for one in found]


def together_adjusted(found: Sequence[Apart], primary: str) -> tuple[Apart, ...]:
    """With p of all but checks adjusted in one family; those of the primary outcome are another."""
    real = [one for one in found if not one.check]
    rows = adjusted([row for one in real for row in one.measures], primary)
    searched = [at for at, row in enumerate(rows) if row.holm is not None and not row.primary]
    spans = [one.persistence.p for one in real if one.persistence is not None and one.persistence.p is not None]
    held = iter(holm([*(rows[at].estimate.p or 0.0 for at in searched), *spans]))
    for at in searched:
        rows[at] = replace(rows[at], holm=next(held))
    each = iter(rows)
    return tuple(one if one.check else _with(one, each, held) for one in found)


def _with(one: Apart, rows: Iterator[Difference], held: Iterator[float]) -> Apart:
    went_on = one.persistence
    if went_on is not None and went_on.p is not None:
        went_on = replace(went_on, holm=next(held))
    return replace(one, measures=tuple(next(rows) for _ in one.measures), persistence=went_on)


def _noisy(one: Apart, noise: Apart) -> Apart:
    went_on, floor = one.persistence, noise.persistence
    return replace(
        one,
        measures=tuple(replace(row, noise=gap(row, noise.measures)) for row in one.measures),
        persistence=went_on and replace(went_on, noise=floor.difference.value if floor else None),
        moves=_floored(one.moves, noise.moves),
        ends=_floored(one.ends, noise.ends),
    )


def _floored(some: Sequence[Gap], noise: Sequence[Gap]) -> tuple[Gap, ...]:
    known = {one.step: one.difference.value for one in noise}
    return tuple(replace(one, noise=known.get(one.step)) for one in some)
