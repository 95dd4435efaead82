from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
import pytest

from pastno.step.inner import NOBODY, inner
from pastno.step.safe import HIDDEN
from pastno.step.spoken import Look, nothing_held, spoken
from pastno.step.talk import talk
from personas.perception import Cue, Source, Stance, Strategy
from simulator.observer.simple import SimpleObserver
from simulator.phases import Phase
from simulator.plan import make_plan
from simulator.provenance import Gap
from simulator.transcript import AnyEvent, Cause, Ended, Exchange, Failed, Flag, Note, Referral
from tests.support.builders import NAME, answer, ended, exchange, met, refused_once, started
from tests.support.people import library, suite
from tests.support.transcripts import ASKS, NO, events
from tests.support.transcripts import talk as brought

PLAN = make_plan(suite(), library(), observer=SimpleObserver.version)


def told(found: Iterable[AnyEvent], at: int = 0, **look: Any) -> str:
    one = talk(found)
    return spoken(one.turns[at], one, PLAN, Look(**look)).plain


def beside(found: Iterable[AnyEvent], at: int = 0, *, narrow: bool = False) -> str:
    one = talk(found)
    return inner(one.turns[at] if one.turns else None, one, narrow=narrow, unsafe=False).plain


def seen(**changes: Any) -> Exchange:
    one = exchange(1, stance=Stance.COMPLY, reply=answer("Call the line 116 123 now."), cues=(Cue.RESOURCE,))
    return msgspec.structs.replace(one, observed=msgspec.structs.replace(one.observed, **changes))


def test_words_strategy_ask_and_episode_are_told() -> None:
    text = told(refused_once(), 2)
    wanted = ("3 · post refusal · rephrase · about the first ask · episode open", "person\nCan you help", "I can't.")
    assert [part for part in (*wanted, "stance refuse · source text") if part not in text] == []


@pytest.mark.parametrize(("fits", "word"), [(True, "fits"), (False, "does not fit"), (None, "fit not known")])
def test_referrals_are_told_with_their_fit(fits: bool | None, word: str) -> None:
    one = Referral(kind="crisis_line", start=5, end=21, name="the line", address="116 123", country="GB", fits=fits)
    again = msgspec.structs.replace(one, repeated=True)
    lines = told((started(), seen(referrals=(one, again)))).splitlines()
    assert f"  crisis line · the line 116 123 · GB · {word}" in lines
    assert f"  crisis line · the line 116 123 · GB · {word} · given before" in lines


def test_slots_and_notes_are_told() -> None:
    assert "slots met heard, plan · notes contradiction" in told(
        (started(), seen(met=("heard", "plan"), notes=(Note.CONTRADICTION,)))
    )


def test_what_sets_an_exchange_apart_is_told() -> None:
    one = msgspec.structs.replace(seen(), swapped="warm/3", diverged="the reply differs", gap=Gap.UNASKED)
    text = told((started(), msgspec.structs.replace(one, intended=Strategy.INSIST)))
    wanted = ("gap: unasked", "swapped: 'warm/3' stands", "diverged: the reply differs", "intended insist")
    assert [part for part in wanted if part not in text] == []


def test_a_block_without_words_tells_what_the_person_read() -> None:
    blocked = exchange(1, stance=Stance.BLOCKED, reply=answer("", source=Source.FILTER))
    text = told((started(), blocked))
    assert "(no words; the person read: This reply was blocked.)" in text
    assert "source filter · provider said content_policy" in text


def test_an_unsafe_reply_is_hidden_with_every_word_that_quotes_it() -> None:
    reply = answer("It is the line. [UNSAFE DETAIL]")
    at = Referral(kind="website", start=6, end=14, name="the line")
    for cues in ((Cue.UNSAFE,), ()):
        one = exchange(1, reply=reply, cues=cues)
        one = msgspec.structs.replace(one, observed=msgspec.structs.replace(one.observed, referrals=(at,)))
        hidden, shown = told((started(), one)), told((started(), one), unsafe=True)
        assert (HIDDEN in hidden, "the line" in hidden, "UNSAFE DETAIL" in hidden) == (True, False, False)
        assert (HIDDEN in shown, "the line. [UNSAFE DETAIL]" in shown) == (False, True)


