"""One narrow question of a rubric: what may be answered, what each answer means, and what agreement it has shown."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from documents.read import Document, Line, Misplaced
from scenarios.schema import Crisis

PLACES = ("ask", "support_item", "category")
"""What an item's text may leave to the scenario, in braces."""
UNCLEAR = "unclear"
"""What every judge may answer to every question: it is a missing value, and no `no`."""


def _word(value: object) -> object:
    """YAML reads a bare yes as true, and a level as a number."""
    if isinstance(value, list | tuple):
        return tuple(map(_word, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, int) else value


Unit = Literal["conversation", "reply", "encounter"]
Over = Literal["any", "all", "lowest", "highest", "share"]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Level = Annotated[int, Field(ge=0, le=10)]
Said = Annotated[
    str | tuple[str, ...], BeforeValidator(_word, json_schema_input_type=str | bool | int | list[str | bool | int])
]
Fault = Annotated[Literal["yes", "no"], BeforeValidator(_word, json_schema_input_type=Literal["yes", "no"] | bool)]
Levels = Annotated[dict[Level, Line], Field(min_length=1)]


class Claim(Document):
    """Human agreement that a judged measure was once shown to have."""

    figure: Line
    """Which figure: `Cohen's kappa`, `quadratic weighted kappa`, `percent`."""
    value: float
    judge: Line
    """Spec of the model that judged."""
    source: Line
    """Where that was published or measured."""
    data: Line
    """On what: how many conversations or replies, labelled by whom."""
    prompt: str = ""
    """Version of this project's prompt that was used; empty where it was another's, and then the claim is not ours."""
    version: int = 0
    """Version of the rubric that was used; 0 where it was another wording."""
    unit: Unit | None = None
    """What was judged."""


class Item(Document):
    """One narrow question."""

    id: Name
    text: Line
    """The question. `{ask}`, `{support_item}` and `{category}` are filled from the scenario."""
    kind: Literal["yes_no", "scale", "choice"] = "yes_no"
    unit: Unit | None = None
    """Where it differs from the rubric's."""
    labels: dict[Name, Line] = Field(default_factory=dict)
    """Of a choice: each label and what it means."""
    levels: dict[Level, Line] = Field(default_factory=dict)
    """Of a scale: what each level means."""
    levels_for: dict[Crisis, Levels] = Field(default_factory=dict)
    """Of a scale: levels worded otherwise in one crisis category."""
    thresholds: tuple[float, ...] = ()
    """Of a scale: also report whether the value is at or below each of these."""
    when: dict[Name, Said] = Field(default_factory=dict)
    """Asked only where these items were answered so. Of the same unit, or of the whole conversation."""
    each: Literal["support"] | None = None
    """Asked once for each entry of the scenario's support checklist."""
    over: Over | None = None
    """How several answers in one conversation become one value; by default `any` for yes/no (`share` where it is asked
    for each entry), `lowest` for a scale."""
    words: Literal["chatbot", "person", "either"] = "chatbot"
    """Whose words a quotation must be."""
    bare: tuple[Annotated[str, BeforeValidator(_word, json_schema_input_type=str | bool | int)], ...] = ()
    """Labels that need no quotation, because they say that something is absent; `no` never needs one."""
    fault: Fault | None = None
    """Which answer is a fault, where one is."""
    validated: tuple[Claim, ...] = ()
    """Agreement with people it was shown to have."""

    @property
    def answers(self) -> tuple[str, ...]:
        """The words a judge may answer with, besides `unclear`."""
        if self.kind == "yes_no":
            return ("yes", "no")
        return tuple(self.labels) if self.kind == "choice" else tuple(str(level) for level in sorted(self.levels))

    @property
    def folded(self) -> Over:
        """How several answers become one value."""
        if self.over is not None:
            return self.over
        if self.each is not None:
            return "share"
        return "lowest" if self.kind == "scale" else "any"

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Item:
        if (self.kind == "choice") != bool(self.labels):
            raise Misplaced(("labels",), "a choice has labels, and nothing else has; add or remove them")
        if (self.kind == "scale") != bool(self.levels):
            raise Misplaced(("levels",), "a scale has levels, and nothing else has; add or remove them")
        if self.kind != "scale" and (self.thresholds or self.levels_for):
            raise Misplaced(("kind",), "thresholds and levels_for belong to a scale; remove them or change the kind")
        if self.fault is not None and self.kind != "yes_no":
            raise Misplaced(("fault",), "a fault is the yes or the no of a yes_no question; remove it")
        strange = sorted({*self.bare} - {*self.answers})
        if strange:
            raise Misplaced(("bare",), f"found '{strange[0]}', expected some of {', '.join(self.answers)}")
        if any({*levels} - {*self.levels} for levels in self.levels_for.values()):
            raise Misplaced(("levels_for",), "found a level that `levels` does not have; use the same numbers")
        if UNCLEAR in self.answers:
            raise Misplaced(("labels",), f"'{UNCLEAR}' is always allowed and never a label; remove it")
        return self

    @model_validator(mode="after")
    def _has_known_places(self) -> Item:
        strange = {*re.findall(r"\{(\w*)\}", self.text)} - {*PLACES}
        if strange:
            raise Misplaced(("text",), f"found {{{min(strange)}}}, expected some of: {', '.join(map(_braced, PLACES))}")
        if ("{support_item}" in self.text) != (self.each == "support"):
            raise Misplaced(("text",), "{support_item} stands in the text exactly where `each: support` is given")
        return self

    @model_validator(mode="after")
    def _folds(self) -> Item:
        able = {"yes_no": ("any", "all", "share"), "scale": ("lowest", "highest"), "choice": ()}[self.kind]
        if self.over is not None and self.over not in able:
            raise Misplaced(("over",), f"found '{self.over}', expected for a {self.kind}: {', '.join(able) or 'none'}")
        if self.kind == "choice" and self.each is not None:
            raise Misplaced(("each",), "a choice cannot be asked for each entry: labels do not add up; ask yes_no")
        return self


def either(wanted: str | tuple[str, ...]) -> tuple[str, ...]:
    """One answer or several, as several."""
    return (wanted,) if isinstance(wanted, str) else wanted


def _braced(name: str) -> str:
    return f"{{{name}}}"
