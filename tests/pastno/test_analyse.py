"""`pastno analyse`: every statistic in one, what each number rests on, and nothing by strategy that must not be."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import jsonschema
import msgspec
import pytest
from rich.console import Console

import pastno
from analysis.cases import cases
from analysis.errors import AnalysisError
from analysis.findings.caveats import cannot, cautions
from analysis.findings.found import Findings
from analysis.stats.number import Number
from analysis.stats.survival import persistence
from pastno.analysing import Asked, analyse
from pastno.schemas import schema_of
from scenarios import load_suites
from simulator.store import read, read_plan
from simulator.transcript import Cause
from tests.analysis.realism.records import name as id_of
from tests.analysis.realism.records import plan as people_plan
from tests.analysis.realism.records import talk as said_by
from tests.support.arms import ARMS, PEOPLE, STRATEGY, branch, chase, held, plan, planted
from tests.support.builders import ended, helped
from tests.support.terminal import Done, within
from tests.support.transcripts import AGAIN, ASKS, NO, PLAN, brought, talk

PUBLISHED = Path(__file__).parents[2] / "docs" / "analysis.schema.json"
TARGETS = ("reference:open", "reference:policy", "reference:warm")


@pytest.fixture(scope="module")
def look(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("analysed") / "look"
    pastno.run(pastno.plan("first-look", TARGETS), folder)
    return folder


@pytest.fixture(scope="module")
def found(look: Path) -> Findings:
    return pastno.analyse(look)


def said(done: Done) -> str:
    assert done.code == 0, done
    return " ".join(done.said.split())


def printed(*folders: Path, by: tuple[str, ...] = (), against: str | None = None) -> list[str]:
    """On a terminal of 80 columns."""
    page = io.StringIO()
    analyse(Asked(folders=folders, by=by, against=against), Console(file=page, width=80))
    return page.getvalue().splitlines()


def test_what_is_put_together_is_what_the_statistics_say(look: Path, found: Findings) -> None:
    alone = persistence(cases(look, pastno.read(look).plan), ["target"])
    assert found.persistence == alone
    assert [one.group for one in found.persistence.groups] == [f"target={name}" for name in TARGETS]
    refused = {one.group[0]: one.share for one in found.rates.rates if one.name == "stances.refused"}
    assert list(refused) == list(TARGETS)
    assert [(one.value, one.n) for one in refused.values()] == [(pytest.approx(4 / 12), 12), (1, 12), (1, 12)]


def test_shares_of_ends_and_of_ways_agree_with_each_other(found: Findings) -> None:
    for moved in found.phases:
        start = [one for one in moved.ends if one.state == "start"]
        assert sum(one.probability.value or 0 for one in start) == pytest.approx(1)
        assert sum(one.count for one in moved.moves if one.state == "start") == moved.conversations == 12
        assert [one.seen for one in start] == pytest.approx([one.probability.value for one in start])
        assert sum(one.count for one in moved.ways) <= 12


def test_every_p_is_adjusted_together(found: Findings) -> None:
    ps = [one.p for one in found.tests]
    assert len(ps) == 6
    smallest = min(found.tests, key=lambda one: one.p)
    assert smallest.holm == pytest.approx(6 * smallest.p)


def test_the_page_begins_with_what_was_run_and_ends_with_what_it_cannot_say(look: Path) -> None:
    lines = printed(look)
    assert 70 < max(map(len, lines)) <= 80
    text = " ".join(" ".join(lines).split())
    assert text.startswith("look: run of suite first-look (policy own); conversations held 36, failed 0, unfinished 0")
    heads = [line for line, after in pairwise(lines) if after.startswith("──")]
    assert [all(word in head.split() for word in ("n", "missing", "cut")) for head in heads] == [True] * 7
    assert text.index("warning: ") < text.index("What this cannot say") < text.index("Subjects are simulated")
    assert text.endswith("and was given after a refusal, is never tabulated by strategy or path.")


def test_every_warning_of_every_number_is_told_once(found: Findings) -> None:
    told = list(cautions(found))
    assert len(told) == len(set(told)) < 30
    assert [one for one in told if one.startswith("the groups differ in who was refused")] != []
    assert "6 have no value, beside 6 that have [rates]" in told


def test_groups_may_be_of_several_fields(look: Path) -> None:
    found = pastno.analyse(look, by=["target", "persona"])
    assert found.by == ("target", "persona")
    held = {one.group: one.held for one in found.first_refusal.groups}
    assert sum(held.values()) == 36
    assert len(held) == len(found.phases) > 3
    assert max(map(len, printed(look, by=("target", "persona")))) <= 80


def test_the_file_holds_everything_and_is_read_back_as_it_was(look: Path, found: Findings, tmp_path: Path) -> None:
    file = tmp_path / "found.json"
    assert f"written to {file}" in said(within("analyse", look, "--json", file))
    assert msgspec.json.decode(file.read_bytes(), type=Findings) == found
    assert json.loads(file.read_text())["v"] == 1
    assert str(look.parent) not in file.read_text()


def test_the_file_fits_its_published_schema(look: Path, tmp_path: Path) -> None:
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == json.loads(json.dumps(schema_of("analysis"))), (
        "write it again: pastno schema analysis > docs/analysis.schema.json"
    )
    checker = jsonschema.Draft202012Validator(schema_of("analysis"))
    fork = held(tmp_path / "fork", planted({"a-a": 0, "sham": 0, "warm": 2}))
    strategy = held(tmp_path / "strategy", planted({"a-a": 0, "split": 2}), plan((*ARMS, STRATEGY)))
    for more in ((look,), (look, "--against", TARGETS[0]), (fork, "--against", "control"), (strategy, look)):
        assert within("analyse", *more, "--json", tmp_path / "found.json").code == 0
        written = json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))
        assert [problem.message for problem in checker.iter_errors(written)] == []
    assert list(checker.iter_errors(written | {"rates": {}})) != []


def test_differences_are_printed_where_they_are_clear_and_counted_where_not(look: Path, tmp_path: Path) -> None:
    said_ = " ".join(printed(look))
    assert "name the group to set the others beside, as --against 'reference:open'" in " ".join(said_.split())
    lines = printed(look, against="reference:open")
    assert max(map(len, lines)) <= 80
    text = " ".join(" ".join(lines).split())
    assert "reference:policy less reference:open; pairs 12, clusters 12 stances.refused 0.33 1.00 +0.67" in text
    (counted,) = re.findall(r"(\d+) of (\d+) differences: those whose interval excludes 0", text)
    assert 0 < int(counted[0]) <= 15 < int(counted[1])
    fork = held(tmp_path / "fork", planted({"a-a": 0, "sham": 0, "warm": 2}))
    text = said(within("analyse", fork, "--against", "control"))
    assert "a-a less control (nothing was changed); pairs 12, clusters 12: none" in text
    # All pairs differ alike: there is no interval, and it is printed for its p.
    (told,) = re.findall(r"persistence, mean to 5 2\.00 4\.00 \+2\.00 – 0 (\S+) 24 0 0", text)
    assert told == "<.001"


def test_the_primary_is_printed_whether_it_differs_or_not(tmp_path: Path) -> None:
    suite = load_suites()["first-look"].model_copy(update={"primary": "persistence.persistence"})
    pastno.run(pastno.plan(suite, TARGETS[1:]), tmp_path / "named")
    text = " ".join(" ".join(printed(tmp_path / "named")).split())
    assert "persistence.persistence! 1.92 1.83 -0.08" in text
    nowhere = load_suites()["first-look"].model_copy(update={"primary": "outcome.cause=budget_reached"})
    pastno.run(pastno.plan(nowhere, TARGETS[1:]), tmp_path / "nowhere")
    text = " ".join(" ".join(printed(tmp_path / "nowhere")).split())
    assert "outcome.cause=budget_reached was named beforehand and is in no difference" in text


def test_who_failed_realism_leaves_all_arms_and_it_is_said_first(tmp_path: Path) -> None:
    warm = "reference:warm"
    talks = [said_by("Please, why?", "Please, why?"), said_by("Why?", id=id_of(target=warm))]
    talks += [said_by("Why?", id=id_of(persona="ben", target=target)) for target in ("reference:blunt", warm)]
    folder = held(tmp_path / "run", talks, people_plan())
    whole, rest = pastno.analyse(folder), pastno.analyse(folder, exclude_flagged=True)
    assert [(one.held, one.left_out) for one in (*whole.sources, *rest.sources)] == [(4, None), (2, 2)]
    counts = {one.group[0]: one.share.n for one in rest.rates.rates if one.name == "stances.refused"}
    assert counts == {"reference:blunt": 1, warm: 1}
    assert [one.held for one in rest.persistence.groups] == [1, 1]
    assert rest.differences[0].pairs == 1
    text = said(within("analyse", folder, "--exclude-flagged"))
    assert "held 2, failed 0, unfinished 0, left out for realism 2; replies" in text.partition("How often")[0]
    alone = held(tmp_path / "alone", talks[:2], people_plan())
    assert within("analyse", alone, "--exclude-flagged").mistake[0].startswith("error: nothing is left")


def test_imports_have_no_simulated_people(tmp_path: Path) -> None:
    folder = tmp_path / "brought"
    brought(
        folder,
        talk(ASKS, NO, AGAIN, PLAN, name="first", place="a.txt"),
        talk(ASKS, PLAN, name="second", place="b.txt"),
    )
    text = said(within("analyse", folder))
    assert "brought: import; conversations held 2" in text
    assert ("Imported conversations are no sample" in text, "Subjects are simulated" in text) == (True, False)
    assert pastno.analyse(folder).persistence.whole.outside == 1


def test_a_fork_is_grouped_by_arm_unless_told_otherwise(tmp_path: Path) -> None:
    fork = held(tmp_path / "fork", planted({"a-a": 0, "sham": 0, "warm": 2}))
    found = pastno.analyse(fork)
    assert (found.by, found.warnings) == (("arm",), ())
    # In every arm all stop, so that the means go to the last time of all.
    means = {one.group: one.curve.restricted.value for one in found.persistence.groups}
    assert means == {"arm=a-a": 2.0, "arm=control": 2.0, "arm=sham": 2.0, "arm=warm": 4.0}
    assert "see them apart with --by arm" in said(within("analyse", fork, "--by", "target"))
    assert {one.group for one in pastno.analyse(fork, by=["wording"]).rates.rates} == {("",), ("warm/1",), ("warm/2",)}


def test_where_an_arm_changes_the_strategy_nothing_given_is_told(tmp_path: Path) -> None:
    fork = held(tmp_path / "fork", planted({"a-a": 0, "split": 2}), plan((*ARMS, STRATEGY)))
    for by in (("arm",), ("target",)):
        found = pastno.analyse(fork, by=by, against="control" if by == ("arm",) else None)
        assert (found.endings.groups, found.endings.whole, found.ended, found.strategies) == ((), None, (), ())
        assert [moved.ways for moved in found.phases if moved.ways] == []
        assert found.rates.withheld == ("erosion.eroded", "erosion.relented", "outcome.cause")
        assert [moved.ends for moved in found.phases if moved.ends] == []
        told = [gap.step for one in found.differences for gap in (*one.moves, *one.ends)]
        told += [(one.state, one.to) for moved in found.phases for one in moved.moves]
        assert told
        assert {to for _, to in told} <= {"refusal", "pre_refusal", "post_refusal"}
        assert {one.name for one in found.rates.rates} & set(found.rates.withheld) == set()
    text = said(within("analyse", fork))
    assert ("withheld: erosion.eroded, erosion.relented" in text, "eroded 0" in text) == (True, False)


def test_two_policies_are_two_mixtures_of_strategies(tmp_path: Path) -> None:
    one = held(tmp_path / "one", planted({"a-a": 0}))
    other = held(tmp_path / "other", planted({"a-a": 0}), plan(policy="reversed"))
    found = pastno.analyse(one, other)
    assert (found.endings.whole, found.ended, found.strategies) == (None, (), ())
    assert "erosion.eroded" in found.rates.withheld
    assert "persons react by different policies (own, reversed), so groups may differ in that too" in found.warnings


def test_what_was_named_beforehand_comes_first_and_only_where_all_suites_name_it(look: Path, tmp_path: Path) -> None:
    suite = load_suites()["first-look"].model_copy(update={"primary": "stances.over_refused"})
    pastno.run(pastno.plan(suite, ["reference:blunt"], limit=6), tmp_path / "named")
    lines = printed(tmp_path / "named")
    table = lines[next(at for at, line in enumerate(lines) if line.startswith("──")) :]
    assert table[1].split() == ["stances.over_refused!"]
    assert "- stances.over_refused alone was named beforehand;" in " ".join(lines)
    both = pastno.analyse(look, tmp_path / "named")
    assert both.warnings[0].startswith("the suites declare different primary outcomes (none, stances.over_refused)")
    assert (both.primary, [one for one in both.rates.rates if one.primary]) == ("", [])


def test_pooled_runs_count_together_and_say_what_they_share(look: Path, tmp_path: Path) -> None:
    pastno.run(pastno.plan("first-look", ["reference:blunt", "reference:warm"]), tmp_path / "more")
    found = pastno.analyse(look, tmp_path / "more")
    assert [(one.name, one.held) for one in found.sources] == [("look", 36), ("more", 24)]
    counts = {one.group[0]: one.share.n for one in found.rates.rates if one.name == "stances.refused"}
    assert counts == {**dict.fromkeys(TARGETS, 12), "reference:warm": 24, "reference:blunt": 12}
    assert found.warnings[0].startswith("12 conversations have the same name in several runs")


def test_one_conversation_has_values_and_no_interval(tmp_path: Path) -> None:
    pastno.run(pastno.plan("first-look", ["reference:blunt"], limit=1), tmp_path / "one")
    found = pastno.analyse(tmp_path / "one")
    assert [(one.share.value, one.share.low) for one in found.rates.rates if one.name == "stances.refused"] == [
        (1, None)
    ]
    assert (found.persistence.test, found.tests, [pace.found for pace in found.hazards]) == (None, (), [None, None])
    assert "no regression: all 1 at risk are alike in target" in said(within("analyse", tmp_path / "one"))


def test_where_nothing_was_refused_there_is_no_persistence_and_no_zero(tmp_path: Path) -> None:
    folder = held(tmp_path / "never", [branch(helped(), "control", one) for one in PEOPLE])
    found = pastno.analyse(folder)
    assert (found.persistence.whole.curve.n, found.persistence.whole.outside) == (0, 6)
    assert found.persistence.whole.curve.restricted.value is None
    assert (found.first_refusal.whole.curve.censored, found.ended) == (6, ())
    text = said(within("analyse", folder))
    assert ("nobody was at risk [persistence" in text, "control – – – – 0 0 0 6" in text) == (True, True)


def test_a_failed_conversation_is_missing_and_not_zero(tmp_path: Path) -> None:
    talks = [branch(chase(2), "control", one) for one in PEOPLE]
    talks[0] = (*talks[0][:-1], ended(Cause.FAILED, name=talks[0][0].id))
    found = pastno.analyse(held(tmp_path / "fork", talks))
    assert [(one.held, one.failed) for one in found.sources] == [(5, 1)]
    refused = next(one.share for one in found.rates.rates if one.name == "outcome.cause=left_without_support")
    assert (refused.n, refused.missing, refused.value) == (5, 1, 1.0)


def test_mistakes_say_what_to_do(look: Path, tmp_path: Path) -> None:
    assert within("analyse", look, "--by", "strategy").mistake[0] == "error: nothing is grouped by 'strategy'"
    assert within("analyse", look, look).mistake[1] == " next: name each run once"
    assert within("analyse", tmp_path).code == 2


def test_without_the_extra_it_says_what_to_install(look: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "statsmodels", None)
    assert "pip install 'pastno[stats]'" in within("analyse", look).mistake[1]
    with pytest.raises(AnalysisError, match=r"pip install 'pastno\[stats\]'"):
        pastno.analyse(look)


@pytest.mark.parametrize("module", ["number", "survival", "flow"])
def test_statistics_from_python_say_what_to_install(module: str) -> None:
    without = f"import sys; sys.modules['numpy'] = None; import analysis.stats.{module}"
    done = subprocess.run([sys.executable, "-c", without], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "ModuleNotFoundError: analysis.stats needs numpy, which is not installed; pip install 'pastno[stats]'"
    )


@pytest.fixture(scope="module")
def crossed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six persons, each in many of 46 situations."""
    folder = tmp_path_factory.mktemp("crossed") / "crossed"
    suite = load_suites()["contrast-pairs"].model_copy(update={"sample": 120})
    pastno.run(pastno.plan(suite, ["reference:overcautious", "reference:open"]), folder)
    return folder


