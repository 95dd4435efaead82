"""Reaction policies varied: what each kind changes, and what it leaves alone."""

from __future__ import annotations

from collections.abc import Callable
from statistics import NormalDist
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from documents.words import Grounding
from personas import Cue, Perceived, Persona, PersonaError, Stance, State, Strategy, load_personas
from personas.appraisal import DEFAULTS, appraise
from personas.parameters import sensitivities
from personas.policy import weigh
from personas.schema import Doubt, Policy, Spread, StateName, Voice, When
from personas.variants import KINDS, REFUSING, SMALLEST, adopt, parameters, unsaid, vary
from tests.support.people import persona

NUDGES = some.floats(-0.3, 0.3).map(lambda x: round(x, 4))
ENTRIES = some.dictionaries(some.sampled_from(get_args(StateName)), NUDGES)
WHENS = some.builds(
    When,
    strategy=some.sampled_from([Strategy.INSIST, Strategy.WITHDRAW]),
    times=some.floats(SMALLEST, 1 / SMALLEST),
    cue=some.none() | some.sampled_from(Cue),
    stance=some.none() | some.sampled_from(Stance),
    encounters=some.none() | some.integers(1, 3),
)
PEOPLE = some.builds(
    lambda whens, entries, patience, spread: persona(
        policy=Policy(
            weights={Strategy.INSIST: 2, Strategy.WITHDRAW: 1}, when=tuple(whens), patience=patience, spread=spread
        ),
        sensitivities=entries,
    ),
    some.lists(WHENS, max_size=4),
    some.dictionaries(some.sampled_from([*Cue, *Stance]), ENTRIES, max_size=4),
    some.integers(1, 6),
    some.builds(Spread, weights=some.floats(0, 3), sensitivities=some.floats(0, 1), patience=some.floats(0, 5)),
)
QUICK = settings(deadline=None, max_examples=50)
BLAMING = Perceived(stance=Stance.REFUSE, cues=frozenset({Cue.DECLINES, Cue.BLAMES}), encounters=1)
BARE = Perceived(stance=Stance.REFUSE, cues=frozenset({Cue.DECLINES}), encounters=1)


def always(number: float) -> Callable[[str], float]:
    return lambda _: number


def reacting(*whens: When, **changes: Any) -> Persona:
    weights = {Strategy.INSIST: 2.0, Strategy.CHALLENGE: 1.0, Strategy.WITHDRAW: 1.0}
    return persona(policy=Policy(weights=weights, when=whens, **changes))


@pytest.mark.parametrize("name", sorted(load_personas()))
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "free"])
def test_every_shipped_persona_can_be_varied_in_every_way(name: str, kind: str) -> None:
    varied = vary(load_personas()[name], kind, always(0.2))
    assert Persona.model_validate_json(varied.model_dump_json()) == varied


def test_their_own_policy_is_the_same_person() -> None:
    assert vary(persona(), "own", always(0.9)) == persona()


def test_every_number_of_a_persona_is_a_parameter() -> None:
    found = {p.name: p for p in parameters(reacting(When(strategy=Strategy.INSIST, times=2), patience=3))}
    assert (found["weights.insist"].value, found["when.1"].value, found["patience"].value) == (2, 2, 3)
    assert found["sensitivities.blames.trust"].value == DEFAULTS[Cue.BLAMES]["trust"]


def test_a_doubt_replaces_the_spread_and_the_grounding_of_one_parameter() -> None:
    ground = Grounding(kind="assumption", ref="seen once")
    found = {p.name: p for p in parameters(reacting(doubts={"patience": Doubt(spread=2.5, grounded_in=ground)}))}
    assert (found["patience"].spread, found["patience"].grounded_in) == (2.5, (ground,))


@QUICK
@given(PEOPLE, some.sets(some.sampled_from(Cue)), some.sampled_from(REFUSING), some.booleans())
def test_the_wording_blind_react_alike_to_every_no(who: Persona, cues: set[Cue], stance: Stance, again: bool) -> None:
    blind = vary(who, "wording-blind", always(0.5))
    no = Perceived(stance=stance, cues=frozenset(cues), encounters=1, repeated=again)
    assert weigh(State(), no, blind.policy) == weigh(State(), BARE, blind.policy)
    assert appraise(State(), no, blind.sensitivities) == appraise(State(), BARE, blind.sensitivities)


def test_the_wording_blind_keep_what_does_not_hang_on_wording() -> None:
    tired = When(strategy=Strategy.WITHDRAW, times=4, encounters=2)
    who = reacting(When(strategy=Strategy.INSIST, times=2, cue=Cue.BLAMES), tired, doubts={"when.2": Doubt(spread=0.1)})
    blind = vary(who, "wording-blind", always(0.5)).policy
    assert (blind.when, list(blind.doubts)) == ((tired,), ["when.1"])


