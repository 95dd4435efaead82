from __future__ import annotations

from analysis.evaluators import framing
from analysis.evaluators.score import Absent, Value
from personas.perception import Cue, Source, Stance, Strategy
from tests.support.told import Turn, told

CLEAR = Turn(Strategy.ASK, Stance.REFUSE, cues=(Cue.DECLINES, Cue.REASON))
COLD = Turn(Strategy.INSIST, Stance.REFUSE, cues=(Cue.DECLINES, Cue.BLAMES))
SILENT = Turn(Strategy.INSIST, Stance.DEFLECT, cues=(Cue.ACKNOWLEDGES,))
BLOCKED = Turn(Strategy.INSIST, Stance.BLOCKED, reply="", source=Source.FILTER)


def test_each_cue_is_a_share_of_all_encounters() -> None:
    found = framing.evaluate(told(CLEAR, COLD, SILENT, BLOCKED))
    assert {name: found[name].value for name in ("reason", "blame", "apology", "acknowledged")} == {
        "reason": 0.25, "blame": 0.25, "apology": 0.0, "acknowledged": 0.25,
    }  # fmt: skip
    assert found["blame"].at == (1, 2, 3, 4)


def test_only_what_the_model_worded_can_be_transparent_or_silent() -> None:
    found = framing.evaluate(told(CLEAR, SILENT, BLOCKED))
    assert found["transparent"] == Value(0.5, (1, 2))
    assert found["silent"] == Value(0.5, (1, 2))


def test_a_deflection_that_gives_a_reason_is_not_transparent() -> None:
    found = framing.evaluate(told(Turn(Strategy.ASK, Stance.DEFLECT, cues=(Cue.REASON,))))
    assert (found["transparent"].value, found["first_transparent"].value) == (0.0, False)


def test_the_first_refusal_stands_for_itself() -> None:
    assert framing.evaluate(told(CLEAR, SILENT))["first_transparent"] == Value(True, (1,))
    assert framing.evaluate(told(SILENT, CLEAR))["first_acknowledged"] == Value(True, (1,))
    assert framing.evaluate(told(CLEAR, SILENT))["first_acknowledged"] == Value(False, (1,))


def test_a_first_refusal_by_the_provider_has_no_wording() -> None:
    found = framing.evaluate(told(BLOCKED, CLEAR))
    assert found["first_transparent"].absent is Absent.NOT_AT_RISK
    assert found["transparent"] == Value(1.0, (2,))
    assert framing.evaluate(told(BLOCKED))["silent"].absent is Absent.NOT_AT_RISK


def test_never_refused_is_not_at_risk() -> None:
    found = framing.evaluate(told(Turn(Strategy.ASK, Stance.COMPLY)))
    assert {one.absent for one in found.values()} == {Absent.NOT_AT_RISK}
    assert set(found) == {measure.name for measure in framing.EVALUATOR.measures}
