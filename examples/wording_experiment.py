"""Does the wording of a refusal change what follows? A controlled experiment, and how far its answer is our own doing.

    python examples/wording_experiment.py --out runs/wording
    python examples/wording_experiment.py --out runs/small --on local:smollm2 --only reference:blunt --repeats 1

Every first refusal of `first-look` is put in four other wordings, equally long. From there on the same person goes on
with the same draws, beside arms in which nothing was changed. All of it is held once for each reaction policy, because
how a simulated person reacts is a parameter: what comes out is a range over policies, never one number. Given the same
folder again it goes on where it stopped. Needs numpy: pip install 'pastno[stats]'.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import msgspec
from rich.console import Console
from rich.text import Text

import pastno
from personas.perception import Strategy
from personas.policy import weigh
from personas.schema import Policy
from simulator.course import perceive
from simulator.fold import Live, advance, begin
from simulator.plan import Plan
from simulator.store import Run
from simulator.targets.reference import NAMES
from simulator.transcript import Met, Started

WORDINGS = ("bare", "policy", "warm", "four-part")
AGAINST = "bare"
POLICIES = ("own", "wording-blind", "reversed", "sampled:1", "sampled:2")
MEASURES = ("persistence.persistence", "outcome.cause", "distress.end")

CANNOT = """
A policy is a parameter that somebody chose, so none of this is a finding about people. Differences have no interval
here: `pastno compare` gives them, one folder at a time, and with few repeats chance is larger than what is planted."""


class Left(msgspec.Struct, frozen=True):
    """Who leaves at once, in one arm."""

    arm: str
    n: int
    planted: float
    """The mean of the probabilities that the personas' policies give it: what is planted."""
    found: float
    """The share that did."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Hold, fork under each policy, compare, and print."""
    asked, console = _asked(arguments), Console(highlight=False, markup=False, emoji=False)
    folders = experiment(asked)
    for policy, folder in folders.items():
        console.print(Text(f"\nWho leaves at once; policy {policy}", style="bold"))
        for one in left_at_once(pastno.read(folder)):
            console.print(Text(f"{one.arm:<12} {one.n:>5}  planted {one.planted:.3f}  found {one.found:.3f}"))
    ranges = pastno.compare_policies(list(folders.values()), measures=MEASURES, against=AGAINST)
    console.print(Text(f"\nDifferences of arms: the range over {len(folders)} policies", style="bold"))
    for row in ranges.ranges:
        if row.low is not None and row.high is not None:
            arms = f"{row.arm} less {row.against}"
            says = "  its sign rests on the policy" if row.rests_on_policy and not row.check else ""
            line = f"{arms:<20} {row.name:<36} {row.low:+.3f} to {row.high:+.3f}{says}"
            console.print(Text(line), soft_wrap=True)
    console.print(Text(CANNOT), soft_wrap=True)


def experiment(asked: argparse.Namespace) -> dict[str, Path]:
    """The forks, by policy; `first-look` itself is held first."""
    look = asked.out / "look"
    pastno.run(pastno.plan("first-look", asked.target), look)
    changes = [f"wording={name}" for name in WORDINGS]
    folders: dict[str, Path] = {}
    for policy in asked.policy:
        folders[policy] = asked.out / policy.replace(":", "-")
        pastno.fork(
            look, folders[policy], changes=changes, repeats=asked.repeats, target=asked.on, policy=policy,
            only=asked.only,
        )  # fmt: skip
    return folders


def left_at_once(run: Run) -> list[Left]:
    """Of each arm, how many leave at the refusal, and how many the policies would have leave."""
    found: dict[str, list[tuple[float, bool]]] = {}
    for events in run.conversations.values():
        started = events[0]
        if not isinstance(started, Started) or started.branch is None:
            continue
        live = begin(started)
        for event in events[1:]:
            before, live = live, advance(live, event)
            if isinstance(event, Met) and event.encounter.exchange == started.branch.at:
                planted = _leaves(before, event, run.plan)
                found.setdefault(started.branch.arm, []).append((planted, event.strategy is Strategy.WITHDRAW))
    return [_left(arm, pairs) for arm, pairs in found.items()]


def _leaves(before: Live, met: Met, plan: Plan) -> float:
    """The probability that this person's policy gives leaving, at a refusal as they took it in."""
    policy: Policy = plan.personas[before.started.persona].policy
    perceived = perceive(msgspec.structs.replace(before, encounters=(*before.encounters, met.encounter)))
    if met.state is None or perceived.encounters > policy.patience:
        return 1.0
    weights = weigh(met.state, perceived, policy)
    total = sum(weights.values())
    return weights.get(Strategy.WITHDRAW, 0.0) / total if total else 1.0


def _left(arm: str, pairs: Sequence[tuple[float, bool]]) -> Left:
    count = len(pairs)
    return Left(arm, count, sum(p for p, _ in pairs) / count, sum(left for _, left in pairs) / count)


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("runs/wording"), help="the experiment's folder")
    parser.add_argument("--target", action="append", help="who refuses; repeatable [default: all reference targets]")
    parser.add_argument("--on", help="the target that goes on after the refusal [default: the one that refused]")
    parser.add_argument("--policy", action="append", help="how people react; repeatable [default: five]")
    parser.add_argument("--repeats", type=int, default=3, help="of each arm")
    parser.add_argument("--only", default="", help="a part of the ids of the conversations to fork")
    asked = parser.parse_args(arguments)
    asked.target = asked.target or [f"reference:{name}" for name in NAMES]
    asked.policy = asked.policy or list(POLICIES)
    return asked


if __name__ == "__main__":
    main()
