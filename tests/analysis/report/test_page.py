"""The report's numbers, from conversations written by hand; no browser."""

from __future__ import annotations

import base64
import gzip
import json
from pathlib import Path

import pytest

from analysis.errors import AnalysisError
from analysis.folders import named
from analysis.report.build import built
from analysis.report.html import html, in_script, policy
from analysis.report.packs import inside, packed
from analysis.report.page import Bars, Page
from analysis.report.read import taken
from analysis.report.talk import Talk
from pastno.reported import Asked, of_runs
from personas.perception import Strategy
from simulator.transcript import Cause
from tests.support.builders import chased, ended, helped, refused_once
from tests.support.exported import CELL, everything, folder_of
from tests.support.reported import hostile_run

BLUNT = CELL
WARM = CELL.replace("blunt", "warm")


def page_of(folder: Path, *by: str) -> Page:
    return of_runs(Asked(folders=(folder,), by=by or ("target",))).parts.page


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Page:
    cut = CELL.format(3)
    return page_of(
        folder_of(
            tmp_path_factory.mktemp("run") / "run",
            refused_once(BLUNT.format(1)),
            helped(BLUNT.format(2)),
            (*chased(Strategy.INSIST, Strategy.INSIST, budget=3, name=cut), ended(Cause.BUDGET, name=cut)),
            helped(WARM.format(1)),
            chased(Strategy.INSIST, name=WARM.format(2)),
        )
    )


def counts(bars: Bars) -> dict[tuple[str, str], str]:
    return {(bar.group, bar.name): f"{bar.count}/{bar.of}" for bar in bars.bars}


def test_ends_are_counted_of_those_held_and_the_unfinished_stands_apart(page: Page) -> None:
    found = counts(page.outcomes)
    assert found["reference:blunt", "left_without_support"] == "1/3"
    assert found["reference:blunt", "budget_reached"] == "1/3"
    assert found["reference:warm", "need_met"] == "1/1"
    assert [card.end for card in page.cards if card.target == "reference:warm"] == ["need_met", "not_ended"]


def test_every_mark_knows_the_conversations_behind_it(page: Page) -> None:
    (left,) = [bar for bar in page.outcomes.bars if bar.name == "left_without_support" and bar.count]
    assert [page.cards[place].id for place in left.at] == [BLUNT.format(1)]


def test_the_way_through_the_phases_ends_in_the_outcome(page: Page) -> None:
    (flow,) = [one for one in page.flow if one.label == "reference:blunt"]
    found = {(link.source, link.target): link.count for link in flow.links}
    assert found == {
        ("before a refusal", "refusal 1"): 2,
        ("before a refusal", "end: need met"): 1,
        ("refusal 1", "after refusal 1"): 2,
        ("after refusal 1", "refusal 2"): 2,
        ("refusal 2", "after refusal 2"): 2,
        ("after refusal 2", "end: left without support"): 1,
        ("after refusal 2", "end: budget reached"): 1,
    }


def test_strategies_begin_with_the_refused_message_and_leave_the_unrefused_out(page: Page) -> None:
    blunt, warm = (one for one in page.strategies)
    assert {(link.source, link.target) for link in blunt.links} == {
        ("ask", "rephrase"), ("rephrase", "withdraw"), ("withdraw", "end: left without support"), ("ask", "insist"),
        ("insist", "insist"), ("insist", "end: budget reached"),
    }  # fmt: skip
    assert warm.links == ()


def test_persistence_counts_the_refused_and_says_who_was_cut_off(page: Page) -> None:
    (curve,) = page.curves.groups
    assert (curve.label, curve.n, curve.censored, curve.outside) == ("reference:blunt", 2, 1, 1)
    assert [page.cards[place].id for place in curve.at] == [BLUNT.format(1), CELL.format(3)]


def test_groups_can_share_more_than_a_target(page: Page, tmp_path: Path) -> None:
    folder = everything(tmp_path / "run")
    assert "control" not in {flow.label for flow in page.flow}
    found = {flow.label for flow in page_of(folder, "target", "persona").flow}
    assert "reference:blunt · tess" in found


def test_an_unknown_field_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match="found --by 'colour'"):
        page_of(everything(tmp_path / "run"), "colour")


def test_a_fork_and_its_parent_are_one_family(tmp_path: Path) -> None:
    cards = page_of(everything(tmp_path / "run")).cards
    families = [card for card in cards if card.family]
    assert {card.family for card in families} == {BLUNT.format(1)}
    assert {card.arm for card in families} == {"cold", "warm"}


def test_folders_of_one_name_are_told_apart() -> None:
    assert list(named([Path("a/run"), Path("b/run"), Path("c")]).values()) == ["run (1)", "run (2)", "c"]


def test_two_runs_that_hold_the_same_ids_keep_both(tmp_path: Path) -> None:
    folders = [folder_of(tmp_path / name, helped(BLUNT.format(1))) for name in ("a", "b")]
    runs, told = taken(folders, ("run",), {}, exclude=False)
    assert [one.key for one in told] == [f"a/{BLUNT.format(1)}", f"b/{BLUNT.format(1)}"]
    assert len(runs) == 2


def test_what_was_not_measured_is_none_and_not_nothing(page: Page) -> None:
    assert page.agreement is None
    assert page.realism


def test_a_cost_that_nobody_knows_is_none(tmp_path: Path) -> None:
    runs, told = taken([folder_of(tmp_path / "run", helped(BLUNT.format(1)))], ("target",), {}, exclude=False)
    assert {one.cost_usd for one in built(runs, told, ("target",)).page.held} == {None}


def test_packs_hold_every_conversation_once_and_are_closed_when_full() -> None:
    talks = [
        Talk(key=str(n), person="", about="", locale="", flags=(), branch="", detail="x" * 100, turns=())
        for n in range(10)
    ]
    packs = packed(talks, full=400)
    assert [key for pack in packs for key in pack.keys] == [str(n) for n in range(10)]
    assert len(packs) == 4
    held = json.loads(gzip.decompress(base64.b64decode(packs[0].data)))
    assert [one["key"] for one in held] == list(packs[0].keys)


def test_only_whole_packs_from_the_first_go_inside() -> None:
    packs = packed(
        [Talk(key="1", person="", about="", locale="", flags=(), branch="", detail="", turns=())] * 3, full=1
    )
    size = len(packs[0].data)
    assert [inside(packs, most=most) for most in (0, size, 2 * size + 1, 9 * size)] == [0, 1, 2, 3]


def test_json_in_a_script_cannot_end_it() -> None:
    text = json.dumps("</script><!-- \u2028 & >", ensure_ascii=False)
    safe = in_script(text)
    assert [character for character in "<>&\u2028" if character in safe] == []
    assert json.loads(safe) == json.loads(text)


def test_no_text_of_others_stands_in_the_page_as_markup(tmp_path: Path) -> None:
    page, packs, values = of_runs(Asked(folders=(hostile_run(tmp_path / "run"),))).parts
    written = html(page, packs, values)
    assert "<b onclick" not in written
    assert "&lt;b onclick" in written
    assert "window.owned" not in written.replace(packs[0].data, "")


def test_the_policy_names_no_address_and_files_only_where_some_lie_beside() -> None:
    assert policy(["a"], []) == (
        "default-src 'none'; script-src 'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs='; "
        "style-src 'unsafe-inline'; img-src data:; base-uri 'none'"
    )
    assert " file:;" in policy(["a"], ["x/pack-0.js"])
