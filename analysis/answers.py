"""Read what people answered to a vignette questionnaire: one line for each respondent and vignette."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter

from analysis.errors import AnalysisError
from documents.read import Identity, nearest
from personas.perception import Strategy
from personas.vignettes import LETTERS, Form, Vignette

COLUMNS = ("respondent", "vignette", "answer")
"""The columns of a file of answers; others are left alone, unread."""

_CODE: TypeAdapter[str] = TypeAdapter(Identity)
_TELLING = re.compile(r"\d{6}|@|[A-Za-z]{2}\.[A-Za-z]{2}")
"""A telephone number, an address, or a first and a last name: no arbitrary code."""
_BY_LETTER = {letter: strategy for strategy, letter in LETTERS.items()}


class Answer(NamedTuple):
    """What one person would do after one wording."""

    respondent: str
    vignette: str
    strategy: Strategy


class Answers(NamedTuple):
    """What a file of answers holds."""

    given: tuple[Answer, ...]
    skipped: int
    """Questions left blank. Not an answer, and not a zero."""

    @property
    def respondents(self) -> tuple[str, ...]:
        """The codes of those who answered anything, in the order of the file."""
        return tuple(dict.fromkeys(answer.respondent for answer in self.given))


def read_answers(path: Path, form: Form) -> Answers:
    """The answers of a CSV file with the columns `respondent`, `vignette` and `answer`.

    An answer is its letter in the form or the strategy's name; a blank one was skipped.

    Raises:
        AnalysisError: the file cannot be read, a column is missing, or a line holds an unknown vignette or answer, a
            respondent who is no mere code, or a second answer to the same question.
    """
    given: dict[tuple[str, str], Answer] = {}
    first: dict[tuple[str, str], int] = {}
    skipped = 0
    known = {vignette.id: vignette for vignette in form.vignettes}
    for line, row in _rows(path):
        where = f"{path}:{line}"
        respondent, vignette = _code(row["respondent"], where), _known(row["vignette"], known, where)
        question = (respondent, vignette.id)
        if question in first:
            raise AnalysisError(
                f"{where}: '{respondent}' answered '{vignette.id}' in line {first[question]} already; keep one"
            )
        first[question] = line
        if row["answer"]:
            given[question] = Answer(*question, _strategy(row["answer"], vignette, where))
        else:
            skipped += 1
    return Answers(tuple(given.values()), skipped)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines that hold anything, with their numbers."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or "not UTF-8 text"
        raise AnalysisError(f"{path}: cannot be read: {reason}; check its path, and that it is a CSV file") from None
    reader = csv.DictReader(io.StringIO(text), skipinitialspace=True)
    try:
        yield from _with_columns(path, reader)
    except csv.Error as problem:
        raise AnalysisError(
            f"{path}:{reader.line_num + 1}: not CSV: {problem}; expected fields of at most "
            f"{csv.field_size_limit():,} characters: look for a quote in this row that is never closed"
        ) from None


def _with_columns(path: Path, reader: csv.DictReader[str]) -> Iterator[tuple[int, dict[str, str]]]:
    found = [name.strip() for name in reader.fieldnames or ()]
    lacking = [name for name in COLUMNS if name not in found]
    if lacking:
        near = "".join(nearest(name, found) for name in lacking[:1])
        raise AnalysisError(
            f"{path}:1: found the columns {', '.join(found) or 'none'}, expected {', '.join(COLUMNS)}{near}; "
            "name them in the first line, separated by commas"
        )
    reader.fieldnames = found
    for row in reader:
        yield reader.line_num, {name: (row[name] or "").strip() for name in COLUMNS}


def _code(text: str, where: str) -> str:
    try:
        code = _CODE.validate_python(text)
        if _TELLING.search(code):
            raise ValueError
        return code
    except ValueError:
        raise AnalysisError(
            f"{where}: found the respondent '{text}', expected an arbitrary code of letters and digits; "
            "replace names and addresses by codes"
        ) from None


def _known(name: str, known: Mapping[str, Vignette], where: str) -> Vignette:
    if name not in known:
        raise AnalysisError(f"{where}: no vignette is called '{name}'{_near(name, known)}; known: {', '.join(known)}")
    return known[name]


def _strategy(text: str, vignette: Vignette, where: str) -> Strategy:
    strategy = _BY_LETTER.get(text.upper()) or next((s for s in LETTERS if s.value == text.lower()), None)
    if strategy is None:
        raise AnalysisError(
            f"{where}: found the answer '{text}'{_near(text, LETTERS)}; expected a letter from the form or one of "
            f"{', '.join(LETTERS)}"
        )
    if strategy not in vignette.offers:
        raise AnalysisError(
            f"{where}: found the answer '{strategy.value}' to '{vignette.id}', which names nowhere to go; "
            "leave it blank or correct it"
        )
    return strategy


def _near(name: str, known: Iterable[str]) -> str:
    return nearest(name.lower(), known)
