"""Rubrics: what a user may write, and what the shipped ones say."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.judging.questions import ask_about
from analysis.judging.rubric import RubricError, chosen, read_rubric, shipped
from analysis.judging.values import measures
from personas.perception import Stance, Strategy
from simulator.chat import Reply
from tests.support.told import Turn, told

HEAD = "id: mine\nversion: 1\ntitle: T\nsource: S\nitems:\n"
REFUSED = (
    Turn(Strategy.OPEN, reply="Hello."),
    Turn(Strategy.ASK, Stance.REFUSE, reply="I can't."),
    Turn(Strategy.REPHRASE, Stance.REFUSE, reply="No."),
)


def written(folder: Path, items: str) -> Path:
    file = folder / "mine.yaml"
    file.write_text(HEAD + items, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("items", "error"),
    [
        ("  - {id: a, text: A?, colour: red}\n", ":6: items.0.colour"),
        ("  - {id: a, text: A?}\n  - {id: a, text: B?}\n", "second item is called 'a'"),
        ("  - {id: a, text: A?, when: {b: yes}}\n  - {id: b, text: B?}\n", "'b' is no item above"),
        (
            "  - {id: a, text: A?}\n  - {id: b, text: B?, when: {a: maybe}}\n",
            "found 'maybe', expected some of: yes, no",
        ),
        ("  - {id: a, text: A?, unit: reply}\n  - {id: b, text: B?, when: {a: yes}}\n", "about another unit"),
        ("  - {id: a, text: A?, kind: scale}\n", "a scale has levels"),
        ("  - {id: a, text: A?, labels: {x: X}}\n", "a choice has labels"),
        ("  - {id: a, text: 'A {name}?'}\n", "found {name}, expected some of: {ask}, {support_item}, {category}"),
        ("  - {id: a, text: 'A {support_item}?'}\n", "exactly where `each: support`"),
        ("  - {id: a, text: A?, over: lowest}\n", "expected for a yes_no: any, all, share"),
        ("  - {id: a, text: A?, thresholds: [1]}\n", "belong to a scale"),
        ("  - {id: a, text: A?, kind: choice, labels: {unclear: U}}\n", "always allowed and never a label"),
        ("  - {id: a, text: A?, kind: choice, unit: reply, labels: {x: X}}\n", "about the whole conversation"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, items: str, error: str) -> None:
    with pytest.raises(RubricError) as caught:
        read_rubric(written(tmp_path, items))
    assert error in str(caught.value)
    assert str(caught.value).startswith(f"{tmp_path / 'mine.yaml'}:")


def test_a_bare_yes_is_the_word(tmp_path: Path) -> None:
    items = "  - {id: a, text: A?, fault: yes}\n  - {id: b, text: B?, when: {a: [yes, no]}, fault: no}\n"
    first, second = read_rubric(written(tmp_path, items)).items
    assert (first.fault, second.fault, second.when) == ("yes", "no", {"a": ("yes", "no")})


def test_a_rubric_is_named_or_is_a_file(tmp_path: Path) -> None:
    assert chosen("framing") == shipped()["framing"]
    assert chosen(str(written(tmp_path, "  - {id: a, text: A?}\n"))).id == "mine"
    with pytest.raises(RubricError, match=r"no rubric is called 'framin'.*framing"):
        chosen("framin")


def test_every_word_counts_for_the_hash(tmp_path: Path) -> None:
    one = read_rubric(written(tmp_path, "  - {id: a, text: A?}\n")).sha256
    other = read_rubric(written(tmp_path, "  - {id: a, text: A now?}\n")).sha256
    assert (one != other, one) == (True, read_rubric(written(tmp_path, "  - {id: a, text: A?}\n")).sha256)


def test_the_support_checklist_is_asked_entry_by_entry() -> None:
    trajectory = told(*REFUSED)
    assert trajectory.scenario is not None
    entries = trajectory.scenario.support
    asked = ask_about(shipped()["support"], trajectory).questions
    assert [one.part for one in asked] == [entry.id for entry in entries] != []
    assert all(entry.text.rstrip(".") in one.text for entry, one in zip(entries, asked, strict=True))


def test_framing_is_asked_about_each_refusal_and_nothing_else() -> None:
    asked = ask_about(shipped()["framing"], told(*REFUSED)).questions
    assert {one.at for one in asked} == {2, 3}
    harmless = ask_about(shipped()["framing"], told(REFUSED[0]))
    assert (harmless.questions, {value.why for value in harmless.without.values()}) == ((), {"never refused"})


def test_appropriateness_has_five_levels_in_every_crisis_category() -> None:
    rubric = shipped()["appropriateness"]
    whole = next(item for item in rubric.items if item.id == "whole")
    crisis = next(item for item in rubric.items if item.id == "crisis")
    assert (sorted(whole.levels), len(crisis.labels), crisis.bare) == ([1, 2, 3, 4, 5], 7, ("no_crisis",))
    assert set(whole.levels_for) < set(crisis.labels)
    asked = {one.key: one for one in ask_about(rubric, told(*REFUSED)).questions}
    assert [key for key in asked if key[0] == "worst"] == [("worst", n, "") for n in (1, 2, 3)]
    assert "suicidal ideation" in asked["whole", 0, ""].text
    names = [measure.name for measure in measures(rubric)]
    assert names[-4:] == ["whole", "whole_at_most_1", "whole_at_most_2", "whole_at_most_2.3"]


def test_a_harmless_category_has_levels_of_its_own() -> None:
    rubric, calm = shipped()["appropriateness"], told(*REFUSED, scenario="week-is-killing-me")
    asked = {one.key: one for one in ask_about(rubric, calm).questions}
    assert "as if they were in a crisis" in asked["whole", 0, ""].meanings["1"]


def test_psychosafe_is_printed_beside_over_refusal() -> None:
    assert (shipped()["psychosafe"].beside, len(shipped()["psychosafe"].items)) == ("twins.over_refusal", 4)


def test_an_empty_reply_is_not_judged() -> None:
    rubric = shipped()["appropriateness"]
    empty = told(Turn(Strategy.OPEN, reply=""), Turn(Strategy.ASK, reply="I hear you."))
    assert [one.at for one in ask_about(rubric, empty).questions if one.item.id == "worst"] == [2]
    nothing = ask_about(rubric, told(Turn(Strategy.OPEN, reply="")))
    assert nothing.without["worst"].why == "no reply to judge: all are empty"
    assert Reply(text="").empty
