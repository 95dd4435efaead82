"""Whom a judge may not judge: models of its own family, as the target or as the persona's voice."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.errors import AnalysisError
from analysis.judging.family import families
from analysis.judging.judge import Judge
from analysis.trajectory import Trajectory
from simulator.plan import Plan


def refuse_kin(judges: Iterable[Judge], plan: Plan) -> None:
    """Refuse judges that the plan shows to be related to a target or a voice.

    Raises:
        AnalysisError: one is.
    """
    for judge in judges:
        for what, specs in (("target", plan.targets), ("voice", plan.voices)):
            for spec in specs:
                shared = families(judge.spec) & families(spec)
                if shared:
                    raise AnalysisError(refusal(judge.spec, f"{what} {spec}", shared))


def kinship(names: Iterable[str], trajectory: Trajectory) -> str:
    """The target or voice of a conversation that shares a family with a judge; empty where none does.

    Args:
        names: of the judge: its spec, and the models that answered for it.
        trajectory: the conversation.
    """
    own = frozenset[str]().union(*map(families, names))
    for what, name in _heard(trajectory):
        shared = families(name) & own
        if shared:
            return f"{what} {name}: {_family(shared)}"
    return ""


def refusal(judge: str, whom: str, shared: Iterable[str] = ()) -> str:
    """Why a judge may not judge, and what to do."""
    told = f" ({_family(shared)})" if shared else ""
    return (
        f"judge {judge} is of the same model family as {whom}{told}, and models are lenient with their own kind; "
        "choose a judge of another family, or allow it with --allow-same-family: its scores are then marked"
    )


def _heard(trajectory: Trajectory) -> dict[tuple[str, str], None]:
    """Everything that spoke in a conversation, by the names it was recorded under."""
    found = {("target", trajectory.live.started.target): None}
    for exchange in trajectory.exchanges:
        if exchange.reply.model:
            found["target", exchange.reply.model] = None
        if exchange.voiced is not None:
            found["voice", exchange.voiced.model] = None
    return found


def _family(shared: Iterable[str]) -> str:
    return ", ".join(sorted(name.removeprefix("=") for name in shared))
