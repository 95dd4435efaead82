"""Evaluators that another package brings, laid out as an installer would."""

from __future__ import annotations

from pathlib import Path

EVALUATOR = """
import os
import signal
from pathlib import Path

from analysis.evaluators.contract import Evaluator, Facet, Kind, Measure
from analysis.evaluators.score import value

STOP = Path(__file__).parent / "stop"


def evaluate(trajectory):
    if STOP.exists() and trajectory.id.endswith("/" + STOP.read_text()):
        {does}
    return {{"exchanges": value(len(trajectory.exchanges))}}


BROUGHT = Evaluator(
    name={name!r}, version={version}, facet=Facet.TRIGGER, text="Counts exchanges. In full.",
    measures=(Measure("exchanges", Kind.COUNT, "How many exchanges.", reads=False),), evaluate=evaluate,
)
"""


def bring(site: Path, *, does: str = "raise ValueError('no')", name: str = "brought", version: int = 1) -> Path:
    """Install a package with one evaluator; gives the file whose words are the repetition at which it `does` that."""
    site.mkdir(exist_ok=True)
    code = EVALUATOR.format(does=does, name=name, version=version)
    (site / "strange_scores.py").write_text(code, encoding="utf-8")
    announce(site, "strange_scores:BROUGHT")
    return site / "stop"


def announce(site: Path, what: str) -> None:
    """Say, as an installer would, that a module beside this brings an evaluator; `what` is `MODULE:NAME`."""
    about = site / "strange_scores-1.0.dist-info"
    about.mkdir(exist_ok=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: strange-scores\nVersion: 1.0\n", encoding="utf-8")
    entry = f"[pastno.evaluators]\nbrought = {what}\n"
    (about / "entry_points.txt").write_text(entry, encoding="utf-8")