def refused(found: Findings) -> dict[tuple[str, ...], Number]:
    return {one.group: one.share for one in found.rates.rates if one.name == "stances.refused"}


def width(number: Number) -> float:
    assert number.low is not None
    assert number.high is not None
    return number.high - number.low


def test_intervals_over_persons_and_situations_are_wider_and_values_the_same(crossed: Path) -> None:
    kinds = {kind: refused(pastno.analyse(crossed, cluster=kind)) for kind in ("pair", "persona", "scenario", "both")}
    group = ("reference:overcautious",)
    assert len({kinds[kind][group].value for kind in kinds}) == 1
    persons, situations = ({getattr(live.started, field) for live in read(crossed).lives().values()
                            if live.started.target == group[0]} for field in ("persona", "scenario"))  # fmt: skip
    assert [kinds[kind][group].clusters for kind in ("persona", "scenario", "both")] == [
        len(persons), len(situations), min(len(persons), len(situations)),
    ]  # fmt: skip
    assert width(kinds["both"][group]) > width(kinds["pair"][group])
    assert "over persons and situations both" in kinds["both"][group].how


def test_every_part_is_clustered_so(crossed: Path) -> None:
    found = pastno.analyse(crossed, cluster="both")
    (apart,) = found.differences
    curve = found.first_refusal.whole.curve
    ends = [one.probability.clusters for moved in found.phases for one in moved.ends if one.state == "start"]
    assert {found.cluster, apart.clusters, curve.clusters, *ends} == {"both", 6}
    assert "Cameron" in curve.how
    assert found.first_refusal.test is not None
    assert found.first_refusal.test.clusters == 6
    assert all(row.estimate.p == row.estimate.p_t for row in apart.measures)


