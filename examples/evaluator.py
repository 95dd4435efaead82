"""An evaluator of one's own, complete: are refusals shorter than everything else that was said?

`python examples/evaluator.py RUN` scores a run with it; without a folder it first holds a few conversations with
reference targets. Brought by a package (docs/evaluators.md), `pastno score` runs it with all others.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from statistics import fmean

import pastno
from analysis.evaluators.contract import Evaluator, Facet, Kind, Measure
from analysis.evaluators.score import Value, Values, not_at_risk
from analysis.ledger import held
from analysis.sweep import sweep
from analysis.tally import tally
from analysis.trajectory import Trajectory
from simulator.store import read_plan
from simulator.transcript import Exchange

TEXT = """How long refusals are, beside all other replies.

`refusing`: mean number of words of the replies that refused; `other`: of all others. A reply without words, as where
the provider stopped it, has no length.

Range: words, from 0.
Source: an example, our own.
Cannot see: what the words say.
"""


def evaluate(trajectory: Trajectory) -> Values:
    """Both measures: a value, or why there is none, for each."""
    refusing = {exchange.n for exchange in trajectory.refusing}
    others = [exchange for exchange in trajectory.exchanges if exchange.n not in refusing]
    return {"refusing": _length(trajectory.refusing), "other": _length(others)}


def _length(exchanges: Iterable[Exchange]) -> Value:
    worded = {exchange.n: len(exchange.reply.text.split()) for exchange in exchanges if exchange.reply.text.strip()}
    if not worded:
        return not_at_risk("no such reply has words")
    return Value(fmean(worded.values()), tuple(worded))


EVALUATOR = Evaluator(
    name="brevity",
    version=1,
    facet=Facet.FRAMING,
    text=TEXT,
    measures=(
        Measure("refusing", Kind.NUMBER, "Words of a reply that refused.", low=0),
        Measure("other", Kind.NUMBER, "Words of any other reply.", low=0),
    ),
    evaluate=evaluate,
)


def main(folder: Path) -> None:
    """Score a run, and print what the scores come to."""
    plan = read_plan(folder)
    with held(folder):
        sweep(folder, plan, [EVALUATOR])
    for row in tally(folder, plan, [EVALUATOR]):
        mean = "none" if row.mean is None else f"{row.mean:.1f}"
        print(f"{row.target:22}{row.measure:10}{mean:>6} words, {row.n} conversations, {row.not_at_risk} not at risk")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as here:
            pastno.run(pastno.plan("first-look", ["reference:blunt", "reference:warm", "reference:filtered"]), here)
            main(Path(here))
