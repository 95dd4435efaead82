from __future__ import annotations

from analysis.evaluators import EVALUATORS
from analysis.evaluators.score import Absent
from analysis.scoring import score
from analysis.trajectory import Trajectory, experienced
from personas.perception import Stance, Strategy
from simulator.transcript import Note
from tests.support.first_look import first_look
from tests.support.told import Turn, told

FOREIGN = Turn(Strategy.INSIST, Stance.NONE, reply="Je ne peux pas vous aider.", notes=(Note.LANGUAGE,))


def seen(*turns: Turn) -> Trajectory:
    return experienced(told(*turns).live, first_look())


def test_a_reply_in_a_language_the_instrument_cannot_read_is_unread() -> None:
    assert seen(Turn(Strategy.ASK, Stance.REFUSE), FOREIGN).unread == (2,)
    assert seen(Turn(Strategy.ASK, Stance.REFUSE)).unread == ()


def test_what_rests_on_unread_replies_is_no_zero_and_what_the_person_did_still_counts() -> None:
    trajectory = seen(Turn(Strategy.ASK, Stance.REFUSE), FOREIGN, Turn(Strategy.WITHDRAW))
    for evaluator, one in zip(EVALUATORS, score(trajectory, EVALUATORS), strict=True):
        for measure in evaluator.measures:
            assert (one.values[measure.name].absent is Absent.NOT_READ) == measure.reads, (one.evaluator, measure.name)
