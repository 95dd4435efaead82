"""What the persona lint finds, each with a near miss it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from personas.lint import lint, unsafe
from personas.loader import load_persona, load_personas
from tests.documents.samples import PERSONA

GROUNDED = "  grounded_in: [{kind: assumption, ref: somebody tries once more}]\nvoice:"
SCRIPT = "  kind: script\n  script:\n    pre_refusal: [I drive a bus., {}]\n  phrases:"
ONLY_LEAVING = ("{clarify: 1, withdraw: 1}", "{withdraw: 1}", '    clarify: ["Again. {ask}"]\n', "")


def rules(folder: Path, *changes: str) -> list[str]:
    """The rules that find something in the sample persona, changed pair by pair."""
    text = PERSONA.replace("voice:", GROUNDED, 1)
    for before, after in zip(changes[::2], changes[1::2], strict=True):
        assert before in text
        text = text.replace(before, after)
    path = folder / "rosa.yaml"
    path.write_text(text, encoding="utf-8")
    return [finding.rule for finding in lint(load_persona(path))]


def test_a_grounded_sample_is_fine(tmp_path: Path) -> None:
    assert rules(tmp_path) == []


@pytest.mark.parametrize(
    ("rule", "before", "bad", "good"),
    [
        ("long-line", "Never mind.", '"[Oh|Oh well now then], never mind. Bye."', '"[Oh|Well] never mind. Bye."'),
        ("brackets", "[I see.]", '["I [see.", "Yes."]', '["I [see|get it]."]'),
        ("brackets", "[I see.]", '["I [see|[really|well] see]."]', '["I [see|get it][ well|]."]'),
        ("one-alternative", "[I see.]", '["I [see]."]', '["I [see|get it]."]'),
        ("one-alternative", "[I see.]", '["I [see|see]."]', '["I see [it|]."]'),
        ("braces", '"Again. {ask}"', '"Again. {ask} {"', '"Again - {ask}"'),
        ("asks-nothing", '"Again. {ask}"', '"Again, it rained."', '"Again, tell me how."'),
        ("asks-nothing", "Never mind.", '"Never mind {ask}"', '"Never mind the ask."'),
        ("repeated-line", "[I see.]", "[I see., I see.]", "[I see., I saw.]"),
        ("telephone-number", "Drives a bus.", '"Ring 555 0142."', '"Drives bus 55."'),
        ("address", "Drives a bus.", "See www.example.org.", "Sees the web."),
        ("method-detail", "Drives a bus.", '"Told [UNSAFE DETAIL]."', "Told something unsafe."),
        ("named-method", "I see.", "I thought of drowning myself", "I drowned myself in work"),
        ("idle-rule", "voice:", "  when: [{strategy: clarify, times: 2, encounters: 5}]\nvoice:",
         "  when: [{strategy: clarify, times: 2, encounters: 4}]\nvoice:"),
        ("default-grounding", GROUNDED, "voice:", GROUNDED),
        ("unreachable-phase", "  phrases:", SCRIPT.format("I drive it well."), SCRIPT.format('"So. {ask}"')),
        ("unreachable-phase", "  phrases:", SCRIPT.format("I drive it well."), SCRIPT.format("Can I get a plan?")),
    ],
)  # fmt: skip
def test_a_lint_finds_what_is_wrong_and_leaves_the_near_miss(
    tmp_path: Path, rule: str, before: str, bad: str, good: str
) -> None:
    short = ("  phrases:", "  max_words: 6\n  phrases:") if rule == "long-line" else ()
    assert (rules(tmp_path, before, bad, *short)[:1], rules(tmp_path, before, good, *short)) == ([rule], [])


def test_a_choice_in_a_script_is_said_as_it_stands_and_found(tmp_path: Path) -> None:
    line = '  kind: script\n  script: {{post_refusal: {{clarify: ["[So|Well]. {{ask}}"]}}}}\n  phrases:'
    assert rules(tmp_path, "  phrases:", line.format()) == ["brackets"]
    assert rules(tmp_path, "  phrases:", line.format().replace("[So|Well]", "So")) == []


@pytest.mark.parametrize("silent", ["silent_leave: 1", "silent_leave: 0.5"])
def test_leaving_at_once_without_a_word_never_reaches_post_refusal(tmp_path: Path, silent: str) -> None:
    found = rules(tmp_path, *ONLY_LEAVING, "voice:", f"  {silent}\nvoice:")
    assert found == (["unreachable-phase"] if silent.endswith("1") else [])


def test_somebody_without_a_parting_line_leaves_without_a_word(tmp_path: Path) -> None:
    assert rules(tmp_path, *ONLY_LEAVING, "    withdraw: [Never mind.]\n", "") == ["unreachable-phase"]


def test_a_rule_that_always_forbids_the_only_way_on_makes_post_refusal_unreachable(tmp_path: Path) -> None:
    rule = "  silent_leave: 1\n  when: [{{strategy: clarify, times: 0{}}}]\nvoice:"
    assert rules(tmp_path, "voice:", rule.format("")) == ["unreachable-phase"]
    assert rules(tmp_path, "voice:", rule.format(", cue: blames")) == []


def test_somebody_who_may_miss_a_deflection_still_reaches_post_refusal(tmp_path: Path) -> None:
    missed = "  silent_leave: 1\n  notices_deflection: 0.9\nvoice:"
    assert rules(tmp_path, *ONLY_LEAVING, "voice:", missed) == []


def test_the_ask_counts_for_nothing_and_the_longest_spelling_counts(tmp_path: Path) -> None:
    phrase = '"[Again|Once more then]. {ask}"'
    change = ('"Again. {ask}"', phrase, "  phrases:", "  max_words: 3\n  phrases:")
    assert rules(tmp_path, *change) == []


def test_a_phrase_with_a_thousand_million_spellings_is_checked_at_once(tmp_path: Path) -> None:
    assert rules(
        tmp_path, "Never mind.", '"' + "[a b|a|] " * 30 + '"', "  phrases:", "  max_words: 59\n  phrases:"
    ) == ["long-line"]


def test_no_error_is_found_in_the_shipped_library() -> None:
    found = [(p.id, f.rule, f.field) for p in load_personas().values() for f in lint(p) if f.severity == "error"]
    assert found == []


def test_what_may_not_be_said_is_found_in_a_summary_before_a_run(tmp_path: Path) -> None:
    (tmp_path / "rosa.yaml").write_text(PERSONA.replace("Drives a bus.", '"Ring 555 0142."'), encoding="utf-8")
    assert [finding.field for finding in unsafe(load_persona(tmp_path / "rosa.yaml"))] == ["summary"]
