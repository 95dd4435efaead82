"""The guards around every test."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]


@pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8::1"])
def test_connecting_off_loopback_raises(places_left: list[str], address: str) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as line, pytest.raises(RuntimeError, match="expected loopback"):
        line.connect((address, 80))
    assert places_left == [address]
    places_left.clear()


def test_looking_up_a_name_off_loopback_raises(places_left: list[str]) -> None:
    with pytest.raises(RuntimeError, match="expected loopback"):
        socket.create_connection(("example.invalid", 80))
    places_left.clear()


def test_a_swallowed_attempt_fails_the_test_all_the_same(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(Path(__file__).with_name("conftest.py").read_text(encoding="utf-8"))
    pytester.makepyfile(
        """
        import contextlib, socket
        def test_swallows():
            with contextlib.suppress(RuntimeError), socket.socket() as line:
                line.connect(("192.0.2.1", 80))
        """
    )
    result = pytester.runpytest_subprocess()
    result.assert_outcomes(passed=1, errors=1)


def test_loopback_stays_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("localhost", port)) as line:
            assert line.getpeername()[1] == port


def test_no_key_of_the_developer_is_seen() -> None:
    assert not [name for name in os.environ if name.endswith("_API_KEY") or name.startswith("LANGSMITH")]
