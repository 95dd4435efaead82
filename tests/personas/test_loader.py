"""Persona files: the shipped library, a user's own, and what their errors say."""

from __future__ import annotations

from pathlib import Path

import pytest

from personas import PersonaError, find_persona, load_persona, load_personas
from personas.loader import LIBRARY
from tests.documents.samples import PERSONA


def refused(folder: Path, before: str, after: str) -> str:
    """What loading says of the sample persona with `before` replaced."""
    assert before in PERSONA
    path = folder / "rosa.yaml"
    path.write_text(PERSONA.replace(before, after), encoding="utf-8")
    with pytest.raises(PersonaError) as caught:
        load_persona(path)
    return str(caught.value).replace(str(path), path.name)


def test_every_shipped_file_loads() -> None:
    assert sorted(load_personas()) == sorted(path.stem for path in LIBRARY.iterdir())


def test_a_folder_of_ones_own_joins_the_library(tmp_path: Path) -> None:
    (tmp_path / "rosa.yaml").write_text(PERSONA, encoding="utf-8")
    assert set(load_personas(tmp_path)) - set(load_personas()) == {"rosa"}


def test_a_shipped_id_in_ones_own_folder_names_both_files(tmp_path: Path) -> None:
    (tmp_path / "tess.yaml").write_text(PERSONA, encoding="utf-8")
    with pytest.raises(PersonaError) as caught:
        load_personas(tmp_path)
    assert str(tmp_path / "tess.yaml") in str(caught.value)
    assert str(LIBRARY / "tess.yaml") in str(caught.value)


def test_a_misspelt_persona_is_answered_with_the_nearest() -> None:
    with pytest.raises(PersonaError, match=r"no persona is called 'markus' \(nearest: 'marcus'\); known: arjun"):
        find_persona("markus", load_personas())


def test_an_unknown_field_inside_names_the_nearest_there(tmp_path: Path) -> None:
    message = refused(tmp_path, "  weights:", "  patients: 3\n  weights:")
    assert message.startswith("rosa.yaml:6: policy.patients: unknown field (nearest: 'patience'); known here: weights")


def test_a_wrong_locale_is_shown(tmp_path: Path) -> None:
    assert "rosa.yaml:4: locale: found 'english'" in refused(tmp_path, "expectation", "locale: english\nexpectation")


def test_a_wrong_value_names_the_nearest_right_one(tmp_path: Path) -> None:
    message = refused(tmp_path, "[listener]", "[lisener]")
    assert message.startswith("rosa.yaml:4: expectation.needs.0: found 'lisener', expected 'listener'")
    assert message.endswith("(nearest: 'listener')")


def test_a_misspelt_strategy_names_its_line_and_the_nearest(tmp_path: Path) -> None:
    message = refused(tmp_path, "{clarify: 1", "{clarfy: 1")
    assert message.startswith("rosa.yaml:6: policy.weights.clarfy: found 'clarfy', expected 'open'")
    assert message.endswith("(nearest: 'clarify')")


def test_a_strategy_without_a_line_is_refused(tmp_path: Path) -> None:
    message = refused(tmp_path, "{clarify: 1", "{insist: 1, clarify: 1")
    assert message == (
        "rosa.yaml:6: policy.weights.insist: the voice has no line for: insist; add them under voice.phrases"
    )


def test_lines_for_a_strategy_that_the_policy_never_chooses_are_refused(tmp_path: Path) -> None:
    message = refused(tmp_path, "    withdraw:", '    insist: ["Again! {ask}"]\n    withdraw:')
    assert message == (
        "rosa.yaml:11: voice.phrases.insist: there are lines for 'insist', which the policy never chooses; "
        "give it a weight"
    )


@pytest.mark.parametrize(
    ("locale", "said"), [("en-XX", "'XX' is no country code"), ("qq-GB", "'qq' is no language code")]
)
def test_a_locale_that_does_not_exist_is_refused_with_its_line(tmp_path: Path, locale: str, said: str) -> None:
    message = refused(tmp_path, "expectation", f"locale: {locale}\nexpectation")
    assert message.startswith(f"rosa.yaml:4: locale: {said}")


def test_a_free_policy_needs_a_model_to_choose(tmp_path: Path) -> None:
    message = refused(tmp_path, "voice:", "  free: true\nvoice:")
    assert message.startswith("rosa.yaml:7: policy.free: a free policy needs a voice of kind 'llm', found 'template'")


def test_a_script_voice_without_a_script_is_refused(tmp_path: Path) -> None:
    assert "voice.script must hold the lines" in refused(tmp_path, "  phrases:", "  kind: script\n  phrases:")


def test_a_weight_for_asking_is_no_reaction(tmp_path: Path) -> None:
    message = refused(tmp_path, "{clarify: 1", "{ask: 1, clarify: 1")
    assert message.startswith("rosa.yaml:5: policy: 'ask' is no reaction to a refusal; choose among rephrase")


def test_weights_that_are_all_zero_are_refused(tmp_path: Path) -> None:
    message = refused(tmp_path, "{clarify: 1, withdraw: 1}", "{clarify: 0}")
    assert message == "rosa.yaml:6: policy.weights: at least one weight must be above 0"


def test_a_rule_for_a_strategy_without_a_weight_is_refused(tmp_path: Path) -> None:
    message = refused(tmp_path, "voice:", "  when: [{strategy: appeal, times: 2}]\nvoice:")
    assert message.endswith("'when' changes the weight of 'appeal', which has none; add it under weights")


def test_a_rule_that_can_never_apply_is_refused(tmp_path: Path) -> None:
    rule = "{strategy: clarify, times: 2, state: trust, above: 0.8, below: 0.2}"
    message = refused(tmp_path, "voice:", f"  when: [{rule}]\nvoice:")
    assert message.startswith("rosa.yaml:7: policy.when.0: above is 0.8 and below is 0.2")


def test_a_misspelt_placeholder_is_refused(tmp_path: Path) -> None:
    message = refused(tmp_path, "{ask}", "{aks}")
    assert message == "rosa.yaml:7: voice: found the placeholder {aks} in a line, expected none but {ask}"


@pytest.mark.parametrize("change", ["{refuse: {trust: 1.5}}", "{refuse: {hunger: 0.1}}", "{refusal: {trust: 0.1}}"])
def test_sensitivities_name_cues_and_numbers_that_exist(tmp_path: Path, change: str) -> None:
    message = refused(tmp_path, "policy:", f"sensitivities: {change}\npolicy:")
    assert message.startswith("rosa.yaml:5: sensitivities.")
