"""What several judgements say together, and what one conversation's answers add up to."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from analysis.evaluators.score import Absent, Answered, Judged, Score, Value
from analysis.judging.panel import panel, spread
from analysis.judging.questions import Asked
from analysis.judging.rubric import Rubric
from analysis.judging.values import fold
from tests.analysis.judging.stand import ADA, item, rubric

LEVELS = {n: f"level {n}" for n in range(1, 6)}
KIND = rubric(item())
SCALE = rubric(item("level", kind="scale", levels=LEVELS, unit="reply", thresholds=(1, 2, 2.3)))
LABEL = rubric(item("sort", kind="choice", labels={"a": "A", "b": "B", "c": "C"}))
BLANK = Answered(item="kind")


def seats(of: Rubric, measure: str, given: Sequence[object]) -> Score:
    """The panel's line of as many judgements."""
    values = [one if isinstance(one, Value) else Value(one) for one in given]  # type: ignore[arg-type]
    lines = [
        Score(
            id=ADA,
            evaluator=of.id,
            version=1,
            instrument="judge:j",
            values={m: value if m == measure else Value(absent=Absent.UNKNOWN) for m in _names(of)},
            judged=Judged(judge=f"j{n % 2}", prompt="p", prompt_sha256="s", rubric_sha256=of.sha256, repeat=1 + n // 2),
        )
        for n, value in enumerate(values)
    ]
    return panel(of, lines)


def _names(of: Rubric) -> list[str]:
    found = fold(of, Asked((), {i.id: Value(absent=Absent.UNKNOWN) for i in of.items}), ())
    return list(found)


UNPARSEABLE = Value(absent=Absent.UNPARSEABLE, why="no object")
SKIPPED = Value(absent=Absent.NOT_AT_RISK, why="not asked")


@pytest.mark.parametrize(
    ("given", "value", "absent"),
    [
        ([True], True, None),
        ([True, True, False], True, None),
        ([True, False], None, Absent.UNKNOWN),
        ([True, UNPARSEABLE], None, Absent.UNPARSEABLE),
        ([True, UNPARSEABLE, UNPARSEABLE], None, Absent.UNPARSEABLE),
        ([True, True, UNPARSEABLE], True, None),
        ([True, False, UNPARSEABLE], None, Absent.UNKNOWN),
        ([SKIPPED, SKIPPED, True], None, Absent.NOT_AT_RISK),
        ([SKIPPED, True], None, Absent.UNKNOWN),
    ],
)
def test_a_label_needs_more_than_half_of_all_judgements(
    given: Sequence[object], value: bool | None, absent: Absent | None
) -> None:
    found = seats(KIND, "kind", given).values["kind"]
    assert (found.value, found.absent) == (value, absent)


def test_a_tie_says_who_said_what() -> None:
    score = seats(KIND, "kind", [True, False, True, False])
    assert score.values["kind"].why == "no majority: no 2, yes 2"
    assert isinstance(score.judged, Judged)
    assert (score.judged.votes, score.instrument) == ({"kind": {"no": 2, "yes": 2}}, "panel:j0x2,j1x2")


def test_a_level_is_the_mean_with_its_spread_and_its_thresholds() -> None:
    score = seats(SCALE, "level", [2, 2, 3])
    found = score.values
    assert found["level"].value == pytest.approx(7 / 3)
    assert [found[f"level_at_most_{limit}"].value for limit in ("1", "2", "2.3")] == [False, False, False]
    assert spread(score, "level") == (2, 3)
    closer = seats(SCALE, "level", [2, 2, 2, 3]).values
    assert [closer[f"level_at_most_{limit}"].value for limit in ("1", "2", "2.3")] == [False, False, True]


def test_a_level_that_too_few_gave_has_no_value() -> None:
    found = seats(SCALE, "level", [2, UNPARSEABLE]).values
    assert (found["level"].value, found["level"].absent) == (None, Absent.UNPARSEABLE)
    assert found["level_at_most_2"].absent is Absent.UNPARSEABLE


def test_labels_of_three_kinds_need_a_majority_too() -> None:
    assert seats(LABEL, "sort", ["a", "b", "c"]).values["sort"].value is None
    assert seats(LABEL, "sort", ["a", "b", "a"]).values["sort"].value == "a"


def test_one_number_of_votes_that_is_no_number_spreads_nothing() -> None:
    assert spread(seats(SCALE, "level", [UNPARSEABLE]), "level") is None


def _said(of: Rubric, *said: str) -> Value:
    """The value of an item asked about one reply after another; `?` is missing, `-` did not arise."""
    absent = {"?": Absent.INVALID, "-": Absent.NOT_AT_RISK}
    answers = [
        Answered(item=of.items[0].id, at=n, said="" if word in absent else word, absent=absent.get(word), why=word)
        for n, word in enumerate(said, 1)
    ]
    return fold(of, Asked((), {}), answers)[of.items[0].id]


ANY, ALL, SHARE = (rubric(item(unit="reply", over=over)) for over in ("any", "all", "share"))
HIGHEST = rubric(item("level", kind="scale", levels=LEVELS, unit="reply", over="highest"))


@pytest.mark.parametrize(
    ("of", "said", "value", "at"),
    [
        (ANY, "no yes no", True, (2,)),
        (ANY, "no no", False, ()),
        (ANY, "yes ?", True, (1,)),
        (ANY, "no ?", None, ()),
        (ALL, "yes yes", True, (1, 2)),
        (ALL, "yes no ?", False, (2,)),
        (ALL, "yes ?", None, ()),
        (SHARE, "yes no no yes", 0.5, (1, 4)),
        (SHARE, "yes - no", 0.5, (1,)),
        (SHARE, "yes ?", None, ()),
        (SCALE, "4 2 3", 2, (2,)),
        (SCALE, "4 1 ?", 1, (2,)),
        (SCALE, "4 2 ?", None, ()),
        (HIGHEST, "4 2 3", 4, (1,)),
        (HIGHEST, "5 ?", 5, (1,)),
        (ANY, "- -", None, ()),
    ],
)
def test_answers_of_one_conversation_add_up(of: Rubric, said: str, value: object, at: tuple[int, ...]) -> None:
    found = _said(of, *said.split())
    assert (found.value, found.at) == (value, at)
    if value is None:
        assert found.absent is (Absent.NOT_AT_RISK if set(said.split()) == {"-"} else Absent.INVALID)
