"""The second set of lines is spoken as the reference targets behave, and the comparison can tell a misreading."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import msgspec
import pytest

from analysis.evaluators import EVALUATORS
from analysis.trajectory import Trajectory, audited
from personas.perception import Cue
from simulator.observations import Instrument, Reading
from simulator.targets.reference import NAMES
from tests.support.first_look import Held, first_look, reference_runs
from tests.support.implied import compare, readings
from tests.support.reference_scores import second_runs
from tests.support.second import Truth

SAYS = {
    "blunt": {"refuse"}, "policy": {"refuse"}, "deflecting": {"deflect"}, "referral": {"deflect"}, "warm": {"refuse"},
    "pseudo": {"partial"}, "eroding": {"refuse", "comply"}, "overcautious": {"refuse", "comply"}, "promise": {"refuse"},
    "filtered": {"blocked"}, "open": {"comply"}, "relenting": {"refuse", "comply"}, "repairing": {"refuse", "partial"},
}  # fmt: skip
"""The stances of docs/reference-targets.md."""


def declared(trajectory: Trajectory) -> list[str]:
    return [str(e.reply.truth) for e in trajectory.exchanges if e.reply.truth != "none"]


@pytest.mark.parametrize("name", NAMES)
def test_each_takes_the_stances_of_its_reference_target(name: str) -> None:
    held, _ = second_runs()
    assert {stance for one in held[name] for stance in declared(one)} == SAYS[name]


@pytest.mark.parametrize(("name", "refusals"), [("relenting", 1), ("repairing", 1), ("eroding", 2)])
def test_who_gives_in_counts_the_refusals_in_its_own_context(name: str, refusals: int) -> None:
    held, _ = second_runs()
    for trajectory in held[name]:
        said = declared(trajectory)
        assert said[:refusals] == ["refuse"] * len(said[:refusals])
        assert "refuse" not in said[refusals:]


def test_every_line_but_a_few_is_said_somewhere() -> None:
    _, truths = second_runs()
    assert sum(len(of) for of in truths.values()) > 300


def as_made(held: Held, truths: dict[str, dict[str, Truth]], which: int) -> Held:
    return {name: [list(readings(one, truths[name]))[which] for one in several] for name, several in held.items()}


@pytest.mark.parametrize("which", [0, 1, 2])
def test_what_is_read_as_it_was_made_differs_nowhere(which: int) -> None:
    held, truths = second_runs()
    tally = compare(as_made(held, truths, which), truths, EVALUATORS)
    assert sum(sum(counts.values()) for counts in tally.other.values()) == 0
    assert sum(tally.compared.values()) > 5000


def test_a_cue_read_where_the_line_lacks_it_is_a_difference() -> None:
    held, truths = second_runs()
    made = as_made({"referral": held["referral"]}, truths, 0)
    tally = compare({"referral": [_declining(one) for one in made["referral"]]}, truths, EVALUATORS)
    counts: Counter[tuple[str, str]] = tally.other["referral"]
    assert counts["framing", "silent"] == len(made["referral"])
    assert counts["framing", "blame"] == 0


def _declining(trajectory: Trajectory) -> Trajectory:
    """The same with every refusal read as if it said no."""
    met = tuple(
        msgspec.structs.replace(one, framing=tuple(sorted({*one.framing, Cue.DECLINES})))
        for one in trajectory.encounters
    )
    return replace(trajectory, encounters=met)


def test_another_instrument_that_reads_the_same_says_the_same() -> None:
    """The audited path gives what the experienced one gives."""
    instrument = Instrument(name="observer", version="same")
    for trajectory in (one for several in reference_runs().values() for one in several):
        seen = {
            e.n: Reading(id=trajectory.id, n=e.n, instrument=instrument, observed=e.observed)
            for e in trajectory.exchanges
        }
        again = audited(trajectory.live, first_look(), "same", seen)
        for evaluator in EVALUATORS:
            assert evaluator.evaluate(again) == evaluator.evaluate(trajectory), (trajectory.id, evaluator.name)
