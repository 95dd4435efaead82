"""Run, export, import: the same trajectories and scores in every format; and by words alone, the same words."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

import pastno
from analysis.evaluators import EVALUATORS
from analysis.evaluators.score import Score
from analysis.scoring import score
from analysis.trajectory import experienced
from personas.perception import Source
from simulator.exported.formats import FORMATS
from simulator.exported.sidecar import beside
from simulator.store import read
from simulator.targets.reference import NAMES
from tests.support.exported import everything, lines
from tests.support.terminal import Done, within
from tests.support.transcripts import AGAIN, ASKS, HELLO, NO, PLAN, brought, talk

Scores = dict[str, list[Score]]


def scores(folder: Path) -> Scores:
    """What all evaluators say of each conversation."""
    run = read(folder)
    return {name: list(score(experienced(live, run.plan), EVALUATORS)) for name, live in run.lives().items()}


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Scores]:
    """`first-look` with every reference target."""
    folder = tmp_path_factory.mktemp("held") / "run"
    pastno.run(pastno.plan("first-look", [f"reference:{name}" for name in NAMES]), folder)
    return folder, scores(folder)


def sent(folder: Path, format: str, *more: str) -> Path:
    """The exported file."""
    ending = FORMATS[format].ending
    out = folder.with_name(f"out-{format}{'-'.join(more)}{ending}")
    assert within("export", folder, "--format", format, "--out", out, "--force", *more).code == 0
    return out


def back(file: Path, out: Path, *more: str) -> Done:
    return within("import", file, "--out", out, *more)


@pytest.mark.parametrize("format", FORMATS)
def test_every_trajectory_of_a_held_run_is_the_same_again(
    held: tuple[Path, Scores], tmp_path: Path, format: str
) -> None:
    folder, before = held
    done = back(sent(folder, format), tmp_path / "again")
    assert done.code == 0, done
    assert "the run as it was exported: 156 conversations" in done.said
    first, again = read(folder), read(tmp_path / "again")
    assert again.plan == first.plan
    one, other = first.lives(), again.lives()
    assert one.keys() == other.keys()
    for name, live in one.items():
        assert other[name].exchanges == live.exchanges
        assert other[name].encounters == live.encounters
        assert (other[name].state, other[name].ended) == (live.state, live.ended)
    assert scores(tmp_path / "again") == before
    assert len(before) == 156


@pytest.mark.parametrize("format", FORMATS)
def test_forks_swapped_replies_declared_refusals_and_what_was_broken_off_come_back(tmp_path: Path, format: str) -> None:
    folder = everything(tmp_path / "run")
    done = back(sent(folder, format), tmp_path / "again")
    assert (done.code, lines(tmp_path / "again")) == (0, lines(folder)), done
    starts = [live.started for live in read(tmp_path / "again").lives().values()]
    assert [one.branch.arm for one in starts if one.branch is not None] == ["warm", "cold"]
    assert "6 conversations stood there already" in back(sent(folder, format), tmp_path / "again").said


def test_conversations_of_the_plan_that_are_missing_are_counted(held: tuple[Path, Scores], tmp_path: Path) -> None:
    file = sent(held[0], "openai")
    cut = tmp_path / "cut.jsonl"
    cut.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:20]))
    beside(cut).write_bytes(beside(file).read_bytes())
    done = back(cut, tmp_path / "again")
    assert done.code == 0, done
    assert "the run as it was exported: 20 conversations" in done.said
    assert "note: 20 of 156 conversations of the plan;" in done.said
    assert "of the plan" not in back(file, tmp_path / "whole").said


@pytest.fixture
def imported(tmp_path: Path) -> Path:
    brought(
        tmp_path / "run",
        talk(("system", "Be brief."), ("user", ASKS), ("assistant", NO), ("user", AGAIN), name="a", ask="A plan."),
        talk(("assistant", "Hello."), ("user", ASKS), ("assistant", ""), ("user", ""), ("assistant", PLAN), name="b"),
        talk(ASKS, "", AGAIN, name="c", before=3, locale="en-GB"),
    )
    return tmp_path / "run"


@pytest.mark.parametrize("format", FORMATS)
def test_an_imported_run_comes_back_where_its_words_are_not_to_be_changed(
    imported: Path, tmp_path: Path, format: str
) -> None:
    file = sent(imported, format)
    assert back(file, tmp_path / "again", "--no-redact").code == 0
    assert lines(tmp_path / "again") == lines(imported)
    assert read(tmp_path / "again").plan == read(imported).plan


def test_where_they_are_to_be_changed_it_is_not_put_back_as_it_was(imported: Path, tmp_path: Path) -> None:
    done = back(sent(imported, "openai"), tmp_path / "again")
    assert "the run as it was exported" not in done.said
    assert "--no-redact restores it as it was" in done.said


def said(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """What an import read: words, pairs, gaps and readings, without where they stood."""
    lives = read(folder).lives()
    return {
        name: [(e.n, e.said, e.reply, e.gap, e.phase, e.strategy, e.observed) for e in live.exchanges]
        for name, live in lives.items()
    }


@pytest.mark.parametrize("format", FORMATS)
def test_without_the_plan_the_words_are_imported_as_those_of_a_plain_file_are(tmp_path: Path, format: str) -> None:
    folder = everything(tmp_path / "run")
    file, plain = sent(folder, format), sent(folder, format, "--plain")
    beside(file).unlink()
    done = back(file, tmp_path / "one", "--no-redact")
    assert (done.code, "does not stand beside the file" in done.said) == (0, True)
    assert back(plain, tmp_path / "two", "--no-redact").code == 0
    assert said(tmp_path / "one") == said(tmp_path / "two")
    assert len(said(tmp_path / "one")) == 6
    imported = [live.started.imported for live in read(tmp_path / "one").lives().values()]
    assert all(one is not None and "does not stand beside" in "".join(one.notes) for one in imported)


def test_a_changed_word_is_told_in_the_conversation_it_stands_in(tmp_path: Path) -> None:
    folder = everything(tmp_path / "run")
    file = sent(folder, "openai")
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    rows[2]["messages"][0]["content"] += " Please."
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    done = back(file, tmp_path / "again", "--no-redact")
    assert "texts that were changed since they were exported" in done.said
    notes = {name: live.started.imported for name, live in read(tmp_path / "again").lives().items()}
    told = [one for one in notes.values() if one is not None and "changed since" in "".join(one.notes)]
    assert [one.name for one in told] == ["tess-week-is-killing-me-plain-reference-blunt-3"]
    assert len(notes) == 6


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(
    "words",
    ["=1+1", "'=1+1", "-2", "@all", "\tx", "\rx", "a\r\nb", "a\rb", "a\n\nb\n", "  a  ", "\x00", "\ufeffa", "\u2028",
     "\U0001f600\U0001f469\u200d\U0001f467", 'say "a", b;', "'", "\x85\x1c", "\r\n", "{}", "[1]"],
    ids=repr,
)  # fmt: skip
def test_odd_words_come_back(tmp_path: Path, format: str, words: str) -> None:
    brought(tmp_path / "run", talk(words + "?", words, HELLO, words, name="odd"))
    file = sent(tmp_path / "run", format)
    assert back(file, tmp_path / "again", "--no-redact").code == 0
    assert lines(tmp_path / "again") == lines(tmp_path / "run")


def test_a_declared_refusal_stands_in_openai_messages_themselves(tmp_path: Path) -> None:
    file = sent(everything(tmp_path / "run"), "openai", "--plain")
    back(file, tmp_path / "again", "--no-redact")
    replies = [live.exchanges[0].reply for live in read(tmp_path / "again").lives().values()]
    signals = [one.signal for one in replies if one.signal is not None]
    assert [(one.source, one.text) for one in signals] == [
        (Source.FIELD, "I cannot help with that here."),
        (Source.FILTER, None),
    ]
    assert msgspec.structs.asdict(signals[0])["category"] is None
