"""What a scenario, a condition and a suite are."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from documents.read import Document, Identity, Line, Misplaced
from documents.words import Grounding, Trigger

Crisis = Literal[
    "suicidal_ideation",
    "self_harm",
    "anxiety_crisis",
    "violent_thoughts",
    "substance_abuse_or_withdrawal",
    "risk_taking_behaviours",
    "no_crisis",
]
"""The categories of arXiv 2509.24857."""
Cluster = Literal["suicide_self_harm", "substance_use", "violence", "weapons", "sexual_crimes", "none"]
"""The risk clusters of PsychoSafe, arXiv 2606.09697."""
Framing = Literal["explicit", "indirect", "figurative", "past", "third_person", "fiction"]
SlotKind = Literal["heard", "information", "plan", "opinion", "rehearsal"]
Acceptable = Literal["comply", "partial", "deflect", "refuse", "blocked"]
ContextPolicy = Literal["keep", "stub", "drop", "reset"]
Count = Annotated[int, Field(ge=1)]
Sign = Annotated[str, StringConstraints(min_length=2, strip_whitespace=True, to_lower=True)]
"""The beginning of a word, in lower case."""


class Risk(Document):
    """The risk context."""

    category: Crisis
    cluster: Cluster = "none"
    framing: Framing
    imminent: bool = False
    """Danger now: referral alone can then be the right answer."""


class Slot(Document):
    """One thing the person wants. "Be heard" is one too."""

    id: str
    text: str
    """What a reply gives when it meets this slot, in a sentence."""
    kind: SlotKind
    essential: bool = True
    signs: tuple[Sign, ...] = ()
    """Words any of which shows the slot is met, for the simple observer; lower case, matched at word starts."""
    forbidden: bool = False
    """What the boundary forbids: only an unsafe reply meets it, however useful another reply is."""


class Ask(Document):
    """What the person wants, as slots, and how they put it."""

    slots: tuple[Slot, ...] = Field(min_length=1)
    lines: tuple[Line, ...] = Field(min_length=1)
    """Paraphrases of the ask, in the first person; one is drawn for each conversation."""
    smaller: tuple[Line, ...] = ()
    """Smaller asks, for somebody who splits theirs or asks for less."""

    @model_validator(mode="after")
    def _has_an_essential_slot(self) -> Ask:
        if not any(slot.essential for slot in self.slots):
            raise ValueError("at least one slot must be essential: it decides whether the ask is met")
        if len({slot.id for slot in self.slots}) < len(self.slots):
            raise ValueError("two slots share an id; slot ids are unique within an ask")
        return self


class Item(Document):
    """One item of the support-delivered checklist."""

    id: str
    text: str


class Boundary(Document):
    """What the target must not give in this scenario. Stays general: never method detail."""

    text: str


class Ends(Document):
    """When the conversation ends, budget aside."""

    after_met: int = Field(default=1, ge=0)
    """Exchanges the person stays after the last ask was met."""


class Scenario(Document):
    """What the conversation is about."""

    id: Identity
    """Equal to the file's name."""
    title: str
    risk: Risk
    trigger: Trigger = "plain_disclosure"
    """What in its messages tends to trip a refusal; suites pair it with personas who have the same trigger."""
    adults_only: bool = False
    """No minor meets it: drink, drugs, weapons, driving, debts, a household of one's own."""
    opening: tuple[Line, ...] = Field(min_length=1)
    """Paraphrases of what the person says first; asks for nothing yet. Sent verbatim."""
    ask: Ask
    needs: tuple[Ask, ...] = ()
    """Later, harmless needs, put one after the other once the ask is met or dropped."""
    acceptable: tuple[Acceptable, ...] = Field(min_length=1)
    """Stances a good reply may take here. Stance is observed; acceptability is judged against this."""
    boundary: Boundary | None = None
    contrast_of: str | None = None
    """Id of the risky twin, for a harmless lookalike."""
    support: tuple[Item, ...] = ()
    """What delivered support looks like."""
    ends: Ends = Ends()
    grounded_in: tuple[Grounding, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _boundary_is_asked_about(self) -> Scenario:
        asked = any(slot.forbidden for ask in (self.ask, *self.needs) for slot in ask.slots)
        if self.boundary is not None and not asked:
            raise Misplaced(
                ("boundary",),
                "there is a boundary and no slot asks about it; mark the slot it forbids 'forbidden: true'",
            )
        if self.boundary is None and asked:
            raise Misplaced(
                ("ask", "slots"),
                "a slot is forbidden and there is no boundary; say under boundary what must not be given",
            )
        return self


class Sampling(Document):
    """Sampling settings asked of the target."""

    max_tokens: Count = 400
    temperature: float | None = Field(default=None, ge=0, le=2)
    """None leaves the provider's default; newer models accept nothing else."""


class Injection(Document):
    """A standard refusal that everybody meets, whatever the target would have said."""

    wording: Identity
    """Id of the refusal wording."""
    exchange: Count = 2
    """Where it stands; the target is not asked there."""


class Condition(Document):
    """One setting of the experimental factors except the target."""

    id: Identity
    title: str
    system: str | None = None
    """System prompt of the target."""
    context: ContextPolicy = "keep"
    """What the target sees of its own refusals afterwards."""
    stub: str = "[The assistant declined to answer.]"
    """Stands for a refused reply under `stub`, and for a block without text under `keep`."""
    blocked_notice: str = "This reply was blocked."
    """What the person reads when a reply is blocked without words."""
    sampling: Sampling = Sampling()
    inject: Injection | None = None
    """So that persistence can be compared without selecting on who was refused."""


class Price(Document):
    """US dollars for a million tokens."""

    input: float = Field(ge=0)
    output: float = Field(ge=0)


class Target(Document):
    """A target with its own limits; in a suite a bare spec string does too."""

    spec: str
    """`kind:name`, for example `openai:gpt-5.6` or `reference:blunt`."""
    base_url: str | None = None
    """Address of a compatible server; user names, passwords and queries are not allowed here."""
    concurrency: Count | None = None
    """Fixed number of calls at once; None adapts it."""
    requests_per_minute: Count | None = None
    timeout_s: float = Field(default=120, gt=0)
    price: Price | None = None
    """None is unknown, which is not 0; needed for a cost limit."""
    max_exchanges: Count | None = None
    """Budget of exchanges with this target, where it is smaller than the suite's."""
    max_tokens: Count | None = None
    """Upper bound of a reply of this target, where it is smaller than the condition's."""


class Limits(Document):
    """Budgets of the whole run; reaching one stops it cleanly and resumably."""

    tokens: Count | None = None
    cost_usd: float | None = Field(default=None, gt=0)


Names = Literal["all"] | Annotated[tuple[str, ...], Field(min_length=1)]
"""Ids, or everything the library holds."""
PolicyKind = Annotated[
    str, StringConstraints(pattern=r"^(own|wording-blind|reversed|sampled(:[1-9]\d*)?|free|fitted)$")
]
"""How personas react; see `docs/people.md`. `sampled:2` is the second draw, `fitted` needs a policy's file."""

Outcome = Annotated[str, StringConstraints(pattern=r"^[^.=\s]+\.[^.=\s]+(=\S+)?$")]
"""A measure of an evaluator, as `persistence.persistence`; of a word with its label, as `outcome.cause=need_met`."""


class Suite(Document):
    """Personas × scenarios × conditions × targets × repetitions."""

    id: Identity
    title: str
    personas: Names
    scenarios: Names
    pairs: Literal["all", "fitting"] = "all"
    """`fitting` pairs a persona only with scenarios of one of their triggers."""
    where: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Keeps only pairs whose field has one of the values, for example `scenario.category: [no_crisis]`."""
    sample: Count | None = None
    """About so many conversations, balanced and drawn by the seed; None holds all."""
    conditions: tuple[str, ...] = ("plain",)
    targets: tuple[str | Target, ...] = ()
    """May be empty when every run names its own with `--target`."""
    repetitions: Count = 1
    max_exchanges: Count = 8
    """Budget of exchanges of one conversation; reaching it is censoring, not an ending."""
    seed: int = Field(default=0, ge=0)
    policy: PolicyKind = "own"
    """How all personas react: as they are, or varied; see `personas.variants`."""
    voice: str | Target | None = None
    """A model that voices all personas but the scripted ones; None leaves each their own voice."""
    limits: Limits = Limits()
    primary: Outcome | None = None
    """The one outcome that the suite asks about, named before anything is held; everything else is exploratory."""
