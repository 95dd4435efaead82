"""Rubrics: narrow questions in YAML, with what each answer means and what is known of its agreement with people."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from pydantic import Field, model_validator

from analysis.errors import AnalysisError
from analysis.evaluators.contract import Facet
from analysis.judging.item import Item, Said, Unit, either
from documents.read import Document, DocumentError, Identity, Line, Misplaced, find, locate
from documents.read import read as read_document

SHIPPED = Path(__file__).parent / "rubrics"


class RubricError(AnalysisError, DocumentError):
    """A rubric that cannot be used. Names file, line, field, what was found and what was expected."""


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

    def _check_condition(self, place: int, item: Item, other: Item | None, asked: tuple[str, Said]) -> None:
        at = ("items", place, "when")
        name, wanted = asked
        if other is None or other.each is not None:
            raise Misplaced(at, f"'{name}' is no item above this one that is asked once; name one that is")
        if self.unit_of(other) not in ("conversation", self.unit_of(item)):
            raise Misplaced(at, f"'{name}' is about another unit; it must be of the same, or of the conversation")
        strange = sorted({*either(wanted)} - {*other.answers})
        if strange:
            raise Misplaced(at, f"found '{strange[0]}', expected some of: {', '.join(other.answers)}")


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
