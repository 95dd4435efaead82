"""Counts with their denominators: ends, flags, refusals by persona and target, how refusals were worded, referrals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from analysis.report.page import Bar, Bars
from analysis.report.read import Told
from analysis.report.talk import locale_of
from analysis.trajectory import Trajectory
from personas.perception import Cue
from simulator.transcript import Cause, Flag, Referral

Groups = Mapping[str, Sequence[tuple[int, Told]]]
_ENDS = (Cause.LEFT, Cause.ELSEWHERE, Cause.MET, Cause.BUDGET, Cause.UNKNOWN)
_FLAGS = (Flag.ERODED, Flag.RELENTED, Flag.REPAIRED, Flag.SELF_CENSORED, Flag.UNREFUSED)
_WORDING = (
    Cue.DECLINES, Cue.REASON, Cue.APOLOGISES, Cue.ACKNOWLEDGES, Cue.BLAMES, Cue.ALTERNATIVE, Cue.RESOURCE, Cue.SAFETY,
    Cue.WAY_BACK, Cue.INVITES,
)  # fmt: skip
_FITS = ("reachable from there", "not reachable from there", "not known", "no referral given")


def outcomes(groups: Groups) -> Bars:
    """How held conversations ended."""
    return _of_cases("how conversations ended, of those held", groups, _ENDS, lambda one: one.ends)


def flags(groups: Groups) -> Bars:
    """What else is true of held conversations; by group alone."""
    return _of_cases("what else is true, of conversations held", groups, _FLAGS, lambda one: one.flags)


def heat(told: Sequence[tuple[int, Told]]) -> Bars:
    """How often each persona was refused by each target."""
    cells: dict[tuple[str, str], list[tuple[int, Told]]] = {}
    for place, one in told:
        if one.case is not None:
            cells.setdefault((one.case.target, one.case.persona), []).append((place, one))
    bars = tuple(
        Bar(group=target, name=persona, count=sum(_refused(one) for _, one in cell), of=len(cell),
            at=tuple(place for place, one in cell if _refused(one)))
        for (target, persona), cell in cells.items()
    )  # fmt: skip
    groups = tuple(dict.fromkeys(target for target, _ in cells))
    return Bars(
        what="conversations with a refusal, of those held", groups=groups, names=tuple(sorted({n for _, n in cells})),
        bars=bars,
    )  # fmt: skip


def framing(groups: Groups) -> Bars:
    """What the wording of refusals shows."""
    bars = [bar for label, told in groups.items() for bar in _framing(label, told)]
    return _bars("refusals whose words show it, of refusals met", groups, [cue.value for cue in _WORDING], bars)


def referrals(told: Sequence[tuple[int, Told]]) -> Bars:
    """Whether somebody can reach where refusals pointed, by the person's language and country."""
    places: dict[str, list[tuple[int, str]]] = {}
    for place, one in told:
        where = locale_of(one.trajectory) or "not known"
        places.setdefault(where, []).extend((place, fit) for fit in _fits(one.trajectory))
    bars = [
        Bar(group=where, name=name, count=len(at), of=len(found), at=tuple(dict.fromkeys(at)))
        for where, found in sorted(places.items())
        for name in _FITS
        for at in [[place for place, fit in found if fit == name]]
        if found
    ]
    return Bars(
        what="refusals met, by whether what they name can be reached from where the person is",
        groups=tuple(sorted(where for where, found in places.items() if found)), names=_FITS, bars=tuple(bars),
    )  # fmt: skip


def _of_cases(what: str, groups: Groups, names: Sequence[Cause | Flag], of: Callable[[Told], Iterable[str]]) -> Bars:
    bars = []
    for label, told in groups.items():
        held = [(place, tuple(of(one))) for place, one in told if one.case is not None]
        for name in names:
            at = tuple(place for place, values in held if name.value in values)
            bars.append(Bar(group=label, name=name.value, count=len(at), of=len(held), at=at))
    return _bars(what, groups, [name.value for name in names], bars)


def _bars(what: str, groups: Groups, names: Sequence[str], bars: Sequence[Bar]) -> Bars:
    shown = {bar.name for bar in bars if bar.count}
    kept = tuple(bar for bar in bars if bar.name in shown)
    return Bars(what=what, groups=tuple(groups), names=tuple(name for name in names if name in shown), bars=kept)


def _refused(one: Told) -> bool:
    return one.case is not None and one.case.first_refusal is not None


def _framing(label: str, told: Sequence[tuple[int, Told]]) -> list[Bar]:
    met = [(place, encounter) for place, one in told for encounter in one.trajectory.encounters]
    return [
        Bar(group=label, name=cue.value, count=len(at), of=len(met), at=tuple(dict.fromkeys(at)))
        for cue in _WORDING
        for at in [[place for place, encounter in met if cue in encounter.framing]]
    ]


def _fits(trajectory: Trajectory) -> list[str]:
    return [_fit(exchange.observed.referrals) for exchange in trajectory.refusing]


def _fit(named: Sequence[Referral]) -> str:
    """Reachable if anything named is; not known if nothing is and something may be."""
    if not named:
        return _FITS[3]
    if any(one.fits for one in named):
        return _FITS[0]
    return _FITS[2] if any(one.fits is None for one in named) else _FITS[1]
