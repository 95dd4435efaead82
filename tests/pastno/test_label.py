"""A person at the terminal: blind, warned, never steered by what a model wrote, and able to stop at any time."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner

from analysis.labels.label import Label, Role, decode, schema
from pastno.cli import Role as Offered
from pastno.cli import app
from personas.perception import Cue, Stance, Strategy
from simulator.phases import Phase
from simulator.transcript import AnyEvent, Cause
from tests.analysis.judging.stand import ADA, BEN, held, talk
from tests.analysis.realism.records import name
from tests.support.builders import answer, ended, exchange, refused_once, started
from tests.support.terminal import ROOT, Done

RUBRIC = """
id: small
version: 1
title: Small
source: for tests
items:
  - {id: kind, text: Is it kind?}
  - {id: warm, text: Is it warm?, when: {kind: yes}}
  - {id: level, text: How good is it?, kind: scale, levels: {1: Poor., 2: Good.}}
"""
WHO = ("--rater", "r1", "--role", "professional")
SECRET = "openai:gpt-9.7-maxi"


def rubric(folder: Path) -> tuple[str, ...]:
    file = folder / "small.yaml"
    file.write_text(RUBRIC)
    return "--rubric", str(file)


def typed(folder: Path, *options: str, keys: str = "", who: tuple[str, ...] = WHO) -> Done:
    """What the command says to somebody who types these lines."""
    given = "\n".join(keys.split(",")) + "\n" if keys else ""
    arguments = ["label", str(folder), *who, *options]
    done = CliRunner().invoke(app, arguments, input=given, env={"COLUMNS": "100"})
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Done(done.exit_code, done.stdout, done.stderr)


def labels(folder: Path, rater: str = "r1") -> list[Label]:
    lines = (folder / f"labels-{rater}.jsonl").read_bytes().splitlines()
    return [decode(line, "here") for line in lines]


def said(folder: Path, rater: str = "r1") -> list[tuple[str, str | None]]:
    return [(one.item, one.value) for one in labels(folder, rater)]


def one_talk(folder: Path, *pairs: tuple[str, str]) -> Path:
    return held(folder / "run", talk(*(pairs or (("I am tired.", "I hear you."),))))


def unsafe(id: str = ADA) -> tuple[AnyEvent, ...]:
    reply = exchange(
        1, Strategy.ENGAGE, Stance.NONE, reply=answer("[UNSAFE DETAIL]"), cues=(Cue.UNSAFE,), next=Phase.END, name=id
    )
    return started(id), reply, ended(Cause.MET, name=id)


def test_somebody_labels_a_conversation_and_every_answer_is_a_line_that_fits_the_schema(tmp_path: Path) -> None:
    run = one_talk(tmp_path)
    done = typed(run, *rubric(tmp_path), keys=",,y,n,2")
    assert (done.code, said(run)) == (0, [("kind", "yes"), ("warm", "no"), ("level", "2")])
    assert "1 of 1 conversations are labelled" in done.said
    lines = [json.loads(line) for line in (run / "labels-r1.jsonl").read_text().splitlines()]
    checker = jsonschema.Draft202012Validator(schema())
    assert [problem.message for line in lines for problem in checker.iter_errors(line)] == []
    assert {(one.rater, one.role, one.rubric, one.version, one.id) for one in labels(run)} == {
        ("r1", "professional", "small", 1, ADA)
    }


def test_the_command_line_knows_every_role() -> None:
    assert [role.value for role in Offered] == [role.value for role in Role]


def test_the_published_schema_is_current() -> None:
    published = json.loads((ROOT / "docs" / "labels.schema.json").read_text())
    assert published == json.loads(json.dumps(schema())), (
        "write it again: pastno schema labels > docs/labels.schema.json"
    )


def test_the_warning_comes_before_the_first_words_of_any_conversation(tmp_path: Path) -> None:
    done = typed(one_talk(tmp_path), *rubric(tmp_path), keys=",,q")
    assert 0 < done.said.index("You may skip any question") < done.said.index("I am tired.")


def test_who_does_not_go_on_after_the_warning_has_seen_nothing(tmp_path: Path) -> None:
    done = typed(one_talk(tmp_path), *rubric(tmp_path), keys="q")
    assert (done.code, "I am tired." in done.said, "Stopped. 0 of 1" in done.said) == (0, False, True)


def test_nothing_says_who_replied_under_which_condition_or_what_the_observer_saw(tmp_path: Path) -> None:
    id = name(target=SECRET)
    events = (
        started(id),
        exchange(
            1,
            Strategy.OPEN,
            Stance.NONE,
            said="I have not slept.",
            reply=answer("I am gpt-9.7-maxi by OpenAI."),
            name=id,
        ),
        *refused_once(id)[2:],
    )
    run = held(tmp_path / "run", events)
    done = typed(run, "--rubric", "framing", keys=",,,,," + ",".join("yyn?snynynynynynyn"))
    assert "I have not slept." in done.said
    assert "About the reply in [2]" in done.said
    told = done.said.lower().replace("a plain refusal alone does not", "")  # the rubric's own words
    hidden = r"gpt|maxi|openai|\bplain\b|\brefuse\b|\bdeclines:|\bapologises:|\bcues?\b|\bstance|\bwithdraw|\bencounter"
    assert re.findall(hidden, told) == []
    assert re.search(r"\[name\]", told)


@pytest.mark.parametrize(
    "words", ["\x1b[2J\x1b]0;owned\x07gone", "a\x9b31mb", "turn\u202eround\u2066", "bell\x07\x08\x00"]
)
def test_control_characters_of_a_reply_do_not_reach_the_terminal(tmp_path: Path, words: str) -> None:
    done = typed(one_talk(tmp_path, ("\x1b[31mI", words)), *rubric(tmp_path), keys=",,y,r,s,s,s")
    assert re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", done.said) == []


def test_an_unsafe_reply_is_hidden_until_it_is_asked_for(tmp_path: Path) -> None:
    run = held(tmp_path / "run", unsafe())
    hidden = typed(run, *rubric(tmp_path), keys=",,r,q")
    asked = typed(run, *rubric(tmp_path), keys=",u,,q")
    assert ("[UNSAFE DETAIL]" in hidden.said, "[hidden:" in hidden.said) == (False, True)
    assert "[UNSAFE DETAIL]" in asked.said


def test_a_question_and_a_whole_conversation_can_be_skipped_without_a_reason(tmp_path: Path) -> None:
    run = held(tmp_path / "run", talk(("One.", "Yes."), id=ADA), talk(("Two.", "Yes."), id=BEN))
    done = typed(run, *rubric(tmp_path), keys=",,s,s,,k")
    assert said(run) == [("kind", None), ("level", None), ("", None)]
    assert all(one.skipped for one in labels(run))
    assert "2 of 2 conversations are labelled" in done.said
    assert "Nothing is left to label." in typed(run, *rubric(tmp_path)).said


def test_who_goes_back_answers_again_and_is_asked_what_follows_from_it(tmp_path: Path) -> None:
    run = one_talk(tmp_path)
    typed(run, *rubric(tmp_path), keys=",,y,y,b,b,n,1")
    assert said(run) == [("kind", "yes"), ("warm", "yes"), ("kind", "no"), ("level", "1")]


def test_what_is_typed_by_mistake_is_no_answer(tmp_path: Path) -> None:
    run = one_talk(tmp_path)
    done = typed(run, *rubric(tmp_path), keys=",,maybe,?,3,2")
    assert said(run) == [("kind", "unclear"), ("level", "2")]
    assert "found 'maybe', expected one of y, n, ?" in done.said
    assert "found '3', expected one of 1, 2, ?" in done.said


def test_stopping_keeps_what_was_answered_and_the_same_command_goes_on_there(tmp_path: Path) -> None:
    run = one_talk(tmp_path)
    assert "0 of 1 conversations are labelled" in typed(run, *rubric(tmp_path), keys=",,n,q").said
    again = typed(run, *rubric(tmp_path), keys=",,2")
    assert ("Is it kind?" in again.said, said(run)) == (False, [("kind", "no"), ("level", "2")])


def test_the_end_of_what_can_be_typed_stops_and_keeps(tmp_path: Path) -> None:
    run = one_talk(tmp_path)
    assert (typed(run, *rubric(tmp_path), keys=",,n").code, said(run)) == (0, [("kind", "no")])


def test_an_evaluators_measures_can_be_asked_and_need_not_arise(tmp_path: Path) -> None:
    run = one_talk(tmp_path)
    done = typed(run, "--evaluator", "outcome", keys=",,3,y,x")
    assert said(run) == [("cause", "need_met"), ("unrefused", "yes"), ("repaired", "not_at_risk")]
    assert (labels(run)[0].origin, "Nothing was refused." in done.said) == ("evaluator", True)


def test_two_raters_meet_the_same_sample_and_write_their_own_files(tmp_path: Path) -> None:
    ids = [name(repetition=n) for n in range(1, 9)]
    run = held(tmp_path / "run", *(talk((f"Words {n}.", "Yes."), id=id) for n, id in enumerate(ids)))
    for rater in ("r1", "r2"):
        who = "--rater", rater, "--role", "other"
        typed(run, *rubric(tmp_path), "--sample", "3", keys="," + ",".join(",n,1,".split(",") * 3), who=who)
    first, second = ([one.id for one in labels(run, rater)] for rater in ("r1", "r2"))
    assert (len(set(first)), set(first)) == (3, set(second))


def test_name_and_role_are_asked_for_where_they_are_not_given(tmp_path: Path) -> None:
    run = one_talk(tmp_path)
    typed(run, *rubric(tmp_path), keys="r7,lived-experience,,,n,2", who=())
    assert {(one.rater, one.role) for one in labels(run, "r7")} == {("r7", "lived-experience")}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--rater", "Ann Smith", "--role", "other"), "expected a pseudonym"),
        (("--rater", "../r1", "--role", "other"), "expected a pseudonym"),
        ((*WHO, "--rubric", "none"), "none"),
        ((*WHO, "--evaluator", "outcom"), "nearest: 'outcome'"),
        ((*WHO, "--evaluator", "outcome", "--rubric", "framing"), "found both"),
        ((*WHO, "--rubric", "framing"), "has nothing to ask about its 1 conversations"),
    ],
)
def test_a_mistake_is_two_lines(tmp_path: Path, options: tuple[str, ...], told: str) -> None:
    assert told in "\n".join(typed(one_talk(tmp_path), who=options).mistake)


def test_a_rater_keeps_one_role_and_one_wording(tmp_path: Path) -> None:
    run = one_talk(tmp_path)
    typed(run, *rubric(tmp_path), keys=",,n,q")
    other = typed(run, *rubric(tmp_path), who=("--rater", "r1", "--role", "other"))
    assert "'r1' labelled as 'professional' before" in other.mistake[0]
    (tmp_path / "small.yaml").write_text(RUBRIC.replace("kind?", "friendly?"))
    changed = typed(run, "--rubric", str(tmp_path / "small.yaml"))
    assert "'small' was changed since version 1 was labelled here" in changed.mistake[0]


class Terminal:
    """A real terminal with `pastno label` in it."""

    def __init__(self, *arguments: str | Path) -> None:
        self._ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pastno", *map(str, arguments)],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "100"},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            close_fds=True,
        )
        os.close(theirs)
        self.seen = ""

    def until(self, words: str) -> None:
        """Read until these words have come since the last key."""
        start = len(self.seen)
        while words not in self.seen[start:]:
            ready, _, _ = select.select([self._ours], [], [], 60)
            assert ready, self.seen
            self.seen += os.read(self._ours, 65536).decode()

    def type(self, *keys: str, until: str) -> None:
        """Type lines, and after each wait for these words."""
        for key in keys:
            os.write(self._ours, f"{key}\n".encode())
            self.until(until)

    def end(self) -> None:
        """Give the terminal back."""
        self.process.wait(timeout=60)
        os.close(self._ours)


@pytest.mark.slow
def test_killed_in_the_middle_on_a_real_terminal_every_answer_stands_and_labelling_goes_on(tmp_path: Path) -> None:
    run = one_talk(tmp_path)
    command: tuple[str, ...] = ("label", str(run), *WHO, *rubric(tmp_path))
    first = Terminal(*command)
    first.until("q: stop) > ")
    first.type("", "", "y", until="q: stop) > ")
    first.process.kill()
    first.end()
    assert said(run) == [("kind", "yes")]
    with (run / "labels-r1.jsonl").open("ab") as torn:
        torn.write(b'{"v":1,"id":"')
    second = Terminal(*command)
    second.until("q: stop) > ")
    locked = typed(run, *rubric(tmp_path), keys="q")
    second.type("", "", "n", until="q: stop) > ")
    second.type("1", until="That was the last one")
    second.end()
    assert (second.process.returncode, said(run)) == (0, [("kind", "yes"), ("warm", "no"), ("level", "1")])
    assert "is being labelled by 'r1' in another terminal" in locked.mistake[0]
    assert "Is it kind?" not in second.seen


@pytest.mark.slow
def test_ctrl_c_on_a_real_terminal_stops_keeps_and_exits_130(tmp_path: Path) -> None:
    run = one_talk(tmp_path)
    terminal = Terminal("label", run, *WHO, *rubric(tmp_path))
    terminal.until("q: stop) > ")
    terminal.type("", "", "n", until="q: stop) > ")
    terminal.process.send_signal(signal.SIGINT)
    terminal.until("Stopped. 0 of 1 conversations are labelled")
    terminal.end()
    assert (terminal.process.returncode, said(run), "Traceback" in terminal.seen) == (130, [("kind", "no")], False)
