"""Train the observer's classifier and write the weights that ship.

Usage: python -m benchmarks.train_observer --data FOLDER [--out FILE]
"""

from __future__ import annotations

import argparse
import random
import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
import scipy.sparse
import yaml
from sklearn.linear_model import LogisticRegression

from benchmarks.labelled import COMPLY, NEITHER, PARTIAL, REFUSE, Labelled, chatgpt, xstest
from benchmarks.tables import console
from simulator.observer import linear
from simulator.observer.linear import Linear, Weights, name_of
from simulator.observer.local import read_reply
from simulator.observer.words import Feature, features

ROOT = Path(__file__).parent.parent
BANK = Path(__file__).with_name("observer_bank.yaml")
REPLIES = ROOT / "tests" / "simulator" / "replies.yaml"
FRESH = ROOT / "tests" / "simulator" / "fresh_replies.yaml"
"""Written by somebody who had seen neither rules nor other replies."""
WRITTEN = Path(__file__).with_name("replies")
WRITERS = ("first", "second")
"""Two who knew neither the rules nor each other's replies."""
OUT = ROOT / "simulator" / "observer" / "weights" / f"{linear.SHIPPED}.json"

SEEN_IN = 4
"""Prompts a feature must occur with."""
KEPT = 6_000
"""Features that ship."""
PENALTY = 0.2
PENALTY_PARTIAL = 0.1
PARTIAL_COUNTS = 4.0
"""Partial refusals are rare; each counts as so many."""
COMPOSED = 900
COMPOSED_COUNT = 0.3
PENALTY_EMPTY = 0.5
OWN_COUNTS = 0.6
COMPLYING_COUNT = 0.1
"""What an answer of the other sets counts as one that is not empty."""
OTHER_COUNTS = 0.03
"""What a row of the other data set counts where one set is measured: the two do not mean the same by their labels."""
BOTH_COUNT = 0.3
"""What a row of chatgpt_refusals counts in the weights that ship."""

_STANCES = {"comply": COMPLY, "partial": PARTIAL, "refuse": REFUSE, "deflect": REFUSE, "none": NEITHER}


class Part(NamedTuple):
    """Rows to train on, and what each of them counts."""

    rows: Sequence[Labelled]
    counts: float


def own(held_out: bool) -> list[Labelled]:
    """The first replies written for this project; every second one is held out."""
    return [row for at, row in enumerate(_read(REPLIES)) if (at % 2 == 0) is held_out]


def fresh(held_out: bool) -> list[Labelled]:
    """Replies written by somebody who knew none of the others; every second one is held out."""
    entries: list[dict[str, Any]] = yaml.safe_load(FRESH.read_text(encoding="utf-8"))["replies"]
    return [row for row, entry in zip(_read(FRESH), entries, strict=True) if entry.get("held_out", False) is held_out]


def written(*names: str) -> list[Labelled]:
    """Replies written to be trained on, each request in several stances; those of all writers when none is named."""
    return [row for name in names or WRITERS for row in _read(WRITTEN / f"{name}.yaml")]


def _read(file: Path) -> list[Labelled]:
    entries: list[dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))["replies"]
    return [
        Labelled(entry["said"], entry["reply"], _STANCES[entry["is"]], f"{file.stem} {entry['said']}", entry["is"])
        for entry in entries
    ]


@cache
def _features(prompt: str, reply: str) -> frozenset[Feature]:
    return frozenset(features(read_reply(reply, prompt), prompt))


def features_of(row: Labelled) -> frozenset[Feature]:
    """The features of one row; read once."""
    return _features(row.prompt, row.reply)


def train(parts: Sequence[Part], trained_on: str, *, ours: Sequence[Labelled] = (), kept: int = KEPT) -> Weights:
    """Fit the heads to the parts, to what is composed of the weightiest part, and to our own replies.

    Args:
        parts: replies labelled by others.
        trained_on: what the file of weights says of them.
        ours: replies of our own, with their stance as origin; all that may be trained on when empty.
        kept: features that ship.
    """
    main = [row for part in parts if part.counts >= 1 for row in part.rows]
    ours = ours or [*own(held_out=False), *fresh(held_out=False), *written()]
    whole = (
        *parts,
        Part(ours, OWN_COUNTS),
        Part(compose(main), COMPOSED_COUNT),
        Part(shortened(main), COMPOSED_COUNT),
    )
    rows = [row for part in whole for row in part.rows]
    counts = np.array([part.counts for part in whole for _ in part.rows])
    labels = np.array([row.label for row in rows])
    columns = _columns(rows)
    matrix = _matrix(rows, columns)
    # What gives nothing without a no has a head of its own.
    told = (labels != NEITHER) & np.array([row.origin != "deflect" for row in rows])
    refusing = _fit(matrix[told], labels[told] != COMPLY, counts[told], PENALTY)
    no = told & (labels != COMPLY)
    scaled = counts[no] * np.where(labels[no] == PARTIAL, PARTIAL_COUNTS, 1)
    partial = _fit(matrix[no], labels[no] == PARTIAL, scaled, PENALTY_PARTIAL)
    empty = _empty(columns, ours, [row for part in parts for row in part.rows if row.label == COMPLY])
    return _weights(columns, matrix, (refusing, partial, empty), trained_on, kept)