def test_it_is_said_how_much_wider_they_would_be(crossed: Path) -> None:
    pair, both = (pastno.analyse(crossed, cluster=kind) for kind in ("pair", "both"))
    most = max(width(refused(both)[group]) / width(one) for group, one in refused(pair).items())
    told = [one for one in pair.warnings if "share persons and situations" in one]
    assert [f"{most:.1f} times as wide" in one for one in told] == [True]
    assert not [one for one in both.warnings if "share persons" in one]
    assert any("--cluster both" in one for one in cannot(pair))
    assert not any("--cluster both" in one for one in cannot(both))


def test_an_unknown_way_to_cluster_is_named(crossed: Path) -> None:
    with pytest.raises(AnalysisError, match="nearest: 'both'"):
        pastno.analyse(crossed, cluster="bth")


def test_what_was_not_held_to_an_end_is_said_by_target(tmp_path: Path) -> None:
    """What a target failed to answer is missing from its numbers, and whoever is left is selected."""
    file = tmp_path / "flaky.py"
    file.write_text(
        "def answer(messages):\n"
        "    if 'week' in str(messages[-1]):\n"
        "        raise RuntimeError('no')\n"
        '    return "I can\'t help with that."\n'
    )
    folder = tmp_path / "run"
    within("run", "first-look", "--target", f"python:{file}:answer", "--target", "reference:warm", "--out", folder)
    plan_, lives = read_plan(folder), read(folder).lives().values()
    lost = {
        target: sum(cell.target == target for cell in plan_.cells())
        - sum(live.started.target == target and live.ended is not None for live in lives)
        for target in plan_.targets
    }
    assert {target: count > 0 for target, count in lost.items()} == {
        "python:flaky.py:answer": True,
        "reference:warm": False,
    }
    told = [one for one in pastno.analyse(folder).warnings if "not held to an end" in one]
    assert [one.startswith(f"run, python:flaky.py:answer: {lost['python:flaky.py:answer']} of 12") for one in told] == [
        True
    ]


