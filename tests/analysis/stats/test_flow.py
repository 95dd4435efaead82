"""Flows: counted moves, chances of ends, lengths, paths and differences, on rows whose answers are known."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from math import isclose

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.cases import After, Case
from analysis.errors import AnalysisError
from analysis.stats.apart import ends_apart, moves_apart
from analysis.stats.endings import endings, lengths
from analysis.stats.flow import Flow, phase_flow, strategy_flow
from analysis.stats.paths import phase_paths, strategy_paths
from personas.perception import Strategy
from simulator.phases import TABLE, Phase, allowed
from simulator.transcript import Cause, Flag
from tests.support.walked import POST, PRE, REFUSAL, row

ENDS = (Cause.LEFT, Cause.ELSEWHERE, Cause.MET, Cause.BUDGET)
GONE_ON = row(PRE, REFUSAL, POST, POST, end=Cause.MET)
STAYED = row(PRE, PRE, end=Cause.MET)
LEFT = row(PRE, REFUSAL)


@st.composite
def walked(draw: st.DrawFn) -> Case:
    """Any conversation that the table of phases allows."""
    phases: list[Phase] = []
    at: Phase = Phase.START
    while True:
        at = draw(st.sampled_from(allowed(at))) if len(phases) < 7 else Phase.END
        if at is Phase.END:
            break
        phases.append(at)
    if phases[0] not in allowed(Phase.START) or not TABLE.has_edge(phases[-1], Phase.END):
        phases.append(REFUSAL)
    person, end = draw(st.sampled_from("abcdefg")), draw(st.sampled_from(ENDS))
    told = draw(st.lists(st.sampled_from(list(Strategy)), min_size=1, max_size=6))
    return row(*phases, end=end, cluster=f"{person}/night", strategies=told)


def many(case: Case, count: int, start: int = 0) -> list[Case]:
    return [msgspec.structs.replace(case, cluster=f"{n}/night") for n in range(start, start + count)]


def test_moves_are_counted_and_shared_out() -> None:
    graph = phase_flow([*many(GONE_ON, 6), *many(STAYED, 3, 6), LEFT], name="blunt").graph
    assert {move: graph.edges[move]["count"] for move in graph.edges} == {
        ("start", "pre_refusal"): 10,
        ("pre_refusal", "pre_refusal"): 3,
        ("pre_refusal", "refusal"): 7,
        ("pre_refusal", "need_met"): 3,
        ("refusal", "post_refusal"): 6,
        ("refusal", "left_without_support"): 1,
        ("post_refusal", "post_refusal"): 6,
        ("post_refusal", "need_met"): 6,
    }
    refused = graph.edges["pre_refusal", "refusal"]["probability"]
    assert (refused.value, refused.n, refused.clusters) == (7 / 13, 13, 10)
    assert graph.graph == {"name": "blunt", "left_out": 0, "conversations": 10, "clusters": 10}
    assert [node for node, end in graph.nodes(data="end") if end] == ["left_without_support", "need_met"]


def test_a_state_that_each_leaves_once_has_wilsons_interval() -> None:
    """Newcombe 1998, table I: 15 of 148 has .0624 to .1605."""
    flow = phase_flow([*many(GONE_ON, 15), *many(LEFT, 133, 15)])
    found = flow.graph.edges["refusal", "post_refusal"]["probability"]
    assert (round(found.low, 4), round(found.high, 4)) == (0.0624, 0.1605)


def test_a_move_that_the_table_does_not_hold_is_an_error() -> None:
    with pytest.raises(AnalysisError, match=r"ada/night.*a move from pre_refusal to post_refusal"):
        phase_flow([row(PRE, POST)])


@given(st.lists(walked(), min_size=1, max_size=12))
def test_what_leaves_a_state_sums_to_one_and_what_comes_in_goes_out(cases: list[Case]) -> None:
    for flow in (phase_flow(cases), strategy_flow(cases)):
        graph = flow.graph
        for state in flow.through:
            out = [move["probability"].value for _, _, move in graph.out_edges(state, data=True)]
            assert isclose(sum(out), 1)
            assert all(0 <= share <= 1 for share in out)
            visits = graph.nodes[state]["visits"]
            assert sum(move["count"] for _, _, move in graph.out_edges(state, data=True)) == visits
        assert sum(graph.nodes[end]["visits"] for end in flow.ends) == len(cases)


@settings(max_examples=25, deadline=None)
@given(st.lists(walked(), min_size=1, max_size=12))
def test_from_the_start_the_chain_ends_as_was_seen(cases: list[Case]) -> None:
    ends = Counter(case.end.value for case in cases)
    for flow in (phase_flow(cases), strategy_flow(cases)):
        found = endings(flow)
        for one in found:
            if one.state == "start":
                assert isclose(one.probability.value or 0, ends[one.end] / len(cases), abs_tol=1e-9)
                assert isclose(one.seen, ends[one.end] / len(cases))
        for state in flow.through:
            assert isclose(sum(one.probability.value or 0 for one in found if one.state == state), 1)
    held = sum(case.exchanges for case in cases) / len(cases)
    assert isclose(lengths(phase_flow(cases))["start"].value or 0, held, abs_tol=1e-9)


def test_a_gamblers_fortune_told_by_strategies() -> None:
    """Grinstead and Snell, section 11.2: fortunes 1 to 3 of a fair game to 4 win by 1/4, 1/2, 3/4, and last 3, 4, 3.

    Every move of the game is made equally often, so the chain is the game's own.
    """
    one, two, three = Strategy.ASK, Strategy.INSIST, Strategy.APPEAL
    lose, win = Cause.LEFT, Cause.MET
    games = [((one,), lose), ((three,), win), ((one, two, three, two, one), lose), ((three, two, one, two, three), win)]
    cases = [row(PRE, strategies=told, end=end, cluster=f"{n}/x") for n, (told, end) in enumerate(games * 3)]
    flow = strategy_flow(cases)
    found = {(x.state, x.end): x.probability.value for x in endings(flow)}
    assert [round(found[s.value, "need_met"] or 0, 9) for s in (one, two, three)] == [0.25, 0.5, 0.75]
    assert [round(lengths(flow)[s.value].value or 0, 9) for s in (one, two, three)] == [3, 4, 3]


def test_memory_shows_where_the_chain_and_what_was_seen_part() -> None:
    """Those who were refused at once all leave; those refused late all stay: the state alone does not say so."""
    cases = [*many(row(REFUSAL, POST), 10), *many(row(PRE, REFUSAL, POST, end=Cause.MET), 10, 10)]
    found = {(one.state, one.end): one for one in endings(phase_flow(cases))}
    met = found["pre_refusal", "need_met"]
    assert (met.probability.value, met.seen) == (0.5, 1.0)


def test_a_budget_is_an_end_and_counts_as_cut_off() -> None:
    cases = [*many(row(PRE, REFUSAL, POST, end=Cause.BUDGET), 6), *many(GONE_ON, 6, 6)]
    found = {(one.state, one.end): one.probability for one in endings(phase_flow(cases))}
    assert found["post_refusal", "budget_reached"].censored == 6
    assert found["start", "budget_reached"].value == pytest.approx(0.5)


def test_intervals_are_drawn_by_cluster_and_by_the_seed_alone() -> None:
    alike = [msgspec.structs.replace(case, cluster=f"{n % 6}/night")
             for n, case in enumerate((GONE_ON, LEFT, GONE_ON, LEFT, LEFT, LEFT) * 4)]  # fmt: skip
    alone = [msgspec.structs.replace(case, cluster=f"{n}/night") for n, case in enumerate(alike)]

    def width(cases: list[Case]) -> float:
        (one,) = [x.probability for x in endings(phase_flow(cases)) if (x.state, x.end) == ("start", "need_met")]
        return (one.high or 0) - (one.low or 0)

    assert width(alike) > 1.5 * width(alone)
    assert endings(phase_flow(alike), seed=1) == endings(phase_flow(alike), seed=1)
    assert endings(phase_flow(alike), seed=1) != endings(phase_flow(alike), seed=2)


def test_few_clusters_and_what_does_not_vary_have_no_interval_and_say_why() -> None:
    few, same = endings(phase_flow(many(GONE_ON, 4)))[0], endings(phase_flow(many(GONE_ON, 8)))[0]
    assert (few.probability.low, few.probability.warnings) == (
        None,
        ("no interval: 4 clusters, and at least 5 are needed",),
    )
    assert same.probability.warnings == (
        "no interval: nothing varies, which would feign certainty",
        "small sample: 8 clusters",
    )


def test_nothing_held_is_no_finding() -> None:
    empty = phase_flow([])
    assert (endings(empty), lengths(empty), phase_paths([]), list(empty.graph)) == ((), {}, (), ["start"])
    assert ends_apart(empty, phase_flow([LEFT])) == ()


def test_the_most_frequent_paths_come_first() -> None:
    found = phase_paths([*many(LEFT, 5), *many(STAYED, 3, 5), *many(GONE_ON, 4, 8)], most=2)
    assert [(one.states, one.count) for one in found] == [
        (("start", "pre_refusal", "refusal", "left_without_support"), 5),
        (("start", "pre_refusal", "refusal", "post_refusal", "need_met"), 4),
    ]
    assert (found[0].share.value, found[0].share.n) == (5 / 12, 12)


def flows(refused_a: int, refused_b: int) -> tuple[Flow, Flow]:
    """Of twenty persons in each group so many leave at the refusal; the others go on."""
    return tuple(phase_flow([*many(LEFT, some), *many(GONE_ON, 20 - some, some)]) for some in (refused_a, refused_b))  # type: ignore[return-value]


def test_groups_that_differ_are_told_apart_and_the_same_are_not() -> None:
    a, b = flows(4, 16)
    found = {gap.step: gap for gap in moves_apart(a, b)}
    left = found["refusal", "left_without_support"]
    assert (left.a, left.b, round(left.difference.value or 0, 9)) == (0.2, 0.8, 0.6)
    assert 0.2 < (left.difference.low or 0) < 0.6 < (left.difference.high or 0) < 0.95
    ends = {gap.step: gap for gap in ends_apart(a, b)}
    assert round(ends["start", "need_met"].difference.value or 0, 9) == -0.6
    same = [gap.difference for gap in moves_apart(a, a)]
    assert {(one.value, one.low) for one in same} == {(0.0, None)}


def test_a_move_that_one_group_never_makes_has_chance_none_there() -> None:
    a, b = phase_flow(many(LEFT, 8)), phase_flow([*many(LEFT, 4), *many(GONE_ON, 4, 4)])
    found = {gap.step: (gap.a, gap.b) for gap in moves_apart(a, b)}
    assert found["refusal", "post_refusal"] == (0.0, 0.5)
    assert not any(one == "post_refusal" for one, _ in found)


def test_shared_persons_are_drawn_together() -> None:
    """The second group is the first with one change: paired, little is uncertain; with others in it, more is."""
    people = [*many(LEFT, 10), *many(GONE_ON, 10, 10)]
    changed = [*many(LEFT, 12), *many(GONE_ON, 8, 12)]
    strangers = [msgspec.structs.replace(case, cluster=f"x{case.cluster}") for case in changed]

    def width(a: list[Case], b: list[Case]) -> float:
        found = {gap.step: gap.difference for gap in ends_apart(phase_flow(a), phase_flow(b))}
        low, high = found["start", "need_met"].low, found["start", "need_met"].high
        assert low is not None
        assert high is not None
        return high - low

    assert width(people, changed) < 0.6 * width(people, strangers)


ERODED = [
    msgspec.structs.replace(GONE_ON, flags=(Flag.ERODED,), after=After.ERODED, cluster="eve/night"),
    msgspec.structs.replace(GONE_ON, flags=(Flag.ERODED, Flag.RELENTED), cluster="fay/night"),
    msgspec.structs.replace(GONE_ON, after=After.ERODED, cluster="gil/night"),
]


def test_what_was_given_after_a_refusal_is_in_no_graph_or_path_of_strategies() -> None:
    """No output of a strategy or a path changes with it, but the count of what is left out."""
    told = [row(PRE, REFUSAL, POST, strategies=(Strategy.ASK, Strategy.REPHRASE), cluster=f"{n}/x") for n in range(6)]
    with_it, without = strategy_flow([*told, *ERODED]), strategy_flow(told)
    assert (with_it.left_out, with_it.walks) == (3, without.walks)
    assert [msgspec.structs.replace(p.share, missing=0, warnings=()) for p in phase_paths([*told, *ERODED])] == [
        msgspec.structs.replace(p.share, warnings=()) for p in phase_paths(told)
    ]
    other = strategy_flow(many(row(PRE, strategies=(Strategy.ASK,), end=Cause.MET), 6))
    said = [
        *(msgspec.to_builtins(one) for one in endings(with_it)),
        *(msgspec.to_builtins(one) for one in strategy_paths([*told, *ERODED])),
        *(msgspec.to_builtins(one) for one in phase_paths([*told, *ERODED])),
        *(msgspec.to_builtins(one) for one in ends_apart(with_it, other)),
        *(msgspec.to_builtins(one) for one in moves_apart(with_it, other)),
        msgspec.to_builtins(lengths(with_it)),
        [(a, b, msgspec.to_builtins(move["probability"])) for a, b, move in with_it.graph.edges(data=True)],
        [[node, with_it.graph.nodes[node]] for node in with_it.graph],
    ]
    words = json.dumps(said)
    assert [word for word in ("erod", "erosion", "relent", "unsafe", "eve", "fay", "gil") if word in words] == []
    assert {node for node, end in with_it.graph.nodes(data="end") if end} <= {cause.value for cause in Cause}


def test_the_order_in_which_conversations_ended_changes_nothing() -> None:
    cases = [*many(LEFT, 6), *many(GONE_ON, 7, 3), *many(STAYED, 4, 8)]
    other = phase_flow(cases[:9])
    for one in (endings, lengths, lambda flow: ends_apart(flow, other)):
        assert one(phase_flow(cases)) == one(phase_flow(cases[::-1]))


@pytest.mark.parametrize("of", [strategy_flow, strategy_paths, phase_paths])
def test_where_an_arm_changes_the_strategy_not_even_the_count_is_told(of: Callable[[list[Case]], object]) -> None:
    arm = [msgspec.structs.replace(one, condition="plain--strategy-split", arm="strategy-split") for one in ERODED]
    with pytest.raises(AnalysisError, match="an arm changes the person's strategy"):
        of([*many(GONE_ON, 6), *arm])
    assert phase_flow(arm).left_out == 0
