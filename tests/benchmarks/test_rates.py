"""The coverage benchmark: its truths are those of what it draws, and its rows say what they are."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.stats.endings import endings, lengths
from analysis.stats.flow import phase_flow
from benchmarks.rates import SEED, chains, exchanges, met, people, shares, truth


def test_the_truths_are_those_of_the_people_it_draws() -> None:
    flow = phase_flow(people(np.random.default_rng(SEED), 0.4, 4000))
    ends = {(one.state, one.end): one.seen for one in endings(flow)}
    assert ends["start", "need_met"] == pytest.approx(truth(0.4, met), abs=0.015)
    assert lengths(flow)["start"].value == pytest.approx(truth(0.4, exchanges), abs=0.04)


def test_shares_of_many_clusters_are_covered() -> None:
    row = shares(0.5, 0.2, 60, 200)
    assert (row.what, row.clusters, row.none) == ("share 0.5, icc 0.2", 60, 0.0)
    assert 0.9 < row.wilson < 0.99


def test_chains_have_a_row_for_each_figure() -> None:
    rows = chains(24, 20)
    assert [row.what for row in rows] == ["an end", "exchanges", "difference of ends"]
    assert all(row.drawn > 0.7 for row in rows)