def _empty(columns: dict[Feature, int], ours: Sequence[Labelled], answers: Sequence[Labelled]) -> Any:
    """The head for what gives nothing without a no: only our own replies have that label."""
    rows = [*ours, *answers]
    counts = np.array([1.0] * len(ours) + [COMPLYING_COUNT] * len(answers))
    gives_nothing = np.array([row.origin == "deflect" for row in ours] + [False] * len(answers))
    return _fit(_matrix(rows, columns), gives_nothing, counts, PENALTY_EMPTY)


def compose(rows: Sequence[Labelled], seed: int = 7) -> list[Labelled]:
    """Put sentences of the bank together, around answers of the rows where an answer is needed."""
    bank: dict[str, list[str]] = yaml.safe_load(BANK.read_text(encoding="utf-8"))
    draw = random.Random(seed)
    answers = [row for row in rows if row.label == COMPLY and 25 < len(row.reply.split())]
    answers = [row for row in answers if "as an ai" not in row.reply[:200].lower()]
    made = []
    for number in range(COMPOSED):
        row = draw.choice(answers)
        text, label = _composed(number % 6, bank, head(row.reply, 6), draw)
        made.append(Labelled(row.prompt, text, label, f"composed {number // 4}", "composed"))
    return made


def _composed(kind: int, bank: dict[str, list[str]], answer: str, draw: random.Random) -> tuple[str, int]:
    def maybe(name: str, chance: float = 0.7) -> str:
        return draw.choice(bank[name]) if draw.random() < chance else ""

    no = (maybe("opens", 0.75), draw.choice(bank["declines"]), maybe("reasons"))
    if kind < 3:
        return _joined(*no, maybe("offers", 0.8)), REFUSE
    if kind == 3:
        return _joined(maybe("sympathies", 1), maybe("referrals", 1), maybe("referrals", 0.3)), REFUSE
    if kind == 4:
        return _joined(*no, maybe("bridges", 1), answer), PARTIAL
    return _joined(maybe("sympathies", 0.5), maybe("idioms", 0.4), answer, maybe("referrals", 0.4)), COMPLY


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def shortened(rows: Sequence[Labelled]) -> list[Labelled]:
    """The first two sentences alone of longer replies: a refusal is none for being short."""
    return [
        row._replace(reply=head(row.reply, 2)) for row in rows if row.label != PARTIAL and len(row.reply.split()) >= 40
    ]


def head(text: str, sentences: int) -> str:
    """The first sentences of a text."""
    return " ".join(re.split(r"(?<=[.!?])\s+", text.strip())[:sentences])


def _columns(rows: Sequence[Labelled]) -> dict[Feature, int]:
    groups: defaultdict[Feature, set[str]] = defaultdict(set)
    for row in rows:
        for feature in features_of(row):
            groups[feature].add(row.group)
    return {f: at for at, f in enumerate(sorted((f for f in groups if len(groups[f]) >= SEEN_IN), key=name_of))}


def _matrix(rows: Sequence[Labelled], columns: dict[Feature, int]) -> Any:
    starts, places = [0], []
    for row in rows:
        places += sorted(columns[feature] for feature in features_of(row) if feature in columns)
        starts.append(len(places))
    ones = np.ones(len(places), dtype=np.float32)
    return scipy.sparse.csr_matrix((ones, places, starts), shape=(len(rows), len(columns)))


def _fit(matrix: Any, labels: Any, counts: Any, penalty: float) -> Any:
    return LogisticRegression(C=penalty, max_iter=300, tol=1e-3).fit(matrix, labels, sample_weight=counts)


def _weights(columns: dict[Feature, int], matrix: Any, heads: Sequence[Any], trained_on: str, kept: int) -> Weights:
    first, second, third = (fitted.coef_[0] for fitted in heads)
    often = np.sqrt(np.asarray(matrix.sum(axis=0)).ravel())
    matter = (np.abs(first) + 0.5 * np.abs(second) + 0.5 * np.abs(third)) * often
    keep = set(np.argsort(-matter, kind="stable")[:kept].tolist())
    table = {
        name_of(feature): (round(float(first[at]), 4), round(float(second[at]), 4), round(float(third[at]), 4))
        for feature, at in columns.items()
        if at in keep
    }
    one, two, three = (round(float(fitted.intercept_[0]), 4) for fitted in heads)
    return Weights(version=linear.SHIPPED, trained_on=trained_on, bias=(one, two, three), features=table)


def to_ship(data: Path) -> Weights:
    """The weights that ship: trained on everything but the held-out half of our own replies, and PyRIT."""
    parts = (Part(xstest(data), 1.0), Part(chatgpt(data), BOTH_COUNT))
    return train(parts, "XSTest completions (CC-BY-4.0), chatgpt_refusals (MIT), sentences of this project")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds xstest and chatgpt_refusals")
    parser.add_argument("--out", type=Path, default=OUT, help="where to write the weights")
    chosen = parser.parse_args()
    weights = to_ship(chosen.data)
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    chosen.out.write_bytes(msgspec.json.encode(weights) + b"\n")
    Linear(weights)
    console.print(f"{len(weights.features)} features, {chosen.out.stat().st_size:,} bytes: {chosen.out.name}")


if __name__ == "__main__":
    main()
