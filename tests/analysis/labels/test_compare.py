"""Agreement with people, on tables whose agreement was published."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.agreement import agreement
from analysis.errors import AnalysisError
from analysis.evaluators.score import Absent, Score, Value
from analysis.judging.panel import panel
from analysis.judging.rubric import Rubric
from analysis.labels.compare import Compared, Item, compare
from analysis.labels.instrument import instruments
from analysis.labels.label import Label
from tests.analysis.agreement.published import GWET, TEXTBOOK, crossed
from tests.analysis.judging.stand import item, rubric
from tests.support.rated import computed, judged, label, labelled, scored

KIND = rubric(item(fault="no"))
FIVE = rubric(item(kind="scale", levels={n: f"level {n}" for n in range(1, 6)}, thresholds=(2,)))
WORDS = rubric(item(kind="choice", labels={word: word for word in "abcde"}))


def compared(folder: Path, rubric: Rubric, scores: list[Score], labels: list[Label]) -> Compared:
    (one,) = instruments(scored(folder, "small-1@judge", scores), {rubric.id: rubric})
    return compare(one, labels, rubric, seed=1)


def only(found: Compared) -> Item:
    (one,) = [item for item in found.items if item.measure == "kind"]
    return one


def pairs() -> list[tuple[str, str]]:
    """The textbook's 50: what the judge says, what the person says."""
    words = ("yes", "no")
    return [(words[i], words[j]) for i, row in enumerate(TEXTBOOK) for j, n in enumerate(row) for _ in range(n)]


def test_a_judge_and_a_person_of_the_textbook_have_its_kappa(tmp_path: Path) -> None:
    scores = [judged(KIND, f"c{n}", mine) for n, (mine, _) in enumerate(pairs())]
    found = only(compared(tmp_path, KIND, scores, labelled(KIND, "r1", [theirs for _, theirs in pairs()])))
    authority = agreement(crossed(TEXTBOOK), seed=1)
    assert found.instrument.cohen.value == pytest.approx(0.4)
    assert found.instrument.percent.value == authority.percent.value == 0.7
    assert found.instrument.ac1.value == pytest.approx(authority.ac1.value)
    assert found.instrument.confusion == {"no": {"no": 15, "yes": 10}, "yes": {"no": 5, "yes": 20}}


def test_of_the_faults_that_people_saw_the_share_that_the_judge_saw_is_counted_by_hand(tmp_path: Path) -> None:
    scores = [judged(KIND, f"c{n}", mine) for n, (mine, _) in enumerate(pairs())]
    row = only(compared(tmp_path, KIND, scores, labelled(KIND, "r1", [theirs for _, theirs in pairs()]))).leniency
    # A no is the fault: people saw 20, the judge 15 of them; the judge saw 25, of which people confirm 15.
    assert (row.caught.value, row.caught.n, row.confirmed.value, row.confirmed.n) == (0.75, 20, 0.6, 25)


def test_people_among_themselves_have_the_published_agreement_with_gaps(tmp_path: Path) -> None:
    columns = list(zip(*GWET.split(), strict=True))
    labels = [
        one
        for rater, column in zip("abcd", columns, strict=True)
        for one in labelled(WORDS, f"r{rater}", [None if sign == "*" else "abcde"[int(sign) - 1] for sign in column])
    ]
    people = only(compared(tmp_path, WORDS, [judged(WORDS, "c0", "a")], labels)).people
    assert people is not None
    figures = people.alpha.value, people.ac1.value, people.fleiss.value
    assert figures == pytest.approx((0.74342, 0.77544, 0.76117), abs=5e-6)


