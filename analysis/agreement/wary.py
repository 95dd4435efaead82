"""What a reader of agreement should look at twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from analysis.agreement.result import Caution, Warned
from analysis.agreement.table import Table
from analysis.realism.figure import Figure

NEARLY_ALL = 0.9
"""Share of one label above which kappa and alpha are ruled by the few others. Our assumption."""
FEW = 20
"""Conversations below which the intervals were found too narrow by simulation."""


def warnings(table: Table, found: Mapping[str, Figure]) -> tuple[Warned, ...]:
    """The warnings about these figures."""
    return (*_negative(found), *_prevalence(table), *few(found))


def _negative(found: Mapping[str, Figure]) -> Iterator[Warned]:
    below = {name: one.value for name, one in found.items() if one.value is not None and one.value < 0}
    if below:
        said = ", ".join(f"{name} {value:.2f}" for name, value in below.items())
        yield Warned(
            caution=Caution.NEGATIVE,
            text=f"less agreement than chance: {said}; see whether all raters read the labels the same way round, and "
            "build nothing on single labels or their mean",
        )


def _prevalence(table: Table) -> Iterator[Warned]:
    codes = table.codes[table.rated]
    for place, label in enumerate(table.labels):
        if len(codes) and (share := float((codes == place).mean())) > NEARLY_ALL:
            yield Warned(
                caution=Caution.PREVALENCE,
                text=f"{share:.0%} of the labels are {label!s}: kappa and alpha rest on the few others and may be low "
                "where nearly all agree; read them beside the share and AC1, and rate more units that are not so",
            )


def few(found: Mapping[str, Figure]) -> tuple[Warned, ...]:
    """The warning that intervals rest on few conversations, where they do."""
    least = min((one.occasions for one in found.values() if one.low is not None and one.occasions), default=FEW)
    if least >= FEW:
        return ()
    text = f"an interval over {least} conversations is too narrow; rate {FEW} or more"
    return (Warned(caution=Caution.FEW, text=text),)
