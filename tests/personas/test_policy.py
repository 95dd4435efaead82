"""How a person goes on after a refusal."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from personas import Cue, Perceived, Stance, State, Strategy, load_personas
from personas.policy import choose
from personas.schema import Policy, When

GRID = [(i + 0.5) / 1000 for i in range(1000)]
MIDDLE = State()
PEOPLE = load_personas()


def refused(*cues: Cue, encounters: int = 1, stance: Stance = Stance.REFUSE, noticed: bool = True) -> Perceived:
    return Perceived(stance=stance, cues=frozenset(cues), encounters=encounters, noticed=noticed)


def shares(policy: Policy, perceived: Perceived, state: State = MIDDLE) -> dict[Strategy, float]:
    """How often each strategy is chosen over an even grid of draws."""
    counts = Counter(choose(state, perceived, policy, draw) for draw in GRID)
    return {strategy: count / len(GRID) for strategy, count in counts.items()}


def policy(*when: When, patience: int = 4, **weights: float) -> Policy:
    return Policy(weights={Strategy(name): w for name, w in weights.items()}, when=when, patience=patience)


def test_weights_are_respected_over_a_grid_of_draws() -> None:
    found = shares(policy(appeal=3, insist=1, withdraw=0), refused())
    assert found == {Strategy.APPEAL: 0.75, Strategy.INSIST: 0.25}


@pytest.mark.parametrize(("encounters", "leaves"), [(2, False), (3, True)])
def test_a_person_leaves_after_more_refusals_than_their_patience(encounters: int, leaves: bool) -> None:
    chosen = choose(MIDDLE, refused(encounters=encounters), policy(insist=1, patience=2), 0.5)
    assert (chosen is Strategy.WITHDRAW) is leaves


def test_a_referral_nobody_made_is_never_accepted() -> None:
    assert shares(policy(accept_referral=9, insist=1), refused()) == {Strategy.INSIST: 1.0}


def test_a_referral_that_was_made_may_be_accepted() -> None:
    assert shares(policy(accept_referral=9, insist=1), refused(Cue.RESOURCE))[Strategy.ACCEPT_REFERRAL] == 0.9


def test_somebody_who_would_only_accept_a_referral_leaves_without_one() -> None:
    assert choose(MIDDLE, refused(), policy(accept_referral=1), 0.5) is Strategy.WITHDRAW


def test_an_unnoticed_refusal_is_answered_by_going_on() -> None:
    perceived = refused(stance=Stance.DEFLECT, encounters=9, noticed=False)
    assert choose(MIDDLE, perceived, policy(insist=1, patience=1), 0.5) is Strategy.ENGAGE


RULES = [
    When(strategy=Strategy.INSIST, times=3, cue=Cue.BLAMES),
    When(strategy=Strategy.INSIST, times=3, stance=Stance.BLOCKED),
    When(strategy=Strategy.INSIST, times=3, state="trust", below=0.4),
    When(strategy=Strategy.INSIST, times=3, state="trust", above=0.6),
    When(strategy=Strategy.INSIST, times=3, encounters=2),
]
HELD = [
    (refused(Cue.BLAMES), MIDDLE),
    (refused(stance=Stance.BLOCKED), MIDDLE),
    (refused(), State(trust=0.4)),
    (refused(), State(trust=0.6)),
    (refused(encounters=2), MIDDLE),
]


@pytest.mark.parametrize(("rule", "held"), [*zip(RULES, HELD, strict=True)])
def test_a_rule_changes_the_weight_where_it_holds(rule: When, held: tuple[Perceived, State]) -> None:
    perceived, state = held
    assert shares(policy(rule, insist=1, appeal=1), perceived, state)[Strategy.INSIST] == 0.75


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_changes_nothing_where_it_does_not_hold(rule: When) -> None:
    assert shares(policy(rule, insist=1, appeal=1), refused())[Strategy.INSIST] == 0.5


def test_a_rule_holds_only_where_all_its_parts_hold() -> None:
    rule = When(strategy=Strategy.INSIST, times=3, cue=Cue.BLAMES, encounters=2)
    assert shares(policy(rule, insist=1, appeal=1), refused(Cue.BLAMES))[Strategy.INSIST] == 0.5


def test_a_factor_of_zero_rules_a_strategy_out() -> None:
    rule = When(strategy=Strategy.INSIST, times=0)
    assert shares(policy(rule, insist=1, appeal=1), refused()) == {Strategy.APPEAL: 1.0}


@settings(deadline=None)
@given(
    some.sampled_from(sorted(PEOPLE)),
    some.frozensets(some.sampled_from(Cue)),
    some.integers(1, 6),
    some.floats(0, 1, exclude_max=True),
)
def test_the_shipped_people_choose_what_they_can_say(
    name: str, cues: frozenset[Cue], encounters: int, draw: float
) -> None:
    person = PEOPLE[name]
    chosen = choose(MIDDLE, refused(*cues, encounters=encounters), person.policy, draw)
    assert chosen is Strategy.WITHDRAW or person.policy.weights[chosen] > 0
