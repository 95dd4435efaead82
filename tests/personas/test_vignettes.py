"""The questionnaire: its wordings show what they say they show, and no two cues go together."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import combinations

import pytest

from personas import Cue, Stance, Strategy
from personas.vignettes import Form, Vignette, load_form, order, page
from simulator.chat import Reply
from simulator.observer.contract import Occasion, SlotSeen
from simulator.observer.simple import SimpleObserver

FORM = load_form()


def share(vignettes: Iterable[Vignette], *cues: Cue) -> float:
    found = list(vignettes)
    return sum(set(cues) <= set(v.cues) for v in found) / len(found)


@pytest.mark.parametrize("vignette", FORM.vignettes, ids=lambda v: v.id)
def test_the_observer_reads_the_cues_a_wording_declares(vignette: Vignette) -> None:
    slot = SlotSeen("ask", "information", essential=True)
    reply = Reply(text=vignette.text)
    seen = SimpleObserver().observe(Occasion(said=FORM.asked, strategy=Strategy.ASK, reply=reply, slots=(slot,)))
    assert (seen.stance, seen.cues - {Cue.DECLINES}) == (vignette.stance, frozenset(vignette.cues))


@pytest.mark.parametrize("stance", [Stance.REFUSE, Stance.DEFLECT])
def test_cues_are_balanced_and_no_two_go_together(stance: Stance) -> None:
    asked = [v for v in FORM.vignettes if v.stance is stance]
    cues = sorted({cue for v in asked for cue in v.cues})
    assert {cue: share(asked, cue) for cue in cues} == dict.fromkeys(cues, 0.5)
    assert {share(asked, *pair) for pair in combinations(cues, 2)} == {0.25}


def test_each_respondent_meets_every_wording_in_an_order_of_their_own() -> None:
    first, second = order(FORM, "p01", 7), order(FORM, "p02", 7)
    assert sorted(v.id for v in first) == sorted(v.id for v in FORM.vignettes)
    assert first != second
    assert first == order(FORM, "p01", 7) != order(FORM, "p01", 8)


def test_over_many_respondents_every_wording_comes_first_about_equally_often() -> None:
    first = [order(FORM, f"p{i}", 1)[0].id for i in range(1200)]
    # 100 expected each; five standard deviations of a binomial are 48.
    assert all(52 < first.count(v.id) < 148 for v in FORM.vignettes)


def test_a_referral_can_be_accepted_only_where_one_was_made() -> None:
    asked = re.split(r"^## ", page(FORM, "p01", 1), flags=re.M)[1:]
    with_a_referral = [part for part in asked if FORM.answers[Strategy.ACCEPT_REFERRAL] in part]
    assert len(with_a_referral) == sum(Cue.RESOURCE in v.cues for v in FORM.vignettes)


def test_the_page_warns_and_names_no_strategy() -> None:
    text = page(FORM, "p01", 1)
    assert "It is not help" in text
    assert "for adults" in text
    assert "skip any question" in text
    assert not re.search(r"self_censor|withdraw|challenge|refuse|blames", text)


def test_a_form_needs_words_for_every_answer() -> None:
    answers = {s: text for s, text in FORM.answers.items() if s is not Strategy.SPLIT}
    with pytest.raises(ValueError, match="answers has no words for split"):
        Form.model_validate(dict(FORM) | {"answers": answers})
