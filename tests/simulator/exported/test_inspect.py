"""A run as logs of Inspect: whatever Inspect's own library reads from them is what the record holds."""

from __future__ import annotations

import doctest
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import pytest

import pastno
from pastno.inspected import scores_of
from scenarios.schema import Suite
from simulator.chat import Message
from simulator.errors import FormatError, StoreError
from simulator.exported.calls import key
from simulator.exported.conversation import Conversation, Reading
from simulator.exported.inspect import write_inspect
from simulator.exported.samples import Sampling
from simulator.exported.sidecar import beside
from simulator.fold import Live
from simulator.imported.inspect import read_inspect
from simulator.imported.restored import Export
from simulator.provenance import Branch
from simulator.transcript import Cause, Ended
from tests.support import inspected
from tests.support.transcripts import ASKS, NO, brought, talk

inspected.needs_inspect()

SUITE = Suite(
    id="contexts",
    title="What a target sees of its refusals",
    personas=("tess", "marcus"),
    scenarios=("week-is-killing-me",),
    conditions=("plain", "stub", "drop", "reset"),
    repetitions=2,
    max_exchanges=6,
)
TARGETS = ("blunt", "filtered", "relenting")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("held") / "RUN"
    pastno.run(pastno.plan(SUITE, [f"reference:{name}" for name in TARGETS]), folder)
    return folder


