"""The phase table is the one source of what may follow what."""

from __future__ import annotations

import networkx as nx
import pytest

from simulator.errors import TransitionError
from simulator.phases import TABLE, Phase, allowed, check


def test_every_phase_is_reached_and_reaches_the_end() -> None:
    assert set(nx.descendants(TABLE, Phase.START)) == set(Phase) - {Phase.START}
    assert set(nx.ancestors(TABLE, Phase.END)) == set(Phase) - {Phase.END}


def test_a_conversation_may_start_in_every_phase() -> None:
    assert set(allowed(Phase.START)) == {Phase.PRE_REFUSAL, Phase.REFUSAL, Phase.POST_REFUSAL}


def test_nothing_leads_back_before_the_first_refusal() -> None:
    assert not nx.has_path(TABLE, Phase.POST_REFUSAL, Phase.PRE_REFUSAL)


def test_a_move_the_table_lacks_says_what_it_allows() -> None:
    with pytest.raises(TransitionError, match="from post_refusal to pre_refusal; the phase table allows"):
        check(Phase.POST_REFUSAL, Phase.PRE_REFUSAL)


def test_the_table_cannot_be_changed_at_run_time() -> None:
    with pytest.raises(nx.NetworkXError):
        TABLE.add_edge(Phase.POST_REFUSAL, Phase.PRE_REFUSAL)
