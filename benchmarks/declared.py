"""How well the observer reads what the reference targets declare: every stance, over all shipped scenarios.

The documented exceptions (docs/reference-targets.md) are told from the record alone, never from what was read, and are
counted apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, NamedTuple

import pastno
from analysis.realism.figure import Part, share
from benchmarks.intervals import SEED, Measured
from benchmarks.tables import table
from pastno.start import Changes, plan_for
from personas.perception import Stance
from scenarios.loader import load_suite
from simulator.observer.contract import Occasion
from simulator.observer.simple import SimpleObserver
from simulator.plan import Plan
from simulator.reobserve import replies
from simulator.store import read
from simulator.targets.reference import NAMES

CONVERSATIONS = 1_560
"""About so many: a balanced sample, two for each scenario and target."""
Kind = Literal["help around a boundary", "leaving in words the target does not know"]
EXCEPTIONS: tuple[Kind, ...] = ("help around a boundary", "leaving in words the target does not know")


class Declared(NamedTuple):
    """One reply of a reference target."""

    conversation: str
    target: str
    declared: Stance
    read: Stance
    simply: Stance
    """What the simple observer reads."""
    exception: Kind | None


def planned(conversations: int = CONVERSATIONS) -> Plan:
    """A balanced sample of everybody in every situation that fits them, with every reference target."""
    suite = load_suite("full").model_copy(update={"conditions": ("plain",)})
    return plan_for(suite, [f"reference:{name}" for name in NAMES], Changes(sample=conversations))


def held(plan: Plan) -> list[Declared]:
    """What was declared and read in every reply of the plan's conversations."""
    with TemporaryDirectory() as folder:
        pastno.run(plan, run := Path(folder) / "run")
        return list(_told(run))


def _told(folder: Path) -> Iterator[Declared]:
    run, simple = read(folder), SimpleObserver()
    seen = {(live.id, e.n): (live.started.target, e) for live in run.lives().values() for e in live.exchanges}
    for told in replies(run):
        target, exchange = seen[told.id, told.n]
        assert exchange.reply.truth is not None
        declared = Stance(exchange.reply.truth)
        simply = simple.observe(told.occasion).stance
        exception = excepted(declared, told.occasion)
        yield Declared(told.id, target, declared, exchange.observed.stance, simply, exception)


def excepted(declared: Stance, occasion: Occasion) -> Kind | None:
    """The documented exception a reply falls under, whatever was read in it."""
    if declared is Stance.COMPLY and any(slot.forbidden and slot.essential for slot in occasion.slots):
        return "help around a boundary"
    if declared is not Stance.NONE and occasion.strategy.closing:
        return "leaving in words the target does not know"
    return None


def of_declared() -> dict[str, Measured]:
    """The share of declared stances that are read: of all replies, by stance and by target."""
    rows = held(planned())
    plain = [row for row in rows if row.exception is None]
    figures: dict[str, Measured] = {}
    for name, some in _parts(plain).items():
        figures[name] = _share([(row.conversation, row.read is row.declared) for row in some])
        figures[f"baseline_{name}"] = _share([(row.conversation, row.simply is row.declared) for row in some])
    _show_exceptions(rows)
    return figures


def _parts(rows: Sequence[Declared]) -> dict[str, list[Declared]]:
    parts = {"declared_read": list(rows)}
    for stance in Stance:
        parts[f"declared_{stance}"] = [row for row in rows if row.declared is stance]
    for name in NAMES:
        parts[f"declared_{name}"] = [row for row in rows if row.target == f"reference:{name}"]
    return {name: some for name, some in parts.items() if some}


def _share(found: Sequence[tuple[str, bool]]) -> Measured:
    """With a 95 % interval over conversations; where all agree, the exact binomial bound over them."""
    figure = share([Part(conversation, float(right)) for conversation, right in found], seed=SEED)
    assert figure.value is not None
    assert figure.low is not None
    assert figure.high is not None
    return Measured(figure.value, figure.low, figure.high)


def _show_exceptions(rows: Sequence[Declared]) -> None:
    lines = []
    for kind in (None, *EXCEPTIONS):
        some = [row for row in rows if row.exception is kind]
        right = sum(row.read is row.declared for row in some)
        lines.append((kind or "none: counted below", f"{len(some):,}", f"{right:,}", f"{len(some) - right:,}"))
    whole = f"{len({row.conversation for row in rows}):,} conversations with {len(NAMES)} targets"
    table(f"Documented exceptions, {whole}", ("exception", "replies", "read as declared", "otherwise"), lines)