@pytest.fixture(scope="module", params=[".eval", ".json"])
def logs(run: Path, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """By target."""
    folder = tmp_path_factory.mktemp("logs")
    assert write_inspect(run, folder / f"out{request.param}") == len(TARGETS) * 16
    return {f"reference:{name}": folder / f"out-reference-{name}{request.param}" for name in TARGETS}


def lives(run: Path, target: str = "") -> dict[str, Live]:
    return {name: live for name, live in pastno.read(run).lives().items() if target in ("", live.started.target)}


def samples(log: Path) -> dict[str, Any]:
    """By conversation."""
    from inspect_ai.log import read_eval_log

    found = read_eval_log(str(log), resolve_attachments="core")
    return {one.metadata["conversation"]: one for one in found.samples}


def test_the_log_says_what_the_record_says(run: Path, logs: dict[str, Path]) -> None:
    from inspect_ai.log import read_eval_log

    for target, file in logs.items():
        held = lives(run, target)
        log = read_eval_log(str(file))
        assert (log.status, log.eval.model, log.results.total_samples, log.eval.config.epochs) == (
            "success", target, 16, 2,
        )  # fmt: skip
        for name, one in samples(file).items():
            live = held.pop(name)
            assert live.ended is not None
            assert (one.metadata["outcome"], len(one.metadata["encounters"])) == (
                live.ended.cause,
                len(live.encounters),
            )
            assert [row["phase"] for row in one.metadata["exchanges"]] == [e.phase for e in live.exchanges]
            assert (one.epoch, one.limit is not None) == (live.started.repetition, live.ended.cause is Cause.BUDGET)
        assert held == {}


def test_each_call_holds_what_the_target_was_really_sent(run: Path, logs: dict[str, Path]) -> None:
    checked = 0
    for target, file in logs.items():
        held = lives(run, target)
        for name, one in samples(file).items():
            calls = [event for event in one.events if event.event == "model"]
            for exchange, call in zip(held[name].exchanges, calls, strict=True):
                sent = [Message(message.role, message.text) for message in call.input]
                assert exchange.sent is not None
                assert sha256(msgspec.json.encode(sent)).hexdigest() == exchange.sent.sha256
                checked += 1
    assert checked > 100


def test_refusals_that_a_provider_declared_and_no_others_are_content_filter(run: Path, logs: dict[str, Path]) -> None:
    stops: set[tuple[bool, str]] = set()
    for target, file in logs.items():
        held = lives(run, target)
        for name, one in samples(file).items():
            calls = [event for event in one.events if event.event == "model"]
            signals = [exchange.reply.signal for exchange in held[name].exchanges]
            stops |= {(bool(s), c.output.stop_reason) for s, c in zip(signals, calls, strict=True)}
    assert stops == {(True, "content_filter"), (False, "stop")}


@pytest.mark.filterwarnings("ignore:The inplace keyword")
def test_tables_of_inspect_give_the_right_counts_and_texts(run: Path, logs: dict[str, Path], tmp_path: Path) -> None:
    pytest.importorskip("pandas", reason="Inspect's tables need pandas")
    pytest.importorskip("pyarrow", reason="Inspect's tables need pyarrow")
    from inspect_ai.analysis import events_df, messages_df, samples_df

    for target, named in logs.items():
        # Inspect takes a file that ends in .json for a log only where its name begins with a time.
        file = tmp_path / f"2026-01-01T00-00-00_{named.name}"
        file.write_bytes(named.read_bytes())
        held = lives(run, target)
        said = [e.said for live in held.values() for e in live.exchanges]
        replied = [e.reply.shown("") for live in held.values() for e in live.exchanges]
        table = samples_df(str(file), quiet=True)
        assert (len(table), set(table["metadata_conversation"])) == (16, set(held))
        assert dict(zip(table["metadata_conversation"], table["metadata_outcome"], strict=True)) == {
            name: live.ended.cause.value for name, live in held.items() if live.ended is not None
        }
        messages = messages_df(str(file), quiet=True)
        assert sorted(messages[messages["role"] == "user"]["content"]) == sorted(said)
        assert sorted(messages[messages["role"] == "assistant"]["content"]) == sorted(replied)
        events = events_df(str(file), quiet=True)["event"].value_counts()
        assert events["model"] == len(said)
        assert events.get("info", 0) == sum(len(live.encounters) for live in held.values())


def test_an_import_brings_the_same_texts_refusals_and_targets(run: Path, logs: dict[str, Path]) -> None:
    for target, file in logs.items():
        found = list(read_inspect(file))
        assert {one.target for one in found} == {target}
        assert {note for one in found for note in one.notes} <= {"the sample was stopped by its turn limit of 6"}
        told = sorted((one.messages[0].content, [m.content for m in one.messages]) for one in found)
        ours = sorted(
            (live.exchanges[0].said, [text for e in live.exchanges for text in (e.said, e.reply.text)])
            for live in lives(run, target).values()
        )
        assert told == ours
        signals = sorted(repr(m.signal) for one in found for m in one.messages if m.role == "assistant")
        assert signals == sorted(repr(e.reply.signal) for live in lives(run, target).values() for e in live.exchanges)


def test_what_is_carried_brings_the_same_record(run: Path, logs: dict[str, Path]) -> None:
    export = Export(list(logs.values()))
    found = [one for file in logs.values() for one in read_inspect(file)]
    assert (export.problems(found), export.whole) == ((), True)
    assert {events[0].id: events for events in map(export.events, found)} == pastno.read(run).conversations


def test_the_viewer_is_given_the_log_and_its_samples(logs: dict[str, Path], tmp_path: Path) -> None:
    from inspect_ai.log import bundle_log_dir, read_eval_log_sample_summaries

    if next(iter(logs.values())).suffix != ".eval":
        pytest.skip("the viewer lists files that end in .json only under a name that begins with a time")
    bundle = tmp_path / "bundle"
    bundle_log_dir(log_dir=str(next(iter(logs.values())).parent), output_dir=str(bundle))
    listing = json.loads((bundle / "logs" / "listing.json").read_text())
    assert {name: head["model"] for name, head in listing.items()} == {f.name: t for t, f in logs.items()}
    assert len({head["task_id"] for head in listing.values()}) == len(TARGETS), "one would hide another as its retry"
    for file in logs.values():
        shown = read_eval_log_sample_summaries(str(bundle / "logs" / file.name))
        assert (len(shown), all(one.completed for one in shown)) == (16, True)


def test_a_value_is_a_score_and_a_missing_one_stands_with_its_reason(run: Path, tmp_path: Path) -> None:
    from analysis.evaluators import EVALUATORS
    from analysis.scoring import score
    from analysis.trajectory import experienced

    record = pastno.read(run)
    lines = [msgspec.json.encode(one) for live in record.lives().values()
             for one in score(experienced(live, record.plan), EVALUATORS)]  # fmt: skip
    copy = tmp_path / "RUN"
    copy.mkdir()
    for file in run.iterdir():
        (copy / file.name).write_bytes(file.read_bytes())
    (copy / "scores-all-1.jsonl").write_bytes(b"".join(line + b"\n" for line in lines))
    write_inspect(copy, tmp_path / "out.eval", scores=scores_of(copy))
    scored: dict[str, dict[str, Any]] = {line["id"]: {} for line in map(json.loads, lines)}
    for line in map(json.loads, lines):
        scored[line["id"]] |= {f"{line['evaluator']}.{name}": value for name, value in line["values"].items()}
    absent = 0
    for file in tmp_path.glob("out-*.eval"):
        for name, one in samples(file).items():
            held = scored.pop(name)
            valued = {measure: value["value"] for measure, value in held.items() if "absent" not in value}
            assert {measure: said.value for measure, said in one.scores.items()} == valued
            missing = {measure: value["absent"] for measure, value in held.items() if "absent" in value}
            assert {measure: why["absent"] for measure, why in one.metadata["unscored"].items()} == missing
            absent += len(missing)
    assert (scored, absent > 100) == ({}, True)


def test_the_same_run_makes_the_same_log(run: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_inspect(run, tmp_path / f"{name}.json")
    assert (tmp_path / "one-reference-blunt.json").read_bytes() == (tmp_path / "two-reference-blunt.json").read_bytes()


def test_nothing_is_carried_where_that_is_asked(run: Path, tmp_path: Path) -> None:
    write_inspect(run, tmp_path / "out.eval", carry=False)
    file = tmp_path / "out-reference-blunt.eval"
    assert (beside(file).exists(), {one.carried for one in read_inspect(file)}) == (False, {None})


def test_words_are_changed_wherever_they_stand(run: Path, tmp_path: Path) -> None:
    def hide(one: Conversation) -> Conversation:
        hidden = tuple(message._replace(content="[hidden]") for message in one.messages)
        return msgspec.structs.replace(one, messages=hidden, block=None)

    write_inspect(run, tmp_path / "out.json", change=hide, carry=False)
    text = (tmp_path / "out-reference-blunt.json").read_text()
    said = {e.said for live in lives(run, "reference:blunt").values() for e in live.exchanges}
    assert [words for words in said if json.dumps(words)[1:-1] in text] == []


def test_a_conversation_that_has_not_ended_is_written_and_the_log_says_so(run: Path, tmp_path: Path) -> None:
    copy = tmp_path / "RUN"
    copy.mkdir()
    (copy / "run.json").write_bytes((run / "run.json").read_bytes())
    lines = [line for file in sorted(run.glob("events-*")) for line in file.read_bytes().splitlines(keepends=True)]
    kept = [line for line in lines if b'"id":"tess/week-is-killing-me/plain/reference:blunt/1"' in line][:-1]
    (copy / "events-0001.jsonl").write_bytes(b"".join(kept))
    from inspect_ai.log import read_eval_log

    assert write_inspect(copy, tmp_path / "out.eval") == 1
    log = read_eval_log(str(tmp_path / "out.eval"))
    assert (log.status, log.samples[0].metadata["outcome"]) == ("cancelled", None)


def test_a_fork_names_its_parent_and_has_a_name_of_its_own(run: Path) -> None:
    reading = Reading(run)
    one = next(iter(reading))
    parent = one.live.started
    branch = Branch(at=2, arm="warm")
    forked = msgspec.structs.replace(parent, id=parent.id + "~", parent=parent.id, branch=branch)
    sampling = Sampling("m", reading.plan.conditions)
    first = sampling.sample(one)
    second = sampling.sample(msgspec.structs.replace(one, live=msgspec.structs.replace(one.live, started=forked)))
    assert second.metadata["parent"] == parent.id
    assert second.metadata["branch"] == {"at": 2, "arm": "warm"}
    assert (second.id, second.epoch) == (f"{first.id}+2", first.epoch)


def test_a_failed_conversation_has_its_error(run: Path) -> None:
    reading = Reading(run)
    one = next(iter(reading))
    ended = Ended(id=one.name, cause=Cause.PERSONA_FAILED, detail="it spoke as the assistant")
    failed = msgspec.structs.replace(one, live=msgspec.structs.replace(one.live, ended=ended))
    assert Sampling("m", reading.plan.conditions).sample(failed).error.message == "it spoke as the assistant"


def test_hostile_words_stay_as_they_are_and_names_are_safe(tmp_path: Path) -> None:
    words = "\x1b[2J<script>alert(1)</script> ../../etc/passwd {{x}}"
    folder = tmp_path / "RUN"
    brought(folder, talk(words, words, name="../../x", target="../../evil\x1b[31m"), talk(ASKS, NO, name="../../x"))
    assert write_inspect(folder, tmp_path / "out.eval") == 2
    assert {file.name for file in tmp_path.glob("out*.eval")} == {"out-import-evil-31m.eval", "out-import-model.eval"}
    found = list(read_inspect(tmp_path / "out-import-evil-31m.eval"))
    assert [(one.name, one.target, [m.content for m in one.messages]) for one in found] == [
        ("x", "evil-31m", [words, words])
    ]


def test_an_imported_run_keeps_its_gaps(tmp_path: Path) -> None:
    folder = tmp_path / "RUN"
    brought(folder, talk(("assistant", "Hello."), ("user", ASKS), ("assistant", ""), ("user", "Still there?")))
    write_inspect(folder, tmp_path / "out.eval")
    found = next(iter(read_inspect(tmp_path / "out.eval")))
    assert [(m.role, m.content) for m in found.messages] == [
        ("assistant", "Hello."), ("user", ASKS), ("assistant", ""), ("user", "Still there?"),
    ]  # fmt: skip


def test_nothing_is_written_over(run: Path, tmp_path: Path) -> None:
    (tmp_path / "out-reference-blunt.eval").write_text("mine")
    with pytest.raises(StoreError, match=r"out-reference-blunt\.eval: stands there already"):
        write_inspect(run, tmp_path / "out.eval")
    assert [file.name for file in tmp_path.iterdir()] == ["out-reference-blunt.eval"]


def test_another_ending_is_an_error_that_names_both(run: Path, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"found the ending '\.txt', expected \.eval or \.json"):
        write_inspect(run, tmp_path / "out.txt")


def test_ids_are_the_same_for_the_same_parts() -> None:
    assert (key("a", 1), key("a", 1) == key("a", 2), len(key("a"))) == (key("a", 1), False, 22)


def test_the_examples_of_the_page_give_what_it_says() -> None:
    page = Path(__file__).parents[3] / "docs" / "inspect.md"
    assert doctest.testfile(str(page), module_relative=False, encoding="utf-8").failed == 0
