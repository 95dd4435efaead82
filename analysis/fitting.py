"""Fit a reaction policy to answers: a regularised multinomial logit, and a bootstrap over the people who answered.

The model is McFadden's ("Conditional logit analysis of qualitative choice behavior", in Zarembka (ed.), Frontiers in
Econometrics, 1974): a strategy's log weight is a constant plus a term for each cue of the wording, over the strategies
that can be chosen there (without a resource nobody can accept a referral). It is fitted as the Poisson regression of
the counts with a constant for each wording, which has the same maximum (Baker, "The multinomial-Poisson
transformation", The Statistician 43, 1994), because that leaves out what cannot be chosen; a test compares it with
scikit-learn's `LogisticRegression` where everything can. Spreads come from a bootstrap with whole respondents drawn,
since the answers of one person go together (Efron and Tibshirani, An Introduction to the Bootstrap, 1993).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import PoissonRegressor
from threadpoolctl import threadpool_limits

from analysis.answers import Answers
from analysis.errors import AnalysisError
from documents.words import Grounding
from personas.perception import REACTIONS, Cue, Stance, Strategy
from personas.schema import Doubt, Policy, When
from personas.vignettes import Form

Floats = NDArray[np.float64]
Predictor = Cue | Stance

FEWEST = 10
"""Respondents below which nothing is fitted: so few draws of people tell no spread. Our assumption."""
STRENGTHS = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0)
"""Inverse penalties tried; the one that foretells left-out people best is taken."""
WEAK = 1.0
"""Inverse penalty of the refits that give the spreads. What foretells best shrinks effects, and would hide how much it
took away; the distance of hardly shrunk refits from the value written holds sampling error and shrinkage."""
RESAMPLES = 200
"""Efron and Tibshirani find 50 to 200 enough for a standard error."""
PRIOR = 0.5
"""Answers added to every strategy that anybody chose, spread over its wordings: a weight stays finite in a resample
where nobody happened to choose it."""
TOTAL = 10.0
"""What the weights of a fitted policy sum to; only their ratios matter."""

_FOLDS = 5
_FREE = 100.0
"""Scale of the columns that are not to be penalised: their penalty shrinks by its square."""


class Model(NamedTuple):
    """A fitted model: one row for each strategy."""

    strategies: tuple[Strategy, ...]
    predictors: tuple[Predictor, ...]
    constants: Floats
    """Log weights after a bare refusal; they sum to 0, since only differences matter."""
    effects: Floats
    """Log factors by strategy and predictor; those of one predictor sum to about 0."""


class Fit(NamedTuple):
    """A policy fitted to answers, and what it rests on."""

    policy: Policy
    model: Model
    constant_errors: Floats
    effect_errors: Floats
    clear: NDArray[np.bool_]
    """By strategy and predictor, whether the 90 % range of the hardly shrunk refits leaves out 0."""
    strength: float
    """The inverse penalty that was taken."""
    answers: int
    respondents: int
    never: tuple[Strategy, ...]
    """Strategies that nobody chose: they get no weight, which says little where few people answered."""


class Design(NamedTuple):
    """What was asked: which wording shows what, and what can be chosen there."""

    strategies: tuple[Strategy, ...]
    predictors: tuple[Predictor, ...]
    shown: Floats
    """By wording and predictor, 1 where the wording shows it."""
    offered: NDArray[np.bool_]
    """By wording and strategy."""

    def identified(self) -> NDArray[np.bool_]:
        """By strategy and predictor, whether the predictor ever differs where the strategy can be chosen."""
        columns = [np.ptp(self.shown[self.offered[:, s]], axis=0) > 0 for s in range(len(self.strategies))]
        return np.array(columns)


def fit(answers: Answers, form: Form, generator: np.random.Generator, *, resamples: int = RESAMPLES) -> Fit:
    """The policy that the answers speak for.

    Args:
        answers: as `analysis.answers.read_answers` gives them.
        form: what was asked.
        generator: draws the folds and the resamples.
        resamples: bootstrap resamples of the respondents.

    Raises:
        AnalysisError: fewer respondents than `FEWEST`, a wording nobody answered, or one answer to everything.
    """
    _enough(answers, form)
    # Systems this small are solved many times over, and several times slower on several threads.
    with threadpool_limits(limits=1):
        return _fit(answers, form, generator, resamples)


def design_of(form: Form, strategies: Sequence[Strategy]) -> Design:
    """The form as numbers; a predictor that no wording shows, or every one, is left out."""
    candidates: tuple[Predictor, ...] = (*Cue, Stance.DEFLECT, Stance.BLOCKED, Stance.PARTIAL)
    rows = [[p in v.cues or p is v.stance for p in candidates] for v in form.vignettes]
    varying = [i for i in range(len(candidates)) if len({row[i] for row in rows}) == 2]
    shown = np.array([[float(row[i]) for i in varying] for row in rows])
    offered = np.array([[s in v.offers for s in strategies] for v in form.vignettes])
    return Design(tuple(strategies), tuple(candidates[i] for i in varying), shown, offered)


def count(answers: Answers, form: Form, design: Design) -> Floats:
    """Answers by respondent, wording and strategy."""
    people = {code: i for i, code in enumerate(answers.respondents)}
    wordings = {v.id: i for i, v in enumerate(form.vignettes)}
    counts = np.zeros((len(people), len(wordings), len(design.strategies)))
    for answer in answers.given:
        counts[people[answer.respondent], wordings[answer.vignette], design.strategies.index(answer.strategy)] += 1
    return counts


def fitted(counts: Floats, design: Design, strength: float) -> Model:
    """The model of these counts by wording and strategy."""
    wording, strategy = np.nonzero(design.offered)
    kinds, width = len(design.strategies), len(design.predictors)
    effects = np.zeros((len(wording), kinds, width))
    effects[np.arange(len(wording)), strategy] = design.shown[wording] * design.identified()[strategy]
    constants = _FREE * np.hstack([np.eye(len(counts))[wording], np.eye(kinds)[strategy][:, 1:]])
    columns = np.hstack([constants, effects.reshape(len(wording), -1)])
    observed = (counts + PRIOR * design.offered / design.offered.sum(axis=0))[wording, strategy]
    regression = PoissonRegressor(
        alpha=1 / (strength * len(observed)), fit_intercept=False, solver="newton-cholesky", tol=1e-6, max_iter=200
    ).fit(columns, observed)
    free, found = np.split(regression.coef_, [constants.shape[1]])
    levels = _FREE * np.concatenate([[0.0], free[len(counts) :]])
    return Model(design.strategies, design.predictors, levels - levels.mean(), found.reshape(kinds, width))


def chances(model: Model, design: Design) -> Floats:
    """The probability of each strategy after each wording."""
    logits = model.constants + design.shown @ model.effects.T
    weights = np.where(design.offered, np.exp(logits), 0.0)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def _enough(answers: Answers, form: Form) -> None:
    people = len(answers.respondents)
    if people < FEWEST:
        raise AnalysisError(
            f"found answers of {people} {'respondent' if people == 1 else 'respondents'}, expected at least {FEWEST}: "
            "how far people differ cannot be told from fewer; ask more people"
        )
    missing = [v.id for v in form.vignettes if not any(answer.vignette == v.id for answer in answers.given)]
    if missing:
        raise AnalysisError(
            f"found no answer to {', '.join(missing)}, expected some to every wording, since the effects of the cues "
            "are told apart by them; ask about these too"
        )
    if len({answer.strategy for answer in answers.given}) == 1:
        raise AnalysisError(
            f"found the answer '{answers.given[0].strategy.value}' throughout, expected at least two different ones: "
            "there is nothing to weigh; check the column 'answer'"
        )


def _fit(answers: Answers, form: Form, generator: np.random.Generator, resamples: int) -> Fit:
    design = design_of(form, [s for s in REACTIONS if any(answer.strategy is s for answer in answers.given)])
    counts = count(answers, form, design)
    strength = _strength(counts, design, generator)
    model = fitted(counts.sum(axis=0), design, strength)
    people, given = len(counts), len(answers.given)
    drawn = [generator.integers(people, size=people) for _ in range(resamples)]
    refits = [fitted(counts[sample].sum(axis=0), design, max(strength, WEAK)) for sample in drawn]
    constants, effects = np.array([r.constants for r in refits]), np.array([r.effects for r in refits])
    errors = _distance(constants, model.constants), _distance(effects, model.effects)
    low, high = np.quantile(effects, (0.05, 0.95), axis=0)
    ground = Grounding(
        kind="data",
        ref=f"{given} answers of {people} respondents to the form '{form.id}'; they said what they would do",
    )
    return Fit(
        policy=_policy(model, design.identified(), errors, ground),
        model=model,
        constant_errors=errors[0],
        effect_errors=errors[1],
        clear=(low > 0) | (high < 0),
        strength=strength,
        answers=given,
        respondents=people,
        never=tuple(s for s in REACTIONS if s not in design.strategies),
    )


def _strength(counts: Floats, design: Design, generator: np.random.Generator) -> float:
    """The inverse penalty under which left-out people's answers are the most probable; people stay whole."""
    folds = np.array_split(generator.permutation(len(counts)), _FOLDS)
    scores = []
    for strength in STRENGTHS:
        score = 0.0
        for fold in folds:
            model = fitted(np.delete(counts, fold, axis=0).sum(axis=0), design, strength)
            odds = np.log(chances(model, design), where=design.offered, out=np.zeros(design.offered.shape))
            score += float((counts[fold].sum(axis=0) * odds).sum())
        scores.append(score)
    return STRENGTHS[int(np.argmax(scores))]


