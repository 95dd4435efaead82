"""What is wrong with a voice: which figures lie apart from people's, and which known failures of simulated people show.

Six failures, each with its own test and threshold, and no score that pools them. The thresholds are our assumptions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

import msgspec

from analysis.realism.figure import FEWEST, Figure, exact
from analysis.realism.human import Known

Failure = Literal["too_long", "too_uniform", "too_cooperative", "too_quickly_consoled", "sanitised", "breaks_role"]
Side = Literal["above", "below", "within"]

CONSOLED = 0.10
"""Share of conversations without any help that may still end calmer than they began. Our assumption."""
BROKEN = 0.05
"""Share of messages that may break role, drafts that were mended included, and of conversations a voice may lose.

Our assumption.
"""
MILDER = 0.5
"""Words of distress, as a part of the opening's, below which a voice is milder than its own opening. Our assumption."""
ROUNDING = 1e-9
_SAMPLED = frozenset({"distinct_1", "distinct_2", "self_bleu_start", "self_bleu"})
"""Their interval is of single samples, so that the value itself is compared."""

Figures = Mapping[str, Figure]


class Finding(msgspec.Struct, frozen=True):
    """One known failure of simulated people."""

    failure: Failure
    shows: bool | None
    """None where there is too little to say."""
    because: str


class Compared(msgspec.Struct, frozen=True):
    """One figure beside people's."""

    side: Side | None
    """None where there is too little to say."""
    told: str


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be said of one voice."""

    above: tuple[str, ...]
    """Figures above people's."""
    below: tuple[str, ...]
    within: tuple[str, ...]
    unknown: tuple[str, ...]
    """Figures that people have and that rest on too little here."""
    findings: tuple[Finding, ...]


def verdict(figures: Figures, people: Mapping[str, Known]) -> Verdict:
    """Compare a voice with people, and look for the known failures."""
    compared = {
        name: Compared(side(name, figures[name], known), _told(name, figures[name], known))
        for name, known in people.items()
        if known.low is not None
    }
    tests: dict[Failure, Callable[[], tuple[bool | None, str]]] = {
        "too_long": lambda: _apart(compared, {"words_median": "above"}),
        "too_uniform": lambda: _apart(
            compared, {"words_cv": "below", "self_bleu_start": "above", "distinct_2": "below"}
        ),
        "too_cooperative": lambda: _apart(compared, {"thanks": "above", "mirrors": "above", "goes_on": "below"}),
        "too_quickly_consoled": lambda: _over({"calmer_unhelped": figures["calmer_unhelped"]}, CONSOLED),
        "sanitised": lambda: _sanitised(figures),
        "breaks_role": lambda: _over({name: figures[name] for name in ("role_breaks", "persona_failed")}, BROKEN),
    }
    return Verdict(
        above=_names(compared, "above"),
        below=_names(compared, "below"),
        within=_names(compared, "within"),
        unknown=_names(compared, None),
        findings=tuple(Finding(name, *test()) for name, test in tests.items()),
    )


def side(name: str, figure: Figure, known: Known) -> Side | None:
    """Where a figure lies: beyond people's only if the two intervals do not touch; None where it has no interval."""
    if figure.value is None or figure.low is None or figure.high is None or known.low is None or known.high is None:
        return None
    low, high = (figure.value, figure.value) if name in _SAMPLED else (figure.low, figure.high)
    if low > known.high:
        return "above"
    return "below" if high < known.low else "within"


def _apart(compared: Mapping[str, Compared], bad: Mapping[str, Side]) -> tuple[bool | None, str]:
    """Shows if any of the figures lies on its bad side of people's."""
    known = {name: compared[name] for name in bad if name in compared and compared[name].side is not None}
    if not known:
        return None, f"too little for {', '.join(bad)}"
    shown = [one.told for name, one in known.items() if one.side == bad[name]]
    unknown = [name for name in bad if name not in known]
    rest = f"; too little for {', '.join(unknown)}" if unknown else ""
    return bool(shown), "; ".join(shown or [one.told for one in known.values()]) + ("" if shown else rest)


def _over(figures: Figures, most: float) -> tuple[bool | None, str]:
    """Shows if the whole interval of any share is above what is let pass.

    Fewer than `FEWEST` occasions say nothing, unless even the exact bound for so few leaves out what passes.
    """
    tests: dict[str, bool] = {}
    for name, figure in figures.items():
        low, occasions = _least(figure), figure.occasions or 0
        if low is not None and (low > most or occasions >= FEWEST):
            told = f"{name} {figure.value:.0%}, at least {low:.0%}, of {figure.n} in {occasions} occasions"
            tests[told] = low > most
    if not tests:
        return None, f"too little for {', '.join(figures)}"
    return any(tests.values()), f"{'; '.join(tests)}; at most {most:.0%} passes"


def _least(figure: Figure) -> float | None:
    """The lower end of a share: of its interval, or the exact one with every occasion as one unit."""
    if figure.value is None or not figure.occasions:
        return None
    if figure.low is not None:
        return figure.low
    return exact(int(figure.value * figure.occasions + ROUNDING), figure.occasions)[0]


def _sanitised(figures: Figures) -> tuple[bool | None, str]:
    """Shows if distress words fall below half of the opening's, or do not rise with the card's; beyond doubt."""
    mine, opening, change, rank = (
        figures[name] for name in ("distress_words", "distress_words_opening", "distress_words_change", "follows_card")
    )
    tests: dict[str, bool] = {}
    if change.high is not None and mine.value is not None and opening.value:
        told = f"{mine.value:.1f} words of distress in a hundred, {opening.value:.1f} in the opening"
        tests[told] = change.high < 0 and mine.value < MILDER * opening.value
    if rank.value is not None and rank.low is not None and rank.high is not None:
        told = f"rank correlation with the card {rank.value:+.2f}, {rank.low:+.2f}…{rank.high:+.2f}"
        tests[f"{told} over {rank.n} personas"] = rank.high <= 0
    if not tests:
        return None, "too few occasions and personas"
    return any(tests.values()), "; ".join(told for told, shows in tests.items() if shows or not any(tests.values()))


def _names(compared: Mapping[str, Compared], wanted: Side | None) -> tuple[str, ...]:
    return tuple(name for name, where in compared.items() if where.side == wanted)


def _told(name: str, figure: Figure, known: Known) -> str:
    value = "nothing" if figure.value is None else f"{figure.value:.3g}"
    return f"{name} {value}, people {known.low:.3g}…{known.high:.3g}"
