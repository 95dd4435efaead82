"""Say how far something is while it goes on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.text import Text

APART_S = 10.0
"""Seconds between two lines of progress where there is no terminal."""


@contextmanager
def telling(console: Console) -> Iterator[Callable[[str], None]]:
    """Say how far it is: in place on a terminal, else in a line now and then."""
    last = time.monotonic()
    with console.status("") as status:

        def tell(where: str) -> None:
            nonlocal last
            if console.is_terminal:
                status.update(Text(where))
            elif time.monotonic() - last > APART_S:
                last = time.monotonic()
                console.print(Text(where))

        yield tell
