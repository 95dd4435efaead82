"""Draws are keyed by what they are for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from simulator.draws import Draws

ADA = Draws(seed=3, persona="ada", scenario="night", repetition=1)


@given(seed=st.integers(0, 2**40), exchange=st.integers(0, 99), purpose=st.text(max_size=9))
def test_a_draw_is_a_number_from_zero_up_to_one(seed: int, exchange: int, purpose: str) -> None:
    draws = Draws(seed=seed, persona="a", scenario="b", repetition=1)
    assert 0 <= draws.uniform(exchange, purpose) < 1
    assert 0 <= draws.seed_for(exchange, purpose) < 2**31


def test_the_same_key_always_draws_the_same() -> None:
    assert ADA.uniform(2, "strategy") == Draws(seed=3, persona="ada", scenario="night", repetition=1).uniform(
        2, "strategy"
    )


def test_each_part_of_the_key_changes_the_draw() -> None:
    keys = [
        (3, "ada", "night", 1),
        (4, "ada", "night", 1),
        (3, "ben", "night", 1),
        (3, "ada", "exam", 1),
        (3, "ada", "night", 2),
    ]
    draws = {Draws(seed=s, persona=p, scenario=c, repetition=r).uniform(2, "x") for s, p, c, r in keys}
    assert len(draws | {ADA.uniform(3, "x"), ADA.uniform(2, "y")}) == 7


def test_a_thousand_draws_spread_evenly() -> None:
    counts = [0] * 10
    for exchange in range(1000):
        counts[int(ADA.uniform(exchange, "spread") * 10)] += 1
    # Chi-square with 9 degrees of freedom: 27.88 is exceeded with probability 0.001 (any textbook table).
    assert sum((count - 100) ** 2 / 100 for count in counts) < 27.88