@QUICK
@given(PEOPLE)
def test_turning_effects_round_twice_gives_them_back(who: Persona) -> None:
    twice = vary(vary(who, "reversed", always(0.5)), "reversed", always(0.5))
    assert [w.times for w in twice.policy.when] == pytest.approx([w.times for w in who.policy.when])
    before, after = sensitivities(who), sensitivities(twice)
    assert all(
        after.get(key, {}).get(name, 0) == pytest.approx(before.get(key, {}).get(name, 0), abs=1e-9)
        for key in after
        for name in get_args(StateName)
    )


def test_what_blame_made_likelier_the_reversed_do_less_often() -> None:
    turned = vary(reacting(When(strategy=Strategy.CHALLENGE, times=4, cue=Cue.BLAMES)), "reversed", always(0.5))
    assert weigh(State(), BLAMING, turned.policy)[Strategy.CHALLENGE] == 0.25
    assert appraise(State(), BLAMING, turned.sensitivities).trust > appraise(State(), BARE, turned.sensitivities).trust


@pytest.mark.parametrize(("times", "turned"), [(0.0, 100.0), (1000.0, 0.01), (0.5, 2.0)])
def test_an_inverted_factor_is_capped(times: float, turned: float) -> None:
    who = reacting(When(strategy=Strategy.INSIST, times=times, stance=Stance.DEFLECT))
    assert vary(who, "reversed", always(0.5)).policy.when[0].times == pytest.approx(turned)


@QUICK
@given(PEOPLE, some.floats(0, 1, exclude_max=True))
def test_a_sampled_person_is_still_a_person(who: Persona, draw: float) -> None:
    sampled = vary(who, "sampled", always(draw))
    assert Persona.model_validate_json(sampled.model_dump_json()) == sampled


def test_a_weight_is_sampled_on_its_logarithm() -> None:
    one_up = NormalDist().cdf(1)
    weights = vary(reacting(spread=Spread(weights=0.6931471805599453)), "sampled", always(one_up)).policy.weights
    assert weights[Strategy.INSIST] == pytest.approx(4)


def test_sampling_asks_for_one_draw_of_each_parameter() -> None:
    asked: list[str] = []

    def draw(name: str) -> float:
        asked.append(name)
        return 0.5

    middle = vary(persona(), "sampled", draw)
    assert asked == [p.name for p in parameters(persona())]
    assert middle.policy.weights == pytest.approx(persona().policy.weights)


def test_only_somebody_voiced_by_a_model_can_choose_freely() -> None:
    with pytest.raises(PersonaError, match="voice of kind 'template', which cannot choose; name a model with --voice"):
        vary(persona(), "free", always(0.5))
    assert vary(persona(voice=Voice(kind="llm")), "free", always(0.5)).policy.free


def test_an_unknown_policy_names_the_nearest() -> None:
    with pytest.raises(PersonaError, match=r"no policy is called 'reverse' \(nearest: 'reversed'\)"):
        vary(persona(), "reverse", always(0.5))


def test_an_adopted_policy_gives_the_weight_of_what_cannot_be_said_to_the_rest() -> None:
    when = When(strategy=Strategy.APPEAL, times=3, cue=Cue.BLAMES)
    made = Policy(weights={Strategy.APPEAL: 2, Strategy.INSIST: 1, Strategy.WITHDRAW: 1}, when=(when,))
    taken = adopt(reacting(), made).policy
    assert (taken.weights[Strategy.INSIST], taken.weights[Strategy.WITHDRAW], taken.when) == (2, 2, ())
    assert unsaid(reacting(), made) == (Strategy.APPEAL,)


def test_what_an_adopted_policy_does_not_set_stays_the_persons_own() -> None:
    made = Policy(weights={Strategy.INSIST: 1}, grounded_in=(Grounding(kind="assumption", ref="answers"),))
    taken = adopt(reacting(patience=2), made)
    found = {p.name: p.grounded_in[0].ref for p in parameters(taken)}
    assert (taken.policy.patience, found["weights.insist"]) == (2, "answers")
    assert found["patience"] == "every number of the policy"


def test_nobody_adopts_a_policy_they_have_no_words_for() -> None:
    with pytest.raises(PersonaError, match="has words for nothing that the policy chooses"):
        adopt(reacting(), Policy(weights={Strategy.APPEAL: 1}))


def test_a_model_can_voice_every_strategy() -> None:
    assert unsaid(persona(voice=Voice(kind="llm")), Policy(weights={Strategy.APPEAL: 1})) == ()


@pytest.mark.parametrize(
    ("name", "near"),
    [("weights.insits", "weights.insist"), ("when.2", "when.1"), ("sensitivities.blame.trust", "sensitivities.blames")],
)
def test_a_doubt_about_no_parameter_names_the_nearest(name: str, near: str) -> None:
    with pytest.raises(ValueError, match=rf"no parameter \(nearest: '{near}"):
        reacting(When(strategy=Strategy.INSIST, times=2), doubts={name: Doubt(spread=1)})
