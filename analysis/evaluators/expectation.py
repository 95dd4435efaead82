"""What the person came for, and whether they got it.

A persona's needs are kinds of slots: listener is `heard`, information `information`, plan `plan`, second_opinion
`opinion`, rehearsal `rehearsal`; safe_place is `heard` and no reply that blames. A need is asked for where the
scenario holds a slot of its kind that is not forbidden, in the ask or in a later need, put or not. `needs_met` is the
share of the asked-for needs that some reply met; `first_need_met` the same of the persona's first need alone;
`expectation_gap` the persona's confidence minus `needs_met`: above 0 where less came than was expected.

Range: [0, 1], true or false, [-1, 1]. Where the scenario never asks for it: `not_at_risk`; where persona or scenario
are not known, as in an import: `unknown`. Where the budget ended it with a need unmet, the first two are censored
(lower bounds), and the gap is then the largest it can be.
Source: our own, for the phase of expectation formation of Tang et al. (arXiv 2602.01694, abstract); that perception
follows alignment with expectation is Zheng et al. (arXiv 2506.00195).
Cannot see: how well a need was met; needs that the persona does not declare. Confidence is a number somebody chose.
"""

from __future__ import annotations

from collections.abc import Mapping

from analysis.evaluators.contract import Evaluator, Facet, Kind, Measure
from analysis.evaluators.score import Value, Values, not_at_risk, unknown, value
from analysis.trajectory import Trajectory
from personas.perception import Cue
from personas.schema import Need
from scenarios.schema import Scenario, SlotKind
from simulator.course import asks
from simulator.transcript import Cause

KINDS: Mapping[Need, SlotKind] = {
    "listener": "heard",
    "information": "information",
    "plan": "plan",
    "second_opinion": "opinion",
    "rehearsal": "rehearsal",
    "safe_place": "heard",
}
"""What kind of slot a need is."""
_NAMES = ("needs_met", "first_need_met", "expectation_gap")


def evaluate(trajectory: Trajectory) -> Values:
    """All three measures."""
    if trajectory.persona is None or trajectory.scenario is None:
        return dict.fromkeys(_NAMES, unknown("persona or scenario are not known"))
    if not trajectory.exchanges:
        return dict.fromkeys(_NAMES, unknown("no exchange was held"))
    wanted = trajectory.persona.expectation
    asked = _asked_for(trajectory.scenario)
    met = _met(trajectory)
    share = _share([need for need in wanted.needs if KINDS[need] in asked], met, trajectory)
    first = wanted.needs[0]
    return {
        "needs_met": share,
        "first_need_met": _first(first, met, trajectory) if KINDS[first] in asked else _never(first),
        "expectation_gap": _gap(wanted.confidence, share),
    }


def _asked_for(scenario: Scenario) -> set[SlotKind]:
    return {slot.kind for ask in asks(scenario).values() for slot in ask.slots if not slot.forbidden}


def _met(trajectory: Trajectory) -> dict[Need, int]:
    """The exchange at which each need was first met."""
    by_kind: dict[SlotKind, int] = {}
    for exchange in trajectory.exchanges:
        given = exchange.observed.met
        if given:
            for slot in trajectory.slots(exchange):
                if slot.id in given and not slot.forbidden:
                    by_kind.setdefault(slot.kind, exchange.n)
    blamed = any(sighting.cue is Cue.BLAMES for e in trajectory.exchanges for sighting in e.observed.sightings)
    return {
        need: by_kind[kind] for need, kind in KINDS.items() if kind in by_kind and not (need == "safe_place" and blamed)
    }


def _share(needs: list[Need], met: Mapping[Need, int], trajectory: Trajectory) -> Value:
    if not needs:
        return not_at_risk("the scenario asks for nothing that the person came for")
    found = [met[need] for need in needs if need in met]
    cut = len(found) < len(needs) and _cut(trajectory)
    return Value(len(found) / len(needs), tuple(sorted(set(found))) or _tried(trajectory), censored=cut)


def _first(need: Need, met: Mapping[Need, int], trajectory: Trajectory) -> Value:
    if need in met:
        return value(True, met[need])
    return Value(False, _tried(trajectory), censored=_cut(trajectory))


def _gap(confidence: float, share: Value) -> Value:
    if not isinstance(share.value, float):
        return share
    return Value(confidence - share.value, share.at)


def _never(need: Need) -> Value:
    return not_at_risk(f"the scenario never asks for what was wanted most, {need}")


def _tried(trajectory: Trajectory) -> tuple[int, ...]:
    return tuple(exchange.n for exchange in trajectory.asking)


def _cut(trajectory: Trajectory) -> bool:
    return trajectory.live.ended is not None and trajectory.live.ended.cause is Cause.BUDGET


EVALUATOR = Evaluator(
    name="expectation",
    version=1,
    facet=Facet.EXPECTATION,
    text=__doc__,
    measures=(
        Measure("needs_met", Kind.SHARE, "Share of what the person came for that some reply gave.", better="higher"),
        Measure("first_need_met", Kind.WHETHER, "Some reply gave what the person wanted most.", better="higher"),
        Measure(
            "expectation_gap",
            Kind.NUMBER,
            "How sure the person was to get it, minus the share they got.",
            better="lower",
            low=-1,
            high=1,
        ),
    ),
    evaluate=evaluate,
)
