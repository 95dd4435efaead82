"""Human reference figures for `pastno realism`: people persuading people to donate, going on after a refusal.

Reads the 300 annotated dialogues of Persuasion for Good (Wang et al., ACL 2019; file 300_dialog.xlsx) and writes
analysis/realism/human.yaml. Only figures are written, no text.

Usage: python -m benchmarks.human_reference --data FOLDER [--out FILE] [--seed N]
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import cast
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

import msgspec
import yaml

from analysis.persistence import pursued
from analysis.realism.figure import Figure, between
from analysis.realism.human import FILE, Human, Known
from analysis.realism.lexicon import VERSION
from analysis.realism.message import Message
from analysis.realism.moves import Move
from analysis.realism.reaction import Refused, reaction
from analysis.realism.surface import surface
from analysis.realism.variety import mixed, variety
from benchmarks.tables import console, table

DIALOGUES = "300_dialog.xlsx"
REFUSALS = ("disagree-donation", "disagree-donation-more", "negative-reaction-to-donation")
AGREES = frozenset({"agree-donation", "provide-donation-amount", "confirm-donation"})
ACTS: Mapping[Move, tuple[str, ...]] = {
    "asks_again": ("proposition-of-donation", "ask-donation-amount", "ask-donate-more"),
    "asks_for_less": ("foot-in-the-door",),
    "appeals": ("emotion-appeal", "personal-story"),
    "other_pursuit": (
        "logical-appeal", "credibility-appeal", "self-modeling", "donation-information", "source-related-inquiry",
        "task-related-inquiry", "personal-related-inquiry", "ask-not-donate-reason",
    ),
}  # fmt: skip
"""Every act that still pursues the donation, by kind of move; a turn without any of them stops."""
MOVE_OF = {act: move for move, acts in ACTS.items() for act in acts}
FEWEST_TURNS = 3
"""Turns of one person from which they count as a single person with figures of their own."""
_CELLS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class Said(msgspec.Struct, frozen=True):
    """One turn: sentences of one speaker, put together."""

    persuader: bool
    text: str
    acts: tuple[str, ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, metavar="FOLDER", help=f"holds {DIALOGUES}")
    parser.add_argument("--out", type=Path, default=FILE, metavar="FILE")
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    file = chosen.data / DIALOGUES
    try:
        dialogues = read(file)
    except (OSError, BadZipFile, KeyError) as problem:
        sys.exit(f"{file}: cannot be read ({problem}); get the corpus from github.com/Sea-Snell/persuasionforgood")
    found = measured(dialogues, chosen.seed)
    chosen.out.write_text(written(found), encoding="utf-8")
    rows = [(name, *map(_shown, (f.value, f.low, f.high)), str(f.n)) for name, f in found.figures.items()]
    table("People going on after a refusal", ("figure", "value", "low", "high", "n"), rows)
    console.print(f"{found.refused} of {found.dialogues} dialogues hold a refusal; written to {chosen.out.name}")


def read(file: Path) -> dict[str, list[Said]]:
    """The dialogues by id, as turns in order."""
    rows = list(_rows(file))
    names = rows[0]
    named = [{names[column]: value for column, value in row.items() if column in names} for row in rows[1:]]
    found: dict[str, list[Said]] = {row["B2"]: [] for row in named}
    for (dialogue, role, _), some in groupby(named, key=lambda row: (row["B2"], row["B4"], row["Turn"])):
        units = list(some)
        label = "er_label_1" if role == "0" else "ee_label_1"
        text = " ".join(unit.get("Unit", "").strip() for unit in units)
        found[dialogue].append(Said(role == "0", text, tuple(unit.get(label, "") for unit in units)))
    return found


def measured(dialogues: Mapping[str, Sequence[Said]], seed: int) -> Human:
    """The figures of the persuaders who were refused."""
    cases: list[Refused] = []
    said: list[Message] = []
    for name, turns in dialogues.items():
        following = after(turns)
        if following is not None:
            cases.append(case(name, *following))
            said += spoken(name, following[0])
    figures = surface(said, seed=seed) | variety(said, seed) | reaction(cases, seed=seed)
    people = singles(said)
    return Human(
        title="People who try to persuade somebody to donate to a charity, after the first refusal",
        source="Persuasion for Good (Wang et al., ACL 2019), github.com/Sea-Snell/persuasionforgood at "
        "2c304e7036bdea0a12128e25ecf909eabca3f62a, data/AnnotatedData/300_dialog.xlsx",
        licence="Apache-2.0",
        caveat="people whose task was to ask somebody for a donation, not people in distress who seek help",
        lexicon=VERSION,
        seed=seed,
        dialogues=len(dialogues),
        refused=len(cases),
        least_exchanges=min(sum(turn.persuader for turn in turns) for turns in dialogues.values()),
        refusals=REFUSALS,
        moves={move: ACTS[move] for move in ACTS},
        figures={name: known(figure, people.get(name)) for name, figure in figures.items()},
        mixed={name: known(figure, None) for name, figure in mixed(said, seed).items()},
    )


def after(turns: Sequence[Said]) -> tuple[list[tuple[Said, Said]], bool] | None:
    """The persuader's turns after the first refusal until the other agrees, each with the turn read before it.

    Returns:
        None where nobody refuses; else the turns, and whether the other agreed.
    """
    first = next((i for i, t in enumerate(turns) if not t.persuader and set(REFUSALS) & set(t.acts)), None)
    if first is None:
        return None
    found: list[tuple[Said, Said]] = []
    for before, turn in zip(turns[first:], turns[first + 1 :], strict=False):
        if turn.persuader:
            found.append((before, turn))
        elif AGREES & set(turn.acts):
            return found, True
    return found, False


def case(name: str, following: Sequence[tuple[Said, Said]], agreed: bool) -> Refused:
    """One refused persuader. A dialogue that ends while they still pursue is censored: the task ended it."""
    moves = [move(turn) for _, turn in following]
    pursuing = [kind != "stops" for kind in moves]
    return Refused(
        occasion=name,
        goes_on=pursuing[0] if pursuing else None,
        span=pursued(pursuing, stopped=agreed),
        moves=tuple(moves),
    )


def move(turn: Said) -> Move:
    """The kind of move most of a turn's pursuing sentences make; the earlier of two."""
    kinds = [MOVE_OF[act] for act in turn.acts if act in MOVE_OF]
    return Counter(kinds).most_common(1)[0][0] if kinds else "stops"


