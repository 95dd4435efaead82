"""A transcript as events: read by the observer, folded by the phase table, and never more certain than it is."""

from __future__ import annotations

import pytest

from personas.perception import Cue, Stance, Strategy
from simulator.errors import FormatError
from simulator.fold import fold
from simulator.phases import Phase
from simulator.provenance import NOT_KNOWN, Gap
from simulator.transcript import Cause, Flag, Met, decode, encode
from tests.support.transcripts import AGAIN, ASKS, BYE, HELLO, NO, PLAN, end, events, exchanges, start, talk


def test_a_refusal_in_a_transcript_is_an_encounter_with_its_parts() -> None:
    live = fold(events(talk(HELLO, "What happened on Monday?", ASKS, NO, AGAIN, PLAN)))
    assert [exchange.phase for exchange in live.exchanges] == [Phase.PRE_REFUSAL, Phase.PRE_REFUSAL, Phase.POST_REFUSAL]
    assert [exchange.strategy for exchange in live.exchanges] == [Strategy.OPEN, Strategy.ASK, Strategy.REPHRASE]
    assert len(live.encounters) == 1
    met = live.encounters[0]
    assert (met.exchange, met.trigger, met.stance, met.ask) == (2, Strategy.ASK, Stance.REFUSE, "ask")
    assert {Cue.DECLINES, Cue.APOLOGISES} <= set(met.framing)


def test_what_nobody_knows_is_marked_and_not_made_up() -> None:
    found = events(talk(HELLO, "Go on.", ASKS, NO, place="a.txt", locale="en-GB", ask="a plan", before=12))
    first = start(found)
    assert first.imported is not None
    assert (first.persona, first.scenario, first.condition, first.state) == (NOT_KNOWN, NOT_KNOWN, NOT_KNOWN, None)
    assert (first.imported.place, first.imported.locale, first.imported.ask, first.imported.before) == (
        "a.txt", "en-GB", "a plan", 12,
    )  # fmt: skip
    assert [(exchange.state, exchange.sent) for exchange in exchanges(found)] == [(None, None)] * 2
    assert [(event.state, event.strategy) for event in found if isinstance(event, Met)] == [(None, None)]
    with pytest.raises(FormatError, match="nobody was simulated; only a named persona can go on"):
        _ = fold(found).inner


@pytest.mark.parametrize(
    ("messages", "cause"),
    [
        ((ASKS, PLAN), Cause.UNKNOWN),
        ((ASKS, NO), Cause.UNKNOWN),
        ((ASKS, PLAN, "Thank you, that helps."), Cause.UNKNOWN),
        ((ASKS, NO, BYE, "Take care."), Cause.LEFT),
        ((ASKS, NO, BYE), Cause.LEFT),
        ((ASKS, PLAN, BYE, "Take care."), Cause.MET),
        ((HELLO, "Tell me more.", BYE), Cause.UNKNOWN),
        ((ASKS, NO, "Okay, I'll call a professional tomorrow."), Cause.ELSEWHERE),
    ],
)
def test_the_end_is_unknown_unless_the_last_message_closes(messages: tuple[str, ...], cause: Cause) -> None:
    assert end(events(talk(*messages))).cause is cause


def test_nobody_has_left_who_goes_on_talking() -> None:
    said = [exchange.strategy for exchange in exchanges(events(talk(ASKS, NO, BYE, "Take care.", AGAIN, NO)))]
    assert said == [Strategy.ASK, Strategy.ENGAGE, Strategy.REPHRASE]
    assert exchanges(events(talk(BYE, "Wait.", ASKS, NO)))[0].strategy is Strategy.OPEN


def test_an_empty_reply_takes_no_stance_and_is_told_from_one_that_was_never_given() -> None:
    live = fold(events(talk(ASKS, "", AGAIN)))
    assert [exchange.gap for exchange in live.exchanges] == [Gap.EMPTY, Gap.UNANSWERED]
    assert [exchange.observed.stance for exchange in live.exchanges] == [Stance.NONE, Stance.NONE]
    assert (live.encounters, live.met, live.exchanges[0].reply.empty) == ((), frozenset(), True)


def test_a_greeting_is_an_exchange_in_which_nothing_was_said() -> None:
    live = fold(events(talk(("assistant", "Hello, you can tell me anything."), ("user", ASKS), ("assistant", PLAN))))
    assert [(e.said, e.gap, e.strategy) for e in live.exchanges] == [
        ("", Gap.UNASKED, Strategy.OPEN),
        (ASKS, None, Strategy.ASK),
    ]


def test_only_replies_and_no_message_at_all_are_kept_too() -> None:
    live = fold(events(talk(("assistant", "Hello."), ("assistant", "Anybody there?"))))
    assert [(e.said, e.reply.text, e.gap) for e in live.exchanges] == [("", "Hello.\n\nAnybody there?", Gap.UNASKED)]
    assert live.ended is not None
    assert (live.ended.cause, live.ended.flags) == (Cause.UNKNOWN, (Flag.UNREFUSED,))


def test_a_transcript_in_which_nobody_speaks_says_what_was_found() -> None:
    with pytest.raises(
        FormatError, match=r"f\.jsonl:3: found no message .*line 1: unknown role 'tool'.*expected roles"
    ):
        events(talk(("tool", "x"), place="f.jsonl:3"))


def test_the_same_transcript_gives_the_same_bytes_and_reads_back() -> None:
    one = talk(HELLO, "Go on.", ASKS, NO, AGAIN, "\x1b[31mred\x00", BYE, locale="en-US")
    lines = [encode(event) for event in events(one)]
    assert lines == [encode(event) for event in events(one)]
    assert [encode(decode(line, "x")) for line in lines] == lines


def test_a_line_written_before_imports_were_known_still_reads() -> None:
    line = (
        b'{"type":"started","v":1,"id":"a/b/c/d/1","persona":"a","scenario":"b","condition":"c","target":"d",'
        b'"repetition":1,"budget":4,"state":{"trust":0.5,"distress":0.5,"hope":0.5,"felt_heard":0.5},"parent":null}'
    )
    first = start([decode(line, "old")])
    assert (first.imported, first.state is None) == (None, False)


def test_a_later_need_has_an_ask_of_its_own() -> None:
    one = talk(ASKS, PLAN, "Where can I buy cheap curtains that keep the light out?", NO, ask="help me plan the week")
    live = fold(events(one))
    assert [exchange.ask for exchange in live.exchanges] == ["ask", "need-1"]
    assert [encounter.ask for encounter in live.encounters] == ["need-1"]
