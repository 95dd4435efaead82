"""No test leaves the machine, and none sees the developer's keys."""

from __future__ import annotations

import compileall
import gc
import ipaddress
import os
import sys
from collections.abc import Iterator
from functools import cache

import pytest
import typer.main
import typer.testing
from hypothesis import settings

# How long an example takes says how busy the machine is.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# What a session holds is large and lives long; looking through it as often as usual costs an eighth of the time.
gc.set_threshold(100_000, 50, 200)

# The runner builds the whole command line anew for each command, which costs more than many a command.
_BUILDER = "_get_command"
setattr(typer.testing, _BUILDER, cache(typer.main.get_command))

_ROOMS = ("pastno", "documents", "personas", "scenarios", "simulator", "analysis", "benchmarks")
_PREFIXES = ("ANTHROPIC_", "LANGCHAIN", "LANGSMITH", "OPENAI_")
_SUFFIXES = ("_API_KEY", "_BASE_URL", "_PROXY")
_NAMES = frozenset({"socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"})
_LEFT: list[str] = []
"""Places off loopback that the running test tried to reach: a swallowed error must fail it too."""


class LeftTheMachineError(RuntimeError):
    """A test tried to reach a place off loopback."""


def _is_loopback(host: object) -> bool:
    if isinstance(host, bytes):
        host = host.decode()
    if not isinstance(host, str) or host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _guard(event: str, arguments: tuple[object, ...]) -> None:
    if event not in _NAMES:
        return
    place = arguments[0] if event in {"socket.getaddrinfo", "socket.gethostbyname"} else arguments[1]
    host = place[0] if isinstance(place, tuple) else place
    is_path = not isinstance(place, tuple) and event in {"socket.connect", "socket.sendto"}
    if not is_path and not _is_loopback(host):
        _LEFT.append(str(host))
        raise LeftTheMachineError(f"found a connection to {host}, expected loopback alone; use tests.support.server")


sys.addaudithook(_guard)


def pytest_configure(config: pytest.Config) -> None:
    """Compile the rooms once: where Python may leave nothing behind, every process a test starts would do it again."""
    if hasattr(config, "workerinput"):
        return
    for room in _ROOMS:
        compileall.compile_dir(config.rootpath / room, quiet=2)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first: begun last, one of them would keep one worker busy while the others have nothing left."""
    items.sort(key=lambda item: not any(map(item.get_closest_marker, ("model", "slow"))))


@pytest.fixture(autouse=True)
def places_left() -> Iterator[list[str]]:
    """Fail a test that tried to leave the machine; one that means to clears the list."""
    _LEFT.clear()
    yield _LEFT
    assert not _LEFT, f"the test tried to reach {', '.join(_LEFT)}"


@pytest.fixture(autouse=True)
def _one_reader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The small model reads on one thread: two on a core that is busy wait for each other, and burn it meanwhile."""
    if request.node.get_closest_marker("model"):
        monkeypatch.setattr("simulator.targets.local.READERS", 1)


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.upper().startswith(_PREFIXES) or name.upper().endswith(_SUFFIXES):
            monkeypatch.delenv(name)