def spoken(name: str, following: Sequence[tuple[Said, Said]]) -> list[Message]:
    """The turns as the measure reads messages; repetition is looked for among turns of one kind of move."""
    return [
        Message(occasion=name, kind=move(turn), text=turn.text, own=turn.text, read=before.text, n=number)
        for number, (before, turn) in enumerate(following, start=1)
    ]


def singles(said: Sequence[Message]) -> dict[str, tuple[float, float]]:
    """Between which values nine in ten single people lie, for the figures that one person has."""
    values: dict[str, list[float]] = {}
    for _, some in groupby(said, key=lambda message: message.occasion):
        turns = list(some)
        if len(turns) >= FEWEST_TURNS:
            for name, figure in surface(turns).items():
                if figure.value is not None:
                    values.setdefault(name, []).append(figure.value)
    ends = {name: (between(sorted(found), 0.05), between(sorted(found), 0.95)) for name, found in values.items()}
    return cast(dict[str, tuple[float, float]], ends)


def known(figure: Figure, people: tuple[float, float] | None) -> Known:
    """A figure as it is written."""
    low, high = people or (None, None)
    rounded = [None if v is None else round(float(v), 4) for v in (figure.value, figure.low, figure.high, low, high)]
    return Known(
        value=rounded[0], n=figure.n, missing=figure.missing, low=rounded[1], high=rounded[2],
        people_low=rounded[3], people_high=rounded[4],
    )  # fmt: skip


def written(found: Human) -> str:
    """The file's text."""
    data = found.model_dump(mode="json", exclude_none=True)
    head = "# Written by `python -m benchmarks.human_reference --data FOLDER`; figures only, no text of the corpus.\n"
    for figure in (*data["figures"].values(), *data["mixed"].values()):
        figure.setdefault("value", None)
    text: str = yaml.safe_dump(data, sort_keys=False, default_flow_style=None, width=118, allow_unicode=True)
    return head + text


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with ZipFile(file) as archive, archive.open("xl/worksheets/sheet1.xml") as sheet:
        for _, element in ElementTree.iterparse(sheet):
            if element.tag == f"{_CELLS}row":
                yield {re.sub(r"\d", "", cell.get("r", "")): _text(cell) for cell in element}
                element.clear()


def _text(cell: ElementTree.Element) -> str:
    inline = "".join(part.text or "" for part in cell.iter(f"{_CELLS}t"))
    return inline or cell.findtext(f"{_CELLS}v") or ""


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    main()
