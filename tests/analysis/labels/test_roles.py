from __future__ import annotations

from pathlib import Path

import pytest

from analysis.labels.compare import compare
from analysis.labels.instrument import instruments
from analysis.labels.label import Label, Role
from analysis.labels.roles import Apart, rank
from tests.analysis.judging.stand import item, rubric
from tests.support.rated import judged, labelled, scored

BOTH = rubric(item("kind"), item("warm"))
LIVED, WORK = Role.LIVED.value, Role.PROFESSIONAL.value
NOES, YESES, HALF = ["no"] * 6, ["yes"] * 6, ["yes", "no"] * 3


def apart(folder: Path, labels: list[Label]) -> dict[str, Apart]:
    scores = [judged(BOTH, f"c{n}", "yes", "yes") for n in range(6)]
    (one,) = instruments(scored(folder, "small-1@judge", scores), {BOTH.id: BOTH})
    found = compare(one, labels, BOTH, seed=3)
    return {each.measure: role for each in found.items for role in each.roles}


def people(kind: list[list[str]], warm: list[list[str]]) -> list[Label]:
    """Two of lived experience, then two professionals."""
    raters = (("l1", LIVED), ("l2", LIVED), ("p1", WORK), ("p2", WORK))
    return [
        one
        for name, answers in (("kind", kind), ("warm", warm))
        for (rater, role), said in zip(raters, answers, strict=True)
        for one in labelled(BOTH, rater, said, role, name)
    ]


def test_roles_that_differ_more_than_people_of_one_role_do_stand_first(tmp_path: Path) -> None:
    found = apart(tmp_path, people([NOES, NOES, YESES, YESES], [HALF, YESES, HALF, YESES]))
    kind, warm = found["kind"], found["warm"]
    # On kind, each role agrees with itself always and with the other never.
    assert (kind.between.percent.value, kind.gap, kind.lean.value) == (0.0, 1.0, -1.0)
    assert [one.percent.value for one in kind.within.values()] == [1.0, 1.0]
    # On warm, half of the units split both roles alike: within 3 of 6, between (6 + 3 + 3 + 6) of 24.
    assert (warm.between.percent.value, warm.gap, warm.lean.value) == (0.75, -0.25, 0.0)
    assert sorted(found, key=lambda name: rank(found[name])) == ["kind", "warm"]


def test_one_rater_of_a_role_shows_what_is_shared_and_leaves_the_gap_open(tmp_path: Path) -> None:
    labels = [*labelled(BOTH, "l1", NOES, LIVED), *labelled(BOTH, "p1", HALF, WORK)]
    (found,) = apart(tmp_path, labels).values()
    assert (found.within, found.gap, found.between.percent.value) == ({}, None, 0.5)
    assert found.lean.value == -0.5


@pytest.mark.parametrize("role", [LIVED, ""])
def test_raters_of_one_role_or_of_none_said_are_not_taken_apart(tmp_path: Path, role: str) -> None:
    assert apart(tmp_path, [*labelled(BOTH, "a", NOES, role), *labelled(BOTH, "b", HALF, role)]) == {}
