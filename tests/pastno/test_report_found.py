"""What `pastno report` shows of the statistics and of evaluators, in a real browser: the same as all else says."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import pastno as door
from analysis.cases import cases
from analysis.comparison.side import looked_at
from analysis.evaluators.contract import Evaluator
from analysis.evaluators.known import known
from analysis.evaluators.score import Absent, Judged, Score, Value, encode
from analysis.scoring import score
from analysis.trajectory import experienced
from simulator.store import read_plan
from simulator.transcript import Flag
from tests.support.arms import ARMS, STRATEGY, held, plan, planted
from tests.support.browser import DESK, PHONE, Seen, faults
from tests.support.reported import HOSTILE, hostile_run
from tests.support.terminal import pastno, within

pytestmark = pytest.mark.slow
PAPER = 718
"""Width of an A4 page within its margins, at 96 dots an inch."""


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("look") / "look"
    targets = [f"--target=reference:{name}" for name in ("blunt", "relenting", "eroding", "open")]
    # In a process of its own: the browser's driver keeps an event loop in this one.
    assert pastno("run", "first-look", *targets, "--limit", "24", "--out", folder).code == 0
    assert within("report", folder).code == 0
    return folder


@pytest.fixture(scope="module")
def forks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same fork under two policies, reported together."""
    base = tmp_path_factory.mktemp("forks")
    own = held(base / "own", planted({"a-a": 0, "sham": 0, "warm": 2}))
    other = held(base / "reversed", planted({"a-a": 0, "sham": 0, "warm": -1}), plan(policy="reversed"))
    assert within("report", own, other).code == 0
    assert within("report", own, "--out", base / "one.html").code == 0
    return own / "report.html"


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Judged by somebody whose names and words try to get out of the page."""
    folder = hostile_run(tmp_path_factory.mktemp("nasty") / "nasty")
    first, second = door.read(folder).conversations
    judged = Judged(judge=HOSTILE[1], prompt="1", prompt_sha256="0", rubric_sha256="0", repeat=1)
    values = [{HOSTILE[0]: Value(HOSTILE[2])}, {HOSTILE[0]: Value(absent=Absent.DECLINED, why=HOSTILE[3])}]
    lines = [
        encode(Score(id=name, evaluator=HOSTILE[2], version=1, instrument="judge:x", values=some, judged=judged))
        for name, some in zip((first, second), values, strict=True)
    ]
    (folder / "scores-odd@judge.jsonl").write_bytes(b"".join(lines))
    assert within("report", folder).code == 0
    return folder / "report.html"


def listed(seen: Seen) -> set[str]:
    links = seen.page.eval_on_selector_all("#list a", "all => all.map(one => decodeURIComponent(one.hash.slice(1)))")
    return set(links)


def chosen(seen: Seen, measure: str, value: str = "", amount: str = "") -> None:
    """Filter by what an evaluator says."""
    options = seen.page.evaluate("pastno.page.measures.map(one => one.name)")
    seen.page.select_option("select[name=measure]", str(options.index(measure)))
    seen.page.wait_for_selector("#shown:has-text('whose')")
    if value:
        option = seen.page.locator("select[name=value] option", has_text=value).first
        seen.page.select_option("select[name=value]", option.get_attribute("value"))
    if amount:
        seen.page.fill("input[name=amount]", amount)


def said(folder: Path, measure: str) -> dict[str, Value]:
    """What the evaluators say of each conversation in the record."""
    run = door.read(folder)
    evaluators = [one for one in known().values() if isinstance(one, Evaluator)]
    names = [one.name for one in looked_at(evaluators)]
    found = {}
    for name, live in run.lives().items():
        scores = zip(evaluators, score(experienced(live, run.plan), evaluators), strict=True)
        values = [one.values[part.name] for evaluator, one in scores for part in evaluator.measures]
        found[name] = values[names.index(measure)]
    return found


@pytest.mark.parametrize(
    ("measure", "value", "amount", "holds"),
    [
        ("stances.refused", "true", "", lambda one: one.value is True),
        ("stances.over_refused", "false", "", lambda one: one.value is False),
        ("erosion.relented", "true", "", lambda one: one.value is True),
        ("outcome.cause", "left without support", "", lambda one: one.value == "left_without_support"),
        ("stances.first_ask_stance", "refuse", "", lambda one: one.value == "refuse"),
        ("compassion.steps", "at least", "1", lambda one: one.value is not None and one.value >= 1),
        (
            "persistence.persistence", "at most", "1",
            lambda one: one.value is not None and one.value <= 1 and not one.censored,
        ),
        ("expectation.needs_met", "at most", "0.5", lambda one: one.value is not None and one.value <= 0.5),
        ("referral.fits", "missing (", "", lambda one: one.value is None),
        ("recovery.recovered", "missing: not at risk", "", lambda one: one.absent is Absent.NOT_AT_RISK),
    ],
)  # fmt: skip
def test_the_filter_leaves_whom_the_record_says_it_of(
    look: Any, ran: Path, measure: str, value: str, amount: str, holds: Callable[[Value], bool]
) -> None:
    wanted = {name for name, one in said(ran, measure).items() if holds(one)}
    assert wanted
    seen = look(ran / "report.html")
    chosen(seen, measure, value, amount)
    seen.page.wait_for_selector(f"#shown:has-text('{len(wanted)} of 24')")
    assert listed(seen) == wanted


def test_a_mark_and_an_evaluator_s_value_never_hold_together(look: Any, ran: Path) -> None:
    seen = look(ran / "report.html")
    seen.page.locator("#strategies summary").click()
    number = seen.page.locator("#strategies button.number").first
    number.click()
    chosen(seen, "erosion.relented", "true")
    given = {name for name, one in said(ran, "erosion.relented").items() if one.value is True}
    seen.page.wait_for_selector("#shown:has-text('was replaced')")
    assert listed(seen) == given
    number.click()
    seen.page.wait_for_selector("#shown:has-text('The filter “erosion.relented is true” was replaced')")
    assert [seen.page.locator("select[name=measure]").input_value(), seen.count("#all")] == ["", 1]
    assert int(seen.words("#shown").split()[0]) == int(number.inner_text())


def test_a_filter_that_is_taken_back_leaves_everybody(look: Any, ran: Path) -> None:
    seen = look(ran / "report.html")
    chosen(seen, "stances.refused", "true")
    seen.page.select_option("select[name=measure]", "")
    seen.page.wait_for_selector("#shown:has-text('24 of 24')")
    assert seen.page.locator("select[name=value]").is_hidden()


def test_the_numbers_are_those_of_the_analysis(look: Any, ran: Path) -> None:
    found = door.analyse(ran)
    seen = look(ran / "report.html")
    forests = seen.page.evaluate("pastno.page.numbers.forests")
    shown = {(one["name"], mark["label"]): mark["number"] for one in forests for mark in one["marks"]}
    rates = [one for one in found.rates.rates if (one.name, one.group[0]) in shown]
    assert len(rates) > 20
    for one in rates:
        drawn = shown[one.name, one.group[0]]
        assert [drawn[key] for key in ("value", "low", "high", "n", "missing", "censored")] == [
            one.share.value, one.share.low, one.share.high, one.share.n, one.share.missing, one.share.censored,
        ]  # fmt: skip
    curves = seen.page.evaluate("pastno.page.curves")
    assert curves["test"]["p"] == (found.persistence.test.p if found.persistence.test else None)
    steps = [[(step["at"], step["share"], step["low"]) for step in one["steps"]] for one in curves["groups"]]
    assert steps == [
        [(p.time, p.survival, p.low) for p in one.curve.points] for one in found.persistence.groups if one.curve.n
    ]
    ends = seen.page.evaluate("pastno.page.endings.groups.map(one => one.going_on)")
    assert ends == [list(one.risks.going_on) for one in found.endings.groups if one.risks.n]


def test_dots_and_lines_stand_where_the_numbers_are(look: Any, ran: Path) -> None:
    """Of the measure that is chosen, as drawn and as told in the table."""
    found = {one.group[0]: one.share for one in door.analyse(ran).rates.rates if one.name == "stances.refused"}
    seen = look(ran / "report.html")
    (options,) = seen.page.evaluate(
        "pastno.drawn.filter(one => one.place.closest('#numbers'))"
        ".map(one => one.chart.getOption().series.map(s => s.data))"
    )
    lines, dots = options
    assert [value for value, _ in dots] == [one.value for one in found.values()]
    assert [(low, high) for low, high, _ in lines] == [(one.low, one.high) for one in found.values()]
    seen.page.locator("#numbers summary").first.click()
    rows = seen.page.locator("#numbers table tbody tr").all_inner_texts()
    told = [f"{group}\t{100 * (one.value or 0):.0f} %" for group, one in found.items()]
    assert [row.startswith(start) for row, start in zip(rows, told, strict=True)] == [True] * len(found)


def test_every_choice_of_a_chart_draws_it_again(look: Any, ran: Path) -> None:
    seen = look(ran / "report.html")
    for chart, choice in (("numbers", "measure"), ("persistence", "time"), ("endings", "ending")):
        names, select = set(), seen.page.locator(f"select#{choice}")
        values = select.locator("option").evaluate_all("all => all.map(one => one.value)")
        for value in values:
            select.select_option(value)
            names.add(seen.page.locator(f"#{chart} .canvas").first.get_attribute("aria-label"))
            assert seen.count(f"#{chart} .canvas svg path") > 0
            assert seen.count(f"#{chart} table tbody tr") > 0
        assert len(names) == len(values) > 1


def test_a_number_of_the_forest_leads_to_those_of_whom_it_is_true(look: Any, ran: Path) -> None:
    seen = look(ran / "report.html")
    seen.page.locator("#numbers summary").first.click()
    seen.page.locator("#numbers tr", has_text="reference:blunt").locator("button.number").click()
    wanted = {name for name, one in said(ran, "stances.refused").items() if one.value is True and ":blunt" in name}
    seen.page.wait_for_selector("#all")
    assert listed(seen) == wanted


def test_what_no_number_is_made_of_is_named(look: Any, ran: Path) -> None:
    text = look(ran / "report.html").words("#numbers")
    assert "Never seen" in text
    assert "outcome.cause=budget reached" in text.split("Never seen")[1]


def test_one_fork_under_two_policies_is_a_range_and_no_number(look: Any, forks: Path) -> None:
    seen = look(forks)
    assert "persistence.persistence from -1.00 to +2.00" in seen.words("#overview .panel:nth-child(2)")
    seen.page.locator("#policies summary").first.click()
    rows = seen.page.locator("#policies table tbody tr").all_inner_texts()
    assert [row for row in rows if row.startswith("warm")] == [
        "warm\t-1.00\t2.00\t2.00 (12)\t-1.00 (12)\tyes: the range holds 0"
    ]
    assert seen.page.evaluate("pastno.page.by") == ["arm", "run"]


def test_what_was_given_is_withheld_wherever_strategies_are_mixed(look: Any, forks: Path) -> None:
    seen = look(forks)
    assert "withheld" in seen.words("#endings")
    assert seen.count("#endings .canvas") == 0
    assert "erosion.eroded" in seen.words("#numbers").split("Withheld")[1]
    offered = seen.page.evaluate("pastno.page.measures.map(one => one.name)")
    assert [name for name in offered if name.startswith(("erosion.", "pseudo_alignment."))] == []
    assert "stances.refused" in offered


def test_an_arm_that_changes_the_strategy_hides_what_was_given(look: Any, tmp_path: Path) -> None:
    folder = held(tmp_path / "run", planted({"a-a": 0, "split": 1}), plan((*ARMS, STRATEGY)))
    assert within("report", folder).code == 0
    seen = look(folder / "report.html")
    assert ["withheld" in seen.words("#endings"), "erosion.eroded" in seen.words("#numbers")] == [True, True]
    assert "eroded" not in str(seen.page.locator("#flags").text_content())
    assert ["withheld" in seen.words("#strategies"), seen.count("#strategies .canvas")] == [True, 0]
    tables = {file.stem for file in (folder / "report-tables").glob("*.csv")}
    assert tables & {"endings", "strategies", "phases", "rates"} == {"rates"}
    # Nor how it ended: a need that was met would say by the way what was given.
    for place in ("#flow", "#outcomes"):
        assert ["withheld" in seen.words(place), seen.count(f"{place} .canvas")] == [True, 0]
    assert "outcome.cause" not in seen.page.evaluate("pastno.page.measures.map(one => one.name)")
    assert seen.count("#filters select[name=end]") == 0
    assert seen.count("#filters select[name=condition]") == 1


def test_nothing_that_people_did_can_be_chosen_beside_what_was_given(look: Any, forks: Path) -> None:
    seen = look(forks.parent.parent / "one.html")
    offered = seen.page.evaluate("pastno.page.measures.map(one => one.name)")
    assert [name for name in offered if name.startswith("strategies.") or name == "disclosure.self_censored"] == []
    assert "erosion.eroded" in offered


def test_arms_stand_beside_the_control_and_the_noise(look: Any, forks: Path) -> None:
    seen = look(forks.parent.parent / "one.html")
    assert "warm less control" in seen.words("#overview .panel:nth-child(2)")
    forests = seen.page.evaluate("pastno.page.numbers.forests")
    rates = {one["name"]: one["band"] for one in forests if one["kind"] == "rate"}
    assert rates["stances.refused"] == [1, 1]
    (lasting,) = (one for one in forests if one["kind"] == "difference" and "gone on" in one["name"])
    found = {f"{one.b} less {one.a}": one for one in door.analyse(forks.parent, against="control").differences}
    assert {mark["label"]: mark["number"]["value"] for mark in lasting["marks"]} == {
        name.replace("arm=", ""): one.persistence.difference.value for name, one in found.items() if one.persistence
    }
    assert lasting["band"] == [0, 0]


def test_hostile_names_and_words_of_evaluators_are_shown_as_words(look: Any, nasty: Path) -> None:
    seen = look(nasty)
    (name,) = (one for one in seen.page.evaluate("pastno.page.measures.map(one => one.name)") if HOSTILE[0] in one)
    chosen(seen, name)
    assert HOSTILE[2] in seen.words("#shown")
    assert len(listed(seen)) == 1
    assert HOSTILE[2].split("<")[0] in seen.page.locator("select[name=value] option").first.inner_text()
    assert seen.page.evaluate("window.owned") is None
    assert seen.count("#filters img, #filters script, #shown script") == 0
    chosen(seen, name, "missing: declined")
    seen.page.wait_for_selector("#shown:has-text('1 of 2')")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_accessibility_rules_object_to_nothing_new(
    look: Any, forks: Path, size: dict[str, int], dark: bool
) -> None:
    seen = look(forks, size=size, dark=dark)
    for summary in seen.page.locator("summary").all():
        summary.click()
    chosen(seen, "persistence.persistence", "at least", "2")
    assert faults(seen) == []
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_no_chart_is_cut_on_paper(look: Any, ran: Path) -> None:
    """Drawn for a wide screen, every chart shrinks to the paper and keeps its shape; and Chromium makes a PDF of it."""
    seen = look(ran / "report.html")
    seen.page.emulate_media(media="print")
    # Paper is narrower, and nothing is drawn again for it: a window that changes its size would be.
    seen.page.evaluate(f"document.body.style.width = '{PAPER}px'")
    boxes = seen.page.eval_on_selector_all(
        ".canvas svg",
        "all => all.map(one => one.getBoundingClientRect()).map(one => [one.left, one.right, one.height])",
    )
    assert len(boxes) > 10
    assert [box for box in boxes if box[0] < 0 or box[1] > PAPER or box[2] < 20] == []
    assert seen.page.pdf(format="A4")[:5] == b"%PDF-"


def test_a_mark_leads_to_those_it_counts(look: Any, ran: Path) -> None:
    """By the record: who had come to each end so many exchanges after the first refusal, and who had not."""
    seen = look(ran / "report.html")
    page = seen.page.evaluate(
        "({endings: pastno.page.endings, curves: pastno.page.curves, cards: pastno.page.cards.map(one => one.id)})"
    )
    rows = {one.id: one for one in cases(ran, read_plan(ran))}
    assert page["endings"]["shares"]
    for shared in page["endings"]["shares"]:
        mine = [one for one in rows.values() if one.target == shared["label"] and one.after_at is not None]
        wanted = {one.id for one in mine if one.after == shared["end"] and (one.after_at or 0) <= page["endings"]["by"]}
        assert {page["cards"][place] for place in shared["at"]} == wanted
    assert page["curves"]["groups"]
    for curve in page["curves"]["groups"]:
        ids = [page["cards"][place] for place in curve["at"]]
        assert curve["when"] == [rows[name].persistence for name in ids]
        assert curve["cut"] == [rows[name].persistence_censored for name in ids]
    bars = seen.page.evaluate("pastno.page.heat.bars")
    assert [len(one["at"]) for one in bars] == [one["count"] for one in bars]
    assert any(one["count"] < one["of"] for one in bars)


POINT = """([label, time, share]) => {
  const place = document.querySelector("#persistence .canvas"), chart = echarts.getInstanceByDom(place);
  const at = chart.getOption().series.findIndex(one => one.name === label);
  const [x, y] = chart.convertToPixel({seriesIndex: at}, [time, share]), box = place.getBoundingClientRect();
  return [box.x + x, box.y + y];
}"""


def test_a_point_of_a_curve_leads_to_those_who_went_on_beyond_it(look: Any, ran: Path) -> None:
    seen = look(ran / "report.html")
    seen.page.locator("#persistence .canvas").scroll_into_view_if_needed()
    # The last is drawn above all others.
    curve = seen.page.evaluate("pastno.page.curves.groups")[-1]
    step = next(one for one in curve["steps"] if 0 < one["share"] < 1)
    wanted = {
        case.id for case in cases(ran, read_plan(ran))
        if case.target == curve["label"] and case.persistence is not None
        and (case.persistence > step["at"] or (case.persistence == step["at"] and case.persistence_censored))
    }  # fmt: skip
    seen.page.mouse.click(*seen.page.evaluate(POINT, [curve["label"], step["at"], step["share"]]))
    seen.page.wait_for_selector("#shown:has-text('went on for more than')")
    assert 0 < len(wanted) < curve["n"]
    assert listed(seen) == wanted


def test_who_was_given_what_must_not_be_given_is_on_no_path(look: Any, ran: Path) -> None:
    seen = look(ran / "report.html")
    flows = seen.page.evaluate("pastno.page.flow")
    ids = seen.page.evaluate("pastno.page.cards.map(one => one.id)")
    told = {ids[place] for flow in flows for link in flow["links"] for place in link["at"]}
    eroded = {one.id for one in cases(ran, read_plan(ran)) if Flag.ERODED in one.flags}
    assert eroded
    assert told & eroded == set()
    assert sum(flow["left_out"] for flow in flows) == len(eroded)
    assert "left out" in seen.words("#flow")


def test_a_fork_is_said_to_be_one(look: Any, forks: Path) -> None:
    words = look(forks.parent.parent / "one.html").words("#overview")
    assert "a fork: every conversation was kept to a refusal" in words
    assert "warm (wording: warm)" in words
    assert "people react by the policy own" in words


def test_numbers_in_the_tables_stay_numbers(forks: Path) -> None:
    with (forks.parent / "report-tables" / "policies.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    low = [float(row["low"]) for row in rows if row["low"]]
    assert min(low) < 0


def test_one_folder_twice_is_refused(ran: Path) -> None:
    done = within("report", ran, ran)
    assert (done.code, "named 2 times" in done.complained) == (2, True)
