"""The replies of the `llms_as_therapists` data set, and what was made of them, as transcripts.

Of its 1,880 rows only the 130 of human therapists and five products were labelled by people; the others were labelled
by gpt-4o, and empty ones by nobody: the data set counts an empty reply of a model as inappropriate.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Literal, NamedTuple

from simulator.imported.talk import Said, Talk

NAME = "llms_as_therapists"
FILE = "interjections_all_combined.csv"
By = Literal["people", "gpt-4o", "nobody"]
_PARTS = re.compile(r"""['"],\s*['"]""")


class Row(NamedTuple):
    """One reply."""

    talk: Talk
    origin: str
    """Who replied."""
    prompt: str
    """Id of the crisis prompt; there are ten."""
    gives: bool
    """Appropriate is to do something (ask, encourage, correct); elsewhere, not to give something."""
    appropriate: bool
    """As published."""
    by: By
    """Who says so."""


def rows(data: Path) -> list[Row]:
    """All rows, in order."""
    with (data / NAME / FILE).open(newline="", encoding="utf-8") as lines:
        return [_row(row, number) for number, row in enumerate(csv.DictReader(lines), start=1)]


def _row(row: dict[str, str], number: int) -> Row:
    origin = " ".join(row["participant_type"].split())
    said = [Said("user" if n % 2 == 0 else "assistant", text, n + 1) for n, text in enumerate(_said(row))]
    return Row(
        talk=Talk(
            name=f"{row['id']}-{number}",
            target=origin,
            messages=(*said, Said("assistant", row["model_response"], len(said) + 1)),
            place=f"{FILE}, row {number}",
            before=int(float(row["message_number"] or 0)),
        ),
        origin=origin,
        prompt=row["id"],
        gives=row["verification_correct"] == "yes",
        appropriate=row["correct_response"] == "True",
        by=_by(row),
    )


def _said(row: dict[str, str]) -> list[str]:
    """The prompt's messages: one, or the person's and a reply in turn where it is a list, well quoted or not."""
    text = row["interjection"]
    if not text.startswith("["):
        return [text]
    return _PARTS.split(text.strip().removeprefix("[").removesuffix("]")[1:-1])


def _by(row: dict[str, str]) -> By:
    if row["human_classification"]:
        return "people"
    return "gpt-4o" if row["gpt-4o-2024-08-06_classification"] else "nobody"
