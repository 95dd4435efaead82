"""What groups do differently, each less the one that they are set beside, of conversations that both have.

The same person in the same situation each time is one pair. Only what was named beforehand is no search: p of rates and
of persistence are adjusted together (Holm); moves and ends have intervals alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from analysis.comparison.crossed import count_of
from analysis.comparison.difference import differences
from analysis.comparison.pairing import Paired, of_groups
from analysis.comparison.seen import Seen
from analysis.comparison.side import Looked
from analysis.findings.beside import arms_of, chosen, conversations, reference
from analysis.findings.family import Apart, beside_noise, marked, together_adjusted
from analysis.findings.pool import Pool
from analysis.stats.apart import ends_apart, moves_apart
from analysis.stats.flow import Flow
from analysis.stats.groups import Key, label
from analysis.stats.lasting import lasting
from analysis.stats.rates import grouped_by
from analysis.stats.survival import horizon, timed
from analysis.stats.walk import phase_walk

ALONE = "{} of {} have no partner in {} and are left out"
PICKED = (
    "in {} pairs one side alone was refused: they are in no mean of persistence, moves after a refusal are of other "
    "people on each side, and what is left is selected by the outcome"
)


def apart(pool: Pool, by: Sequence[str], against: str | None, seed: int = 0) -> tuple[Apart, ...]:
    """Every group less one of them.

    Args:
        pool: the conversations.
        by: what they are grouped by, of `analysis.stats.rates.FIELDS`.
        against: the group that the others are set beside, as it is printed. None takes the first of two (in forks the
            control), and makes no difference of more.
        seed: of the resampling.

    Raises:
        AnalysisError: no group is called so, or it is the only one.
    """
    groups = grouped_by(pool.side, by)
    first = chosen(groups, by, against)
    if first is None:
        return ()
    arms, looked = arms_of(pool.plans), _looked(pool)
    held = ([one.case for one in some if one.case is not None] for some in groups.values())
    until = horizon(timed(cases, "persistence")[0] for cases in held)
    pairs = [(reference(key, first, by, groups), key) for key in sorted(groups) if key != first]
    found = [marked(_apart(groups, keys, by, looked, seed, until), by, arms) for keys in pairs]
    return together_adjusted(beside_noise(found), pool.side.plan.suite.primary or "")


def _looked(pool: Pool) -> tuple[Looked, ...]:
    primary = (pool.side.plan.suite.primary or "").partition("=")[0]
    names = dict.fromkeys(name for name in (primary, *pool.names) if name not in pool.hidden)
    return tuple(one for name in names for one in pool.looked if one.name == name)


def _apart(
    groups: Mapping[Key, Sequence[Seen]],
    keys: tuple[Key, Key],
    by: Sequence[str],
    looked: Sequence[Looked],
    seed: int,
    until: float | None,
) -> Apart:
    paired = of_groups(groups[keys[0]], groups[keys[1]], by)
    names = label(by, keys[0]), label(by, keys[1])
    both = conversations(paired.pairs)
    before, after = (Flow(list(map(phase_walk, half.cases)), left_out=half.missing) for half in both)
    one, other = times = conversations(paired.pairs, timed=True)
    went_on = lasting(one.cases, other.cases, missing=one.missing + other.missing, until=until)
    return Apart(
        a=names[0], b=names[1], by=paired.by, pairs=len(paired.pairs),
        clusters=count_of([pair.cluster for pair in paired.pairs]), alone_a=paired.alone_a, alone_b=paired.alone_b,
        measures=differences(looked, paired.pairs, seed) if paired.pairs else (),
        persistence=went_on and replace(went_on, at_risk_a=one.alone, at_risk_b=other.alone),
        moves=moves_apart(before, after, seed=seed), ends=ends_apart(before, after, seed=seed),
        warnings=tuple(_warned(names, paired, sum(half.alone for half in times))),
    )  # fmt: skip


def _warned(names: tuple[str, str], paired: Paired, picked: int) -> Iterable[str]:
    if not paired.pairs:
        yield f"nothing pairs {names[1]} with {names[0]}: no person in a situation is in both, time by time"
        return
    for one, other, alone in ((*names, paired.alone_a), (*names[::-1], paired.alone_b)):
        if alone:
            yield ALONE.format(alone, one, other)
    if picked:
        yield PICKED.format(picked)
