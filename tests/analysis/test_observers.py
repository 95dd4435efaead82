"""Two instruments on the same replies: known kappas, and what was not said is missing."""

from __future__ import annotations

import pytest

from analysis.agreement import agree, agree_whether, cohen
from analysis.observers import Comparison, compare, coverage
from personas.perception import Cue, Source, Stance
from simulator.observations import Absent, Answer, Instrument, Reading, Readings
from simulator.store import Run
from simulator.transcript import Observation, Sighting
from tests.analysis.realism.records import name, plan
from tests.support.builders import answer, ended, exchange, helped, refused_once, started

OTHER = Instrument(name="observer", version="other-1")
ADA, BEN = name(), name(persona="ben")


def reading(id: str, n: int, stance: Stance | None, *cues: Cue, repeat: int = 1, **more: object) -> Reading:
    seen = None
    if stance is not None:
        seen = Observation(stance=stance, sightings=tuple(Sighting(cue, 0, 1, "built") for cue in cues))
    fields = {"id": id, "n": n, "instrument": OTHER, "observed": seen, "repeat": repeat} | more
    return Reading(**fields)  # type: ignore[arg-type]


def run() -> Run:
    """Ada is refused in 2 and 3 of 4 exchanges; Ben is helped in 2."""
    return Run(plan=plan(), conversations={ADA: refused_once(ADA), BEN: helped(BEN)})


def compared(*readings: Reading, of: Run | None = None) -> Comparison:
    return compare(of or run(), Readings(lines=readings), OTHER)


def alike(*instead: Reading) -> list[Reading]:
    """What the run's observer saw, but for some."""
    found = {(live.id, e.n): reading(live.id, e.n, e.observed.stance, *e.observed.cues)
             for live in run().lives().values() for e in live.exchanges}  # fmt: skip
    return list((found | {(one.id, one.n): one for one in instead}).values())


def test_kappa_is_the_published_one() -> None:
    # Two raters of 50 proposals, 20 yes and 15 no by both: the textbook example, kappa .4
    counts = {("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15}
    assert cohen(counts) == pytest.approx(0.4)
    assert cohen({("a", "b"): 5, ("b", "a"): 5}) == pytest.approx(-1.0)


def test_where_chance_alone_agrees_always_there_is_no_kappa() -> None:
    assert (cohen({("no", "no"): 9}), cohen({})) == (None, None)


def test_what_one_did_not_say_is_missing_and_no_disagreement() -> None:
    found = agree_whether("resource", [("a", True, True), ("b", True, None), ("c", False, False)], seed=0)
    assert (found.run, found.other, found.kappa.n, found.kappa.missing) == (1, 1, 2, 1)
    assert (found.kappa.value, found.agreement.value) == (1.0, 1.0)


def test_the_interval_resamples_conversations_and_is_the_same_twice() -> None:
    said = [(f"c{i % 8}", "yes" if i % 3 else "no", "yes" if i % 5 else "no") for i in range(60)]
    kappa = agree("stance", said, seed=4).kappa
    assert kappa == agree("stance", said, seed=4).kappa
    assert kappa.value is not None
    assert kappa.low is not None
    assert kappa.high is not None
    assert kappa.low < kappa.value < kappa.high
    assert agree("stance", said[:4], seed=4).kappa.low is None


def test_full_agreement_feigns_no_certainty() -> None:
    found = agree("stance", [(str(i), str(i % 2), str(i % 2)) for i in range(40)], seed=0)
    assert (found.kappa.value, found.kappa.low, found.agreement.high) == (1.0, None, 1.0)
    assert found.agreement.low == pytest.approx(0.025 ** (1 / 40))


def test_stances_are_crossed_the_runs_first() -> None:
    found = compared(*alike(reading(ADA, 3, Stance.PARTIAL), reading(BEN, 1, None, absent=Absent.INVALID)))
    assert (found.confusion["refuse"]["refuse"], found.confusion["refuse"]["partial"]) == (1, 1)
    assert found.confusion["comply"] == dict.fromkeys(Stance, 0)
    assert (found.coverage.read, found.coverage.absent, found.stance.kappa.n) == (5, {"invalid": 1}, 5)
    assert found.stance.agreement.value == pytest.approx(4 / 5)


def test_each_stance_is_also_compared_with_all_others() -> None:
    found = compared(*alike(reading(ADA, 3, Stance.PARTIAL)))
    by_name = {one.name: one for one in found.stances}
    assert list(by_name) == ["none", "comply", "partial", "deflect", "refuse"]
    assert (by_name["refuse"].run, by_name["refuse"].other, by_name["refuse"].kappa.n) == (2, 1, 6)
    assert by_name["refuse"].kappa.value == pytest.approx((5 / 6 - 22 / 36) / (1 - 22 / 36))


def test_a_judge_counts_for_the_cues_it_answered_alone() -> None:
    said = (Answer("resource", "invalid"), Answer("declines", "yes", 0, 2), Answer("safety", "no"))
    judged = reading(ADA, 2, None, absent=Absent.INVALID, answers=said)
    found = compared(*alike(judged))
    cues = {one.name: one for one in found.cues}
    assert (cues["declines"].kappa.n, cues["declines"].other) == (6, 2)
    assert (cues["resource"].kappa.n, cues["resource"].kappa.missing) == (5, 1)
    assert found.answers["resource"] == {"invalid": 1}


def test_what_nobody_asked_about_yet_is_counted_apart() -> None:
    found = coverage(run(), Readings(lines=(reading(ADA, 1, Stance.NONE),)), OTHER)
    assert (found.replies, found.read, found.absent) == (6, 1, {"not_asked": 5})


def test_conversations_with_another_encounter_are_named() -> None:
    found = compared(*alike(reading(ADA, 3, Stance.NONE), reading(BEN, 1, Stance.DEFLECT)))
    assert [(one.id, one.experienced, one.audited) for one in found.differing] == [(ADA, (2, 3), (2,)), (BEN, (), (1,))]
    assert (found.refused, found.whole, found.refused_whole, found.audited_whole) == (1, 2, 1, 2)


def test_where_nothing_was_said_no_encounter_is_taken_away() -> None:
    found = compared(*alike(reading(ADA, 3, None, absent=Absent.DECLINED)))
    assert (found.differing, found.whole) == ((), 1)


def test_somebody_who_leaves_meets_nothing_more() -> None:
    assert compared(*alike(reading(ADA, 4, Stance.DEFLECT))).differing == ()


def test_replies_the_provider_stopped_prove_no_agreement() -> None:
    stopped = exchange(1, stance=Stance.BLOCKED, reply=answer("", source=Source.FILTER), name=ADA)
    stopped_run = Run(plan=plan(), conversations={ADA: (started(ADA), stopped)})
    found = compared(reading(ADA, 1, Stance.BLOCKED), of=stopped_run)
    assert (found.declared, found.stance.kappa.n, found.confusion["blocked"]["blocked"]) == (1, 0, 1)
    assert [one.kappa.n for one in found.cues if one.name == "declines"] == [0]


def test_the_same_stance_every_time_is_stable() -> None:
    again = [reading(ADA, n, Stance.REFUSE if n == 2 else None, repeat=2) for n in (1, 2, 3)]
    found = compared(*alike(), *again)
    assert (found.repeats, found.stable.value, found.stable.n, found.stable.missing) == (2, 1.0, 1, 5)


def test_an_empty_run_has_nothing_to_agree_on() -> None:
    found = compared(of=Run(plan=plan(), conversations={ADA: (started(ADA), ended(name=ADA))}))
    assert (found.coverage.replies, found.stance.kappa.value, found.conversations) == (0, None, 0)
