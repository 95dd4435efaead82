"""Arms of a fork beside their control: planted effects are found, nothing else is, and what is missing is told."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec
import pytest

import pastno
from analysis.comparison.contrast import Comparison, Contrast
from analysis.comparison.difference import Difference
from analysis.errors import AnalysisError
from personas.perception import Cue
from simulator.arms import Arm
from simulator.transcript import Cause, Note, Sighting, Started
from tests.support.arms import ARMS, PEOPLE, STRATEGY, Talk, branch, chase, gives, held, plan, planted
from tests.support.builders import ended, helped

PERSISTENCE = "persistence.persistence"
NOTHING = {"a-a": 0, "sham": 0, "warm": 0}


def compared(folder: Path, talks: Iterable[Talk], **more: str) -> Comparison:
    return pastno.compare_arms(held(folder, talks), **more)  # type: ignore[arg-type]


def arm(found: Comparison, name: str) -> Contrast:
    return next(one for one in found.contrasts if one.b == name)


def row(contrast: Contrast, name: str = PERSISTENCE) -> Difference:
    return next(one for one in contrast.rows if one.name == name)


def test_a_planted_effect_is_found_beside_its_noise(tmp_path: Path) -> None:
    found = compared(tmp_path / "fork", planted({"a-a": 0, "sham": 0, "warm": 2}))
    warm = row(arm(found, "warm"))
    assert (warm.mean_a, warm.mean_b, warm.difference, warm.noise) == (2.0, 4.0, 2.0, 0.0)
    assert (warm.pairs, warm.n, warm.differing, warm.estimate.clusters) == (12, 12, 12, 12)
    assert warm.estimate.p == 2 / 2**12


def test_noise_is_what_the_a_a_arm_differs_by(tmp_path: Path) -> None:
    found = compared(tmp_path / "fork", planted({"a-a": 1, "sham": 0, "warm": 3}))
    assert (row(arm(found, "warm")).difference, row(arm(found, "warm")).noise) == (3.0, 1.0)
    assert (row(arm(found, "a-a")).noise, row(arm(found, "a-a")).holm) == (None, None)


def test_where_nothing_is_planted_nothing_differs_in_any_measure(tmp_path: Path) -> None:
    found = compared(tmp_path / "fork", planted(NOTHING))
    rows = [one for contrast in found.contrasts for one in contrast.rows]
    assert (len(rows) > 200, {one.difference for one in rows}, any(one.apart for one in rows)) == (
        True, {0.0, None}, False,
    )  # fmt: skip
    assert {one.estimate.p for one in rows} == {1.0, None}


def test_what_changes_nothing_comes_first(tmp_path: Path) -> None:
    arms = (ARMS[3], ARMS[2], ARMS[0], ARMS[1])
    folder = held(tmp_path / "fork", planted(NOTHING), plan(arms))
    found = pastno.compare_arms(folder)
    assert [(one.b, one.check) for one in found.contrasts] == [("a-a", True), ("sham", True), ("warm", False)]


def test_pairs_are_of_one_parent_and_one_repeat(tmp_path: Path) -> None:
    talks = [branch(chase(2 * repeat), "control", one, repeat=repeat) for one in PEOPLE for repeat in (1, 2)]
    talks += [branch(chase(2 * repeat + 1), "warm", one, repeat=repeat) for one in PEOPLE for repeat in (2, 3)]
    warm = arm(compared(tmp_path / "fork", talks), "warm")
    assert (warm.by, warm.pairs, warm.clusters, warm.alone_a, warm.alone_b) == (("parent", "repeat"), 6, 6, 6, 6)
    assert (row(warm).mean_a, row(warm).mean_b) == (4.0, 5.0)


def test_a_person_in_a_situation_is_one_cluster_whatever_the_repeats(tmp_path: Path) -> None:
    talks = [
        branch(chase(1), name, one, repeat=repeat)
        for name in ("control", "warm")
        for one in PEOPLE[:4]
        for repeat in (1, 2, 3)
    ]
    warm = arm(compared(tmp_path / "fork", talks), "warm")
    assert (warm.pairs, warm.clusters) == (12, 4)
    assert row(warm).estimate.why == "no interval: 4 clusters, and at least 5 are needed"
    assert row(warm).holm is None


def test_who_is_at_risk_on_one_side_alone_is_counted_and_in_no_mean(tmp_path: Path) -> None:
    talks = [branch(chase(2), "control", one) for one in PEOPLE]
    talks += [branch(helped() if at < 2 else chase(2), "warm", one) for at, one in enumerate(PEOPLE)]
    persistence = row(arm(compared(tmp_path / "fork", talks), "warm"))
    assert (persistence.n, persistence.difference, persistence.at_risk_a, persistence.at_risk_b) == (4, 0.0, 2, 0)
    assert (persistence.absent_a, persistence.absent_b, persistence.apart) == ({}, {"not_at_risk": 2}, True)


def test_a_failed_conversation_is_missing_and_not_zero(tmp_path: Path) -> None:
    talks = [branch(chase(2), name, one) for name in ("control", "warm") for one in PEOPLE[1:]]
    talks += [branch(chase(2), "warm", "ada"), branch((*chase(2)[:-1], ended(Cause.FAILED)), "control", "ada")]
    persistence = row(arm(compared(tmp_path / "fork", talks), "warm"))
    assert (persistence.pairs, persistence.n, persistence.absent_a) == (6, 5, {"not_held": 1})
    assert (persistence.absent_b, persistence.at_risk_a, persistence.difference) == ({}, 0, 0.0)


def test_what_was_cut_off_is_counted(tmp_path: Path) -> None:
    cut = (*chase(3)[:-3], ended(Cause.BUDGET))
    talks = [branch(chase(3), "control", one) for one in PEOPLE]
    talks += [branch(cut if at == 0 else chase(3), "warm", one) for at, one in enumerate(PEOPLE)]
    persistence = row(arm(compared(tmp_path / "fork", talks), "warm"))
    assert (persistence.n, persistence.censored_a, persistence.censored_b) == (6, 0, 1)


def test_a_word_is_a_share_for_each_word(tmp_path: Path) -> None:
    talks = [branch(chase(1), "control", one) for one in PEOPLE]
    talks += [branch(helped() if at < 3 else chase(1), "warm", one) for at, one in enumerate(PEOPLE)]
    warm = arm(compared(tmp_path / "fork", talks), "warm")
    shares = {one.label: (one.mean_a, one.mean_b) for one in warm.rows if one.measure == "cause"}
    assert shares == {"left_without_support": (1.0, 0.5), "need_met": (0.0, 0.5)}


def test_the_spread_over_texts_is_that_of_their_means(tmp_path: Path) -> None:
    long = {"warm/1": (0, 1), "warm/2": (2, 3), "warm/3": (5, 6)}
    texts = [(text, more) for text, some in long.items() for more in some]
    talks = [branch(chase(1), "control", one) for one in PEOPLE]
    talks += [branch(chase(1 + more), "warm", one, text=text) for one, (text, more) in zip(PEOPLE, texts, strict=True)]
    persistence = row(arm(compared(tmp_path / "fork", talks), "warm"))
    assert persistence.texts == 3
    assert persistence.text_sd == pytest.approx(2.5166, abs=1e-4)


def test_p_is_adjusted_for_everything_that_was_looked_at_and_the_named_one_apart(tmp_path: Path) -> None:
    talks = planted({"a-a": 0, "sham": 0, "warm": 1})
    everything = compared(tmp_path / "one", talks)
    named = compared(tmp_path / "two", talks, primary=PERSISTENCE)
    first, second = row(arm(everything, "warm")), row(arm(named, "warm"))
    tests = [one for one in arm(everything, "warm").rows if one.differing and one.estimate.p is not None]
    assert (everything.looked, everything.tested) == (len(arm(everything, "warm").rows), len(tests))
    assert 2 < len(tests) < everything.looked / 2
    assert {one.holm for one in arm(everything, "warm").rows if not one.differing} == {None}
    assert first.holm == pytest.approx(len(tests) * 2 / 2**12)
    assert not first.primary
    assert (second.holm, second.primary, named.tested) == (2 / 2**12, True, len(tests) - 1)


def test_an_arm_that_is_missing_is_said_so(tmp_path: Path) -> None:
    talks = planted({"warm": 1})
    found = compared(tmp_path / "fork", talks)
    assert [warning.split(",")[0] for warning in found.warnings] == ["there is no arm 'a-a'", "there is no arm 'sham'"]
    assert (arm(found, "a-a").pairs, row(arm(found, "warm")).noise) == (0, None)


def test_what_is_no_fork_is_refused(tmp_path: Path) -> None:
    folder = held(tmp_path / "run", planted(NOTHING), plan().model_copy(update={"forked": None}))
    with pytest.raises(AnalysisError, match="run is no fork; name two runs"):
        pastno.compare_arms(folder)


def test_an_arm_that_the_plan_does_not_have_is_refused(tmp_path: Path) -> None:
    folder = held(tmp_path / "fork", planted({"cold": 1}))
    with pytest.raises(AnalysisError, match="found conversations of the arms cold, expected those of its plan"):
        pastno.compare_arms(folder)


def test_nothing_beside_the_control_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match="no conversation of an arm has one of 'control' beside it"):
        compared(tmp_path / "fork", planted({}))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"measures": ["persistence.persistance"]}, "no measure 'persistence.persistance' .nearest: 'persistence.per"),
        ({"primary": "outcome.cause"}, "names no single figure; write outcome.cause=left_without_support|"),
        ({"primary": "persistence.persistence=two"}, "names no single figure; write persistence.persistence$"),
    ],
)
def test_a_measure_that_is_none_is_refused(tmp_path: Path, more: dict[str, str], said: str) -> None:
    with pytest.raises(AnalysisError, match=said):
        compared(tmp_path / "fork", planted(NOTHING), **more)


def worn(change: Arm) -> tuple[tuple[Arm, ...], list[Talk]]:
    """A fork in which the changed arm gives what was refused, unsafe things among it."""
    unsafe = gives(
        chase(3), 3, sightings=(Sighting(Cue.UNSAFE, 0, 4, "built"),), notes=(Note.PSEUDO_ALIGNMENT,), met=("heard",)
    )
    talks = [branch(chase(3), name, one) for name in ("control", "a-a") for one in PEOPLE]
    return (*ARMS[:2], change), talks + [branch(unsafe, change.id, one) for one in PEOPLE]


def given(found: Comparison) -> list[str]:
    """The measures that say what was given after a refusal, of those that are there."""
    names = ("erosion", "pseudo_alignment", "unsafe", "relented", "first_harm", "missed_refusal", "same_stance")
    return sorted({one.name for c in found.contrasts for one in c.rows if any(name in one.name for name in names)})


def test_what_was_given_after_a_refusal_is_never_set_beside_a_strategy(tmp_path: Path) -> None:
    arms, talks = worn(STRATEGY)
    found = pastno.compare_arms(held(tmp_path / "fork", talks, plan(arms)))
    assert (given(found), len(found.withheld)) == ([], 15)
    assert sum("never tabulated by strategy" in note for note in found.notes) == 1
    assert row(arm(found, "split")).n == 6


def test_the_same_of_a_wording_is_compared(tmp_path: Path) -> None:
    arms, talks = worn(ARMS[3])
    found = pastno.compare_arms(held(tmp_path / "fork", talks, plan(arms)))
    assert (len(given(found)), found.withheld) == (9, ())
    assert row(arm(found, "warm"), "stances.unsafe_given").difference == 1.0


def test_it_is_withheld_too_where_it_is_named(tmp_path: Path) -> None:
    arms, talks = worn(STRATEGY)
    folder = held(tmp_path / "fork", talks, plan(arms))
    found = pastno.compare_arms(folder, measures=["erosion.relented", PERSISTENCE])
    assert (given(found), found.withheld) == ([], ("erosion.relented",))
    with pytest.raises(AnalysisError, match="never set beside each other"):
        pastno.compare_arms(folder, primary="erosion.eroded")


def test_it_is_withheld_too_in_a_fork_of_such_a_fork(tmp_path: Path) -> None:
    made = plan()
    made = made.model_copy(update={"conditions": {"plain--strategy-split--warm": made.conditions["plain--warm"]}})
    found = pastno.compare_arms(held(tmp_path / "fork", planted(NOTHING), made))
    assert (given(found), len(found.withheld)) == ([], 15)


def test_what_was_forked_from_imports_is_clustered_by_transcript(tmp_path: Path) -> None:
    talks = []
    for at in range(1, 7):
        for name in ("control", "warm"):
            first, *rest = branch(chase(1), name, "ada", repetition=at)
            assert isinstance(first, Started)
            talks.append((msgspec.structs.replace(first, parent=f"-/talk-{at}/-/import:some-model/1"), *rest))
    warm = arm(compared(tmp_path / "fork", talks), "warm")
    assert (warm.pairs, warm.clusters) == (6, 6)


def test_it_is_withheld_too_between_two_runs_of_which_one_is_such_a_fork(tmp_path: Path) -> None:
    arms, talks = worn(STRATEGY)
    fork = held(tmp_path / "fork", talks, plan(arms))
    other = held(tmp_path / "other", planted(NOTHING))
    found = pastno.compare_runs(fork, other, pair=["persona", "scenario"])
    assert (given(found), len(found.withheld)) == ([], 15)
