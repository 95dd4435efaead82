from __future__ import annotations

from simulator.transcript import Exchange
from tests.analysis.realism.records import SPEC, by_model, known, name, talk
from tests.support.builders import refused_once
from tests.support.people import scenario

ASK = scenario().ask.lines[0]


def test_an_ask_in_the_scenarios_words_is_authored() -> None:
    [found] = known(talk(ASK, "But why?"))
    assert [message.authored for message in found.messages[1:]] == [True, False]


def test_messages_are_told_apart_by_the_moves_that_people_have_too() -> None:
    [found] = known(refused_once(name()))
    assert [message.kind for message in found.messages][-2:] == ["asks_again", "stops"]


def test_the_ask_is_cut_out_of_the_words_that_are_the_voices_own() -> None:
    [found] = known(talk(f"I mean it. {ASK}"))
    assert (found.messages[1].own, found.messages[1].text) == ("I mean it.", f"I mean it. {ASK}")


def test_a_model_that_says_the_scenarios_words_is_not_their_author() -> None:
    [found] = known(talk(ASK, voiced=[by_model()]))
    assert not found.messages[1].authored


def test_the_voice_is_the_model_of_the_record_for_all_conversations_of_a_persona() -> None:
    found = known(talk("Why?", voiced=[by_model()]), talk("Why?", id=name(repetition=2)))
    assert {one.voice for one in found} == {SPEC}


def test_a_message_knows_the_reply_read_before_it() -> None:
    [found] = known(refused_once(name()))
    last = found.live.exchanges[-2]
    assert isinstance(last, Exchange)
    assert [found.messages[0].read, found.messages[-1].read] == [None, last.reply.text]
