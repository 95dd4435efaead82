"""Every coefficient has its published value, and that of an independent implementation on tables nobody chose."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from analysis.agreement import Agreement, Ratings, Scale, agreement, cohen
from tests.analysis.agreement import plainly
from tests.analysis.agreement.published import FLEISS, GWET, KRIPPENDORFF, TEXTBOOK, crossed, rated, ratings

LABELS = (0, 1, 2, 3, 4)


def told(of: Ratings, scale: Scale = Scale.NOMINAL) -> Agreement:
    """Values alone: one resample."""
    return agreement(of, scale=scale, seed=0, resamples=1)


@st.composite
def tables(draw: st.DrawFn, *, most: int = 4, gaps: bool = True) -> Ratings:
    raters = draw(st.integers(2, most))
    label = st.sampled_from([None, *LABELS] if gaps else LABELS)
    return rated(draw(st.lists(st.tuples(*[label] * raters), min_size=1, max_size=20)), LABELS)


def test_fleiss_kappa_is_that_of_the_thirty_patients() -> None:
    # Fleiss 1971 prints .430.
    found = told(ratings(FLEISS))
    assert found.fleiss.value == pytest.approx(0.4302, abs=5e-5)
    assert found.fleiss.n == 30


def test_gwets_units_with_gaps_have_his_coefficients() -> None:
    found = told(ratings(GWET))
    values = found.alpha.value, found.ac1.value, found.fleiss.value, found.percent.value
    assert values == pytest.approx((0.74342, 0.77544, 0.76117, 0.81818), abs=5e-6)


def test_a_unit_with_one_label_cannot_agree_and_is_missing() -> None:
    found = told(ratings(GWET))
    assert (found.units, found.alpha.n, found.alpha.missing, found.gaps) == (12, 11, 1, 7)


def test_krippendorffs_reliability_data_have_his_alphas() -> None:
    found = [told(ratings(KRIPPENDORFF), scale).alpha.value for scale in (Scale.NOMINAL, Scale.INTERVAL)]
    assert found == pytest.approx([0.6914, 0.8108], abs=5e-5)


def test_kappa_of_the_textbook_table() -> None:
    assert told(crossed(TEXTBOOK)).cohen.value == pytest.approx(0.4)


def test_labels_crossed_are_those_of_the_first_rater_by_the_second() -> None:
    assert told(crossed(TEXTBOOK)).confusion == {"0": {"0": 20, "1": 5}, "1": {"0": 10, "1": 15}}
    assert told(ratings(GWET)).confusion is None


@given(tables(most=2, gaps=False))
def test_kappas_are_those_of_scikit_learn(table: Ratings) -> None:
    first, second = zip(*table.rows, strict=True)
    assume(len({*first, *second}) > 1)
    found = told(table, Scale.ORDINAL)
    for mine, weights in ((found.cohen, None), (found.linear, "linear"), (found.quadratic, "quadratic")):
        theirs = cohen_kappa_score(first, second, labels=LABELS, weights=weights)
        assert mine.value == pytest.approx(theirs, abs=1e-12)


@given(tables(most=2))
def test_both_ways_of_counting_kappa_agree(table: Ratings) -> None:
    counts: dict[tuple[str, str], int] = {}
    for first, second in table.rows:
        if first is not None and second is not None:
            counts[str(first), str(second)] = counts.get((str(first), str(second)), 0) + 1
    mine, plain = told(table).cohen.value, cohen(counts)
    assert (mine is None) == (plain is None)
    assert mine is None or mine == pytest.approx(plain, abs=1e-12)


@given(tables(), st.sampled_from(Scale))
def test_alpha_is_that_of_the_coincidence_matrix(table: Ratings, scale: Scale) -> None:
    mine, plain = told(table, scale).alpha.value, plainly.alpha(table, scale)
    assert (mine is None) == (plain is None)
    assert mine is None or mine == pytest.approx(plain, abs=1e-9)


@given(tables())
def test_share_fleiss_and_ac1_are_those_of_gwets_formulas(table: Ratings) -> None:
    found, plain = told(table), plainly.against_chance(table)
    mine = found.percent.value, found.fleiss.value, found.ac1.value
    assert mine == ((None,) * 3 if plain is None else pytest.approx(plain, abs=1e-9))


@given(tables())
def test_the_order_of_raters_and_of_units_does_not_matter_to_coefficients_of_many(table: Ratings) -> None:
    rows = [tuple(reversed(row)) for row in reversed(table.rows)]
    there, back = told(table, Scale.ORDINAL), told(rated(rows, LABELS), Scale.ORDINAL)
    for name in ("percent", "fleiss", "alpha", "ac1"):
        assert there.figures[name].value == pytest.approx(back.figures[name].value, abs=1e-12)


@given(tables(), st.integers(1, 9), st.integers(-9, 9))
def test_interval_alpha_does_not_depend_on_unit_or_origin(table: Ratings, times: int, plus: int) -> None:
    def moved(label: object) -> int | None:
        return label * times + plus if isinstance(label, int) else None

    rows = [[moved(label) for label in row] for row in table.rows]
    there, here = told(rated(rows), Scale.INTERVAL).alpha.value, told(table, Scale.INTERVAL).alpha.value
    assert (there is None) == (here is None)
    assert there is None or there == pytest.approx(here, abs=1e-9)


def test_weights_on_an_order_are_ranks_and_on_an_interval_numbers() -> None:
    table = rated([(1, 1), (2, 2), (10, 10), (1, 2), (2, 10), (10, 1)], (1, 2, 10))
    ordinal, interval = told(table, Scale.ORDINAL), told(table, Scale.INTERVAL)
    assert ordinal.linear.value == pytest.approx(1 - 4 / 6 / (8 / 9))
    assert interval.linear.value == pytest.approx(1 - 18 / 6 / (36 / 9))


def test_declared_labels_that_nobody_gave_count_for_ac1() -> None:
    rows = [(0, 0)] * 8 + [(0, 1), (1, 1)]
    two, five = (told(rated(rows, labels)).ac1.value for labels in (None, LABELS))
    # By hand: seen .9, shares .85 and .15; chance .255 over 2 labels, .06375 over 5.
    assert (two, five) == pytest.approx((0.645 / 0.745, 0.83625 / 0.93625))


def test_two_who_always_differ_have_a_kappa_of_minus_one_that_nobody_clips() -> None:
    found = told(crossed([[0, 10], [10, 0]]))
    assert (found.percent.value, found.cohen.value, found.ac1.value) == (0, -1, -1)
    # Alpha by hand: 40 labels, 20 of each; expected 2 * 20 * 20 / (40 * 39), seen 1.
    assert found.alpha.value == pytest.approx(1 - 1560 / 800)


def test_words_are_labels_like_others() -> None:
    rows = [("no", "no"), ("yes", "yes"), ("yes", "no"), ("no", None)]
    found = told(rated(rows))
    assert (found.labels, found.cohen.n, found.cohen.missing) == (("no", "yes"), 3, 1)
    assert found.cohen.value == pytest.approx(0.4)
