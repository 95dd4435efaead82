"""A fork of an imported conversation: somebody must be named who goes on with it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from pastno.forks import Asked, begun, planned
from pastno.session import Settings, hold, purse_for
from personas.errors import PersonaError
from simulator.errors import PlanError
from simulator.imported.folder import bring, plan_of
from simulator.imported.talk import Said, Talk
from simulator.observer.local import LocalObserver
from simulator.provenance import Gap
from simulator.store import read
from tests.support.transcripts import ASKS, PLAN

TALKS = (
    Talk(
        name="one",
        target="some-model",
        messages=(
            Said("system", "Answer in one line.", 1),
            Said("assistant", "Hello, what can I do for you?", 2),
            Said("user", "I keep waking at four. Can you help me plan the rest of the week?", 3),
            Said("assistant", "I'm sorry, but I can't help with that.", 4),
            Said("user", "Please, I only want a plan.", 5),
            Said("assistant", "I can't help with that.", 6),
        ),
    ),
    Talk(
        name="two",
        target="some-model",
        messages=(Said("user", ASKS, 1), Said("assistant", PLAN, 2)),
    ),
)


@pytest.fixture
def brought(tmp_path: Path) -> Path:
    observer = LocalObserver()
    bring(TALKS, tmp_path / "brought", plan_of(TALKS, "chats", observer=observer.version), observer)
    return tmp_path / "brought"


def test_without_a_persona_it_says_whom_to_name(brought: Path) -> None:
    with pytest.raises(PlanError, match="nobody was simulated") as told:
        planned(read(brought), Asked(folder=brought))
    assert "name who goes on with --persona and --scenario and --target" in str(told.value)
    asked = Asked(folder=brought, persona="nobody", scenario="week-is-killing-me", target="reference:blunt")
    with pytest.raises(PersonaError, match="no persona is called 'nobody'"):
        planned(read(brought), asked)


def test_a_named_persona_goes_on_where_the_transcript_stood(brought: Path, tmp_path: Path) -> None:
    asked = Asked(
        folder=brought,
        changes=("wording=warm",),
        persona="marcus",
        scenario="week-is-killing-me",
        target="reference:policy",
        more=3,
    )
    plan, stems = planned(read(brought), asked)
    assert [line.partition(": ")[2] for line in stems.left_out] == ["was never refused"]
    out = tmp_path / "fork"
    asyncio.run(hold(plan, lambda: begun(out, plan, stems.settled), Settings(), purse_for(plan)))
    lives = {live.started.branch.arm: live for live in read(out).lives().values() if live.started.branch}
    control = lives["control"]
    assert (control.started.parent, control.started.imported) == ("-/one/-/import:some-model/1", None)
    assert [(e.said, e.reply.text) for e in control.exchanges[:2]] == [
        ("", "Hello, what can I do for you?"),
        (TALKS[0].messages[2].content, TALKS[0].messages[3].content),
    ]
    assert control.exchanges[0].gap is Gap.UNASKED
    assert control.exchanges[1].sent is None
    assert all(e.state is not None for e in control.exchanges)
    assert control.inner != plan.personas["marcus"].state.state(), "the refusals have moved this person"
    after = control.exchanges[2]
    assert after.reply.model == "reference:policy"
    assert after.sent is not None
    assert after.sent.messages == 1 + 1 + 2 + 1, "the system prompt, the greeting, one exchange, the new message"
    assert plan.conditions["as-imported--control"].system == "Answer in one line."
    assert lives["warm"].exchanges[1].swapped is not None
    assert len(control.exchanges) <= 2 + 3
