"""What the target is sent, under each context policy."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from personas.perception import Source, Stance, Strategy
from personas.schema import Policy
from simulator.chat import Message, Reply, Signal
from simulator.context import compose
from simulator.fold import Live
from tests.simulator.test_graph import hold
from tests.support.people import condition, persona

INSISTS = persona(policy=Policy(weights={Strategy.INSIST: 1}, patience=99))


def refused_twice() -> Live:
    """Exchange 1 unrefused, 2 and 3 refused."""
    live, _ = hold([Stance.NONE, Stance.REFUSE], budget=3, persona=INSISTS)
    return live


def sent(live: Live, **changes: Any) -> list[str]:
    messages, _ = compose(live, condition(**changes), "and now?")
    return [message.content for message in messages]


def test_keep_sends_refusals_verbatim() -> None:
    live = refused_twice()
    assert sent(live) == [w for e in live.exchanges for w in (e.said, e.reply.text)] + ["and now?"]


def test_stub_replaces_refusals_by_the_fixed_line() -> None:
    live = refused_twice()
    words = sent(live, context="stub", stub="(declined)")
    assert words[1] == live.exchanges[0].reply.text
    assert words[3::2] == ["(declined)", "(declined)"]


def test_drop_leaves_refused_exchanges_out() -> None:
    live = refused_twice()
    first = live.exchanges[0]
    assert sent(live, context="drop") == [first.said, first.reply.text, "and now?"]


def test_reset_starts_the_target_afresh() -> None:
    assert sent(refused_twice(), context="reset", system="Be kind.") == ["Be kind.", "and now?"]


@pytest.mark.parametrize(
    ("policy", "stubbed", "left_out"),
    [("keep", (), ()), ("stub", (2, 3), ()), ("drop", (), (2, 3)), ("reset", (), (1, 2, 3))],
)
def test_what_was_changed_is_recorded(policy: str, stubbed: tuple[int, ...], left_out: tuple[int, ...]) -> None:
    _, record = compose(refused_twice(), condition(context=policy), "and now?")
    assert (record.stubbed, record.left_out) == (stubbed, left_out)


def test_a_block_without_words_is_kept_as_the_stub_and_recorded() -> None:
    live = refused_twice()
    blocked = Reply(text="", signal=Signal(source=Source.FILTER))
    last = msgspec.structs.replace(live.exchanges[-1], reply=blocked)
    live = msgspec.structs.replace(live, exchanges=(*live.exchanges[:-1], last))
    messages, record = compose(live, condition(), "and now?")
    assert messages[-2] == Message("assistant", condition().stub)
    assert record.stubbed == (3,)


def test_a_block_with_words_of_its_own_is_kept_in_those_words() -> None:
    live = refused_twice()
    blocked = Reply(text="", signal=Signal(source=Source.FIELD, text="I must stop here."))
    last = msgspec.structs.replace(live.exchanges[-1], reply=blocked)
    live = msgspec.structs.replace(live, exchanges=(*live.exchanges[:-1], last))
    assert sent(live)[-2] == "I must stop here."


def test_the_hash_changes_with_one_word() -> None:
    live = refused_twice()
    hashes = {compose(live, condition(), said)[1].sha256 for said in ("and now?", "and now", "and now?")}
    assert len(hashes) == 2