def test_every_persons_label_of_a_unit_is_one_pair_so_no_majority_hides_who_differed(tmp_path: Path) -> None:
    scores = [judged(KIND, f"c{n}", "yes") for n in range(2)]
    people = [*labelled(KIND, "r1", ["yes", "yes"]), *labelled(KIND, "r2", ["yes", "no"])]
    people += labelled(KIND, "r3", ["yes", "yes"])
    found = only(compared(tmp_path, KIND, scores, people))
    assert (found.instrument.percent.value, found.instrument.percent.n) == (5 / 6, 6)
    assert {rater: one.percent.value for rater, one in found.each.items()} == {"r1": 1.0, "r2": 0.5, "r3": 1.0}
    assert found.together is not None
    assert found.together.raters == ("(instrument)", "r1", "r2", "r3")


def test_levels_are_weighed_by_how_far_they_lie_apart(tmp_path: Path) -> None:
    scores = [judged(FIVE, f"c{n}", said) for n, said in enumerate("12345")]
    found = compared(tmp_path, FIVE, scores, labelled(FIVE, "r1", list("12344")))
    one = only(found).instrument
    # One step apart in 1 of 5; by chance .8 differ, by 37/25 steps, and by 85/25 squared steps.
    expected = 1 - 0.2 / 0.8, 1 - 0.2 / (37 / 25), 1 - 0.2 / (85 / 25)
    assert (one.cohen.value, one.linear.value, one.quadratic.value) == pytest.approx(expected)
    threshold = next(item for item in found.items if item.measure == "kind_at_most_2").instrument
    assert threshold.confusion == {"no": {"no": 3, "yes": 0}, "yes": {"no": 0, "yes": 2}}


def test_what_is_missing_on_either_side_is_counted_and_is_never_a_no(tmp_path: Path) -> None:
    scores = [
        judged(KIND, "c0", "yes"),
        judged(KIND, "c1", Absent.DECLINED),
        judged(KIND, "c2", "yes"),
        judged(KIND, "c9", "no"),
    ]
    people = [*labelled(KIND, "r1", ["yes", "yes", None, "unclear"]), *labelled(KIND, "r2", ["yes"])]
    found = only(compared(tmp_path, KIND, scores, people))
    assert found.units == 4
    assert found.unscored == {"declined": 1, "not scored": 1}
    assert found.unlabelled == {"not asked": 3, "skipped": 1, "unclear": 1}
    assert found.only_scored == 1
    assert (found.instrument.percent.value, found.instrument.percent.n, found.instrument.percent.missing) == (1.0, 2, 1)


def test_agreement_below_chance_is_shown_and_warned_about(tmp_path: Path) -> None:
    scores = [judged(KIND, f"c{n}", said) for n, said in enumerate(["yes", "no"] * 5)]
    found = only(compared(tmp_path, KIND, scores, labelled(KIND, "r1", ["no", "yes"] * 5)))
    assert found.instrument.cohen.value == -1.0
    assert any("less agreement than chance: cohen -1.00" in text for text in found.warned)
    assert any("only 10 conversations" in text for text in found.warned)
    assert any("one rater alone" in text for text in found.warned)


def test_labels_given_to_other_words_are_left_out_and_said_to_be(tmp_path: Path) -> None:
    other = rubric(item(text="Is it unkind?"))
    later = rubric(item(), version=2)
    labels = [*labelled(other, "r1", ["yes"]), *labelled(later, "r2", ["yes", "no"]), *labelled(KIND, "r3", ["yes"])]
    found = compared(tmp_path, KIND, [judged(KIND, "c0", "yes")], labels)
    assert found.left_out == {"asked in other words": 1, "asked with version 2": 2}
    assert only(found).raters == ("r3",)


def test_an_answer_that_no_longer_arises_after_going_back_does_not_count(tmp_path: Path) -> None:
    two = rubric(item("kind"), item("warm", when={"kind": "yes"}))
    labels = [label(two, "r1", "c0", ("kind", 0, ""), "no"), label(two, "r1", "c0", ("warm", 0, ""), "yes")]
    found = compared(tmp_path, two, [judged(two, "c0", "no", Absent.NOT_AT_RISK)], labels)
    assert [one.measure for one in found.items] == ["kind"]


