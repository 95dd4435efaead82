from __future__ import annotations

import io

from rich.console import Console

from pastno.progress import Progress
from simulator.batch import Tally

TALLIES = {"reference:blunt": Tally(planned=4, ended=1, failed=1, live=2, exchanges=9, encounters=3)}


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_without_a_terminal_a_line_comes_now_and_then_and_one_at_the_end() -> None:
    clock, file = Clock(), io.StringIO()
    with Progress(Console(file=file), clock=clock) as progress:
        progress.changed(TALLIES)
        clock.now += 5
        progress.changed(TALLIES)
        progress.changed(TALLIES)
    line = "1/4 conversations, 1 failed, 3 refusals met, 9 exchanges, 0:05"
    assert file.getvalue().splitlines() == [line, line]


def test_on_a_terminal_every_target_has_a_line() -> None:
    console = Console(file=io.StringIO(), width=80, force_terminal=True, color_system=None)
    progress = Progress(console, clock=Clock())
    progress.changed(TALLIES)
    with console.capture() as capture:
        console.print(progress.table())
    [line] = [line for line in capture.get().splitlines() if "reference:blunt" in line]
    assert line.split()[-4:] == ["2/4", "2", "1", "3"]


def test_a_stopped_target_is_marked() -> None:
    progress = Progress(Console(file=io.StringIO()), clock=Clock())
    progress.changed({"openai:any": Tally(planned=2, failed=1, stopped="401")})
    assert "openai:any (stopped)" in [str(cell) for cell in progress.table().columns[0].cells]
