"""Agreement as claims: what a table that prints a judged measure prints beside it from now on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from analysis.agreement import Scale
from analysis.judging.claims import Claim
from analysis.labels.compare import Compared, Item
from analysis.labels.instrument import Instrument
from analysis.realism.figure import Figure

FIGURES = {
    Scale.NOMINAL: (("Cohen's kappa", "cohen"), ("percent", "percent")),
    Scale.ORDINAL: (("quadratic weighted kappa", "quadratic"), ("percent", "percent")),
    Scale.INTERVAL: (("Krippendorff's alpha", "alpha"),),
}
"""By scale, which figures are claimed, by their names. A kappa that is undefined is not claimed; the share is."""


def claimed(compared: Compared, instrument: Instrument, files: Sequence[Path]) -> Compared:
    """The comparison with its claims, of a judge; a computed evaluator makes none, for nobody asked it to judge.

    Args:
        compared: the comparison.
        instrument: which judge.
        files: where the labels stand.
    """
    if instrument.judged is None:
        return compared
    source = ", ".join(file.name for file in files)
    found = [claim for item in compared.items for claim in _claims(item, compared, instrument, source)]
    return msgspec.structs.replace(compared, claims=tuple(found))


def file_of(folder: Path, compared: Compared) -> Path:
    """Where an agreement goes: beside the scores, under their name."""
    return folder / f"agreement-{compared.name}.json"


def _claims(item: Item, compared: Compared, instrument: Instrument, source: str) -> Iterator[Claim]:
    judged = instrument.judged
    if judged is None:
        return
    for told, name in FIGURES[item.instrument.scale]:
        figure = item.instrument.figures[name]
        if figure.value is not None:
            yield Claim(
                rubric=compared.evaluator,
                version=compared.version,
                measure=item.measure,
                unit=item.unit,
                judge=judged.judge,
                prompt=judged.prompt,
                figure=told,
                value=figure.value,
                low=figure.low,
                high=figure.high,
                data=_data(figure, item, compared, name),
                source=source,
            )


def _data(figure: Figure, item: Item, compared: Compared, name: str) -> str:
    roles = Counter(compared.raters[rater] or "no role said" for rater in item.raters)
    who = ", ".join(f"{role} {count}" for role, count in sorted(roles.items()))
    people = "1 person" if len(item.raters) == 1 else f"{len(item.raters)} people"
    told = f"{figure.n} labels in {figure.occasions} conversations by {people} ({who})"
    ceiling = item.people.figures[name].value if item.people is not None else None
    return told if ceiling is None else f"{told}, who among themselves have {ceiling:.2f}"