def _distance(refits: Floats, value: Floats) -> Floats:
    """The root mean square distance of the refits from the value written."""
    return np.asarray(np.sqrt(np.mean((refits - value) ** 2, axis=0)))


def _policy(model: Model, identified: NDArray[np.bool_], errors: tuple[Floats, Floats], ground: Grounding) -> Policy:
    weights = np.exp(model.constants)
    weights *= TOTAL / weights.sum()
    doubts = {f"weights.{s.value}": _doubt(error) for s, error in zip(model.strategies, errors[0], strict=True)}
    whens = []
    for i, j in np.argwhere(identified):
        predictor = model.predictors[j]
        named = {"cue": predictor} if isinstance(predictor, Cue) else {"stance": predictor}
        factor = _short(float(np.exp(model.effects[i, j])))
        whens.append(When.model_validate({"strategy": model.strategies[i], "times": factor, **named}))
        doubts[f"when.{len(whens)}"] = _doubt(errors[1][i, j])
    return Policy(
        weights={s: _short(float(w)) for s, w in zip(model.strategies, weights, strict=True)},
        when=tuple(whens),
        grounded_in=(ground,),
        doubts=doubts,
    )


def _doubt(error: float) -> Doubt:
    return Doubt(spread=_short(float(error)))


def _short(number: float) -> float:
    """Four figures: more would look more certain than it is."""
    return float(f"{number:.4g}")
