"""How a run is going: a live table on a terminal, now and then a line elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from pastno.bars import bar
from simulator.targets.purse import Purse

if TYPE_CHECKING:
    from simulator.batch import Tally

_EVERY_S = 5.0
"""Seconds between two lines where nothing can be redrawn."""


class Progress:
    """Shows the tallies of a batch while it runs. Give `changed` to the batch."""

    def __init__(
        self, console: Console, *, purse: Purse | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Show nothing yet; `with` begins.

        Args:
            console: where to show it.
            purse: what the run has spent, earlier sessions included; None shows no tokens.
            clock: seconds since some fixed moment.
        """
        self._purse = purse
        self._tallies: Mapping[str, Tally] = {}
        self._console = console
        self._clock = clock
        self._began = clock()
        self._said = self._began
        self._live = Live(get_renderable=self.table, console=console, refresh_per_second=6, transient=True)

    def changed(self, tallies: Mapping[str, Tally]) -> None:
        """Take in new tallies; prints a line when the last one is old and the output is no terminal."""
        self._tallies = tallies
        if not self._console.is_terminal and self._clock() - self._said >= _EVERY_S:
            self._say()

    def table(self) -> Table:
        """One line for each target, and one for all."""
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), caption_justify="left")
        table.add_column("target", overflow="ellipsis", no_wrap=True, max_width=30)
        table.add_column("")
        for name in ("done", "in play", "failed", "refusals"):
            table.add_column(name, justify="right")
        for spec, tally in self._tallies.items():
            table.add_row(*_line(spec, tally))
        table.caption = Text(self._totals(), style="grey62")
        return table

    def __enter__(self) -> Progress:
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._console.is_terminal:
            self._live.stop()
        elif self._tallies:
            self._say()

    def _say(self) -> None:
        self._said = self._clock()
        done = sum(tally.ended for tally in self._tallies.values())
        planned = sum(tally.planned for tally in self._tallies.values())
        failed = sum(tally.failed for tally in self._tallies.values())
        refusals = sum(tally.encounters for tally in self._tallies.values())
        lost = sum(tally.lost for tally in self._tallies.values())
        broken = f"{failed} failed" + (f", {lost} lost by the voice" if lost else "")
        line = f"{done}/{planned} conversations, {broken}, {refusals} refusals met, {self._totals()}"
        self._console.print(Text(line), soft_wrap=True)

    def _totals(self) -> str:
        seconds = int(self._clock() - self._began)
        exchanges = sum(tally.exchanges for tally in self._tallies.values())
        parts = [f"{exchanges:,} exchanges", *self._tokens(), f"{seconds // 60}:{seconds % 60:02d}"]
        return ", ".join(parts)

    def _tokens(self) -> list[str]:
        """Tokens of the whole run; what the provider did not count is told apart."""
        if self._purse is None:
            return []
        spent = self._purse.total
        parts = [f"tokens {spent.input_tokens:,} in", f"{spent.output_tokens:,} out"]
        if spent.estimated_tokens:
            parts.append(f"about {spent.estimated_tokens:,} uncounted")
        return parts


def _line(spec: str, tally: Tally) -> tuple[Text, ...]:
    broken = tally.failed + tally.lost
    done = tally.ended + broken
    share = done / tally.planned if tally.planned else 1.0
    name = Text(spec) if not tally.stopped else Text(f"{spec} (stopped)", style="red1")
    return (
        name,
        Text(bar(share, cells=12), style="green3 on grey19"),
        Text(f"{done}/{tally.planned}"),
        Text(str(tally.live)),
        Text(str(broken), style="red1" if broken else "grey62"),
        Text(str(tally.encounters)),
    )
