"""The run folder: a frozen plan and append-only event files. One exchange is one line is one write."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType

import msgspec
from pydantic import ValidationError

from simulator.appender import Appender, reason
from simulator.changes import differences
from simulator.errors import FormatError, PlanChanged, StoreError, WriteFailed
from simulator.fold import Live, fold
from simulator.jsonl import whole_lines
from simulator.locks import lock
from simulator.plan import Plan
from simulator.transcript import FORMAT, AnyEvent, decode

PLAN = "run.json"
LOCK = ".lock"
DRAFT = "run.json.draft"
_OURS = (LOCK, DRAFT)


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """A run as it was read."""

    plan: Plan
    conversations: dict[str, tuple[AnyEvent, ...]]
    """Events of each conversation that was begun, in order."""
    torn: tuple[str, ...] = ()
    """Notes on torn last lines that were ignored."""

    def lives(self) -> dict[str, Live]:
        """The live state of each conversation that was begun."""
        return {name: fold(events) for name, events in self.conversations.items()}


class RunFolder:
    """A run folder held for writing by this process alone."""

    def __init__(self, path: Path, plan: Plan, run: Run, lock: int, *, fsync: bool = False) -> None:
        self.path = path
        self.plan = plan
        self.run = run
        self._lock = lock
        self._fsync = fsync
        self._appender: Appender | None = None

    @classmethod
    def start(cls, path: Path, plan: Plan, *, fsync: bool = False) -> RunFolder:
        """Hold a new folder, or take up one that holds the same plan.

        Raises:
            PlanChanged: it holds another plan.
            StoreError: it cannot be written, is held by another process, or is no run folder.
        """
        try:
            path.mkdir(parents=True, exist_ok=True)
            strange = not (path / PLAN).exists() and any(name not in _OURS for name in os.listdir(path))
        except OSError as problem:
            raise WriteFailed(_cannot_write(path, problem)) from None
        if strange:
            raise StoreError(f"{path} holds other files and no {PLAN}; choose an empty or new folder with --out")
        lock = _lock(path)
        if not (path / PLAN).exists():
            _write_plan(path, plan)
            return cls(path, plan, Run(plan=plan, conversations={}), lock, fsync=fsync)
        run = _read_held(path, lock)
        changed = differences(run.plan, plan)
        if changed:
            os.close(lock)
            listed = "\n".join(f"  {line}" for line in changed[:20])
            raise PlanChanged(
                f"{path} holds another plan:\n{listed}\nchoose another --out, or go on with the frozen plan: "
                f"pastno run --resume {path}"
            )
        return cls(path, run.plan, run, lock, fsync=fsync)

    @classmethod
    def resume(cls, path: Path, *, fsync: bool = False) -> RunFolder:
        """Hold an existing folder with its frozen plan.

        Raises:
            StoreError: no run folder, held by another process, of a newer format, or damaged.
        """
        read_plan(path)
        lock = _lock(path)
        run = _read_held(path, lock)
        return cls(path, run.plan, run, lock, fsync=fsync)

    def append(self, event: AnyEvent) -> None:
        """Append one event to this process's own event file.

        Raises:
            WriteFailed: the disk refused; nothing more can be appended.
        """
        if self._appender is None:
            self._appender = Appender(self._next_file(), fsync=self._fsync)
        self._appender.append(event)

    def close(self) -> None:
        """Give the folder back."""
        if self._appender is not None:
            self._appender.close()
        os.close(self._lock)

    def __enter__(self) -> RunFolder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _next_file(self) -> Path:
        numbers = [int(file.stem.removeprefix("events-")) for file in event_files(self.path)]
        return self.path / f"events-{max(numbers, default=0) + 1:04d}.jsonl"


def read(path: Path) -> Run:
    """Read a run folder without holding it; it may be read while it is written.

    Raises:
        StoreError: no run folder.
        FormatError: a newer format, or a damaged line that is not the last of its file.
    """
    plan = read_plan(path)
    events: dict[str, list[AnyEvent]] = {}
    torn: list[str] = []
    for file in event_files(path):
        for where, line in whole_lines(file, torn):
            event = decode(line, where)
            events.setdefault(event.id, []).append(event)
    return Run(plan=plan, conversations={name: tuple(found) for name, found in events.items()}, torn=tuple(torn))


def read_plan(path: Path) -> Plan:
    """Read the frozen plan.

    Raises:
        StoreError: no run folder.
        FormatError: a newer format, or not a plan.
    """
    file = path / PLAN
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        raise StoreError(f"{path} holds no {PLAN}; name a folder that `pastno run` wrote") from None
    except OSError as problem:
        raise StoreError(f"{file}: cannot be read: {reason(problem)}; name a folder that `pastno run` wrote") from None
    return decode_plan(data, file)


def decode_plan(text: bytes, file: Path) -> Plan:
    """Read a frozen plan; `file` is for the errors.

    Raises:
        FormatError: a newer format, or not a plan.
    """
    try:
        data = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise FormatError(f"{file}: not JSON: {problem}; restore it from a copy") from None
    version = data.get("format") if isinstance(data, dict) else None
    if isinstance(version, int) and version > FORMAT:
        raise FormatError(
            f"{file}: found format {version}, this pastno reads up to {FORMAT}; upgrade pastno to read this run"
        )
    try:
        return Plan.model_validate(data)
    except ValidationError as problem:
        first = problem.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise FormatError(f"{file}: {where}: {first['msg']}; restore the file as it was written") from None


def event_files(path: Path) -> list[Path]:
    """The event files of a run folder, in the order they were begun."""
    return sorted(path.glob("events-[0-9]*.jsonl"))


def _write_plan(path: Path, plan: Plan) -> None:
    draft = path / DRAFT
    try:
        draft.write_text(plan.model_dump_json(indent=1) + "\n", encoding="utf-8")
        draft.replace(path / PLAN)
    except OSError as problem:
        raise WriteFailed(_cannot_write(path / PLAN, problem)) from None


def _read_held(path: Path, lock: int) -> Run:
    try:
        return read(path)
    except StoreError:
        os.close(lock)
        raise


def _lock(path: Path) -> int:
    return lock(
        path / LOCK,
        taken="is being written by another pastno; wait for it, stop it, or choose another --out",
        otherwise="make it writable, or choose another place with --out",
    )


def _cannot_write(path: Path, problem: OSError) -> str:
    return f"{path}: cannot write: {reason(problem)}; make it writable, or choose another place with --out"
