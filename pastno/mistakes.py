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
        complain(*_told(problem, document=isinstance(problem, DocumentError)))
        raise typer.Exit(MISTAKE) from None


def _told(problem: Exception, *, document: bool) -> tuple[str, str]:
    message = str(problem)
    if document and "\n" in message:
        return message, "mend these lines and try again"
    return in_two(message, "mend this line and try again" if document else "see `pastno --help`")


def in_two(message: str, otherwise: str = "see `pastno --help`") -> tuple[str, str]:
    """Split a message into what is wrong and what to do next; `otherwise` where it does not say."""
    for mark in ("\n", "; ", ". "):
        what, found, todo = message.rpartition(mark)
        if found:
            return what, todo.rstrip(".")
    return message, otherwise


def complain(what: str, todo: str) -> None:
    """Write the two lines; what a file or its name holds steers no terminal."""
    from pastno.words import clean

    typer.echo(f"error: {clean(what)}", err=True)
    typer.echo(f" next: {clean(todo)}", err=True)
