"""What a persona is: a simulated person, a composite, never a real participant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from documents.locale import check_locale
from documents.read import Document, Identity, Line, Misplaced, nearest
from documents.words import Grounding, Trigger
from personas.perception import REACTIONS, Cue, Stance, State, Strategy

Unit = Annotated[float, Field(ge=0, le=1)]
Weight = Annotated[float, Field(ge=0)]
Nudge = Annotated[float, Field(ge=-1, le=1)]
Repeated = Literal["repeated"]
"""A refusal that says nearly the same as an earlier one."""
StateName = Literal["trust", "distress", "hope", "felt_heard"]
AgeBand = Literal["adolescent", "adult", "older_adult"]
Role = Literal["seeker", "carer", "guardian", "professional"]
Place = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}-[A-Z]{2}$"), AfterValidator(check_locale)]
"""Language and country, as in `en-GB`; both must exist."""
Need = Literal["listener", "information", "plan", "second_opinion", "rehearsal", "safe_place"]
Prior = Literal["earlier_chats", "product_claims", "word_of_mouth", "none"]
Barrier = Literal[
    "cost",
    "past_harm",
    "language",
    "hearing",
    "no_phone",
    "police",
    "rural",
    "insurance",
    "culture",
    "dependence",
    "known",
]

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


class Expectation(Document):
    """What the person expects before anything is said (facet: expectation formation)."""

    needs: tuple[Need, ...] = Field(min_length=1)
    """What they come for, most wanted first."""
    source: Prior = "none"
    """Where the expectation comes from."""
    confidence: Unit = 0.5
    """How sure they are to get it."""


class Inner(Document):
    """Where the inner state starts; each in [0, 1]."""

    trust: Unit = 0.5
    distress: Unit = 0.5
    hope: Unit = 0.5
    felt_heard: Unit = 0.5

    def state(self) -> State:
        """The same numbers as the state that appraisal works on."""
        return State(trust=self.trust, distress=self.distress, hope=self.hope, felt_heard=self.felt_heard)


class When(Document):
    """One condition under which a strategy becomes more or less likely."""

    strategy: Strategy
    times: Weight
    """Factor on the strategy's weight."""
    cue: Cue | None = None
    """Applies when the last reply shows this cue."""
    stance: Stance | None = None
    """Applies when the last reply took this stance."""
    state: StateName | None = None
    """Applies when this number is within `above` and `below`."""
    above: Unit = 0.0
    below: Unit = 1.0
    encounters: int | None = Field(default=None, ge=1)
    """Applies from this many refusals on."""

    @model_validator(mode="after")
    def _can_apply(self) -> When:
        _only_reactions([self.strategy])
        if self.above > self.below:
            raise ValueError(f"above is {self.above} and below is {self.below}; nothing is within them, swap the two")
        return self


class Spread(Document):
    """How far each kind of parameter may be off: one standard deviation, on the scale on which it is varied."""

    weights: float = Field(default=0.5, ge=0)
    """Of the logarithm of a weight."""
    times: float = Field(default=0.35, ge=0)
    """Of the logarithm of a factor."""
    sensitivities: float = Field(default=0.03, ge=0)
    """Of what a cue or a stance adds to the state."""
    patience: float = Field(default=1.0, ge=0)
    """Of a number of refusals."""
    chances: float = Field(default=0.5, ge=0)
    """Of the logit of a probability."""


class Doubt(Document):
    """What is known of one parameter, where it differs from what holds for all."""

    spread: float | None = Field(default=None, ge=0)
    """Replaces the spread of its kind."""
    grounded_in: Grounding | None = None
    """Replaces the grounding of the whole policy."""


class Policy(Document):
    """How the person goes on after a refusal. A parameter somebody chose, never a finding."""

    weights: dict[Strategy, Weight] = Field(min_length=1)
    """Relative weight of each strategy; those not named are never chosen."""
    when: tuple[When, ...] = ()
    patience: int = Field(default=4, ge=1)
    """After more refusals than this the person leaves."""
    silent_leave: Unit = 0.0
    """Probability that leaving happens without a last message."""
    notices_deflection: Unit = 1.0
    """Probability that a deflection is taken for the refusal it is."""
    free: bool = False
    """The voice's model chooses too; the weights then only say what was intended. Needs a voice of kind `llm`."""
    grounded_in: tuple[Grounding, ...] = (Grounding(kind="assumption", ref="every number of the policy"),)
    """What every parameter rests on, unless `doubts` says otherwise."""
    spread: Spread = Spread()
    """How far the parameters may be off, unless `doubts` says otherwise."""
    doubts: dict[str, Doubt] = Field(default_factory=dict)
    """For single parameters: `weights.insist`, `when.1` (counted from 1), `patience`, `sensitivities.blames.trust`."""

    @model_validator(mode="after")
    def _usable(self) -> Policy:
        _only_reactions(self.weights)
        if not any(self.weights.values()):
            raise Misplaced(("weights",), "at least one weight must be above 0")
        idle = [when.strategy.value for when in self.when if when.strategy not in self.weights]
        if idle:
            raise ValueError(f"'when' changes the weight of '{idle[0]}', which has none; add it under weights")
        _only_parameters(self)
        return self


