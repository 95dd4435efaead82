"""The one outcome that was named before anybody looked: in the suite, or with `--primary`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.comparison.side import Looked, looked_at
from analysis.errors import AnalysisError
from analysis.evaluators.contract import Evaluator, Kind
from documents.read import nearest


def resolve(primary: str, known: Mapping[str, Looked], said: str = "--primary") -> Looked:
    """The measure that a primary outcome names.

    Args:
        primary: `evaluator.measure`; of a word with its label, as `outcome.cause=need_met`.
        known: measures by that name.
        said: where it was named, for the error.

    Raises:
        AnalysisError: no such measure, a word without its label, a label of none, or one that the word cannot be.
    """
    name, _, label = primary.partition("=")
    if name not in known:
        raise AnalysisError(unknown(name, known))
    measure = known[name].measure
    if (measure.kind is Kind.LABEL) != bool(label):
        words = "|".join(measure.labels)
        raise AnalysisError(
            f"{said} {primary} names no single figure; " + (f"write {primary}={words}" if words else
            f"write {primary}=WORD" if not label else f"write {name}")
        )  # fmt: skip
    if label and measure.labels and label not in measure.labels:
        raise AnalysisError(
            f"{said} {primary}: found the word '{label}'{nearest(label, measure.labels)}, expected one of "
            f"{', '.join(measure.labels)}"
        )
    return known[name]


def unknown(name: str, known: Mapping[str, Looked]) -> str:
    """What to say of a measure that is none."""
    return f"no measure '{name}'{nearest(name, known)}; they are named evaluator.measure, see `pastno list evaluators`"


def check_declared(primary: str | None, among: Sequence[Evaluator]) -> None:
    """Check a suite's primary outcome against the evaluators there are.

    Raises:
        AnalysisError: it names no single figure.
    """
    if primary is not None:
        resolve(primary, {one.name: one for one in looked_at(among)}, "primary:")