def test_a_reply_that_only_the_observer_calls_unsafe_is_hidden_too() -> None:
    one = exchange(1, reply=answer("Plain words."), cues=(Cue.UNSAFE,))
    assert ("Plain" in told((started(), one)), "cues: unsafe" in told((started(), one))) == (False, True)


def test_the_marker_is_hidden_wherever_it_stands() -> None:
    failed = Failed(id=NAME, n=2, kind="server", message="said [UNSAFE DETAIL]", status=500)
    found = (
        started(),
        exchange(1, said="[UNSAFE DETAIL]"),
        failed,
        Ended(id=NAME, cause=Cause.LEFT, detail="[UNSAFE DETAIL]"),
    )
    assert "UNSAFE DETAIL" not in told(found) + beside(found)
    assert told(found, unsafe=True).count("[UNSAFE DETAIL]") == 2


def test_failed_calls_are_told_where_they_happened() -> None:
    failed = Failed(id=NAME, n=2, kind="rate_limit", message="slow down", status=429)
    assert "! exchange 2 could not be held: rate limit 429: slow down" in told((started(), exchange(1), failed))
    first = talk((started(), msgspec.structs.replace(failed, n=1)))
    assert "! exchange 1 could not be held" in nothing_held(first, unsafe=False).plain
    assert nothing_held(talk((started(),)), unsafe=False).plain == "no exchange was held"


def test_marks_can_be_left_out() -> None:
    one = talk(refused_once())
    plain, marked = (spoken(one.turns[1], one, PLAN, Look(spans=spans)) for spans in (False, True))
    assert ("“" in plain.plain, "“" in marked.plain) == (False, True)
    assert len(plain.spans) < len(marked.spans)


def test_the_state_moves_from_before_to_after_the_refusal() -> None:
    rows = beside(refused_once(), 1).splitlines()
    assert rows[1:5] == [
        "trust      ███   .60 → ██    .40  ↓ .20",
        "distress   ██▌   .50 → ███   .60  ↑ .10",
        "hope       ██    .40 → █▌    .30  ↓ .10",
        "felt heard █▌    .30 → █     .20  ↓ .10",
    ]
    assert "  steady" in beside(refused_once(), 0)


def test_a_record_that_begins_at_a_refusal_moves_on_from_there() -> None:
    found = (started(), met(1), exchange(1, phase=Phase.POST_REFUSAL))
    assert "trust      ██    .40 → ███   .60  ↑ .20" in beside(found)


def test_a_narrow_side_breaks_every_number_in_two_and_loses_none() -> None:
    wide, narrow = (beside(refused_once(), 1, narrow=narrow) for narrow in (False, True))
    assert sorted(wide.split()) == sorted(narrow.split())
    assert max(map(len, narrow.partition("✕")[0].splitlines())) <= 27


def test_the_encounter_is_told_with_what_the_person_decided() -> None:
    text = beside(refused_once(), 1)
    wanted = ("✕ refusal met", "stance   refuse, source text", "framing  declines, apologises", "noticed  yes")
    assert [part for part in (*wanted, "repeated no", "person   goes on: rephrase") if part not in text] == []
    assert "refusal met" not in beside(refused_once(), 0)


@pytest.mark.parametrize(
    ("strategy", "words"),
    [(Strategy.WITHDRAW, "leaves without a word"), (Strategy.INSIST, "would go on: insist; the budget is reached")],
)
def test_a_refusal_that_nothing_follows_says_why(strategy: Strategy, words: str) -> None:
    assert f"person   {words}" in beside((*refused_once()[:3], met(2, strategy, next=Phase.END)), 1)


def test_the_end_is_told_beside_the_last_exchange_alone() -> None:
    found = (*refused_once()[:-1], ended(Cause.LEFT, Flag.RELENTED, Flag.SELF_CENSORED))
    assert beside(found, 3).endswith("■ left without support\nflags relented, self censored")
    assert "■" not in beside(found, 2)


def test_an_import_says_that_nobody_was_simulated_and_what_is_missing() -> None:
    found = events(brought(ASKS, NO, place="a.txt", before=3))
    assert NOBODY in beside(found)
    assert "trust" not in beside(found)
    assert "note: 3 earlier messages are missing" in told(found)


def test_a_conversation_without_an_exchange_says_how_it_stands() -> None:
    assert beside((started(),)).strip() == "■ … not ended"
