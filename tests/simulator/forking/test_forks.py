"""Forks: what is shared is the parent's, one thing is changed, and the arms that change nothing change nothing."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from msgspec.structs import replace

import pastno
from pastno.session import Settings, hold, purse_for
from personas.perception import Source, Stance, Strategy
from scenarios.loader import load_suite
from simulator.arms import AGAIN, CONTROL, SHAM
from simulator.errors import PlanError
from simulator.speaker import can_say
from simulator.store import RunFolder, read, read_plan
from simulator.targets.reference import NAMES
from simulator.transcript import Met
from simulator.verify import mended
from tests.support.forks import base, forked, same

EVERY = [f"reference:{name}" for name in NAMES]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("forks") / "source"
    base(folder, *EVERY)
    return folder


def test_what_nobody_changed_is_the_parent_again_word_for_word(source: Path, tmp_path: Path) -> None:
    branches = forked(source, tmp_path / "fork")
    run, fork = read(source), read(tmp_path / "fork")
    refused = [name for name, live in run.lives().items() if live.encounters]
    assert len(refused) == 144
    for parent in refused:
        for arm in (CONTROL, SHAM):
            branch = branches[arm, 1, parent]
            assert same(fork.conversations[branch.id], run.conversations[parent]), (arm, parent)


def test_the_target_is_asked_anew_in_one_arm_and_the_person_stays_who_they_are(source: Path, tmp_path: Path) -> None:
    branches = forked(source, tmp_path / "fork", only="reference:warm")
    again = {parent: live for (arm, _, parent), live in branches.items() if arm == AGAIN}
    texts = strategies = 0
    for parent, live in again.items():
        control = branches[CONTROL, 1, parent]
        at = live.started.branch.at if live.started.branch else 0
        assert live.exchanges[:at] == tuple(replace(one, id=live.id) for one in control.exchanges[:at])
        after = list(zip(live.exchanges[at:], control.exchanges[at:], strict=False))
        texts += sum(a.reply.text != b.reply.text for a, b in after)
        first = [[e.strategy for e in one.exchanges[at : at + 1]] for one in (live, control)]
        strategies += first[0] == first[1]
    assert texts > 10
    assert strategies == len(again), "what the person did at the shared refusal is the same draw"


def test_a_repeat_makes_the_same_draws_in_every_arm_and_others_than_the_first(source: Path, tmp_path: Path) -> None:
    branches = forked(source, tmp_path / "fork", only="reference:blunt", repeats=6)
    parents = {parent for _, _, parent in branches}
    for parent in parents:
        for repeat in range(1, 7):
            moved = {branches[arm, repeat, parent].encounters[0] for arm in (CONTROL, AGAIN, SHAM)}
            said = {tuple(e.said for e in branches[arm, repeat, parent].exchanges) for arm in (CONTROL, SHAM)}
            assert len(moved) == len(said) == 1
    differing = [
        parent
        for parent in parents
        if len({tuple(e.strategy for e in branches[CONTROL, r, parent].exchanges) for r in range(1, 7)}) > 1
    ]
    assert len(differing) > len(parents) / 2


def test_a_wording_stands_in_the_place_of_the_reply_and_is_read_anew(source: Path, tmp_path: Path) -> None:
    branches = forked(source, tmp_path / "fork", "wording=bare", "wording=warm", only="reference:filtered", repeats=2)
    run = read(source)
    for (arm, repeat, parent), live in branches.items():
        branch = live.started.branch
        assert branch is not None
        refusal = live.exchanges[branch.at - 1]
        original = run.lives()[parent].exchanges[branch.at - 1]
        assert original.observed.stance is Stance.BLOCKED, "forked at a block of the provider"
        if arm in ("bare", "warm"):
            assert refusal.swapped == branch.wording == f"{arm}/{branch.wording.partition('/')[2]}"
            assert refusal.reply.signal is None
            assert refusal.reply.model is None
            assert (refusal.observed.stance, refusal.observed.source) == (Stance.REFUSE, Source.TEXT)
            other = branches["warm" if arm == "bare" else "bare", repeat, parent].started.branch
            assert other is not None
            assert other.wording.partition("/")[2] == branch.wording.partition("/")[2], "texts of equal length meet"
        else:
            assert refusal.reply == original.reply
            assert refusal.observed == original.observed
    texts = {live.started.branch.wording for live in branches.values() if live.started.branch}
    assert len(texts) > 6


def test_repeats_walk_through_the_texts(source: Path, tmp_path: Path) -> None:
    branches = forked(
        source, tmp_path / "fork", "wording=warm", only="marcus/tired-of-being-here/plain/reference:blunt", repeats=5
    )
    read_by = [
        live.started.branch.wording for (arm, *_), live in branches.items() if arm == "warm" and live.started.branch
    ]
    assert len(read_by) == len(set(read_by)) == 5


def test_what_the_target_is_sent_follows_the_arm_from_the_fork_on(source: Path, tmp_path: Path) -> None:
    prompt = tmp_path / "kind.txt"
    prompt.write_text("Be kind.")
    changes = ("context=drop", f"system={prompt}", "target=reference:open")
    branches = forked(source, tmp_path / "fork", *changes, only="arjun/tired-of-being-here/plain/reference:blunt")
    parent = next(parent for _, _, parent in branches)
    control, dropped = branches[CONTROL, 1, parent], branches["context-drop", 1, parent]
    told, opened = branches["kind", 1, parent], branches["target-reference-open", 1, parent]
    at = control.started.branch.at if control.started.branch else 0
    sent = {name: one.exchanges[at].sent for name, one in (("control", control), ("drop", dropped), ("system", told))}
    assert all(one is not None for one in sent.values())
    assert sent["drop"].left_out == (at,)  # type: ignore[union-attr]
    assert sent["system"].messages == sent["control"].messages + 1  # type: ignore[union-attr]
    assert told.exchanges[at - 1].sent == control.exchanges[at - 1].sent, "what was sent before stays what was sent"
    assert opened.exchanges[at].reply.model == "reference:open"
    assert opened.exchanges[at - 1].reply.model == "reference:blunt"


def test_a_chosen_strategy_is_what_the_person_does_next(source: Path, tmp_path: Path) -> None:
    only = "week-is-killing-me/plain/reference:blunt"
    branches = forked(source, tmp_path / "fork", "strategy=rephrase", "strategy=withdraw", only=only)
    chosen = [live for (arm, *_), live in branches.items() if arm.startswith("strategy-")]
    assert len(chosen) >= 6
    for live in chosen:
        at = live.started.branch.at if live.started.branch else 0
        decided = Strategy(live.started.branch.arm.removeprefix("strategy-")) if live.started.branch else None
        met = next(e for e in read(tmp_path / "fork").conversations[live.id] if isinstance(e, Met))
        assert (met.encounter.exchange, met.strategy) == (at, decided)
        after = [exchange.strategy for exchange in live.exchanges[at : at + 1]]
        assert after == [decided] or (after == [] and decided is Strategy.WITHDRAW)


def test_who_has_no_words_for_a_strategy_is_left_out_of_every_arm(source: Path, tmp_path: Path) -> None:
    only = "week-is-killing-me/plain/reference:blunt"
    plan = read(source).plan
    mute = [name for name, persona in plan.personas.items() if not can_say(persona, Strategy.CLARIFY)]
    assert mute
    forked(source, tmp_path / "fork", "strategy=clarify", only=only)
    fork = read(tmp_path / "fork").plan
    assert fork.forked is not None
    assert {line.partition("/")[0] for line in fork.forked.left_out} == set(mute)
    assert not {stem.persona for stem in fork.forked.stems} & set(mute)


def test_a_strategy_is_never_chosen_where_there_is_a_boundary(source: Path, tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="which has a boundary"):
        forked(source, tmp_path / "fork", "strategy=appeal")
    assert not (tmp_path / "fork").exists()


def test_a_fork_of_a_fork_goes_on_from_the_branch(source: Path, tmp_path: Path) -> None:
    forked(source, tmp_path / "first", "wording=warm", only="reference:blunt", repeats=2)
    first = read(tmp_path / "first")
    branches = forked(tmp_path / "first", tmp_path / "second", "wording=bare", at="refusal:2", repeats=2)
    second = read(tmp_path / "second")
    assert {parent for _, _, parent in branches} <= set(first.conversations)
    for (arm, repeat, parent), live in branches.items():
        assert live.started.condition == f"{first.lives()[parent].started.condition}--{arm}"
        if arm in (CONTROL, SHAM) and repeat == 1:
            assert same(second.conversations[live.id], first.conversations[parent]), "draws follow the branch"
    kept = [live for (arm, *_), live in branches.items() if arm == "bare" and "--warm--bare" in live.id]
    assert kept
    assert all([e.swapped is not None for e in live.exchanges].count(True) == 2 for live in kept)


def test_exchanges_are_counted_too_and_what_ended_before_is_said(source: Path, tmp_path: Path) -> None:
    branches = forked(source, tmp_path / "fork", at="exchange:4", only="reference:eroding")
    plan = read(tmp_path / "fork").plan
    assert plan.forked is not None
    assert all(live.started.branch and live.started.branch.at == 4 for live in branches.values())
    run = read(source)
    there = {n for n, live in run.lives().items() if "reference:eroding" in n}
    for left_out in plan.forked.left_out:
        name, _, why = left_out.partition(": ")
        assert why in ("ended before exchange 4", "the person leaves in exchange 4")
        there.discard(name)
    assert there == {parent for _, _, parent in branches}


def test_nothing_to_fork_is_said_with_the_reason(source: Path, tmp_path: Path) -> None:
    with pytest.raises(PlanError, match=r"found nothing to fork at refusal:1: .*was never refused"):
        forked(source, tmp_path / "fork", only="week-is-killing-me/plain/reference:open")
    with pytest.raises(PlanError, match="expected refusal, refusal:2 for a later one, or exchange:3"):
        forked(source, tmp_path / "fork", at="refusal:0")


def test_a_reaction_policy_begins_with_the_conversation_and_words_stay(source: Path, tmp_path: Path) -> None:
    own = forked(source, tmp_path / "own", only="arjun/tired-of-being-here/plain/reference:policy")
    blind = forked(
        source, tmp_path / "blind", only="arjun/tired-of-being-here/plain/reference:policy", policy="wording-blind"
    )
    plan = read(tmp_path / "blind").plan
    assert (plan.suite.policy, mended(plan)) == ("wording-blind", ())
    for key, live in blind.items():
        at = live.started.branch.at if live.started.branch else 0
        assert [e.said for e in live.exchanges[:at]] == [e.said for e in own[key].exchanges[:at]]
    with pytest.raises(PlanError, match="only a run in which all react in their own way"):
        forked(tmp_path / "blind", tmp_path / "again", policy="reversed")


def test_a_fork_that_was_broken_off_goes_on_without_its_source(source: Path, tmp_path: Path) -> None:
    whole, part = tmp_path / "whole", tmp_path / "part"
    forked(source, whole, "wording=bare", only="reference:blunt")
    forked(source, part, "wording=bare", only="reference:blunt")
    file = part / "events-0001.jsonl"
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(lines[: len(lines) // 2]) + lines[len(lines) // 2][:40])

    plan = read_plan(part)
    asyncio.run(hold(plan, lambda: RunFolder.resume(part), Settings(), purse_for(plan)))
    done, expected = read(part), read(whole)
    assert done.lives().keys() == expected.lives().keys()
    for name, events in expected.conversations.items():
        assert same(done.conversations[name], events)


def test_only_what_was_asked_here_is_counted(source: Path, tmp_path: Path) -> None:
    branches = forked(source, tmp_path / "fork", "wording=bare", only="reference:blunt")
    assert len(branches) == 48
    for live in branches.values():
        at = live.started.branch.at if live.started.branch else 0
        assert [e.n for e in live.asked] == [e.n for e in live.exchanges if e.n > at]


def test_what_a_free_persons_words_decided_shows_only_as_they_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("Please look at it once more for me.", "I only want a plan for tomorrow morning.", "Okay. I will go then.")
    code = f"WORDS = {words!r}\ndef answer(messages):\n    return WORDS[len(messages[-1]['content']) % 3]\n"
    (tmp_path / "free_voice.py").write_text(code)
    monkeypatch.syspath_prepend(str(tmp_path))
    suite = load_suite("first-look").model_copy(update={"scenarios": ("week-is-killing-me",)})
    plan = pastno.plan(suite, ["reference:blunt"], voice="python:free_voice:answer", policy="free")
    pastno.run(plan, tmp_path / "source")
    branches = forked(tmp_path / "source", tmp_path / "fork", at="refusal:2")
    source, fork = read(tmp_path / "source"), read(tmp_path / "fork")
    assert branches
    for (arm, _, parent), live in branches.items():
        if arm in (CONTROL, SHAM):
            assert same(fork.conversations[live.id], source.conversations[parent])
            met = [event for event in fork.conversations[live.id] if isinstance(event, Met)]
            assert {event.strategy for event in met} == {None}
