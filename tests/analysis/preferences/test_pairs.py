"""Pairs of replies: only the same messages, only people's labels, only where more than half agree, nothing unsafe."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from analysis.judging.rubric import Rubric, shipped
from analysis.labels.label import Label, Role, encode
from personas.perception import Cue, Stance, Strategy
from simulator.phases import Phase
from simulator.transcript import AnyEvent, Cause, Ended, Exchange, Flag
from tests.support.builders import answer, ended, exchange, started
from tests.support.exported import CELL, SYSTEM, folder_of, forked
from tests.support.rated import label
from tests.support.terminal import Done, within
from tests.support.transcripts import ASKS, NO, PLAN, brought, talk

FRAMING = shipped()["framing"]
PARENT = CELL.format(1)
WARM, COLD = CELL.format(4), CELL.format(5)
UNSAFE = "[UNSAFE DETAIL]"


def said(id: str, rater: str, item: str, value: str, at: int = 2, role: str = Role.OTHER) -> Label:
    return label(FRAMING, rater, id, (item, at, ""), value, role)


def prefers(rater: str, better: str, worse: str, at: int = 2, role: str = Role.OTHER) -> list[Label]:
    return [
        said(better, rater, "acknowledges", "yes", at, role),
        said(worse, rater, "acknowledges", "no", at, role),
    ]


def labelled(folder: Path, labels: Sequence[Label]) -> Path:
    for rater in {one.rater for one in labels}:
        own = [encode(one) for one in labels if one.rater == rater]
        (folder / f"labels-{rater}.jsonl").write_bytes(b"".join(own))
    return folder


def arms(folder: Path, *labels: Label, cue: Cue = Cue.DECLINES) -> Path:
    warm = forked(WARM, PARENT, "warm", "I can't help with that, and I am glad you told me.")
    return labelled(folder_of(folder, warm, forked(COLD, PARENT, "cold", "No.", cue)), labels)


def export(folder: Path, *more: str) -> tuple[Done, list[dict[str, object]]]:
    out = folder.with_name("pairs.jsonl")
    done = within("export", folder, "--format", "preferences", "--out", out, *more)
    return done, [json.loads(line) for line in out.read_bytes().splitlines()] if out.exists() else []


def without(folder: Path) -> str:
    """What is said where there is no pair."""
    done, pairs = export(folder)
    assert (done.code, pairs) == (1, [])
    assert "no pair to write" in done.said
    return done.said


def test_arms_of_a_fork_become_a_pair_in_the_form_that_trl_takes(tmp_path: Path) -> None:
    folder = arms(tmp_path / "run", *prefers("r1", WARM, COLD), *prefers("r2", WARM, COLD), *prefers("r3", COLD, WARM))
    done, (pair,) = export(folder)
    assert done.code == 0
    assert "1 pairs written" in done.said
    assert [(one["role"], one["content"][:12]) for one in pair["prompt"]] == [  # type: ignore[attr-defined]
        ("user", "I have not s"), ("assistant", "I hear you."), ("user", "Can you help"),
    ]  # fmt: skip
    assert pair["chosen"] == [{"role": "assistant", "content": "I can't help with that, and I am glad you told me."}]
    assert pair["rejected"] == [{"role": "assistant", "content": "No."}]
    assert pair["pastno"] == {
        "chosen": [WARM, 2], "rejected": [COLD, 2],
        "items": [{"rubric": "framing", "item": "acknowledges", "first": 2, "second": 1, "alike": 0}],
    }  # fmt: skip
    assert "pastno" not in export(folder, "--plain", "--force")[1][0]


def test_where_the_second_is_preferred_it_is_the_chosen_one(tmp_path: Path) -> None:
    _, (pair,) = export(arms(tmp_path / "run", *prefers("r1", COLD, WARM)))
    assert (pair["chosen"], pair["pastno"]["items"][0]["first"]) == (  # type: ignore[index]
        [{"role": "assistant", "content": "No."}], 1,
    )  # fmt: skip


def test_without_labels_or_without_pairs_it_says_so(tmp_path: Path) -> None:
    assert "found 1 pairs and no labels" in without(arms(tmp_path / "run"))
    alone = folder_of(tmp_path / "alone", forked(WARM, PARENT, "warm", "No."))
    assert "no two conversations" in without(alone)


def test_half_of_the_raters_is_no_majority_and_those_who_see_no_difference_count(tmp_path: Path) -> None:
    tied = [*prefers("r1", WARM, COLD), *prefers("r2", COLD, WARM)]
    assert "no more than half of the raters prefer one" in without(arms(tmp_path / "tied", *tied))
    alike = [said(id, "r2", "acknowledges", "yes") for id in (WARM, COLD)]
    assert "no more than half" in without(arms(tmp_path / "alike", *prefers("r1", WARM, COLD), *alike))


def test_items_that_disagree_decide_nothing(tmp_path: Path) -> None:
    other = [said(WARM, "r1", "blames", "yes"), said(COLD, "r1", "blames", "no")]
    assert "one item prefers" in without(arms(tmp_path / "run", *prefers("r1", WARM, COLD), *other))


def changed(rubric: Rubric) -> Rubric:
    return rubric.model_copy(update={"title": "Other words"})


@pytest.mark.parametrize(
    "labels",
    [
        prefers("r1", WARM, COLD)[:1],
        [said(WARM, "r1", "acknowledges", "yes"), said(COLD, "r2", "acknowledges", "no")],
        [said(WARM, "r1", "acknowledges", "yes"), said(COLD, "r1", "acknowledges", "unclear")],
        [said(WARM, "r1", "apologises", "yes"), said(COLD, "r1", "apologises", "no")],
        prefers("r1", WARM, COLD, at=0),
        [label(changed(FRAMING), "r1", id, ("acknowledges", 2, ""), v) for id, v in ((WARM, "yes"), (COLD, "no"))],
        [
            *(said(id, "r1", "declines", "no") for id in (WARM, COLD)),
            said(WARM, "r1", "clear", "yes"),
            said(COLD, "r1", "clear", "no"),
        ],
    ],
    ids=["one reply", "two raters", "unclear", "no better side", "whole conversation", "other words", "does not arise"],
)
def test_labels_that_compare_nothing_make_no_pair(tmp_path: Path, labels: list[Label]) -> None:
    assert "nobody labelled both replies" in without(arms(tmp_path / "run", *labels))


def test_a_models_labels_count_for_nothing_and_are_told(tmp_path: Path) -> None:
    found = without(arms(tmp_path / "run", *prefers("judge", WARM, COLD, role="gpt-4o")))
    assert "2 labels left out: their role is none of lived-experience, other, professional" in found


def test_a_computed_evaluators_questions_count_for_nothing(tmp_path: Path) -> None:
    labels = [msgspec.structs.replace(one, origin="evaluator") for one in prefers("r1", WARM, COLD)]
    assert "nobody labelled both replies" in without(arms(tmp_path / "run", *labels))


def test_a_reply_that_gives_what_must_not_be_given_is_in_no_pair(tmp_path: Path) -> None:
    for better, worse in ((WARM, COLD), (COLD, WARM)):
        folder = arms(tmp_path / better.replace("/", "-"), *prefers("r1", better, worse), cue=Cue.UNSAFE)
        assert "1 pairs left out: the boundary gave way" in without(folder)


def eroded(events: Sequence[AnyEvent]) -> list[AnyEvent]:
    *others, last = events
    assert isinstance(last, Ended)
    return [*others, msgspec.structs.replace(last, flags=(Flag.ERODED,))]


def test_a_conversation_whose_boundary_gave_way_is_in_no_pair_wherever_it_did(tmp_path: Path) -> None:
    warm = forked(WARM, PARENT, "warm", "I can't help with that, and I am glad you told me.")
    folder = folder_of(tmp_path / "run", eroded(warm), forked(COLD, PARENT, "cold", "No."))
    assert "1 pairs left out: the boundary gave way" in without(labelled(folder, prefers("r1", WARM, COLD)))


def answered(name: str, *replies: str, cue: Cue = Cue.DECLINES) -> list[AnyEvent]:
    """Asks again and again, is answered so each time, and the budget is reached."""
    asks = [(Strategy.ASK, Phase.PRE_REFUSAL)] * len(replies)
    held: list[AnyEvent] = [
        exchange(n, strategy, Stance.COMPLY, phase=phase, reply=answer(text), cues=(cue,), name=name)
        for n, ((strategy, phase), text) in enumerate(zip(asks, replies, strict=True), start=1)
    ]
    return [started(name), *held, ended(Cause.BUDGET, name=name)]


def of(target: str, condition: str = "plain", repetition: int = 1) -> str:
    return f"tess/week-is-killing-me/{condition}/reference:{target}/{repetition}"


ONE, OTHER = of("blunt"), of("warm")


def test_the_same_person_with_two_targets_is_a_pair_where_they_first_differ_and_not_after(tmp_path: Path) -> None:
    both = [answered(ONE, "Yes.", "A.", "Same."), answered(OTHER, "Yes.", "B.", "Else.")]
    labels = [one for at in (1, 2, 3) for one in prefers("r1", ONE, OTHER, at)]
    _, pairs = export(labelled(folder_of(tmp_path / "run", *both), labels))
    assert [(len(pair["prompt"]), pair["chosen"]) for pair in pairs] == [  # type: ignore[arg-type]
        (3, [{"role": "assistant", "content": "A."}])
    ]


@pytest.mark.parametrize("other", [of("warm", SYSTEM), of("warm", repetition=2)])
def test_another_system_prompt_or_repetition_is_not_the_same(tmp_path: Path, other: str) -> None:
    folder = folder_of(tmp_path / "run", answered(ONE, "A."), answered(other, "B."))
    assert "no two conversations" in without(labelled(folder, prefers("r1", ONE, other, at=1)))


def test_another_message_before_is_not_the_same(tmp_path: Path) -> None:
    first, second = answered(ONE, "A."), answered(OTHER, "B.")
    asked = second[1]
    assert isinstance(asked, Exchange)
    second[1] = msgspec.structs.replace(asked, said="Something else.")
    assert "no two conversations" in without(folder_of(tmp_path / "run", first, second))


def test_what_was_unsafe_before_spoils_the_replies_after(tmp_path: Path) -> None:
    both = [answered(name, UNSAFE, text, cue=Cue.UNSAFE) for name, text in ((ONE, "A."), (OTHER, "B."))]
    assert "boundary" in without(labelled(folder_of(tmp_path / "run", *both), prefers("r1", ONE, OTHER)))


def test_a_reply_without_words_is_in_no_pair(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "run", answered(ONE, " "), answered(OTHER, "B."))
    assert "no two conversations" in without(labelled(folder, prefers("r1", ONE, OTHER, at=1)))


def test_imported_conversations_are_of_nobody_and_so_of_no_two(tmp_path: Path) -> None:
    brought(tmp_path / "run", talk(ASKS, NO, name="a"), talk(ASKS, PLAN, name="b"))
    assert "no two conversations" in without(tmp_path / "run")


def test_nothing_is_written_over_and_a_rubric_of_ones_own_can_be_used(tmp_path: Path) -> None:
    folder = arms(tmp_path / "run", *prefers("r1", WARM, COLD))
    assert export(folder)[0].code == 0
    assert "is there already" in export(folder)[0].mistake[0]
    mine = tmp_path / "mine.yaml"
    mine.write_text(
        "id: mine\nversion: 1\ntitle: Mine\nsource: mine\nunit: reply\nitems:\n"
        "  - {id: kind, text: Is it kind?, kind: scale, levels: {1: cold, 2: so so, 3: warm}, thresholds: [1]}\n"
    )
    rated = [
        Label(v=1, id=id, rater="r1", role="other", rubric="mine", item="kind", at=2, value=v)
        for id, v in ((WARM, "2"), (COLD, "3"))
    ]
    labelled(folder, rated)
    done, (pair,) = export(folder, "--force", "--rubric", str(mine))
    assert (done.code, pair["chosen"]) == (0, [{"role": "assistant", "content": "No."}])
