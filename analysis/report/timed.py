"""Who still goes on after a refusal, and how the time after it ends: as the statistics say, drawn and not computed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import inf

from analysis.cases import Case
from analysis.findings.found import Findings
from analysis.report.figures import Curve, Curves, End, Ending, Endings, Shared, Step
from analysis.report.stated import Behind
from analysis.stats.survival import Ending as Ended
from analysis.stats.survival import Of, Survival, Timed

AT_RISK: Mapping[Of, Callable[[Case], bool]] = {
    "first_refusal": lambda case: not case.late and not case.unread,
    "persistence": lambda case: not case.late and not case.unread and case.persistence is not None,
}


def curves(found: Survival, findings: Findings, behind: Behind) -> Curves:
    """The curves of all groups in which somebody was at risk.

    Args:
        found: of the findings.
        findings: all of them.
        behind: where the conversations stand.
    """
    adjusted = {one.name: one.holm for one in findings.tests}
    return Curves(
        groups=tuple(_curve(one, found.of, behind) for one in found.groups if one.curve.n),
        test=found.test,
        holm=adjusted.get(f"{found.of}: log-rank"),
        warnings=found.warnings,
    )


def _curve(one: Timed, of: Of, behind: Behind) -> Curve:
    curve, known = one.curve, behind.cases(one.group, AT_RISK[of])
    steps = tuple(
        Step(at=p.time, share=p.survival, low=p.low, high=p.high, at_risk=p.at_risk, events=p.events,
             censored=p.censored)
        for p in curve.points
    )  # fmt: skip
    return Curve(
        label=behind.label(one.group), steps=steps, median=curve.median, restricted=curve.restricted,
        until=curve.until, n=curve.n, events=curve.events, censored=curve.censored, missing=curve.missing,
        late=curve.late, outside=one.outside, how=curve.how, at=behind.where(one.group, AT_RISK[of]),
        when=tuple(_seen(case, of) for case in known), cut=tuple(_cut(case, of) for case in known),
    )  # fmt: skip


def _seen(case: Case, of: Of) -> int:
    if of == "persistence":
        return case.persistence or 0
    return case.exchanges if case.first_refusal is None else case.first_refusal


def _cut(case: Case, of: Of) -> bool:
    return case.persistence_censored if of == "persistence" else case.first_refusal is None


def endings(findings: Findings, behind: Behind) -> Endings:
    """How the time after the first refusal ends; nothing but the reason where it is withheld."""
    found = findings.endings
    if found.whole is None:
        return Endings(withheld=" ".join(found.warnings))
    return Endings(
        groups=tuple(_ends(one, behind) for one in found.groups if one.risks.n),
        by=next((one.time for one in findings.ended), None),
        shares=tuple(
            Shared(
                label=behind.label(one.group),
                end=one.end,
                share=one.share,
                at=_by(one.group, one.end, behind, one.time),
            )
            for one in findings.ended
        ),
    )


def _by(group: str, end: str, behind: Behind, time: float = inf) -> tuple[int, ...]:
    """Who met an end, by a time."""
    so = _ended_so(end)
    return behind.where(group, lambda case: so(case) and (case.after_at or 0) <= time)


def _ended_so(end: str) -> Callable[[Case], bool]:
    return lambda case: _refused(case) and case.after is not None and case.after.value == end


def _refused(case: Case) -> bool:
    return not case.late and not case.unread and case.after_at is not None


def _ends(one: Ended, behind: Behind) -> Ending:
    risks = one.risks
    ends = tuple(
        End(
            name=end.cause,
            events=end.events,
            points=end.points,
            at=_by(one.group, end.cause, behind),
            when=tuple(case.after_at or 0 for case in behind.cases(one.group, _ended_so(end.cause))),
        )
        for end in risks.causes
    )
    return Ending(
        label=behind.label(one.group), times=risks.times, at_risk=risks.at_risk, going_on=risks.going_on, ends=ends,
        n=risks.n, censored=risks.censored, missing=risks.missing, outside=one.outside, how=risks.how,
        at=behind.where(one.group, _refused),
        when=tuple(case.after_at or 0 for case in behind.cases(one.group, _refused)),
    )  # fmt: skip