def test_replies_and_whole_conversations_are_never_compared_with_each_other(tmp_path: Path) -> None:
    replies = rubric(item(over="any"), unit="reply")
    labels = [label(replies, "r1", "c0", ("kind", 2, ""), "no"), label(replies, "r2", "c0", ("kind", 0, ""), "yes")]
    found = compared(tmp_path, replies, [judged(replies, "c0", "yes")], labels)
    assert [(one.unit, one.raters, one.instrument.percent.value) for one in found.items] == [
        ("reply", ("r1",), 0.0),
        ("conversation", ("r2",), 1.0),
    ]


def test_a_computed_evaluator_is_compared_by_its_measures_and_a_lower_bound_is_no_value(tmp_path: Path) -> None:
    scores = [
        computed("abandonment", 1, "c0", abandoned=Value(True)),
        computed("abandonment", 1, "c1", abandoned=Value(False)),
        computed("abandonment", 1, "c2", abandoned=Value(absent=Absent.NOT_AT_RISK, why="never refused")),
        computed("abandonment", 1, "c3", abandoned=Value(True, censored=True)),
    ]
    (one,) = instruments(scored(tmp_path, "abandonment-1", scores), {})
    names = ("abandoned", "abandonment.abandoned", "abandoned", "abandoned")
    labels = [
        Label(v=1, id=f"c{n}", rater="r1", role="", item=name, value=value)
        for n, (name, value) in enumerate(zip(names, ("TRUE", "1", "no", "no"), strict=True))
    ]
    (found,) = compare(one, labels, None, seed=0).items
    assert found.instrument.confusion == {"no": {"no": 0, "yes": 1}, "yes": {"no": 0, "yes": 1}}
    assert found.unscored == {"not_at_risk": 1, "censored": 1}


def test_a_label_that_the_measure_does_not_have_is_named_with_what_was_expected(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match="r1, c0, kind: found the label 'perhaps', expected no, yes"):
        compared(tmp_path, KIND, [judged(KIND, "c0", "yes")], labelled(KIND, "r1", ["perhaps"]))


def test_of_repeats_the_first_is_compared_and_that_is_said(tmp_path: Path) -> None:
    scores = [judged(KIND, "c0", "yes", repeat=1), judged(KIND, "c0", "no", repeat=2)]
    found = compared(tmp_path, KIND, scores, labelled(KIND, "r1", ["yes"]))
    assert only(found).instrument.percent.value == 1.0
    assert compared(tmp_path, KIND, scores[:1], labelled(KIND, "r1", ["yes"])).notes == ()
    assert found.notes == ("of a judge's repeats the first is compared",)


def test_a_rater_with_two_roles_is_refused(tmp_path: Path) -> None:
    labels = [*labelled(KIND, "r1", ["yes"], "other"), label(KIND, "r1", "c7", ("kind", 0, ""), "no", "professional")]
    with pytest.raises(AnalysisError, match="give each rater one role"):
        compared(tmp_path, KIND, [judged(KIND, "c0", "yes")], labels)


def test_a_panel_holds_no_answers_about_single_replies_and_says_so(tmp_path: Path) -> None:
    replies, whole = rubric(item(over="any"), unit="reply"), rubric(item())
    labels = [*labelled(whole, "r1", ["yes"]), label(replies, "r1", "c0", ("kind", 2, ""), "yes")]
    of_reply = compared(tmp_path / "reply", replies, [panel(replies, [judged(replies, "c0", "yes")])], labels[1:])
    of_whole = compared(tmp_path / "whole", whole, [panel(whole, [judged(whole, "c0", "yes")])], labels[:1])
    assert (of_reply.items, only(of_whole).instrument.percent.value) == ((), 1.0)
    assert of_reply.notes == ("small-1@judge: was asked about none of the units that people labelled for kind",)
