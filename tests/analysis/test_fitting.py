"""Fitting a policy to answers: a known policy is found again, as well as the number of answers allows.

Simulated answers come from a shipped persona's own policy (`personas.policy.weigh`) and seeded draws.
"""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from analysis.answers import Answer, Answers
from analysis.errors import AnalysisError
from analysis.fitting import FEWEST, PRIOR, Design, Fit, Floats, chances, count, design_of, fit, fitted
from personas import Cue, Perceived, Stance, State, Strategy, load_personas
from personas.perception import REACTIONS
from personas.policy import weigh
from personas.schema import Policy
from personas.vignettes import Vignette, load_form

FORM = load_form()
PEOPLE = load_personas()
Z90 = 1.645


def true_chances(policy: Policy, strategies: tuple[Strategy, ...]) -> Floats:
    rows = []
    for v in FORM.vignettes:
        weights = weigh(State(), perceived(v), policy)
        rows.append([weights.get(s, 0.0) / sum(weights.values()) for s in strategies])
    return np.array(rows)


def perceived(vignette: Vignette) -> Perceived:
    declines = frozenset({Cue.DECLINES}) if vignette.stance is Stance.REFUSE else frozenset()
    return Perceived(stance=vignette.stance, cues=declines.union(vignette.cues), encounters=1)


def answered(policy: Policy, people: int, generator: np.random.Generator) -> Answers:
    strategies = tuple(s for s in REACTIONS if s in policy.weights)
    table = true_chances(policy, strategies)
    drawn = [
        Answer(f"p{i}", v.id, strategies[generator.choice(len(strategies), p=row)])
        for i in range(people)
        for v, row in zip(FORM.vignettes, table, strict=True)
    ]
    return Answers(tuple(drawn), 0)


def refit(name: str, people: int, seed: int, resamples: int = 2) -> tuple[Fit, Design]:
    generator = np.random.default_rng(seed)
    done = fit(answered(PEOPLE[name].policy, people, generator), FORM, generator, resamples=resamples)
    return done, design_of(FORM, done.model.strategies)


def true_effects(policy: Policy, design: Design) -> Floats:
    """Log factors of single cues and of deflection, those of one predictor summing to 0 as in the model."""
    effects = np.zeros((len(design.strategies), len(design.predictors)))
    for when in policy.when:
        predictor = when.cue or when.stance
        if predictor in design.predictors and when.strategy in design.strategies:
            effects[design.strategies.index(when.strategy), design.predictors.index(predictor)] += np.log(when.times)
    known = design.identified()
    means = (effects * known).sum(axis=0) / known.sum(axis=0)
    return np.where(known, effects - means, 0.0)


@pytest.mark.parametrize("name", ["marcus", "olena", "tess"])
@pytest.mark.parametrize("people", [25, 100, 400])
def test_choice_probabilities_come_closer_than_plain_shares_would(name: str, people: int) -> None:
    # The mean error of a plain share is sqrt(2/pi) of its standard error, sqrt(p(1-p)/n); the model pools wordings.
    done, design = refit(name, people, seed=people)
    truth = true_chances(PEOPLE[name].policy, design.strategies)[design.offered]
    error = np.abs(chances(done.model, design)[design.offered] - truth).mean()
    assert error < np.sqrt(2 / np.pi * truth * (1 - truth) / people).mean()


@pytest.mark.parametrize("name", ["marcus", "olena", "tess"])
@pytest.mark.parametrize("people", [50, 200])
def test_ninety_percent_intervals_hold_nine_in_ten_true_factors(name: str, people: int) -> None:
    held = []
    for seed in range(10):
        done, design = refit(name, people, seed, resamples=60)
        error = np.abs(done.model.effects - true_effects(PEOPLE[name].policy, design))
        held.append((error <= Z90 * done.effect_errors)[design.identified()].mean())
    assert np.mean(held) >= 0.9


