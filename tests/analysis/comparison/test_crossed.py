"""Clusters that share persons and situations: the published formula, its edges, and that it holds what it says."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from statsmodels.stats.sandwich_covariance import cov_cluster_2groups

from analysis.comparison.crossed import Crossed, count_of, crossed, drawn, products, squares
from analysis.comparison.interval import estimates
from analysis.stats.proportion import Told, proportion


def names(persons: int, situations: int) -> list[str]:
    return [f"p{i} × s{j}" for i in range(persons) for j in range(situations)]


def sides(names: list[str]) -> Crossed:
    found = crossed(names)
    assert found is not None
    return found


def test_the_variance_of_a_mean_is_that_of_statsmodels() -> None:
    """Cameron, Gelbach and Miller (2011) as statsmodels has it, corrected for each grouping's own count."""
    chance, labels = np.random.default_rng(0), names(6, 5)
    person, situation = np.repeat(np.arange(6), 5), np.tile(np.arange(5), 6)
    values = chance.normal(size=6)[person] + chance.normal(size=5)[situation] + chance.normal(size=30)
    fitted = sm.OLS(values, np.ones(30)).fit()
    theirs = cov_cluster_2groups(fitted, person, situation, use_correction=True)[0][0, 0]
    ours = squares((values - values.mean()) / 30, sides(labels))
    # Theirs has (n - 1) / (n - k) on top, which is 1 with one parameter.
    assert float(ours) == pytest.approx(float(theirs))


def test_names_with_two_sides_are_crossed_and_others_are_not() -> None:
    assert crossed(["mara/week", "mara/exam"]) is None
    assert crossed(["mara × week", "transcript 7"]) is None
    assert (sides(names(4, 3)).size, count_of(names(4, 3)), count_of(["a", "b", "b"])) == (3, 3, 2)


def test_one_situation_for_each_person_is_as_without() -> None:
    moves = np.random.default_rng(1).normal(size=(8, 2))
    assert squares(moves, sides([f"p{i} × s{i}" for i in range(8)])) == pytest.approx(squares(moves, None))


def test_a_side_that_all_share_is_left_out() -> None:
    only = sides([f"p{i} × s" for i in range(7)])
    moves = np.random.default_rng(2).normal(size=7)
    assert (len(only.sides), only.size) == (1, 7)
    assert float(squares(moves, only)) == pytest.approx(float(squares(moves, None)))
    assert sides(["p × s"]).size == 1


def test_it_is_never_less_than_over_persons_or_over_situations() -> None:
    """Where what persons and situations add cancels out, the difference alone would be below either, or below 0."""
    labels = names(4, 4)
    moves = np.where(np.eye(4).ravel() > 0, 1.0, -1 / 3)
    person = squares(moves.reshape(4, 4).sum(axis=1), None)
    assert float(squares(moves, sides(labels))) == pytest.approx(float(person), abs=1e-12)
    chance = np.random.default_rng(3)
    for _ in range(50):
        moves = chance.normal(size=(16, 1))
        either = max(float(squares(moves.reshape(4, 4).sum(axis=at), None)) for at in (0, 1))
        assert float(squares(moves, sides(labels))[0]) >= either - 1e-9


def test_covariances_are_a_covariance() -> None:
    chance, labels = np.random.default_rng(4), names(5, 5)
    for _ in range(50):
        found = products(chance.normal(size=(25, 3)), sides(labels))
        assert np.linalg.eigvalsh(found).min() > -1e-9


def test_persons_and_situations_are_drawn_each_for_themselves() -> None:
    found = drawn(sides(names(3, 4)), 12, np.random.default_rng(5), 400).reshape(400, 3, 4)
    person, situation = found.sum(axis=2), found.sum(axis=1)
    # Every row is the outer product of two draws, of 3 and of 4.
    assert (found * 12 == person[:, :, None] * situation[:, None, :]).all()
    assert (found.sum(axis=(1, 2)) == 12).all()


def held(chance: np.random.Generator, persons: int, situations: int) -> np.ndarray:
    """Yes or no of each person in each situation, where both have a leaning of their own."""
    level = chance.normal(size=(persons, 1)) * 0.7 + chance.normal(size=(1, situations)) * 0.7 - 0.5
    return chance.random((persons, situations)) < 1 / (1 + np.exp(-level))


@pytest.mark.slow
def test_intervals_of_shares_and_of_differences_hold_the_truth_where_clusters_are_crossed() -> None:
    chance, labels = np.random.default_rng(6), names(12, 15)
    leaning = chance.normal(size=(400_000, 2)).sum(axis=1) * 0.7 - 0.5
    truth = float((1 / (1 + np.exp(-leaning))).mean())
    hits: list[bool] = []
    narrow: list[bool] = []
    gaps: list[bool] = []
    for draw in range(300):
        values = held(chance, 12, 15).ravel().astype(float)
        for found, kind in ((hits, labels), (narrow, [name.replace(" × ", "/") for name in labels])):
            one = proportion([Told(name, value) for name, value in zip(kind, values, strict=True)], "x")
            assert one.low is not None
            assert one.high is not None
            found.append(one.low <= truth <= one.high)
        apart = chance.normal(size=(12, 1)) + chance.normal(size=(1, 15)) + chance.normal(size=(12, 15))
        (two,) = estimates(apart.reshape(-1, 1), np.arange(180), draw, sides=sides(labels))
        assert two.low is not None
        assert two.high is not None
        gaps.append(two.low <= 0 <= two.high)
    assert np.mean(hits) > 0.92
    assert np.mean(narrow) < 0.8
    assert 0.92 < np.mean(gaps) < 0.99
