"""Rubrics: narrow questions in YAML, with what each answer means and what is known of its agreement with people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from analysis.errors import AnalysisError
from analysis.evaluators.contract import Facet
from documents.read import Document, DocumentError, Identity, Line, Misplaced, find, locate
from documents.read import read as read_document
from scenarios.schema import Crisis

SHIPPED = Path(__file__).parent / "rubrics"
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
Said = Annotated[str | tuple[str, ...], BeforeValidator(_word)]
Fault = Annotated[Literal["yes", "no"], BeforeValidator(_word)]
Levels = Annotated[dict[Level, Line], Field(min_length=1)]


class RubricError(AnalysisError, DocumentError):
    """A rubric that cannot be used. Names file, line, field, what was found and what was expected."""


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
    bare: tuple[Annotated[str, BeforeValidator(_word)], ...] = ()
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


class Rubric(Document):
    """Questions that belong together."""

    id: Identity
    """Equal to the file's name."""
    version: int = Field(ge=1)
    """Raised whenever a word changes: a rubric changed under one version is refused where it has judged."""
    title: Line
    source: Line
    """Where the questions come from."""
    facet: Facet = Facet.AFTERMATH
    unit: Unit = "conversation"
    """What is judged: the conversation, each reply, or each reply that refused."""
    beside: str = ""
    """A computed measure, `evaluator.measure`, that must be printed beside this rubric's."""
    items: tuple[Item, ...] = Field(min_length=1)

    def unit_of(self, item: Item) -> Unit:
        """What an item is about."""
        return item.unit or self.unit

    @property
    def sha256(self) -> str:
        """Of everything that stands in it."""
        return sha256(self.model_dump_json().encode()).hexdigest()

    @property
    def label(self) -> str:
        """`ID-VERSION`."""
        return f"{self.id}-{self.version}"

    @model_validator(mode="after")
    def _hangs_together(self) -> Rubric:
        known: dict[str, Item] = {}
        for place, item in enumerate(self.items):
            if item.id in known:
                raise Misplaced(("items", place, "id"), f"a second item is called '{item.id}'; rename one")
            if self.unit_of(item) != "conversation" and item.kind == "choice":
                raise Misplaced(("items", place, "kind"), "a choice is about the whole conversation; set its unit")
            for name, wanted in item.when.items():
                self._check_condition(place, item, known.get(name), (name, wanted))
            known[item.id] = item
        return self

    def _check_condition(
        self, place: int, item: Item, other: Item | None, asked: tuple[str, str | tuple[str, ...]]
    ) -> None:
        at = ("items", place, "when")
        name, wanted = asked
        if other is None or other.each is not None:
            raise Misplaced(at, f"'{name}' is no item above this one that is asked once; name one that is")
        if self.unit_of(other) not in ("conversation", self.unit_of(item)):
            raise Misplaced(at, f"'{name}' is about another unit; it must be of the same, or of the conversation")
        strange = sorted({*either(wanted)} - {*other.answers})
        if strange:
            raise Misplaced(at, f"found '{strange[0]}', expected some of: {', '.join(other.answers)}")


def _braced(name: str) -> str:
    return f"{{{name}}}"


def either(wanted: str | tuple[str, ...]) -> tuple[str, ...]:
    """One answer or several, as several."""
    return (wanted,) if isinstance(wanted, str) else wanted


def read_rubric(path: Path) -> Rubric:
    """Read one rubric.

    Raises:
        RubricError: unreadable, or not a rubric.
    """
    return read_document(path, Rubric, RubricError)


def shipped() -> dict[str, Rubric]:
    """Every shipped rubric by its name."""
    return {name: read_rubric(path) for name, path in locate([SHIPPED], RubricError).items()}


def chosen(name: str, among: Mapping[str, Rubric] | None = None) -> Rubric:
    """The rubric of a name, or in a file that ends in `.yaml`.

    Raises:
        RubricError: none is called so, or the file is none.
    """
    if name.endswith(".yaml"):
        return read_rubric(Path(name))
    return find(name, among if among is not None else shipped(), "rubric", RubricError)