def _only_reactions(strategies: Iterable[Strategy]) -> None:
    wrong = [strategy for strategy in strategies if strategy not in REACTIONS]
    if wrong:
        known = ", ".join(REACTIONS)
        raise ValueError(f"'{wrong[0]}' is no reaction to a refusal; choose among {known}")


def _only_parameters(policy: Policy) -> None:
    """Sensitivities are the persona's, so of theirs only the words are checked."""
    known = [*(f"weights.{s.value}" for s in policy.weights), *(f"when.{i + 1}" for i in range(len(policy.when)))]
    known += ["patience", "silent_leave", "notices_deflection"]
    felt = [f"sensitivities.{key}.{name}" for key in (*Cue, *Stance, "repeated") for name in get_args(StateName)]
    for name in policy.doubts:
        if name not in known and name not in felt:
            near = nearest(name, [*known, *felt])
            raise ValueError(f"doubts names '{name}', which is no parameter{near}; expected one of {', '.join(known)}")


class Script(Document):
    """Exact lines by phase and strategy. Sent verbatim, in order; the last one repeats."""

    pre_refusal: tuple[Line, ...] = ()
    """Lines before the first refusal; empty leaves them to the scenario's opening and ask."""
    post_refusal: dict[Strategy, tuple[Line, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _known_placeholders(self) -> Script:
        _only_ask([*self.pre_refusal, *chain.from_iterable(self.post_refusal.values())])
        return self


class Voice(Document):
    """How the person sounds, and which machine says the lines."""

    kind: Literal["template", "script", "llm"] = "template"
    phrases: dict[Strategy, tuple[Line, ...]] = Field(default_factory=dict)
    """The phrase bank: lines for each strategy; `{ask}` stands for the scenario's ask in the person's words, and of
    `[ok|well|]` one alternative is drawn."""
    script: Script | None = None
    model: str | None = None
    """For `llm`: the target spec of the model that voices the person; None uses the run's `--voice`."""
    style: str = ""
    """For `llm`: register, habits and length, in a sentence or two."""
    max_words: int = Field(default=60, ge=3)
    """Longest message the person would write."""

    @model_validator(mode="after")
    def _known_placeholders(self) -> Voice:
        _only_ask(chain.from_iterable(self.phrases.values()))
        return self


def _only_ask(lines: Iterable[str]) -> None:
    wrong = [mark for line in lines for mark in _PLACEHOLDER.findall(line) if mark != "{ask}"]
    if wrong:
        raise ValueError(f"found the placeholder {wrong[0]} in a line, expected none but {{ask}}")


class Persona(Document):
    """A simulated person: need, expectation, voice, locale, reaction policy."""

    id: Identity
    """Equal to the file's name."""
    name: str
    summary: str
    """Two or three sentences: who this is and what brings them."""
    age_band: AgeBand = "adult"
    role: Role = "seeker"
    """Who they are in it: for themselves or somebody they know (`seeker`), a carer, a guardian, a professional."""
    locale: Place = "en-US"
    expectation: Expectation
    state: Inner = Inner()
    sensitivities: dict[Cue | Stance | Repeated, dict[StateName, Nudge]] = Field(default_factory=dict)
    """What each cue or stance of a reply does to the inner state; overrides the defaults in `personas.appraisal`."""
    policy: Policy
    voice: Voice
    triggers: tuple[Trigger, ...] = ()
    """What in their messages tends to trip a refusal; suites pair them with scenarios of the same trigger."""
    barriers: tuple[Barrier, ...] = ()
    """What stands between the person and a referral."""
    grounded_in: tuple[Grounding, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _can_say_what_it_may_choose(self) -> Persona:
        if self.voice.kind == "llm":
            return self
        said = dict(self.voice.phrases)
        if self.voice.kind == "script":
            if self.voice.script is None:
                raise ValueError("voice.kind is 'script', so voice.script must hold the lines")
            said |= self.voice.script.post_refusal
        needed = [s for s, weight in self.policy.weights.items() if weight > 0] + [Strategy.ENGAGE]
        silent = [s.value for s in needed if not said.get(s) and s is not Strategy.WITHDRAW]
        if silent:
            where = ("policy", "weights", silent[0])
            raise Misplaced(where, f"the voice has no line for: {', '.join(silent)}; add them under voice.phrases")
        idle = [s.value for s in said if s in REACTIONS and s not in self.policy.weights and s is not Strategy.WITHDRAW]
        if idle:
            where = ("voice", "phrases", idle[0])
            raise Misplaced(where, f"there are lines for '{idle[0]}', which the policy never chooses; give it a weight")
        return self

    @model_validator(mode="after")
    def _free_only_with_a_model(self) -> Persona:
        if self.policy.free and self.voice.kind != "llm":
            found = f"a free policy needs a voice of kind 'llm', found '{self.voice.kind}'"
            raise Misplaced(("policy", "free"), f"{found}; change voice.kind, or leave free out")
        return self
