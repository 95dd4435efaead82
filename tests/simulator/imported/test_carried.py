"""What an export carries beside the messages: the same events come out, and nothing that was tampered with does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.errors import FormatError
from simulator.exported.conversation import Reading
from simulator.exported.sidecar import beside
from simulator.exported.spoken import spoken
from simulator.imported.carried import pack, unpack
from simulator.imported.chunks import LONGEST
from simulator.imported.restored import Export, put_back
from simulator.imported.talk import Said, Talk
from simulator.store import read
from simulator.transcript import Exchange
from tests.support.builders import refused_once
from tests.support.exported import everything, lines, plan_beside, talk_of, talks
from tests.support.transcripts import AGAIN, ASKS, NO, PLAN, brought, talk


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return everything(tmp_path_factory.mktemp("all") / "run")


def checked(talks: list[Talk], file: Path) -> tuple[Export, tuple[str, ...]]:
    """An export that was looked at, and why its run cannot be restored."""
    export = Export([file])
    return export, export.problems(talks)


def plain(block: object) -> dict[str, Any]:
    """A block as a file has it."""
    found: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(block))
    return found


def test_a_whole_run_comes_back_event_for_event_wire_included(run: Path, tmp_path: Path) -> None:
    export, notes = checked(talks(run), plan_beside(run, tmp_path / "out.jsonl"))
    assert (export.whole, notes) == (True, ())
    put = put_back(export, talks(run), tmp_path / "again")
    assert (put.conversations, put.exchanges, put.kept) == (6, 15, 0)
    assert lines(tmp_path / "again") == lines(run)
    assert (tmp_path / "again" / "run.json").read_bytes() == (run / "run.json").read_bytes()
    assert put_back(export, talks(run), tmp_path / "again").kept == len(read(run).conversations)


def test_an_imported_run_comes_back_with_its_gaps_notes_and_system_prompt(tmp_path: Path) -> None:
    brought(
        tmp_path / "run",
        talk(("system", "Be brief."), ("user", ASKS), ("assistant", NO), ("user", AGAIN), name="a", ask="A plan."),
        talk(("assistant", "Hello."), ("user", ASKS), ("assistant", ""), ("user", ""), ("assistant", PLAN), name="b"),
        talk(ASKS, "", AGAIN, name="c", before=3, locale="en-GB"),
    )
    export, notes = checked(talks(tmp_path / "run"), plan_beside(tmp_path / "run", tmp_path / "out"))
    assert (export.whole, notes) == (True, ())
    put_back(export, talks(tmp_path / "run"), tmp_path / "again")
    assert lines(tmp_path / "again") == lines(tmp_path / "run")


def test_no_text_stands_in_the_block(run: Path) -> None:
    words = {said.content for one in Reading(run) for said in one.messages if len(said.content) > 12}
    blocks = "\n".join(msgspec.json.encode(one.block).decode() for one in Reading(run))
    assert len(words) == 5
    assert [text for text in words if text in blocks] == []


def test_without_the_plan_or_without_a_block_nothing_is_checked(run: Path, tmp_path: Path) -> None:
    export, notes = checked(talks(run), tmp_path / "out.jsonl")
    assert (export.whole, [note[:61] for note in notes]) == (
        False,
        ["out.jsonl.run.json, the plan of the run, does not stand besid"],
    )
    with pytest.raises(FormatError, match="no plan"):
        put_back(export, talks(run), tmp_path / "again")
    bare = [msgspec.structs.replace(one, carried=None) for one in talks(run)]
    assert checked(bare, tmp_path / "out.jsonl")[1] == ()
    mixed, notes = checked([*talks(run)[1:], bare[0]], plan_beside(run, tmp_path / "out.jsonl"))
    assert (mixed.whole, len(notes), "found nothing carried" in notes[0]) == (False, 1, True)
    assert checked([], tmp_path / "out.jsonl")[0].whole is False


def test_why_a_conversation_is_taken_by_its_words_stands_in_its_notes(run: Path, tmp_path: Path) -> None:
    first, second, *_ = talks(run)
    bare = msgspec.structs.replace(first, carried=None)
    export, _ = checked([bare, second], plan_beside(run, tmp_path / "out.jsonl"))
    assert export.foreign(bare) == bare
    foreign = export.foreign(second)
    assert (foreign.carried, foreign.messages) == (None, second.messages)
    assert "found another conversation of the file" in foreign.notes[0]
    assert "changed since" in export.foreign(msgspec.structs.replace(second, messages=first.messages)).notes[0]


def test_files_of_two_runs_are_not_one(run: Path, tmp_path: Path) -> None:
    files = [plan_beside(run, tmp_path / name) for name in ("a", "b")]
    assert Export(files).plan is not None
    beside(files[1]).write_bytes(b"{}")
    assert "files of 2 runs" in Export(files).problems(talks(run))[0]


def test_many_problems_are_counted(run: Path, tmp_path: Path) -> None:
    one = talks(run)[0]
    _, notes = checked([one] * 15, plan_beside(run, tmp_path / "out"))
    assert (len(notes), notes[-1]) == (11, "and 4 conversations more")


def test_a_plan_of_another_run_or_none_at_all_restores_nothing(run: Path, tmp_path: Path) -> None:
    file = plan_beside(run, tmp_path / "out.jsonl")
    beside(file).write_bytes(beside(file).read_bytes() + b"\n")
    assert "another run" in checked(talks(run), file)[1][0]
    beside(file).write_bytes(b"[" * 100_000)
    assert "not JSON" in checked(talks(run), file)[1][0]
    with beside(file).open("wb") as endless:
        endless.truncate(LONGEST + 1)
    assert "which no plan has" in checked(talks(run), file)[1][0]


def test_a_changed_text_is_told_and_the_conversation_is_named(run: Path, tmp_path: Path) -> None:
    one, *others = talks(run)
    changed = msgspec.structs.replace(one, messages=(one.messages[0]._replace(content="Other."), *one.messages[1:]))
    export, notes = checked([changed, *others], plan_beside(run, tmp_path / "out"))
    assert (export.whole, len(notes)) == (False, 1)
    assert (one.name in notes[0], "texts that were changed" in notes[0]) == (True, True)


def test_half_a_character_is_a_changed_text(run: Path) -> None:
    one = talks(run)[0]
    messages = (one.messages[0]._replace(content="\ud83d"), *one.messages[1:])
    with pytest.raises(FormatError, match="texts that were changed"):
        unpack(one.carried, messages, plain(one.carried)["plan"])


def at(path: str, value: object) -> Callable[[dict[str, Any]], None]:
    """Puts a value somewhere in the block; `events.0.id`."""

    def put(block: dict[str, Any]) -> None:
        *way, last = path.split(".")
        place: Any = block
        for step in way:
            place = place[int(step) if step.isdigit() else step]
        place[int(last) if last.isdigit() else last] = value

    return put


HOSTILE: dict[str, Callable[[dict[str, Any]], object]] = {
    "newer": at("v", 2),
    "no version": lambda block: block.pop("v"),
    "a word as version": at("v", "1"),
    "events gone": at("events", []),
    "events no list": at("events", {"0": {}}),
    "an event of nothing": at("events.1", {}),
    "an event of a newer record": at("events.1.v", 99),
    "start missing": lambda block: block["events"].pop(0),
    "an exchange missing": lambda block: block["events"].pop(1),
    "an exchange doubled": lambda block: block["events"].insert(1, block["events"][1]),
    "after the end": lambda block: block["events"].append(block["events"][1]),
    "a move not allowed": at("events.1.phase", "refusal"),
    "an unknown phase": at("events.1.phase", "panic"),
    "another's event": at("events.1.id", "someone/else"),
    "a place out of reach": at("events.1.said", 10**9),
    "a place before the first": at("events.1.said", -1),
    "a truth as place": at("events.1.said", True),
    "own words as place": at("events.1.said", "I never said this."),
    "no reply": at("events.1.reply", None),
    "a reply that is a list": at("events.1.reply", []),
    "a state that nobody has": at("events.1.state.trust", 7),
    "a refusal of another exchange": at("events.3.encounter.exchange", 9),
    "endless": at("events.1.reply.settings", {"a": "b"}),
}


@pytest.mark.parametrize("how", HOSTILE)
def test_a_damaged_newer_or_hostile_block_is_refused_in_words(run: Path, how: str) -> None:
    one = next(iter(Reading(run)))
    block = plain(one.block)
    assert unpack(block, talk_of(one).messages, block["plan"])
    HOSTILE[how](block)
    with pytest.raises(FormatError, match="it is imported from its words alone"):
        unpack(block, talk_of(one).messages, block["plan"])


@pytest.mark.parametrize("name", ["\x1b[2J", "a\nb", "", "x" * 2_000])
def test_an_id_that_could_steer_a_terminal_is_refused(run: Path, name: str) -> None:
    one = next(iter(Reading(run)))
    block = plain(one.block)
    for row in block["events"]:
        row["id"] = name
    with pytest.raises(FormatError, match="not printable"):
        unpack(block, talk_of(one).messages, block["plan"])


@pytest.mark.parametrize("found", [None, 3, "{}", [], {"v": 1}, {"v": 1, "plan": 3, "sha256": "", "events": []}])
def test_what_is_no_block_is_refused(found: object) -> None:
    with pytest.raises(FormatError, match="damaged block"):
        unpack(found, (), "")


def tampered(one: Talk, *changes: Callable[[dict[str, Any]], object]) -> Talk:
    block = plain(one.carried)
    for change in changes:
        change(block)
    return msgspec.structs.replace(one, carried=block)


def test_a_conversation_that_the_plan_does_not_know_is_not_checked(run: Path, tmp_path: Path) -> None:
    file = plan_beside(run, tmp_path / "out")
    first, *others = talks(run)
    for field in ("persona", "scenario", "condition", "target"):
        one = tampered(first, at(f"events.0.{field}", "nobody"))
        assert "does not know" in checked([one, *others], file)[1][0], field


def test_a_block_that_leaves_out_or_moves_words_is_not_checked(run: Path, tmp_path: Path) -> None:
    file = plan_beside(run, tmp_path / "out")
    first, *others = talks(run)
    for change in (at("events.1.said", 3), at("events.1.reply.text", None)):
        assert "do not hold what was said" in checked([tampered(first, change), *others], file)[1][0]
    assert "a conversation twice" in checked([first, first], file)[1][0]


TEXT = st.text(st.characters(codec="utf-8"), max_size=30)


@settings(deadline=None, max_examples=60)
@given(st.tuples(TEXT, TEXT, TEXT), st.one_of(st.none(), TEXT))
def test_any_words_come_back(words: tuple[str, str, str], system: str | None) -> None:
    events = list(refused_once())
    for n, text in zip((1, 2, 4), words, strict=True):
        old = events[n]
        assert isinstance(old, Exchange)
        reply = msgspec.structs.replace(old.reply, text=text)
        events[n] = msgspec.structs.replace(old, reply=reply, said=text or old.said)
    messages = spoken(events, system)
    block = plain(pack(events, messages, "p"))
    assert unpack(block, [Said(said.role, said.content) for said in messages], "p") == tuple(events)
