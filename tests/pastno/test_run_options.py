"""What `pastno run` can change about a suite, from the command line to the record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import pastno as package
from pastno.cli import app
from personas import load_personas
from simulator.errors import PlanError
from simulator.store import Run, read
from simulator.transcript import Exchange
from tests.documents.samples import PERSONA, SUITE

ENVIRONMENT = {"COLUMNS": "160", "TERM": "dumb"}
FEW = ("--target", "reference:blunt", "--limit", "4")


def pastno(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)), env=ENVIRONMENT)


def held(folder: Path, *arguments: str | Path) -> Run:
    done = pastno("run", "first-look", *arguments, "--out", folder)
    assert done.exit_code == 0, done.output
    return read(folder)


def words(run: Run) -> list[str]:
    return [exchange.said for _, live in sorted(run.lives().items()) for exchange in live.exchanges]


def openings(run: Run) -> set[str]:
    return {live.exchanges[0].said for live in run.lives().values()}


def test_a_run_says_what_it_means_before_it_begins(tmp_path: Path) -> None:
    done = pastno("run", "first-look", *FEW, "--out", tmp_path)
    assert done.output.startswith("4 conversations: 4 personas, 3 scenarios, 1 conditions, 1 targets; at most 24 calls")


def test_where_keeps_part_of_a_suite(tmp_path: Path) -> None:
    run = held(tmp_path, *FEW, "--where", "scenario.category=no_crisis", "--where", "persona.id=tess,olena")
    assert {name.rsplit("/", 3)[0] for name in run.conversations} == {
        "tess/week-is-killing-me",
        "olena/week-is-killing-me",
    }


def test_a_filter_without_a_value_says_how_it_is_written() -> None:
    done = pastno("run", "first-look", "--where", "scenario.category")
    assert (done.exit_code, "expected FIELD=VALUE" in done.output) == (2, True)


def test_a_sample_is_drawn_and_frozen_in_the_plan(tmp_path: Path) -> None:
    run = held(tmp_path, "--target", "reference:blunt", "--sample", "5")
    frozen = json.loads((tmp_path / "run.json").read_text())["sittings"]
    assert (len(frozen), len(run.conversations)) == (5, 5)


def test_another_seed_lets_people_draw_anew(tmp_path: Path) -> None:
    one = held(tmp_path / "1", *FEW, "--seed", "1")
    two = held(tmp_path / "2", *FEW, "--seed", "2")
    assert (set(one.conversations) == set(two.conversations), words(one) == words(two)) == (True, False)


def test_more_repetitions_than_paraphrases_are_remarked_on() -> None:
    done = pastno("run", "first-look", "--target", "reference:blunt", "--repetitions", "10", "--dry-run")
    assert "has 9 pairs of opening and ask" in done.output


def test_openings_from_a_file_are_said_verbatim(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("text,category\nI can't see the end of this week.,no_crisis\n", encoding="utf-8")
    run = held(tmp_path / "run", "--target", "reference:blunt", "--openings", file)
    talks = {name.split("/")[1]: live.exchanges[0].said for name, live in run.lives().items()}
    assert talks["week-is-killing-me"] == "I can't see the end of this week."
    assert talks["tired-of-being-here"] != talks["week-is-killing-me"]


@pytest.mark.parametrize("policy", ["wording-blind", "reversed", "sampled", "sampled:2"])
def test_a_policy_is_swapped_for_everybody_and_named_in_the_record(tmp_path: Path, policy: str) -> None:
    run = held(tmp_path, *FEW, "--policy", policy)
    assert run.plan.suite.policy == policy
    assert all(run.plan.personas[name] != load_personas()[name] for name in run.plan.personas)


def test_two_draws_of_a_sampled_policy_differ_and_each_is_the_same_again(tmp_path: Path) -> None:
    one, two, again = (
        held(tmp_path / str(i), *FEW, "--policy", policy).plan.personas["tess"]
        for i, policy in enumerate(("sampled:1", "sampled:2", "sampled:1"))
    )
    assert (one == two, one == again) == (False, True)


def test_a_swapped_policy_leaves_what_people_open_with(tmp_path: Path) -> None:
    own, other = held(tmp_path / "1", *FEW), held(tmp_path / "2", *FEW, "--policy", "reversed")
    assert openings(own) == openings(other)


def test_an_unknown_policy_names_the_nearest() -> None:
    done = pastno("run", "first-look", "--policy", "wordingblind")
    assert (done.exit_code, "(nearest: 'wording-blind')" in done.output) == (2, True)


def test_a_free_policy_needs_a_model(tmp_path: Path) -> None:
    done = pastno("run", "first-look", "--policy", "free", "--where", "scenario.category=no_crisis")
    assert (done.exit_code, "name one with --voice" in done.output) == (2, True)


@pytest.fixture
def voice(tmp_path: Path) -> str:
    """A voice that says one given line, whatever it is told."""
    file = tmp_path / "voice.yaml"
    file.write_text("- that is not what i asked. can you please try\n", encoding="utf-8")
    return f"scripted:{file}"


def test_a_model_voices_the_people_and_the_record_names_it_without_its_folder(tmp_path: Path, voice: str) -> None:
    run = held(tmp_path / "run", *FEW, "--voice", voice)
    said = [e for live in run.lives().values() for e in live.exchanges if e.voiced is not None]
    assert {e.voiced.model for e in said if isinstance(e, Exchange) and e.voiced} == {"scripted:voice.yaml"}
    assert str(tmp_path) not in (tmp_path / "run" / "run.json").read_text()


def test_a_dry_run_counts_the_calls_of_voices_too(voice: str) -> None:
    done = pastno("run", "first-look", *FEW, "--voice", voice, "--dry-run")
    assert "scripted:voice.yaml (voice)" in done.output


def test_a_resumed_run_keeps_its_voice_and_is_told_where_it_lies(tmp_path: Path, voice: str) -> None:
    held(tmp_path / "run", *FEW, "--voice", voice)
    done = pastno("run", "--resume", tmp_path / "run", "--voice", voice)
    assert (done.exit_code, "4/4 conversations, 0 failed" in done.output) == (0, True)


def test_openings_with_what_must_not_be_sent_stop_the_run_before_it_begins(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("text,category\nThey told me to ring 555 0142 again.,no_crisis\n", encoding="utf-8")
    done = pastno("run", "first-look", "--openings", file, "--out", tmp_path / "run")
    assert (done.exit_code, f"{file}:2: error: text: found a telephone" in done.output.replace("\n", "")) == (
        2,
        True,
    )
    assert not (tmp_path / "run").exists()


def test_a_voice_that_will_not_play_is_reported_as_that_and_not_as_the_targets_refusal(tmp_path: Path) -> None:
    file = tmp_path / "voice.yaml"
    file.write_text("- I'm sorry, but I can't roleplay as a person in distress.\n", encoding="utf-8")
    done = pastno("run", "first-look", *FEW, "--voice", f"scripted:{file}", "--out", tmp_path / "run")
    assert (done.exit_code, "4 conversations were lost by the voice" in done.output) == (1, True)
    assert "persona failed: the voice scripted:voice.yaml would not play arjun; this is no refusal" in done.output


def test_values_of_one_field_add_up_and_narrow_the_suites_own(tmp_path: Path) -> None:
    both = ("--where", "persona.id=tess", "--where", "persona.id=olena")
    run = held(tmp_path, "--target", "reference:blunt", *both)
    assert {name.split("/")[0] for name in run.conversations} == {"tess", "olena"}


def test_a_filter_that_leaves_nothing_of_the_suites_own_is_a_mistake(tmp_path: Path) -> None:
    suite = tmp_path / "carers.yaml"
    suite.write_text(
        "id: carers\ntitle: Carers\npersonas: all\nscenarios: all\nwhere: {persona.role: [carer]}\n"
        "targets: [reference:blunt]\n",
        encoding="utf-8",
    )
    done = pastno("run", suite, "--where", "persona.role=guardian", "--dry-run")
    assert (done.exit_code, "nothing is left: choose among the suite's" in done.output) == (2, True)


def test_a_run_begun_with_a_relative_path_goes_on_from_anywhere(
    tmp_path: Path, voice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    held(Path("run"), *FEW, "--voice", "scripted:./voice.yaml")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    done = pastno("run", "--resume", "../run", "--voice", voice)
    assert (done.exit_code, "4/4 conversations, 0 failed" in done.output) == (0, True)


def test_a_persona_whose_own_voice_lies_in_a_file_anywhere_speaks_with_it(tmp_path: Path, voice: str) -> None:
    library = tmp_path / "library" / "personas"
    library.mkdir(parents=True)
    text = PERSONA.replace("voice:\n", f"voice:\n  kind: llm\n  model: {voice}\n")
    (library / "rosa.yaml").write_text(text, encoding="utf-8")
    suite = tmp_path / "own.yaml"
    suite.write_text(SUITE.replace("small", "own").replace("[nerves]", "[week-is-killing-me]"), encoding="utf-8")
    done = pastno("run", suite, "--library", tmp_path / "library", "--out", tmp_path / "run")
    assert done.exit_code == 0, done.output
    assert read(tmp_path / "run").plan.voices.keys() == {"scripted:voice.yaml"}


def test_a_plan_made_in_python_opens_the_file_it_was_given(tmp_path: Path) -> None:
    (tmp_path / "replies.yaml").write_text("- I can't help with that.\n", encoding="utf-8")
    made = package.plan("first-look", [f"scripted:{tmp_path / 'replies.yaml'}"], limit=1)
    assert package.run(made, tmp_path / "run").failed == 0


def test_a_plan_made_in_python_is_looked_through_before_it_is_held(tmp_path: Path) -> None:
    made = package.plan("first-look", ["reference:blunt"], limit=1)
    condition = made.conditions["plain"].model_copy(update={"blocked_notice": "Take 40 tablets of it."})
    unsafe = made.model_copy(update={"conditions": {"plain": condition}})
    with pytest.raises(PlanError, match="would send what must not be sent"):
        package.run(unsafe, tmp_path / "run")


def test_the_summary_shows_what_the_voices_took_apart_from_the_targets(tmp_path: Path, voice: str) -> None:
    done = pastno("run", "first-look", *FEW, "--voice", voice, "--out", tmp_path / "run")
    assert "What the voices took" in done.output


def test_a_resumed_run_counts_what_lost_conversations_spent(tmp_path: Path) -> None:
    file = tmp_path / "voice.yaml"
    line = {
        "text": "As an AI language model I am here to help you.",
        "usage": {"input_tokens": 500, "output_tokens": 9},
    }
    file.write_text(json.dumps([line]), encoding="utf-8")
    run = tmp_path / "run"
    pastno("run", "first-look", *FEW, "--voice", f"scripted:{file}", "--out", run, "--max-tokens", "900")
    done = pastno("run", "--resume", run, "--voice", f"scripted:{file}", "--max-tokens", "1000")
    assert "of 1,000 tokens" in done.output


def test_a_sample_that_cannot_be_so_small_is_remarked_on() -> None:
    done = pastno("run", "first-look", "--sample", "3", "--dry-run")
    assert "the smallest sample is 28 conversations, not 3" in done.output
