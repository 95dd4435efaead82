from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.persistence import Persistence, Span, kaplan_meier_median, persistence, span
from personas.perception import Strategy
from simulator.fold import fold
from simulator.transcript import Cause
from tests.support.builders import chased, ended, helped, refused_once

# Freireich et al. (1963), weeks in remission of acute leukaemia, as printed in Kleinbaum and Klein, "Survival
# Analysis", chapter 1; a plus marks a censored time. The book's Kaplan-Meier medians: 23 weeks and 8 weeks.
SIX_MP = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"

A = Strategy.REPHRASE
ENGAGE, LEAVE, CENSOR = Strategy.ENGAGE, Strategy.WITHDRAW, Strategy.SELF_CENSOR


def times(text: str) -> list[Span]:
    return [Span(int(word.rstrip("+")), censored=word.endswith("+")) for word in text.split()]


@pytest.mark.parametrize(("weeks", "median"), [(SIX_MP, 23), (PLACEBO, 8)])
def test_the_median_is_the_textbooks(weeks: str, median: int) -> None:
    assert kaplan_meier_median(times(weeks)) == median


def test_a_curve_that_stays_above_one_half_has_no_median_but_a_lower_bound() -> None:
    pooled = persistence(times("1 3+ 4+"))
    assert pooled == Persistence(at_risk=3, censored=2, median=None, at_least=4)


@given(st.lists(st.integers(0, 20), min_size=1, max_size=30))
def test_without_censoring_half_or_more_have_stopped_by_the_median_and_fewer_before(lengths: list[int]) -> None:
    median = kaplan_meier_median([Span(length) for length in lengths])
    assert median is not None
    assert sum(n < median for n in lengths) * 2 < len(lengths) <= sum(n <= median for n in lengths) * 2


def test_nobody_refused_means_nobody_at_risk_and_no_zero() -> None:
    pooled = persistence([span(fold(helped()))])
    assert pooled == Persistence(at_risk=0, censored=0, median=None, at_least=None)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ((A, A, LEAVE), Span(2)),
        ((LEAVE,), Span(0)),
        ((A, CENSOR, CENSOR, A), Span(1)),
        ((A, CENSOR, A, LEAVE), Span(3)),
    ],
)
def test_pursuit_ends_at_two_messages_without_it_or_when_the_person_goes(
    after: tuple[Strategy, ...], expected: Span
) -> None:
    assert span(fold((*chased(*after), ended(Cause.LEFT)))) == expected


def test_the_budget_censors_and_a_lone_last_lull_is_not_counted() -> None:
    assert span(fold((*chased(A, A, CENSOR), ended(Cause.BUDGET)))) == Span(2, censored=True)


def test_a_conversation_that_still_stands_is_censored() -> None:
    assert span(fold(chased(A, A))) == Span(2, censored=True)


def test_leaving_without_a_word_counts_every_message_after_the_refusal() -> None:
    silent = [*refused_once()[:-2], ended(Cause.LEFT)]
    assert span(fold(silent)) == Span(1)
