"""Conversations as rows of statistics, by the phases, strategies and end that a test names."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.cases import After, Case
from personas.perception import Stance, Strategy
from simulator.phases import Phase
from simulator.transcript import Cause, Flag

PRE, REFUSAL, POST = Phase.PRE_REFUSAL, Phase.REFUSAL, Phase.POST_REFUSAL


def row(
    *phases: Phase,
    end: Cause = Cause.LEFT,
    strategies: Sequence[Strategy] | None = None,
    cluster: str = "ada/night",
    flags: tuple[Flag, ...] = (),
    after: After | None = None,
    n: int = 1,
) -> Case:
    """A conversation through these phases, `start` and `end` beside them; one `ask` an exchange unless said."""
    held = [phase for phase in phases if phase in (PRE, POST)]
    told = tuple(strategies) if strategies is not None else (Strategy.ASK,) * len(held)
    persona, _, scenario = cluster.partition("/")
    return Case(
        id=f"{cluster}/plain/reference:blunt/{n}",
        cluster=cluster,
        persona=persona,
        scenario=scenario,
        condition="plain",
        target="reference:blunt",
        repetition=n,
        parent=None,
        arm="",
        repeat=1,
        wording="",
        exchanges=len(held),
        late=False,
        first_refusal=1 if REFUSAL in phases else None,
        persistence=None,
        persistence_censored=False,
        after=after,
        after_at=None,
        end=end,
        flags=flags,
        phases=(Phase.START, *phases, Phase.END),
        strategies=told,
        stances=(Stance.REFUSE,) * len(told),
    )
