"""The table of `docs/export.md` says what exports hold: each cell is what an export and an import really do."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec
import pytest

from simulator.exported.conversation import Reading
from simulator.exported.formats import FORMATS
from simulator.exported.sidecar import beside
from simulator.exported.spoken import system_of
from simulator.fold import Live
from simulator.imported.naming import safe
from simulator.provenance import Gap
from simulator.store import Run, read
from tests.support.exported import everything
from tests.support.terminal import within
from tests.support.transcripts import ASKS, HELLO, NO, brought, talk

PAGE = (Path(__file__).parents[3] / "docs" / "export.md").read_text(encoding="utf-8")
Pairs = list[tuple[Live, Live, Run, Run]]
"""Each conversation as it was and as it came back, with its runs."""
Kept = Callable[[Live, Live, Run, Run], bool]


def same(what: Callable[[Live], object]) -> Kept:
    return lambda one, other, _, __: what(one) == what(other)


def named(one: Live, other: Live, _: Run, __: Run) -> bool:
    imported = other.started.imported
    if imported is None or one.started.imported is not None:
        return (one.id, one.started.target) == (other.id, other.started.target)
    return (imported.name, other.started.target) == (safe(one.id), f"import:{safe(one.started.target)}")


def system(one: Live, other: Live, before: Run, after: Run) -> bool:
    return system_of(one.started, before.plan) == system_of(other.started, after.plan)


def signals(part: str) -> Callable[[Live], object]:
    return lambda live: [getattr(e.reply.signal, part, None) for e in live.exchanges]


def fields(*parts: str) -> Callable[[Live], object]:
    return lambda live: [getattr(live.started, part) for part in parts]


def course(live: Live) -> object:
    return live.encounters, [(e.phase, e.strategy, e.observed.stance) for e in live.exchanges]


def states(live: Live) -> object:
    return live.started.state, [e.state for e in live.exchanges], live.state


def wired(live: Live) -> object:
    return [(e.sent, msgspec.structs.replace(e.reply, text="", signal=None)) for e in live.exchanges]


ROWS: Mapping[str, tuple[Kept, tuple[str, ...]]] = {
    "what was said, word for word": (same(lambda live: [(e.said, e.reply.text) for e in live.exchanges]), ()),
    "the system prompt": (system, ()),
    "the conversation's name, who replied": (named, ()),
    "the words of a refusal that the provider declared": (same(signals("text")), ("refusal",)),
    "a block without words, by a filter": (same(signals("source")), ("source",)),
    "the provider's own word for it": (same(signals("category")), ()),
    "persona, scenario, condition, repetition": (
        same(fields("persona", "scenario", "condition", "repetition")),
        ("persona", "scenario", "condition", "repetition"),
    ),
    "parent, arm and exchange of a fork": (same(fields("parent", "branch")), ("parent", "arm", "at")),
    "phases, strategies, stances and encounters of the run": (
        same(course), ("phase", "strategy", "stance", "encounter"),
    ),
    "how it ended, flags": (same(lambda live: live.ended), ("cause", "flags")),
    "what the observer saw, with places": (same(lambda live: [e.observed for e in live.exchanges]), ()),
    "the person's inner states": (same(states), ()),
    "what was sent, tokens, stop words, times": (same(wired), ()),
}  # fmt: skip
GAPS = "that a message has no reply, or a reply no message"
PLAN = "the plan: personas, scenarios, seeds in full"


def table() -> dict[str, dict[str, str]]:
    """The page's table, by row and format."""
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line[:1] == "|"]
    head = next(n for n, cells in enumerate(lines) if cells[0] == "what")
    formats = lines[head][1:]
    return {cells[0]: dict(zip(formats, cells[1:], strict=True)) for cells in lines[head + 2 :] if len(cells) == 6}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return everything(tmp_path_factory.mktemp("all") / "run")


def back(folder: Path, format: str, out: Path, *more: str) -> tuple[Path, Run]:
    file = out / f"out{FORMATS[format].ending}"
    within("export", folder, "--format", format, "--out", file, *more)
    assert within("import", file, "--out", out / "again", "--no-redact").code == 0
    return file, read(out / "again")


def pairs(folder: Path, after: Run) -> Pairs:
    before = read(folder)
    lives = {
        live.started.imported.name if live.started.imported else name: live for name, live in after.lives().items()
    }
    return [
        (live, lives.get(name) or lives[safe(name)], before, after) for name, live in before.lives().items()
    ]  # fmt: skip


def columns(file: Path, names: tuple[str, ...]) -> bool:
    """Whether a table has these columns, and something in each."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return bool(names) and all(any(row.get(name) for row in rows) for name in names)


def test_the_table_names_every_format_and_every_row_is_checked() -> None:
    assert list(next(iter(table().values()))) == list(FORMATS)
    assert set(table()) == {*ROWS, GAPS, PLAN}


@pytest.mark.parametrize("format", FORMATS)
def test_each_cell_is_what_an_import_finds_with_the_block_and_without(run: Path, tmp_path: Path, format: str) -> None:
    for name in ("plain", "whole"):
        (tmp_path / name).mkdir()
    file, by_words = back(run, format, tmp_path / "plain", "--plain")
    _, whole = back(run, format, tmp_path / "whole")
    found = {}
    for row, (kept, names) in ROWS.items():
        in_words = all(kept(*pair) for pair in pairs(run, by_words))
        in_block = all(kept(*pair) for pair in pairs(run, whole))
        column = format == "csv" and columns(file, names)
        found[row] = "yes" if in_words else "no" if not in_block else "column" if column else "block"
    assert found == {row: table()[row][format] for row in ROWS}


@pytest.mark.parametrize("format", FORMATS)
def test_gaps_stand_in_the_messages_themselves(tmp_path: Path, format: str) -> None:
    gaps = (("assistant", HELLO), ("user", ASKS), ("assistant", NO), ("user", ASKS))
    brought(tmp_path / "run", talk(*gaps, name="a"))
    _, by_words = back(tmp_path / "run", format, tmp_path, "--plain")
    (live,) = by_words.lives().values()
    assert [e.gap for e in live.exchanges] == [Gap.UNASKED, None, Gap.UNANSWERED]
    assert table()[GAPS][format] == "yes"


@pytest.mark.parametrize("format", FORMATS)
def test_the_plan_stands_beside_and_nothing_that_was_made_of_the_run_comes_back(tmp_path: Path, format: str) -> None:
    folder = everything(tmp_path / "run")
    (folder / "scores-mine-1.jsonl").write_text("{}\n")
    file, again = back(folder, format, tmp_path)
    assert (again.plan, table()[PLAN][format]) == (read(folder).plan, "beside")
    assert beside(file).exists()
    left = {one.name for one in (tmp_path / "again").iterdir()}
    assert left == {".lock", "run.json", "events-0001.jsonl"}
    assert len(list(Reading(folder))) == len(again.conversations)


def test_the_page_names_every_format_of_the_command() -> None:
    listed = set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE))
    assert {*FORMATS, "preferences"} <= listed
