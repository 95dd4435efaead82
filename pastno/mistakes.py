"""A user's mistake in two lines on standard error, and exit 2: what was found, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer

MISTAKE = 2


@contextmanager
def mistakes() -> Iterator[None]:
    """Turn the rooms' own errors into two lines and exit 2; anything else is a bug and keeps its traceback."""
    from analysis.errors import AnalysisError
    from documents.read import DocumentError
    from simulator.errors import SimulatorError

    try:
        yield
    except (DocumentError, SimulatorError, AnalysisError) as problem:
        several = isinstance(problem, DocumentError) and "\n" in str(problem)
        complain(*((str(problem), "mend these lines and try again") if several else in_two(str(problem))))
        raise typer.Exit(MISTAKE) from None


def in_two(message: str) -> tuple[str, str]:
    """Split a message into what is wrong and what to do next."""
    for mark in ("\n", "; ", ". "):
        what, found, todo = message.rpartition(mark)
        if found:
            return what, todo.rstrip(".")
    return message, "see `pastno --help`"


def complain(what: str, todo: str) -> None:
    """Write the two lines."""
    typer.echo(f"error: {what}", err=True)
    typer.echo(f" next: {todo}", err=True)
