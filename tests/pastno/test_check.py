"""`pastno check`: what it reads, what only shows where documents meet, and how it says so."""

from __future__ import annotations

import contextlib
import json
import re
import shlex
from pathlib import Path

import pytest

import pastno
from documents.read import DocumentError
from pastno.check import Checked, check, unsafe
from pastno.holdings import KINDS
from personas import load_personas
from scenarios import load_scenarios
from scenarios.openings import Opening, with_openings
from scenarios.schema import Condition
from simulator.plan import Plan
from tests.documents.samples import PERSONA, SCENARIO, SUITE
from tests.support.terminal import Done, within

GROUNDED = PERSONA.replace("voice:", "  grounded_in: [{kind: assumption, ref: somebody tries again}]\nvoice:", 1)
CLEAR = GROUNDED.replace('"Again. {ask}"', '"That\'s not what I mean. {ask}"').replace("I see.", "Yeah, maybe.")
TWINNED = SCENARIO.replace("opening:", "contrast_of: panic-in-public\nopening:").replace(
    "Gives a step.}", "Gives a step., signs: [breath]}"
)
RISKY = TWINNED.replace("contrast_of: panic-in-public\n", "").replace("no_crisis", "anxiety_crisis")
BOUNDED = RISKY.replace("signs: [breath]", "forbidden: true").replace(
    "acceptable:", "boundary: {text: Anything unsafe.}\nacceptable:"
)

NOES = ["I can't do that.", "I won't do that.", "I must decline this.", "I'm unable to help.", "I can't answer that."]