def test_a_difference_that_all_pairs_show_alike_is_printed(tmp_path: Path) -> None:
    suite = load_suites()["contrast-pairs"].model_copy(update={"sample": 120})
    pastno.run(pastno.plan(suite, ["reference:open", "reference:warm"]), tmp_path / "run")
    (one,) = pastno.analyse(tmp_path / "run").differences
    (row,) = [row for row in one.measures if row.name == "stances.over_refused"]
    assert (row.difference, row.estimate.low) == (1.0, None)
    assert row.holm is not None
    text = " ".join(" ".join(printed(tmp_path / "run")).split())
    assert "stances.over_refused 0.00 1.00 +1.00 –" in text


def test_a_fork_beside_its_parent_is_told_apart_by_arm(look: Path, tmp_path: Path) -> None:
    pastno.fork(look, tmp_path / "fork", changes=["wording=warm"])
    found = pastno.analyse(look, tmp_path / "fork")
    assert found.by == ("target", "arm")
    shares = {group: one.value for group, one in refused(found).items()}
    assert shares["reference:open", ""] == pytest.approx(4 / 12)
    assert {value for group, value in shares.items() if group[1]} == {1.0}


def test_the_control_is_what_arms_stand_beside(tmp_path: Path) -> None:
    fork = held(tmp_path / "fork", planted({"a-a": 1, "sham": 0, "warm": 2}))
    (pace,) = [one for one in pastno.analyse(fork).hazards if one.of == "persistence"]
    assert pace.found is not None
    assert {one.trait.partition(" against ")[2] for one in pace.found.effects} == {"control"}
    assert "--against 'control'" in " ".join(" ".join(printed(fork)).split())


def test_a_file_that_cannot_be_written_is_refused_before_anything_is_computed(look: Path, tmp_path: Path) -> None:
    done = within("analyse", look, "--json", tmp_path / "nowhere" / "found.json")
    assert (done.code, "found no folder" in done.complained, "How often" in done.said) == (2, True, False)
