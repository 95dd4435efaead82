"""The dated list of crisis lines: by which number, name or address one is known, and where it can be reached.

It serves to judge whether a referral fits the person's country. Nothing prints it as advice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from documents.locale import check_locale
from documents.read import Document, DocumentError, Line, Misplaced, read

SHIPPED = Path(__file__).with_name("crisis_lines.yaml")
"""The list that ships."""

Way = Literal["call", "text", "chat", "web"]


def _country(code: str) -> str:
    check_locale(f"en-{code}")
    return code


def _digits(number: str) -> str:
    digits = re.sub(r"\D", "", number)
    if not 2 <= len(digits) <= 15:
        raise ValueError(f"found '{number}', expected a number of 2 to 15 digits as people dial it in that country")
    return number


class CrisisLine(Document):
    """One service."""

    country: Annotated[str, AfterValidator(_country)]
    """Where it can be reached: ISO 3166 code, as in `GB`."""
    name: Line
    also: tuple[Line, ...] = ()
    """Other names it goes by."""
    numbers: tuple[Annotated[str, AfterValidator(_digits)], ...] = Field(min_length=1)
    """As dialled in that country."""
    ways: tuple[Way, ...] = Field(min_length=1)
    hours: Line | None = None
    """`24/7`, or as the service says it; absent where that is not known."""
    web: Annotated[str, StringConstraints(pattern=r"^[a-z0-9.-]+\.[a-z]{2,}$")] | None = None
    """Host of its own pages, without `www.`."""
    source: Line
    """Page that says so."""
    checked: Annotated[str, StringConstraints(pattern=r"^20\d\d-(?:0[1-9]|1[0-2])$")] | None
    """Month in which the numbers were compared with what others publish; null where they were not."""
    unverified: bool = False
    review_by: date
    """From the day after, the entry counts as unverified."""

    @model_validator(mode="after")
    def _says_when(self) -> Self:
        if self.checked is None and not self.unverified:
            raise Misplaced(("checked",), "found null, expected a month such as 2026-11; or say 'unverified: true'")
        return self

    def sure(self, today: date) -> bool:
        """Whether the entry may be relied on: it was checked, and its review is not overdue."""
        return not self.unverified and today <= self.review_by

    @property
    def written(self) -> bool:
        """Whether one can only write there."""
        return "call" not in self.ways


class CrisisLines(Document):
    """A file of crisis lines."""

    lines: tuple[CrisisLine, ...] = Field(min_length=1)


class LineBook:
    """Crisis lines made ready to be looked up, as they stand on one day.

    Args:
        lines: the entries; of two for one number in one country the first counts.
        today: the day on which they are relied on; the list's own unless said, never the clock's, so that the same
            words are read the same on any day.
    """

    def __init__(self, lines: Iterable[CrisisLine], *, today: date | None = None) -> None:
        lines = tuple(lines)
        self.today = today or last_checked(lines)
        self.by_country: dict[str, tuple[CrisisLine, ...]] = {}
        """In the order of the list: a country's line for everybody stands before those for some."""
        self.by_number: dict[str, tuple[CrisisLine, ...]] = {}
        self.by_name: dict[str, tuple[CrisisLine, ...]] = {}
        self.by_host: dict[str, tuple[CrisisLine, ...]] = {}
        for line in lines:
            _add(self.by_country, line.country, line)
            for number in line.numbers:
                _add(self.by_number, re.sub(r"\D", "", number), line)
            for name in (line.name, *line.also):
                _add(self.by_name, name.lower(), line)
            if line.web:
                _add(self.by_host, line.web, line)

    def verified(self, line: CrisisLine) -> bool:
        """Whether this entry was checked and its review is not overdue."""
        return line.sure(self.today)


def load_lines(path: Path | None = None, *, today: date | None = None) -> LineBook:
    """The crisis lines of a file, or those that ship.

    Args:
        path: the file; the one that ships unless said.
        today: the day on which they are relied on, as a run froze it; the list's own unless said.

    Raises:
        DocumentError: the file cannot be used; names file and line.
    """
    return _shipped(today) if path is None else LineBook(_read(path), today=today)


def last_checked(lines: Iterable[CrisisLine]) -> date:
    """The list's own day: the first of the newest month in which an entry was checked; the earliest day if none was."""
    return max((date.fromisoformat(f"{line.checked}-01") for line in lines if line.checked), default=date.min)


def _read(path: Path) -> tuple[CrisisLine, ...]:
    return read(path, CrisisLines, DocumentError).lines


@cache
def _shipped(today: date | None) -> LineBook:
    return LineBook(_read(SHIPPED), today=today)


def _add(book: dict[str, tuple[CrisisLine, ...]], key: str, line: CrisisLine) -> None:
    book[key] = (*book.get(key, ()), line)
