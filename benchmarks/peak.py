"""The most memory that a process and its workers have taken, as Linux counts it."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread
from types import TracebackType

EVERY = 0.05
"""Seconds between two looks at the workers. What one takes after the last look is missed."""
_ALL = Path("/proc/self")


class Peak:
    """Looks at the workers while it is held.

    A process's own peak (`VmHWM`) is that of the program it runs; `ru_maxrss` may be that of the one that started it.
    """

    def __init__(self) -> None:
        self.whole = self.workers = 0.0
        """MiB, known at the end: the process's peak and those of all workers, though they may come one after another;
        and of the workers alone."""
        self._known: dict[str, float] = {}
        self._over = Event()
        self._thread = Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        self.workers = sum(self._known.values())
        self.whole = self.workers + _high(_ALL)

    def _watch(self) -> None:
        while not self._over.wait(EVERY):
            for name in _workers():
                self._known[name] = max(self._known.get(name, 0.0), _high(Path("/proc") / name))


def _workers() -> list[str]:
    """Processes started by any thread of this one."""
    found = [task / "children" for task in (_ALL / "task").iterdir()]
    return [name for file in found if file.exists() for name in file.read_text().split()]


def _high(process: Path) -> float:
    """MiB; 0 where it has ended."""
    try:
        lines = (process / "status").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
