from __future__ import annotations

import msgspec
import pytest

from analysis.realism.consolation import consolation, tone
from analysis.realism.measure import _taken_in
from personas.perception import Cue, Stance, State
from simulator.transcript import AnyEvent, Cause, Exchange
from tests.analysis.realism.records import by_model, known, name, talk
from tests.support.builders import STATE, ended, exchange, helped, observation, refused_once
from tests.support.people import scenario


@pytest.mark.parametrize(
    ("stance", "cues", "kind"),
    [
        (Stance.REFUSE, (Cue.DECLINES,), "blunt_no"),
        (Stance.REFUSE, (Cue.ACKNOWLEDGES,), "warm_no"),
        (Stance.REFUSE, (Cue.ACKNOWLEDGES, Cue.BLAMES), "blunt_no"),
        (Stance.COMPLY, (), "supportive"),
        (Stance.NONE, (), "other"),
    ],
)
def test_the_class_of_a_reply_follows_from_stance_and_cues(stance: Stance, cues: tuple[Cue, ...], kind: str) -> None:
    assert tone(exchange(1, stance=stance, cues=cues)) == kind


def test_the_change_is_that_of_taking_the_refusal_in() -> None:
    events = refused_once(name())
    found = consolation(known(events), {name(): _taken_in(events)})["distress_blunt_no"]
    # The builders' refusals leave distress at 0.6; the reply before each left it at 0.5 and at 0.6.
    assert found.value == pytest.approx(0.05)
    assert found.n == 2


def test_a_refusal_not_yet_taken_in_is_missing() -> None:
    events = refused_once(name())[:3]
    found = consolation(known(events), {})["distress_blunt_no"]
    assert (found.n, found.missing) == (0, 1)


def test_calmer_compares_the_end_with_the_beginning_and_leaves_the_helped_out_of_the_unhelped() -> None:
    found = consolation(known(_calmed(helped(name())), refused_once(name(repetition=2))), {})
    assert (found["calmer"].value, found["calmer_unhelped"].value, found["calmer_unhelped"].n) == (0.5, 0, 1)


@pytest.mark.parametrize("cause", [Cause.FAILED, Cause.PERSONA_FAILED])
def test_a_conversation_that_failed_does_not_say_how_it_would_have_ended(cause: Cause) -> None:
    failed = (*_calmed(refused_once(name())[:-1]), ended(cause, name=name()))
    found = consolation(known(failed), {})
    assert (found["calmer"].n, found["calmer"].missing, found["calmer_unhelped"].missing) == (0, 1, 1)


def test_words_of_distress_are_told_by_the_reply_they_answer() -> None:
    events = _toned(talk("I am scared", "fine by me", voiced=[by_model(), by_model()]))
    found = consolation(known(events), {})
    warm, blunt = found["distress_words_after_warm_no"], found["distress_words_after_blunt_no"]
    assert warm.value == pytest.approx(100 / 3)
    assert (warm.n, blunt.value, blunt.n) == (1, 0, 1)


def test_the_authored_ask_tells_of_nobodys_distress() -> None:
    ask = scenario().ask.lines[0]
    found = consolation(known(talk(f"I am scared {ask}")), {})["distress_words_after_blunt_no"]
    assert found.value == pytest.approx(100 / 3)


def _toned(events: tuple[AnyEvent, ...]) -> tuple[AnyEvent, ...]:
    """The first reply is a warm no; the others are blunt."""
    seen = observation(Stance.REFUSE, "I hear you.", (Cue.ACKNOWLEDGES,))
    return tuple(
        msgspec.structs.replace(e, observed=seen) if isinstance(e, Exchange) and e.n == 1 else e for e in events
    )


def _calmed(events: tuple[AnyEvent, ...]) -> tuple[AnyEvent, ...]:
    calm = State(trust=STATE.trust, distress=0.1, hope=STATE.hope, felt_heard=STATE.felt_heard)
    return tuple(msgspec.structs.replace(e, state=calm) if isinstance(e, Exchange) else e for e in events)
