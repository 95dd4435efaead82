"""Absorbing chains against textbook answers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.comparison.column import Floats
from analysis.stats.chain import absorbed, remaining, shares

ONE = np.ones


def walk(inner: int, up: float) -> Floats:
    """A gambler's fortunes 1 to `inner`; then ruin, and the end above."""
    moves = np.zeros((inner + 2, inner + 2))
    for at in range(inner):
        moves[at, at + 1 if at + 1 < inner else inner + 1] = up
        moves[at, at - 1 if at else inner] = 1 - up
    moves[inner:] = np.nan
    return moves


def test_the_drunkard_of_grinstead_and_snell() -> None:
    """Examples 11.13 to 11.15: corners 1 to 3 between home (0) and bar (4); t = (3, 4, 3), B = rows (3/4, 1/4) ..."""
    moves = walk(3, 0.5)
    assert np.allclose(remaining(moves, 3, ONE(3)), [3, 4, 3])
    assert np.allclose(absorbed(moves, 3), [[0.75, 0.25], [0.5, 0.5], [0.25, 0.75]])


@pytest.mark.parametrize(("up", "top", "start"), [(0.4, 8, 1), (0.45, 20, 10), (0.6, 5, 3)])
def test_the_gamblers_ruin(up: float, top: int, start: int) -> None:
    """Grinstead and Snell, section 12.2: with r = q/p the chance to reach the top is (r^z - 1) / (r^M - 1)."""
    ratio = (1 - up) / up
    wins = (ratio**start - 1) / (ratio**top - 1)
    found = absorbed(walk(top - 1, up), top - 1)[start - 1]
    assert np.allclose(found, [1 - wins, wins])


def test_a_state_where_nobody_was_has_no_answer_and_spoils_none() -> None:
    counts = np.array([[1.0, 0, 1, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]])
    found = absorbed(shares(counts), 2)
    assert np.allclose(found[0], [1, 0])
    assert np.isnan(found[1]).all()
    assert np.isnan(remaining(shares(counts), 2, ONE(2))).tolist() == [False, True]


def test_a_stack_is_solved_as_each_alone() -> None:
    both = np.stack([walk(3, 0.5), walk(3, 0.3)])
    assert np.allclose(absorbed(both, 3), [absorbed(one, 3) for one in both])


@given(st.integers(1, 6), st.integers(1, 4), st.integers(0, 2**32 - 1))
def test_probabilities_are_probabilities_and_rows_sum_to_one(through: int, ends: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    counts = chance.integers(0, 9, size=(through + ends, through + ends)).astype(float)
    counts[:through, through] += 1
    counts[through:] = 0
    found = absorbed(shares(counts), through)
    assert np.allclose(found.sum(axis=1), 1)
    assert (found >= -1e-12).all()
    assert (found <= 1 + 1e-12).all()
    assert (remaining(shares(counts), through, ONE(through)) >= 1 - 1e-12).all()