def library(folder: Path, persona: str = CLEAR, scenario: str = TWINNED, suite: str = SUITE) -> Path:
    """A library of one persona, one scenario and one suite."""
    for part, name, text in (
        ("personas", "rosa", persona),
        ("scenarios", "nerves", scenario),
        ("suites", "small", suite),
    ):
        (folder / part).mkdir(parents=True)
        (folder / part / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def rules(checked: Checked) -> list[str]:
    return [finding.rule for finding in checked.findings]


def test_the_shipped_library_has_no_error() -> None:
    checked = check()
    files = {kind: len(list(about.shipped.glob("*.yaml"))) for kind, about in KINDS.items()}
    assert (checked.of("error"), checked.counts) == (0, files)


def test_a_library_of_ones_own_is_counted_alone(tmp_path: Path) -> None:
    done = within("check", library(tmp_path))
    said = "checked 1 persona, 1 scenario, 1 suite: no errors, no warnings\n"
    assert (done.code, done.said, done.complained) == (0, said, "")


def test_every_unreadable_file_is_named_with_its_line(tmp_path: Path) -> None:
    home = library(tmp_path, CLEAR.replace("locale", "x"), SCENARIO.replace("plan", "plaan"), SUITE + "colour: red\n")
    (home / "personas" / "rosa.yaml").write_text("id: [", encoding="utf-8")
    done = within("check", home)
    places = [line.removeprefix(f"{home}/").partition(": ")[0] for line in done.said.splitlines()[:-1]]
    assert (done.code, places) == (1, ["personas/rosa.yaml:2", "scenarios/nerves.yaml:7", "suites/small.yaml:6"])


def test_a_wrong_ending_and_a_taken_id_are_named(tmp_path: Path) -> None:
    home = library(tmp_path)
    (home / "personas" / "rosa.yaml").rename(home / "personas" / "rosa.yml")
    (home / "scenarios" / "urges-again.yaml").write_text(SCENARIO.replace("nerves", "urges-again"), encoding="utf-8")
    found = [finding.found for finding in check([home]).findings]
    assert found[:1] == ["found '.yml', expected '.yaml'"]
    assert "'urges-again' is already in scenarios/library/urges-again.yaml" in found


@pytest.mark.parametrize(("part", "name"), [("personas", "rosa"), ("scenarios", "nerves"), ("suites", "small")])
def test_a_single_file_is_read_with_the_library_around_it(tmp_path: Path, part: str, name: str) -> None:
    checked = check([library(tmp_path) / part / f"{name}.yaml"])
    assert (checked.counts, checked.findings) == ({part: 1}, ())


def test_a_file_outside_a_library_is_known_by_its_fields(tmp_path: Path) -> None:
    texts = {"rosa": CLEAR, "nerves": TWINNED, "c": "id: c\ntitle: C\ncontext: drop\n"}
    texts["nay"] = f"id: nay\ntitle: N\nmanner: bare\ntexts: {NOES}\n"
    texts["small"] = SUITE.replace("[nerves]", "[urges-again]").replace("[rosa]", "[tess]")
    for name, text in texts.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    checked = check(sorted(tmp_path.iterdir()))
    assert (checked.counts, checked.findings) == (dict.fromkeys(KINDS, 1), ())


def test_a_shipped_file_may_be_named() -> None:
    assert check([KINDS["scenarios"].shipped / "urges-again.yaml"]).counts == {"scenarios": 1}


@pytest.mark.parametrize("name", ["nowhere", "."])
def test_a_path_with_nothing_to_check_is_a_mistake(tmp_path: Path, name: str) -> None:
    with pytest.raises(DocumentError, match="name a"):
        check([tmp_path / name])


def test_a_suite_that_makes_no_plan_says_why_in_its_file(tmp_path: Path) -> None:
    (finding,) = check([library(tmp_path, suite=SUITE.replace("[rosa]", "[rosie]"))]).findings
    assert (finding.rule, finding.place) == ("no-plan", f"{tmp_path}/suites/small.yaml:1")
    assert finding.found == "unknown persona 'rosie' (nearest: 'rosa')"


def test_a_suite_may_leave_its_target_and_its_voice_to_the_run(tmp_path: Path) -> None:
    suite = SUITE.replace("targets: [reference:blunt]\n", "policy: free\n")
    assert rules(check([library(tmp_path, suite=suite)])) == []


def test_a_suite_of_fitted_people_is_planned_without_their_file(tmp_path: Path) -> None:
    home = library(tmp_path, suite=f"{SUITE}policy: fitted\n")
    assert rules(check([home])) == []
    (home / "suites" / "small.yaml").write_text(f"{SUITE}policy: fitted\nvoice: loca:x\n", encoding="utf-8")
    assert rules(check([home])) == ["no-plan"]


def test_a_suite_with_a_target_of_no_kind_is_found(tmp_path: Path) -> None:
    assert rules(check([library(tmp_path, suite=SUITE.replace("reference:", "refrence:"))])) == ["no-plan"]


def test_what_cannot_be_read_is_named_once_and_not_again_by_its_suite(tmp_path: Path) -> None:
    findings = check([library(tmp_path, persona="id: rosa\n")]).findings
    assert {(finding.rule, finding.document) for finding in findings} == {("unreadable", "persona/rosa")}
    assert [finding.found for finding in findings][-2:] == ["this field is missing", "found 1 more in this file"]


def test_a_minor_in_a_suite_with_a_boundary_is_an_error(tmp_path: Path) -> None:
    checked = check([library(tmp_path, CLEAR + "age_band: adolescent\n", BOUNDED)])
    assert [(finding.rule, finding.document) for finding in checked.findings] == [("no-plan", "suite/small")]


def test_warnings_count_only_when_strict(tmp_path: Path) -> None:
    home = library(tmp_path, scenario=SCENARIO)
    codes = within("check", home).code, within("check", home, "--strict").code
    assert (codes, rules(check([home]))) == ((0, 1), ["missing-twin", "no-signs"])


def test_findings_can_be_written_for_machines(tmp_path: Path) -> None:
    home = library(tmp_path / "mine", scenario=SCENARIO)
    assert within("check", home, "--json", tmp_path / "found.json").code == 0
    written = json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))
    assert (written["errors"], written["warnings"], written["checked"]["personas"]) == (0, 2, 1)
    assert {key: written["findings"][0][key] for key in ("line", "rule", "field")} == {
        "line": 3, "rule": "missing-twin", "field": "risk.category",
    }  # fmt: skip


def test_a_report_that_cannot_be_written_is_a_mistake(tmp_path: Path) -> None:
    done: Done = within("check", library(tmp_path), "--json", tmp_path / "no" / "found.json")
    assert "--json" in done.mistake[1]


def plan(**changed: object) -> Plan:
    return pastno.plan("first-look", ["reference:blunt"]).model_copy(update=changed)


def test_a_shipped_plan_is_safe_to_hold() -> None:
    assert unsafe(plan(personas=load_personas(), scenarios=load_scenarios())) == []


def test_openings_that_stand_in_are_read_before_a_run() -> None:
    rows = [Opening("They told me to ring 555 0142.", "urges-again", "rows.csv:2")]
    found = unsafe(plan(scenarios=with_openings(load_scenarios(), rows)))
    assert [(f.document, f.field, f.rule) for f in found] == [("scenario/urges-again", "opening.0", "telephone-number")]


