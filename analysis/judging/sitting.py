"""Judge a whole run: conversations are streamed, calls made at once up to a limit, and what was judged is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from analysis.judging.judge import Judge
from analysis.judging.rubric import Rubric


class Session(msgspec.Struct, kw_only=True):
    """How one call went, counted in lines: a conversation, by one judge, once, with one rubric."""

    wanted: int = 0
    kept: int = 0
    """Stood there already."""
    made: int = 0
    """Made now, those with answers missing included."""
    failed: int = 0
    """Of those, lines in which a call failed; the next sitting makes those calls again."""
    calls: int = 0
    """Calls made now."""
    halted: str = ""
    """Why it stopped early; empty when it did not."""
    notes: list[str] = msgspec.field(default_factory=list)
    """What else a user should know."""

    @property
    def left(self) -> int:
        """Not made."""
        return self.wanted - self.kept - self.made


Changed = Callable[[Session], None]


async def judge_run(  # noqa: PLR0913
    folder: Path,
    judges: Sequence[Judge],
    rubrics: Sequence[Rubric],
    *,
    repeats: int = 1,
    concurrency: int = 8,
    same_family: bool = False,
    changed: Changed = lambda session: None,
) -> Session:
    """Have judges answer rubrics about every conversation of a run that came to its end.

    Writes `scores-RUBRIC-VERSION@JUDGE.jsonl` for each judge and `scores-RUBRIC-VERSION@panel.jsonl` for what they
    say together. What was judged is not asked again; calls that failed are.

    Args:
        folder: the run's folder; its events are not touched.
        judges: their models are opened and paced.
        rubrics: what to ask.
        repeats: how often each judge is asked the same, from 1.
        concurrency: calls at once, of all judges together.
        same_family: let a judge of the same model family as a target or a voice judge; its scores are marked.
        changed: called after every line.

    Raises:
        AnalysisError: a judge of the same family, two judges or two rubrics of one name, or a rubric that was changed
            without another version.
        StoreError: no run folder, a damaged one, judged by another process, or the disk refused a line.
    """
    raise NotImplementedError
