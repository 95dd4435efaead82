from __future__ import annotations

import msgspec
import pytest

from analysis.realism.message import Conversation
from analysis.realism.mildness import mildness, spearman
from personas.perception import State
from simulator.transcript import AnyEvent, Exchange
from tests.analysis.realism.records import by_model, known, name, talk
from tests.support.builders import STATE, refused_once
from tests.support.people import scenario


def test_ranks_share_their_mean_and_a_side_that_does_not_vary_has_no_correlation() -> None:
    # By hand: ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: 4.5 / sqrt(4.5 * 5).
    assert spearman([(1, 1), (2, 2), (2, 3), (5, 9)]) == pytest.approx(4.5 / (4.5 * 5) ** 0.5)
    assert spearman([(1, 1), (1, 2)]) is None


def test_words_of_distress_are_counted_in_the_voices_messages_alone() -> None:
    found = mildness(known(talk("I am so scared and alone", "ok", voiced=[by_model(), by_model()])))
    assert found["distress_words"].value == pytest.approx(100 * 2 / 9, abs=8)


def test_two_personas_are_too_few_for_a_rank() -> None:
    found = mildness(known(talk("I hurt"), talk("fine", id=name(persona="ben"))))["follows_card"]
    assert (found.value, found.n) == (None, 2)


def test_authored_words_of_distress_are_the_openings_and_never_the_voices() -> None:
    found = mildness(known(_opened(refused_once(name()), "I am so scared and alone")))
    assert (found["distress_words"].value, found["distress_words"].missing) == (0, 0)
    assert found["distress_words_opening"].value == pytest.approx(100 * 2 / 6)


def test_an_opening_from_the_scenario_is_counted_whole() -> None:
    found = mildness(known(_opened(refused_once(name()), scenario().opening[0])))["distress_words_opening"]
    assert (found.value, found.n, found.missing) == (0, 1, 0)


def test_the_rank_over_personas_has_an_interval_that_resamples_personas() -> None:
    found = mildness([_carded(place, 8 - place) for place in range(8)], seed=1)["follows_card"]
    assert (found.value, found.low, found.high, found.n) == (-1, -1, -1, 8)
    mixed = mildness([_carded(place, place * 3 % 8) for place in range(8)], seed=1)["follows_card"]
    assert mixed.low is not None
    assert mixed.high is not None
    assert mixed.low < 0 < mixed.high


def _carded(distress: int, words: int) -> Conversation:
    """Somebody whose card says so much distress and who uses so many words of it."""
    [one] = known(talk("scared " * words + "ok " * (10 - words), voiced=[by_model()], id=name(repetition=distress + 1)))
    card = one.persona.model_copy(update={"id": f"p{distress}", "state": _state(distress / 10)})
    return msgspec.structs.replace(one, persona=card)


def _state(distress: float) -> State:
    return State(trust=STATE.trust, distress=distress, hope=STATE.hope, felt_heard=STATE.felt_heard)


def _opened(events: tuple[AnyEvent, ...], said: str) -> tuple[AnyEvent, ...]:
    return tuple(msgspec.structs.replace(e, said=said) if isinstance(e, Exchange) and e.n == 1 else e for e in events)
