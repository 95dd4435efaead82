"""The run that the benchmark of the analysis is measured on: a record like any other, and no two are the same."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

import pastno
from analysis.cases import Case, cases
from analysis.findings.found import Findings
from analysis.stats.hazard import SEPARATED
from benchmarks.analysis import analysed, growth, scanned
from benchmarks.recombined import hold, recombine
from simulator.store import read_plan
from simulator.transcript import Cause
from tests.support.terminal import within

SIZE = 2000


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("analysis") / "held"
    hold(folder, 400)
    return folder


@pytest.fixture(scope="module")
def made(held: Path) -> Path:
    recombine(held, held.parent / "made", SIZE, 1)
    return held.parent / "made"


@pytest.fixture(scope="module")
def found(made: Path) -> Findings:
    return pastno.analyse(made, by=["target"])


@pytest.fixture(scope="module")
def rows(made: Path) -> list[Case]:
    return list(cases(made, read_plan(made)))


def lines(folder: Path) -> list[dict[str, object]]:
    """Read by nothing of the project's."""
    return [json.loads(line) for file in folder.glob("events-*.jsonl") for line in file.read_text().splitlines()]


def test_it_holds_as_many_exchanges_as_the_scan_and_plain_json_count(made: Path) -> None:
    told = scanned(made)["lines"]
    assert told == sum(line["type"] == "exchange" for line in lines(made))
    assert SIZE <= told < SIZE + 400


def test_what_is_analysed_is_what_a_plain_reading_counts(made: Path, found: Findings) -> None:
    every = lines(made)
    broken = {line["id"] for line in every if line["type"] == "ended" and line["cause"] == Cause.FAILED}
    ended = {line["id"] for line in every if line["type"] == "ended"} - broken
    refused = {line["id"] for line in every if line["type"] == "met"} & ended
    begun = {line["id"] for line in every if line["type"] == "started"}
    source = found.sources[0]
    assert (source.held, source.failed, source.unfinished) == (len(ended), len(broken), len(begun - ended - broken))
    assert found.persistence.whole.curve.n == len(refused)
    assert found.first_refusal.whole.curve.events == len(refused)


def test_the_targets_are_refused_as_often_as_plain_json_counts(made: Path, found: Findings) -> None:
    every = lines(made)
    whole = {line["id"] for line in every if line["type"] == "ended" and line["cause"] != Cause.FAILED}
    target = {line["id"]: line["target"] for line in every if line["type"] == "started" and line["id"] in whole}
    refused = {line["id"] for line in every if line["type"] == "met"} & whole
    shares = {one.group[0]: one.share for one in found.rates.rates if one.name == "stances.refused"}
    counted = Counter(target.values())
    assert {name: share.n for name, share in shares.items()} == counted
    assert {name: round((share.value or 0) * share.n) for name, share in shares.items()} == Counter(
        target[name] for name in refused
    )


def test_its_conversations_differ(rows: list[Case]) -> None:
    assert len({case.id for case in rows}) == len(rows)
    assert len({case.exchanges for case in rows}) > 5
    assert len({(case.phases, case.strategies, case.stances) for case in rows}) > len(rows) / 5
    assert {Cause.LEFT, Cause.MET, Cause.ELSEWHERE} <= {case.end for case in rows}
    assert len({case.cluster for case in rows}) > 5


def test_another_seed_makes_another_run_and_the_same_seed_the_same(held: Path, made: Path, tmp_path: Path) -> None:
    for seed, name in ((1, "again"), (2, "other")):
        recombine(held, tmp_path / name, SIZE, seed)
    texts = [(folder / "events-0001.jsonl").read_bytes() for folder in (made, tmp_path / "again", tmp_path / "other")]
    assert texts[0] == texts[1] != texts[2]


def test_show_opens_it(made: Path, rows: list[Case]) -> None:
    page = within("show", str(made), rows[0].id)
    assert page.code == 0
    assert rows[0].id in page.said.replace("\n", "")


def test_figures_are_of_the_whole_run(made: Path, rows: list[Case]) -> None:
    figures = analysed(made)
    assert figures["exchanges"] == sum(case.exchanges for case in rows)
    assert figures["conversations"] == len(rows)
    assert figures["whole_cpu_s"] == pytest.approx(figures["read_cpu_s"] + figures["tabulated_cpu_s"])
    assert figures["peak_mib"] > 50


def test_twice_the_time_for_twice_as_many_is_a_growth_of_one() -> None:
    found = {size: {"line": 3.0 * size, "square": float(size * size)} for size in (10, 100, 1000)}
    assert growth(found, "line") == pytest.approx(1)
    assert growth(found, "square") == pytest.approx(2)


def test_where_most_persons_always_end_alike_the_others_have_their_ratios(made: Path) -> None:
    (told,) = (one.found for one in pastno.analyse(made, by=["persona"]).hazards if one.of == "persistence")
    assert told is not None
    assert SEPARATED in told.warnings
    known = [one.ratio.value is not None for one in told.effects]
    assert any(known)
    assert not all(known)
