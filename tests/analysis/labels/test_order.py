from __future__ import annotations

from analysis.labels.order import drawn

IDS = [f"c{n}" for n in range(40)]


def test_each_rater_has_an_order_of_their_own_that_the_seed_fixes() -> None:
    ada, ben = drawn(IDS, seed=1, rater="ada"), drawn(IDS, seed=1, rater="ben")
    assert sorted(ada) == sorted(ben) == sorted(IDS)
    assert ada != ben
    assert ada == drawn(reversed(IDS), seed=1, rater="ada") != drawn(IDS, seed=2, rater="ada")


def test_a_sample_is_the_same_for_every_rater_and_in_another_order() -> None:
    ada, ben = (drawn(IDS, seed=1, rater=name, sample=10) for name in ("ada", "ben"))
    assert (sorted(ada), len(ada)) == (sorted(ben), 10)
    assert ada != ben
    assert set(ada) < set(drawn(IDS, seed=1, rater="ada", sample=20))


def test_what_a_run_adds_does_not_change_the_order_of_the_rest() -> None:
    more = drawn([*IDS, "new"], seed=1, rater="ada")
    assert [name for name in more if name != "new"] == drawn(IDS, seed=1, rater="ada")
