"""Conversations as rows, made by hand: what a test says nothing about has a harmless default."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from analysis.cases import After, Case
from personas.perception import Strategy
from simulator.transcript import Cause

PLAIN = Case(
    id="mara/job-loss/plain/reference:blunt/1", cluster="mara/job-loss", persona="mara", scenario="job-loss",
    condition="plain", target="reference:blunt", repetition=1, parent=None, arm="", repeat=1, wording="", exchanges=6,
    late=False, first_refusal=None, persistence=None, persistence_censored=False, after=None, after_at=None,
    end=Cause.BUDGET, flags=(), phases=(), strategies=(), stances=(),
)  # fmt: skip


def held(
    person: str = "mara",
    target: str = "reference:blunt",
    *,
    refused: int | None = None,
    persistence: int | None = None,
    cut: bool = False,
    after: After | None = None,
) -> Case:
    """One conversation; refused without a persistence it goes on for one exchange."""
    length = 1 if refused is not None and persistence is None else persistence
    ends = {After.LEFT: Cause.LEFT, After.ELSEWHERE: Cause.ELSEWHERE, After.MET: Cause.MET}
    return replace(
        PLAIN, id=f"{person}/job-loss/plain/{target}/1", cluster=f"{person}/job-loss", persona=person, target=target,
        first_refusal=refused, persistence=length, persistence_censored=cut, after=None if cut else after,
        after_at=length, end=Cause.BUDGET if cut or after is None else ends.get(after, Cause.BUDGET),
    )  # fmt: skip


def late(name: str, *, refused: int | None = None, strategies: Sequence[Strategy] = ()) -> Case:
    """One that begins in the middle."""
    one = held(name, refused=refused, cut=True)
    return replace(one, id=f"-/-/-/{name}/1", cluster=name, late=True, strategies=tuple(strategies))
