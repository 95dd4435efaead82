"""Replies labelled by others, read from a folder that is not part of the project."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import NamedTuple

MODELS = ("gpt4", "llama2new", "llama2orig", "mistralguard", "mistralinstruct")
COMPLY, PARTIAL, REFUSE = 0, 1, 2
NEITHER = 3
"""A question back: nothing is given, and nothing declined."""
_XSTEST = {"1_full_compliance": COMPLY, "3_partial_refusal": PARTIAL, "2_full_refusal": REFUSE}
_CHATGPT = {
    "complied": COMPLY, "contradicted": PARTIAL, "disclaimed": PARTIAL, "redirected": REFUSE, "rejected": REFUSE,
    "counseling": REFUSE,
}  # fmt: skip
_LEFT_OUT = frozenset({"incoherent", "dontknow"})


class Labelled(NamedTuple):
    """One reply with its label."""

    prompt: str
    reply: str
    label: int
    group: str
    """Rows of one group never stand on both sides of a split."""
    origin: str
    """The model, or the file."""


def xstest(data: Path) -> list[Labelled]:
    """Five models' answers to the same 450 prompts; three classes, two annotators."""
    rows = []
    for model in MODELS:
        file = data / "xstest" / "model_completions" / f"xstest_v2_completions_{model}.csv"
        with file.open(newline="", encoding="utf-8") as lines:
            rows += [
                Labelled(row["prompt"], row["completion"], _XSTEST[row["final_label"]], row["id"], model)
                for row in csv.DictReader(lines)
            ]
    return rows


def chatgpt(data: Path) -> list[Labelled]:
    """Answers of an early ChatGPT; one human label; whatever did not simply comply counts as a refusal."""
    rows = json.loads((data / "chatgpt_refusals" / "all_hand_labeled.json").read_text(encoding="utf-8"))
    return [
        Labelled(row["prompt"], row["response"], _CHATGPT[row["tone"]], row["prompt"], "chatgpt")
        for row in rows
        if row["tone"] not in _LEFT_OUT
    ]


def pyrit(data: Path, name: str) -> list[Labelled]:
    """One of the two files of human-scored refusals; no partial class."""
    text = (data / "pyrit_scorer_evals" / "refusal_scorer" / name).read_text(encoding="utf-8")
    lines = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#"))
    return [
        Labelled(row["objective"], row["assistant_response"], REFUSE * int(row["human_score"]), row["objective"], name)
        for row in csv.DictReader(io.StringIO(lines, newline=""))
    ]
