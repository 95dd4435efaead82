"""Conversations of a run as logs of Inspect AI, one log for each target: `.eval` or `.json`.

Inspect's own library writes them; it is an extra, and is imported when a log is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.appender import reason
from simulator.errors import FormatError, StoreError, WriteFailed
from simulator.exported.calls import UNTIMED, key
from simulator.exported.conversation import Change, Conversation, Reading, whole
from simulator.exported.samples import Sampling, Scored
from simulator.exported.sidecar import beside, digest
from simulator.imported.naming import KIND, safe
from simulator.plan import Plan
from simulator.stream import Line, Stream
from simulator.transcript import Started, decode

if TYPE_CHECKING:
    from inspect_ai.log import EvalLog, EvalSample

ENDINGS = (".eval", ".json")
Scores = Callable[[str], Sequence[Scored]]
"""Takes a conversation's id, gives what evaluators said of it."""


def write_inspect(  # noqa: PLR0913 (each names one thing that may be asked for)
    folder: Path,
    out: Path,
    *,
    scores: Scores | None = None,
    change: Change | None = None,
    carry: bool = True,
    only: str = "",
    force: bool = False,
) -> int:
    """Write a run as logs; memory grows with the conversations of one target.

    Args:
        folder: the run's.
        out: ends in `.eval` or `.json`. Where the run has several targets, each log has its target in its name:
            `OUT-TARGET.eval`.
        scores: what evaluators said; nothing is scored here.
        change: what is to be done to each conversation before it is written.
        carry: whether what only this project reads is written too, and the plan beside each log, so that an import
            brings the same record.
        only: the conversations whose id holds this, in any case.
        force: write over what stands there.

    Returns:
        The conversations that were written; those in which nothing was said are left out.

    Raises:
        StoreError: no run folder, a log that stands there already, or Inspect is not installed.
        FormatError: another ending, a damaged run, or text that UTF-8 cannot hold.
        WriteFailed: the system refused.
    """
    if out.suffix not in ENDINGS:
        raise FormatError(f"{out.name}: found the ending '{out.suffix}', expected .eval or .json; name it so")
    _installed()
    places = files(folder, out, only)
    there = [place for file in places.values() for place in (file, beside(file)) if place.exists()]
    if there and not force:
        raise StoreError(f"{there[0]}: stands there already; choose another name")
    written = 0
    for target, file in places.items():
        reading = Reading(folder, only=only or target, carry=carry)
        found = (whole(one) for one in reading if one.live.started.target == target)
        log = _log(map(change, found) if change is not None else found, reading, target, scores)
        _write(log, file, reading.frozen if carry else None)
        written += len(log.samples or ())
    return written


def files(folder: Path, out: Path, only: str = "") -> dict[str, Path]:
    """Where the log of each target goes, by its spec.

    Args:
        folder: the run's.
        out: where it goes if there is one target.
        only: counts the conversations whose id holds this, in any case.

    Raises:
        StoreError: no run folder, or one that cannot be read.
        FormatError: a damaged line.
    """
    stream = Stream(folder)
    targets = list(
        dict.fromkeys(_target(lines[0], name) for name, lines in _begun(stream) if only.lower() in name.lower())
    )
    if len(targets) == 1:
        return {targets[0]: out}
    found: dict[str, Path] = {}
    for target in targets:
        wanted = file = out.with_name(f"{out.stem}-{safe(target)}{out.suffix}")
        while file in found.values():
            file = wanted.with_name(f"{wanted.stem}+{len(found)}{out.suffix}")
        found[target] = file
    return found


def _begun(stream: Stream) -> Iterator[tuple[str, Sequence[Line]]]:
    """The lines of each conversation, those last that have not ended."""
    yield from ((one.id, one.lines) for one in stream)
    yield from stream.open.items()


def _target(line: Line, name: str) -> str:
    first = decode(line.raw, line.where)
    if not isinstance(first, Started):
        raise FormatError(f"{line.where}: found no start of {name}; restore the file from a copy")
    return first.target


def _installed() -> None:
    try:
        import inspect_ai.log  # noqa: F401
    except ModuleNotFoundError as problem:
        if (problem.name or "").partition(".")[0] != "inspect_ai":
            raise
        raise StoreError(
            "a log of Inspect needs inspect-ai, which is not installed; pip install 'pastno[inspect]'"
        ) from None


def _log(conversations: Iterator[Conversation], reading: Reading, target: str, scores: Scores | None) -> EvalLog:
    from inspect_ai.log import EvalConfig, EvalDataset, EvalLog, EvalResults, EvalSpec, EvalStats

    plan, model = reading.plan, target.removeprefix(KIND)
    sampling = Sampling(model, plan.conditions)
    ended = 0
    samples: list[EvalSample] = []
    for one in conversations:
        samples.append(sampling.sample(one, scores(one.name) if scores is not None else ()))
        ended += one.live.ended is not None
    run = digest(reading.frozen)
    begun = sorted(sample.started_at for sample in samples if sample.started_at)
    done = sorted(sample.completed_at for sample in samples if sample.completed_at)
    return EvalLog(
        status="success" if ended == len(samples) else "cancelled",
        eval=EvalSpec(
            created=begun[0] if begun else _day(plan),
            task=f"pastno/{plan.suite.id}",
            task_id=key(run, target, "task"),
            eval_id=key(run, target),
            run_id=key(run),
            dataset=EvalDataset(
                name=plan.suite.id,
                samples=len(samples),
                sample_ids=list(dict.fromkeys(sample.id for sample in samples)),
            ),
            model=model,
            config=EvalConfig(epochs=max((sample.epoch for sample in samples), default=1)),
            packages={name: plan.versions[name] for name in ("pastno",) if name in plan.versions},
            metadata={"pastno.plan": run, "pastno.target": target},
        ),
        results=EvalResults(total_samples=len(samples), completed_samples=ended),
        stats=EvalStats(started_at=begun[0] if begun else "", completed_at=done[-1] if done else ""),
        samples=samples,
    )


def _day(plan: Plan) -> str:
    """The day the plan was made, where no reply has a time."""
    return f"{plan.made_on.isoformat()}T00:00:00+00:00" if plan.made_on is not None else UNTIMED.isoformat()


def _write(log: EvalLog, file: Path, plan: bytes | None) -> None:
    from inspect_ai.log import write_eval_log

    try:
        write_eval_log(log, str(file))
        beside(file).unlink(missing_ok=True)
        if plan is not None:
            beside(file).write_bytes(plan)
    except OSError as problem:
        raise WriteFailed(
            f"{file}: cannot write: {reason(problem)}; make it writable, or choose another place"
        ) from None
