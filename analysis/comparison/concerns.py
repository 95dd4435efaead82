"""What makes two runs unlike beyond what is to be compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from analysis.comparison.side import Side
from scenarios.schema import Target
from simulator.plan import Plan

_FEW = 5
_KINDS = ("persona", "scenario", "condition")


def concerns(a: Side, b: Side, *, policies: bool = True) -> Iterator[str]:
    """A sentence for each way in which the sides are unlike.

    Args:
        a: the first.
        b: the second.
        policies: whether different reaction policies, and the personas that differ by them, are worth a word.
    """
    if a.instrument != b.instrument:
        yield (
            f"the replies were read by {a.instrument} and by {b.instrument}: a difference may be one of reading; "
            "let one instrument read both with --audit"
        )
    if a.plan.observer != b.plan.observer:
        yield f"the observers that drove the runs differ: {a.plan.observer} and {b.plan.observer}"
    if a.plan.imported is None and b.plan.imported is None:
        yield from _held(a.plan, b.plan, policies=policies)


def _held(a: Plan, b: Plan, *, policies: bool) -> Iterator[str]:
    for name, of in _SETTINGS.items():
        one, two = of(a), of(b)
        if one != two and (policies or name != "reaction policies"):
            lost = ", so common random numbers do not hold" if name in _DRAWN else ""
            yield f"the {name} differ: {one} and {two}{lost}"
    changed = [one for one in _changed(a, b) if policies or not one.startswith("persona ")]
    if changed:
        others = f" and {len(changed) - _FEW} more" if len(changed) > _FEW else ""
        yield f"documents of the same name differ: {', '.join(changed[:_FEW])}{others}"


_DRAWN = frozenset({"seeds", "reaction policies"})


def _voice(plan: Plan) -> str:
    voice = plan.suite.voice
    return (voice.spec if isinstance(voice, Target) else voice) or "none"


_SETTINGS: dict[str, Callable[[Plan], object]] = {
    "seeds": lambda plan: plan.suite.seed,
    "reaction policies": lambda plan: plan.suite.policy,
    "voices": _voice,
    "budgets of exchanges": lambda plan: plan.suite.max_exchanges,
}


def _changed(a: Plan, b: Plan) -> list[str]:
    names = (name for name in a.hashes if name in b.hashes and name.partition("/")[0] in _KINDS)
    return [name.replace("/", " ", 1) for name in names if a.hashes[name] != b.hashes[name]]