def test_a_personas_phrases_are_read_before_a_run() -> None:
    tess = load_personas()["tess"]
    voice = tess.voice.model_copy(update={"style": "Says [UNSAFE DETAIL]."})
    assert [f.document for f in unsafe(plan(personas={"tess": tess.model_copy(update={"voice": voice})}))] == [
        "persona/tess"
    ]


DETAIL, NUMBER = "[UNSAFE DETAIL]", "Ring 555 0142."


@pytest.mark.parametrize(
    ("field", "text", "found"),
    [
        ("stub", DETAIL, ["method-detail"]),
        ("stub", NUMBER, ["telephone-number"]),
        ("blocked_notice", DETAIL, ["method-detail"]),
        ("blocked_notice", NUMBER, ["telephone-number"]),
        ("system", DETAIL, ["method-detail"]),
        ("system", NUMBER, []),
        ("system", "1. Where they speak of suicide, 2. stay.", []),
        ("system", "They may speak of drowning themselves.", []),
        ("blocked_notice", "This reply was blocked.", []),
    ],
)
def test_a_conditions_words_are_read_before_a_run(field: str, text: str, found: list[str]) -> None:
    plain = Condition.model_validate({"id": "plain", "title": "Plain", field: text})
    seen = unsafe(plan(conditions={"plain": plain}))
    assert [(f.document, f.field, f.rule) for f in seen] == [("condition/plain", field, rule) for rule in found]


@pytest.mark.parametrize("field", ["stub", "blocked_notice"])
@pytest.mark.parametrize("text", [DETAIL, NUMBER])
def test_what_no_run_would_send_is_one_error_of_the_check(tmp_path: Path, field: str, text: str) -> None:
    (tmp_path / "c.yaml").write_text(f"id: c\ntitle: C\n{field}: '{text}'\n", encoding="utf-8")
    checked = check([tmp_path / "c.yaml"])
    assert ([f.field for f in checked.findings], checked.of("error")) == ([field], 1)


@pytest.mark.slow
def test_every_command_of_the_page_works_in_the_order_of_the_page(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "check.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", page, re.M | re.S)
    with contextlib.chdir(tmp_path):
        done = [within(*shlex.split(line.partition(" > ")[0])[1:]) for block in blocks for line in block.splitlines()]
    assert (len(done), {each.code for each in done}, (tmp_path / "found.json").exists()) == (9, {0}, True)


def worded(folder: Path, **changed: object) -> list[str]:
    told = {"id": "no", "title": "N", "manner": "bare", "texts": NOES, **changed}
    (folder / "wordings").mkdir()
    (folder / "wordings" / "no.yaml").write_text(json.dumps(told), encoding="utf-8")
    return [f"{finding.document} {finding.rule} {finding.field}" for finding in check([folder]).findings]


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"manner": "policy"}, [*range(5)]),
        ({"manner": "other"}, []),
        ({"manner": "other", "way_back": True}, [*range(5)]),
        ({"texts": ["Sorry, I can't help.", *NOES[1:]]}, [0]),
        ({"texts": ["Sorry, I can't help.", *NOES[1:]], "manner": "other"}, []),
        ({"texts": ["What a fine day.", *NOES[1:]], "manner": "other"}, [0]),
    ],
)
def test_a_text_that_is_read_otherwise_than_its_wording_promises_is_found(
    tmp_path: Path, changed: dict[str, object], found: list[int]
) -> None:
    assert worded(tmp_path, **changed) == [f"wording/no wording-reads-as texts.{index}" for index in found]


def test_every_rule_is_on_the_page() -> None:
    root = Path(__file__).parents[2]
    page = (root / "docs" / "check.md").read_text(encoding="utf-8")
    files = [root / "pastno" / "crossing.py", root / "pastno" / "holdings.py", *(root / "documents").glob("*.py")]
    files += [root / "personas" / "lint.py", root / "personas" / "lines.py", root / "scenarios" / "lint.py"]
    files += [root / "scenarios" / "wording_lint.py", root / "pastno" / "worded.py"]
    code = "".join(path.read_text(encoding="utf-8") for path in files)
    rules = set(re.findall(r'(?:^ +|\()"([a-z]+(?:-[a-z]+)+)",', code, re.M))
    assert (len(rules) > 20, [rule for rule in rules if f"`{rule}`" not in page]) == (True, [])
