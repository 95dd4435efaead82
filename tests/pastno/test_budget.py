"""A budget stops a run cleanly, holds over all its sessions, and can be raised to go on."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from pastno.progress import Progress
from scenarios.schema import Limits
from simulator.batch import Tally
from simulator.chat import Usage
from simulator.store import read
from simulator.targets.purse import Purse
from tests.support.terminal import SUITE, Done, within, write_suite

PRICED = SUITE.replace('"reference:blunt"', "{spec: reference:blunt, price: {input: 1000, output: 1000}}")


def used(folder: Path) -> list[int]:
    """Tokens of each exchange on record."""
    counts = [e.reply.usage for live in read(folder / "run").lives().values() for e in live.exchanges]
    return [(usage.input_tokens or 0) + (usage.output_tokens or 0) for usage in counts]


def stopped(folder: Path, *limit: str) -> Done:
    suite = write_suite(folder, PRICED, repetitions=3)
    return within("run", suite, "--out", folder / "run", "--concurrency", "1", *limit)


@pytest.mark.parametrize(("option", "limit", "spent"), [("--max-tokens", "150", "tokens"), ("--max-cost", "0.15", "$")])
def test_a_spent_budget_stops_the_run_and_says_how_to_go_on(
    tmp_path: Path, option: str, limit: str, spent: str
) -> None:
    done = stopped(tmp_path, option, limit)
    [why, todo] = [line for line in done.complained.splitlines() if "were not held" not in line][:2]
    assert (done.code, "error: spent" in why, spent in why) == (1, True, True)
    assert f"go on with `pastno run --resume {tmp_path / 'run'} {option} N`, N above" in todo


def test_nothing_is_asked_once_the_budget_is_spent(tmp_path: Path) -> None:
    stopped(tmp_path, "--max-tokens", "150")
    assert sum(used(tmp_path)[:-1]) < 150 <= sum(used(tmp_path))


def test_what_earlier_sessions_spent_counts(tmp_path: Path) -> None:
    stopped(tmp_path, "--max-tokens", "150")
    spent = sum(used(tmp_path))
    again = within("run", "--resume", tmp_path / "run", "--max-tokens", str(spent))
    assert (again.code, f"spent {spent} of {spent} tokens" in again.complained) == (1, True)
    assert sum(used(tmp_path)) == spent


def test_a_resumed_run_keeps_the_budget_it_was_begun_with(tmp_path: Path) -> None:
    stopped(tmp_path, "--max-tokens", "150")
    spent = used(tmp_path)
    again = within("run", "--resume", tmp_path / "run")
    assert (again.code, "of 150 tokens" in again.complained, used(tmp_path)) == (1, True, spent)


def test_what_was_spent_on_a_target_without_counts_is_estimated_alike_after_a_resume(tmp_path: Path) -> None:
    suite = write_suite(tmp_path, repetitions=3)
    (tmp_path / "lines.txt").write_text("I am not able to help with that here.\n")
    script = ("--target", f"scripted:{tmp_path / 'lines.txt'}")
    within("run", suite, *script, "--out", tmp_path / "run", "--concurrency", "1", "--max-tokens", "300")
    held = len(used(tmp_path))
    again = within("run", "--resume", tmp_path / "run", *script)
    assert (again.code, len(used(tmp_path))) == (1, held)


def test_a_larger_budget_finishes_the_run(tmp_path: Path) -> None:
    stopped(tmp_path, "--max-tokens", "150")
    again = within("run", "--resume", tmp_path / "run", "--max-tokens", "1000000")
    ended = [live.ended is not None for live in read(tmp_path / "run").lives().values()]
    assert (again.code, ended) == (0, [True] * 6)


def test_a_budget_of_the_suite_stops_the_run_too(tmp_path: Path) -> None:
    suite = write_suite(tmp_path, SUITE + "limits: {tokens: 150}\n", repetitions=3)
    done = within("run", suite, "--out", tmp_path / "run", "--concurrency", "1")
    assert (done.code, "of 150 tokens" in done.complained) == (1, True)


def test_progress_shows_tokens_and_tells_estimates_apart() -> None:
    purse, file = Purse(Limits()), io.StringIO()
    purse.charge("openai:any", Usage(1_200, 30), None)
    purse.charge("openai:any", Usage(None, 5), None, (400, 20))
    with Progress(Console(file=file, width=120), purse=purse, clock=lambda: 0.0) as progress:
        progress.changed({"openai:any": Tally(planned=1, exchanges=2)})
    assert "2 exchanges, tokens 1,200 in, 35 out, about 100 uncounted, 0:00" in file.getvalue()


def test_progress_says_nothing_of_a_run_that_never_began() -> None:
    file = io.StringIO()
    with Progress(Console(file=file)):
        pass
    assert file.getvalue() == ""