def test_where_everything_can_be_chosen_it_is_the_logistic_regression_of_scikit_learn() -> None:
    answers = answered(PEOPLE["marcus"].policy, 60, np.random.default_rng(5))
    design = design_of(FORM, tuple(s for s in REACTIONS if s in PEOPLE["marcus"].policy.weights))
    counts = count(answers, FORM, design).sum(axis=0)
    wording, strategy = np.nonzero(design.offered)
    weights = (counts + PRIOR / len(counts))[wording, strategy]
    theirs = LogisticRegression(C=0.5, tol=1e-10, max_iter=5000).fit(design.shown[wording], strategy, weights)
    ours = fitted(counts, design, strength=0.5)
    assert np.abs(ours.effects - theirs.coef_).max() < 0.001
    assert np.abs(ours.constants - (theirs.intercept_ - theirs.intercept_.mean())).max() < 0.001


def test_twelve_answers_of_one_mind_count_as_one() -> None:
    # 40 people who answer alike throughout are 40 draws: by the delta method the variance of a centred log share is
    # ((1 - 2/k) / p + mean(1/p) / k) / 40 for k answers, twelve times what 480 separate answers would leave.
    minds = [Strategy.INSIST] * 12 + [Strategy.APPEAL] * 16 + [Strategy.WITHDRAW] * 12
    given = tuple(Answer(f"p{i}", v.id, mind) for i, mind in enumerate(minds) for v in FORM.vignettes)
    done = fit(Answers(given, 0), FORM, np.random.default_rng(2))
    shares = np.array([0.3, 0.4, 0.3])
    assert done.constant_errors == pytest.approx(np.sqrt((1 / 3 / shares + np.mean(1 / shares) / 3) / 40), rel=0.2)


def test_the_policy_says_how_the_model_weighs() -> None:
    done, design = refit("tess", 80, seed=4)
    stated = true_chances(done.policy, design.strategies)
    assert np.abs(stated - chances(done.model, design)).max() < 0.001


def test_the_same_answers_and_seed_give_the_same_policy() -> None:
    assert refit("olena", 30, seed=1)[0].policy == refit("olena", 30, seed=1)[0].policy


def test_every_factor_has_a_spread_and_the_policy_says_whose_answers_it_rests_on() -> None:
    policy = refit("tess", 40, seed=1)[0].policy
    named = {f"when.{i}" for i in range(1, len(policy.when) + 1)} | {f"weights.{s.value}" for s in policy.weights}
    assert named == set(policy.doubts)
    assert "480 answers of 40 respondents to the form 'after-a-no'" in policy.grounded_in[0].ref


def test_what_nobody_chose_gets_no_weight_and_is_named() -> None:
    done, _ = refit("tess", 40, seed=1)
    assert Strategy.CHALLENGE in done.never
    assert not set(done.never) & set(done.policy.weights)


def test_a_referral_s_own_resource_has_no_factor() -> None:
    whens = refit("tess", 40, seed=1)[0].policy.when
    assert not [w for w in whens if w.strategy is Strategy.ACCEPT_REFERRAL and w.cue is Cue.RESOURCE]


@pytest.mark.parametrize(("people", "said"), [(1, "of 1 respondent,"), (FEWEST - 1, "of 9 respondents,")])
def test_too_few_people_are_no_sample(people: int, said: str) -> None:
    with pytest.raises(AnalysisError, match=said):
        refit("tess", people, seed=1)


def test_a_wording_nobody_answered_is_named() -> None:
    answers = answered(PEOPLE["tess"].policy, 20, np.random.default_rng(1))
    rest = tuple(a for a in answers.given if a.vignette != "elm")
    with pytest.raises(AnalysisError, match="found no answer to elm"):
        fit(Answers(rest, 0), FORM, np.random.default_rng(1))


def test_one_answer_throughout_leaves_nothing_to_weigh() -> None:
    same = tuple(Answer(f"p{i}", v.id, Strategy.WITHDRAW) for i in range(20) for v in FORM.vignettes)
    with pytest.raises(AnalysisError, match="found the answer 'withdraw' throughout"):
        fit(Answers(same, 0), FORM, np.random.default_rng(1))
