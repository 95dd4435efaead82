from __future__ import annotations

import msgspec
import pytest

from analysis.realism.consolation import consolation, tone
from analysis.realism.measure import _taken_in
from personas.perception import Cue, Stance, State
from simulator.transcript import AnyEvent, Exchange
from tests.analysis.realism.records import known, name
from tests.support.builders import STATE, exchange, helped, refused_once


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


def _calmed(events: tuple[AnyEvent, ...]) -> tuple[AnyEvent, ...]:
    calm = State(trust=STATE.trust, distress=0.1, hope=STATE.hope, felt_heard=STATE.felt_heard)
    return tuple(msgspec.structs.replace(e, state=calm) if isinstance(e, Exchange) else e for e in events)
