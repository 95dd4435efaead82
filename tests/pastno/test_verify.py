"""`pastno replay RUN`: what was recorded is what its record makes of it; one changed thing is found in its place."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import pastno as door
from simulator.store import read
from simulator.targets.reference import NAMES
from simulator.transcript import Ended, Exchange, Failed
from tests.support.forks import base, forked
from tests.support.replays import Line, change, delete, places, spoil, swap, write_models, write_suite
from tests.support.terminal import pastno, within
from tests.support.transcripts import AGAIN, ASKS, BYE, HELLO, NO, PLAN, brought, talk

NAME = "marcus/tired-of-being-here/plain/reference:blunt/1"


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("held") / "run"
    door.run(door.plan("first-look", [f"reference:{name}" for name in ("blunt", "warm", "open", "filtered")]), folder)
    return folder


@pytest.fixture
def run(held: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(held, tmp_path / "run"))


def report(run: Path, *more: str) -> dict[str, Any]:
    file = run.parent / "report.json"
    done = within("replay", run, "--json", file, *more)
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    assert done.code == (1 if found["differing"] else 0), done
    return found


def differing(run: Path) -> dict[str, dict[str, Any]]:
    return {one["id"]: one["difference"] for one in report(run)["conversations"] if one["difference"]}


def test_every_conversation_is_what_its_record_makes_of_it(held: Path) -> None:
    found = report(held)
    assert (found["identical"], found["differing"], found["not_begun"], found["notes"]) == (48, 0, 0, [])
    assert found["events"] == sum(len(events) for events in read(held).conversations.values())
    assert "48 of 48 conversations are identical, 0 differ" in within("replay", held).said


def index(run: Path, kind: str, turn: int = 0) -> int:
    return [i for i, place in enumerate(places(run, NAME)) if place.line["type"] == kind][turn]


def put(*path: str, to: object) -> Callable[[Line], None]:
    def how(line: Line) -> None:
        for key in path[:-1]:
            line = line[key]
        assert line[path[-1]] != to
        line[path[-1]] = to

    return how


@pytest.mark.parametrize(
    ("kind", "turn", "how", "field"),
    [
        ("started", 0, put("budget", to=5), "budget"),
        ("exchange", 1, put("state", "trust", to=0.123), "state.trust"),
        ("exchange", 2, put("strategy", to="ask"), "strategy"),
        ("exchange", 1, put("observed", "stance", to="comply"), "observed.stance"),
        ("exchange", 2, put("phase", to="pre_refusal"), "phase"),
        ("exchange", 0, put("said", to="Hello."), "said"),
        ("exchange", 1, put("sent", "messages", to=9), "sent.messages"),
        ("met", 0, put("strategy", to="insist"), "strategy"),
        ("met", 0, put("state", "hope", to=0.9), "state.hope"),
        ("met", 1, put("encounter", "repeated", to=True), "encounter.repeated"),
        ("ended", 0, put("cause", to="need_met"), "cause"),
    ],
)
def test_one_changed_field_is_found_at_its_line(
    run: Path, kind: str, turn: int, how: Callable[[Line], None], field: str
) -> None:
    place = places(run, NAME)[at := index(run, kind, turn)]
    change(place, how)
    (found,) = differing(run).items()
    assert (found[0], found[1]["event"], found[1]["where"]) == (NAME, at + 1, place.where)
    assert field in [one["name"] for one in found[1]["fields"]]


@pytest.mark.parametrize("turn", [0, 1, 2])
def test_a_letter_in_a_reply_is_found_where_it_was_seen_or_where_it_was_sent_back(run: Path, turn: int) -> None:
    place = places(run, NAME)[index(run, "exchange", turn)]
    change(place, lambda line: line["reply"].update(text="X" + line["reply"]["text"][1:]))
    (found,) = differing(run).values()
    assert place.where in (found["where"], found["why"].partition("(")[2].partition(")")[0])
    assert f"exchange {turn + 1}" in found["called"] + found["why"]


def test_lines_that_changed_places_are_found_at_the_first_of_them(run: Path) -> None:
    every = places(run, NAME)
    for one, other in ((1, 2), (0, 1), (len(every) - 2, len(every) - 1)):
        swap(every[one], every[other])
        (found,) = differing(run).values()
        assert (found["where"], found["fields"]) == (every[one].where, [])
        assert "expected" in found["why"]
        swap(every[one], every[other])
    assert differing(run) == {}


def test_every_deleted_line_is_found_where_it_stood(run: Path) -> None:
    every = places(run, NAME)
    for gone, place in enumerate(every):
        kept = place.file.read_bytes()
        delete(place)
        (found,) = differing(run).values()
        assert found["event"] == gone + 1
        assert "is missing" in found["why"] or "expected" in found["why"]
        place.file.write_bytes(kept)


def test_a_doubled_conversation_and_one_that_nobody_planned_are_found(run: Path) -> None:
    every = places(run, NAME)
    with every[0].file.open("a", encoding="utf-8") as file:
        for place in every:
            file.write(json.dumps(place.line) + "\n")
            file.write(json.dumps(place.line).replace("marcus/", "nobody/") + "\n")
    found = [one for one in report(run)["conversations"] if one["difference"]]
    assert [one["id"] for one in found] == [NAME, NAME.replace("marcus", "nobody")]
    assert all(
        "the plan holds no such conversation, or it was written twice" in one["difference"]["why"] for one in found
    )


def test_another_seed_in_the_plan_is_named_as_the_plans(run: Path) -> None:
    plan = json.loads((run / "run.json").read_text(encoding="utf-8"))
    plan["suite"]["seed"] += 1
    (run / "run.json").write_text(json.dumps(plan), encoding="utf-8")
    found = report(run)
    assert "run.json: suite/first-look is not what was frozen there" in " ".join(found["notes"])
    firsts = Counter(one["difference"]["event"] for one in found["conversations"] if one["difference"])
    assert firsts[2] > 15, "the opening is drawn from the seed"


def test_a_changed_persona_and_a_changed_prompt_are_named(run: Path) -> None:
    plan = json.loads((run / "run.json").read_text(encoding="utf-8"))
    plan["personas"]["marcus"]["state"]["trust"] = 0.99
    plan["conditions"]["plain"]["system"] = "Be kind."
    (run / "run.json").write_text(json.dumps(plan), encoding="utf-8")
    found = report(run)
    assert [note.split(" is not")[0] for note in found["notes"][1:]] == [
        "run.json: persona/marcus",
        "run.json: condition/plain",
    ]
    whys = {one["id"].split("/")[0]: one["difference"]["why"] for one in found["conversations"]}
    assert "the condition in run.json sends" in whys["arjun"]


def test_a_line_that_is_no_json_any_more_gives_the_stores_error(run: Path) -> None:
    place = places(run, NAME)[2]
    spoil(place, '{"v":1,"id":"x", not json')
    what, _ = within("replay", run).mistake
    assert (place.where in what, "not a record line" in what) == (True, True)


def test_a_run_that_was_stopped_anywhere_is_verified_up_to_there(run: Path) -> None:
    file = places(run, NAME)[0].file
    lines = file.read_bytes().splitlines(keepends=True)
    stands: Counter[str] = Counter()
    for stop in range(40, len(lines), 75):
        file.write_bytes(b"".join(lines[:stop]) + lines[stop][:20])
        found = report(run)
        assert (found["differing"], found["identical"] + found["not_begun"]) == (0, 48)
        assert found["events"] == stop
        stands.update(one["stands"] for one in found["conversations"])
        missing = [note for note in found["notes"] if "the run was stopped there, or the line was taken out" in note]
        assert len(missing) == sum(bool(one["note"]) for one in found["conversations"])
    assert min(stands["ended"], stands["unfinished"]) > 10


def test_only_a_part_is_verified_where_only_a_part_is_asked_for(run: Path) -> None:
    assert report(run, "--only", "/reference:blunt/")["identical"] == 12
    assert "found no conversation whose id holds 'nobody'" in within("replay", run, "--only", "nobody").mistake[0]


def test_where_the_observer_is_another_its_readings_are_taken_as_recorded_and_the_rest_is_verified(run: Path) -> None:
    plan = json.loads((run / "run.json").read_text(encoding="utf-8"))
    plan["observer"] = "local-0"
    (run / "run.json").write_text(json.dumps(plan), encoding="utf-8")
    found = report(run)
    assert (found["identical"], found["observed_again"], "local-0" in found["notes"][0]) == (48, False, True)
    change(places(run, NAME)[index(run, "exchange", 1)], put("state", "trust", to=0.123))
    assert list(differing(run)) == [NAME]


def test_options_that_need_a_target_say_so(held: Path, tmp_path: Path) -> None:
    what, todo = within("replay", held, "--out", tmp_path / "x", "--live-from", "3").mistake
    assert ("found --live-from, --out without --target" in what, "--target" in todo) == (True, True)


@pytest.mark.parametrize("more", ["", "policy: free"])
def test_a_run_with_a_voice_and_failures_is_verified_where_neither_model_exists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: str
) -> None:
    models = write_models(tmp_path / "models")
    monkeypatch.syspath_prepend(str(models))
    suite = write_suite(tmp_path, f'voice: "python:replay_models:speak"\n{more}')
    runs = [within("run", suite, "--out", tmp_path / "run", "--concurrency", "3").code]
    runs += [within("run", "--resume", tmp_path / "run").code]
    monkeypatch.delitem(__import__("sys").modules, "replay_models")
    shutil.rmtree(models)
    events = [event for found in read(tmp_path / "run").conversations.values() for event in found]
    voiced = [one.voiced for one in events if isinstance(one, Exchange | Ended) and one.voiced]
    assert {one.of for one in events if isinstance(one, Failed)} == {"target", "voice"}
    assert any(one.cause == "persona_failed" for one in events if isinstance(one, Ended))
    assert sum(bool(how.rejected) for how in voiced) > 5
    done = pastno("replay", tmp_path / "run", "--json", tmp_path / "report.json")
    found = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert (done.code, found["identical"], found["differing"], found["events"]) == (0, 24, 0, len(events)), done
    assert pastno("run", "--resume", tmp_path / "run").code != 0, "the models are gone"


def test_an_imported_run_is_made_again_from_its_texts(tmp_path: Path) -> None:
    greeting = talk(
        ("assistant", "Hello."), ("user", ASKS), ("assistant", NO), ("user", ""), ("assistant", PLAN), name="g"
    )
    brought(
        tmp_path / "run",
        talk(
            HELLO, "Go on.", ASKS, NO, AGAIN, PLAN, name="first", place="a.txt", locale="en-GB", ask="a plan", before=2
        ),
        talk(ASKS, NO, BYE, name="left"),
        talk(("system", "Be kind."), ("user", ASKS), ("assistant", ""), ("user", AGAIN), ("robot", "x"), name="odd"),
        greeting,
    )
    assert (report(tmp_path / "run")["identical"], report(tmp_path / "run")["notes"]) == (4, [])
    name = "-/first/-/import:model/1"
    place = places(tmp_path / "run", name)[2]
    change(place, lambda line: line["reply"].update(text=PLAN))
    (found,) = differing(tmp_path / "run").values()
    assert (found["where"], found["called"]) == (place.where, "exchange 2")


def test_an_import_that_was_broken_off_is_verified_up_to_its_last_exchange(tmp_path: Path) -> None:
    brought(tmp_path / "run", talk(HELLO, "Go on.", ASKS, NO, AGAIN, PLAN, name="first"))
    every = places(tmp_path / "run", "-/first/-/import:model/1")
    file = every[0].file
    file.write_text("".join(file.read_text(encoding="utf-8").splitlines(keepends=True)[:3]), encoding="utf-8")
    found = report(tmp_path / "run")["conversations"][0]
    assert (found["stands"], found["events"], found["difference"]) == ("unfinished", 2, None)


def test_a_fork_is_verified_with_its_swapped_replies(tmp_path: Path) -> None:
    base(tmp_path / "source", "reference:blunt", "reference:relenting")
    forked(tmp_path / "source", tmp_path / "fork", "wording=warm-line", "context=drop", repeats=2)
    found = report(tmp_path / "fork")
    assert (found["differing"], found["identical"] > 100) == (0, True)
    name = next(one["id"] for one in found["conversations"] if "--warm-line/" in one["id"])
    place = next(place for place in places(tmp_path / "fork", name) if place.line.get("swapped"))
    change(place, lambda line: line["reply"].update(text="X" + line["reply"]["text"][1:]))
    (wrong,) = differing(tmp_path / "fork").values()
    assert (wrong["where"], "reply.text" in [one["name"] for one in wrong["fields"]]) == (place.where, True)


@pytest.mark.slow
def test_a_thousand_conversations_are_verified_without_a_model(tmp_path: Path) -> None:
    door.run(door.plan("full", [f"reference:{name}" for name in NAMES], limit=1000), tmp_path / "run")
    assert report(tmp_path / "run")["identical"] == 1000
    name = list(read(tmp_path / "run").conversations)[637]
    place = next(place for place in places(tmp_path / "run", name) if place.line["type"] == "exchange")
    change(place, put("state", "distress", to=0.111))
    (found,) = differing(tmp_path / "run").items()
    assert (found[0], found[1]["where"]) == (name, place.where)
