"""Runs of `first-look` and forks of them, and what is the same in two conversations."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

import pastno
from simulator.fold import Live
from simulator.store import Run, read
from simulator.transcript import AnyEvent, Exchange, Started, comparable


def base(folder: Path, *targets: str, limit: int | None = None, voice: str | None = None) -> Run:
    """A held run of the shipped suite."""
    pastno.run(pastno.plan("first-look", list(targets), limit=limit, voice=voice), folder)
    return read(folder)


def forked(folder: Path, out: Path, *changes: str, **options: object) -> dict[tuple[str, int, str], Live]:
    """The branches by arm, repeat and parent."""
    result = pastno.fork(folder, out, changes=changes, **options)  # type: ignore[arg-type]
    assert (result.failed, result.unheld, result.halted) == (0, 0, "")
    return by_arm(read(out))


def by_arm(run: Run) -> dict[tuple[str, int, str], Live]:
    """The branches of a fork by arm, repeat and parent."""
    found: dict[tuple[str, int, str], Live] = {}
    for live in run.lives().values():
        branch, parent = live.started.branch, live.started.parent
        assert branch is not None
        assert parent is not None
        found[branch.arm, branch.repeat, parent] = live
    return found


def same(ours: Sequence[AnyEvent], theirs: Sequence[AnyEvent]) -> bool:
    """Whether two conversations are the same but for their names, and for what marks a branch."""
    return [_bare(event) for event in ours] == [_bare(event) for event in theirs]


def _bare(event: AnyEvent) -> bytes:
    event = replace(event, id="-")
    if isinstance(event, Exchange):
        event = replace(event, swapped=None)
    if isinstance(event, Started):
        event = replace(event, parent=None, branch=None, condition="-", repetition=0)
    return comparable(event)
