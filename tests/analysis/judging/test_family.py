"""Which models are kin."""

from __future__ import annotations

import pytest

from analysis.judging.family import families, related


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("openai:gpt-5.6", {"gpt"}),
        ("openai:o3-mini", {"gpt"}),
        ("openai:openai/gpt-oss-120b", {"gpt"}),
        ("openai:chatgpt-4o-latest", {"gpt"}),
        ("anthropic:claude-opus-4-7", {"claude"}),
        ("openai:anthropic/claude-sonnet-5", {"claude"}),
        ("openai:google/gemma-3-27b", {"gemini"}),
        ("langchain:gemini-2.5-pro", {"gemini"}),
        ("openai:meta-llama/Llama-4-Scout", {"llama"}),
        ("openai:ollama/qwen3", {"qwen"}),
        ("openai:Mixtral-8x7B", {"mistral"}),
        ("openai:deepseek-r1-distill-llama-70b", {"deepseek", "llama"}),
        ("local:smollm2", {"smollm"}),
        ("SmolLM2-135M-Instruct.Q4_1.gguf", {"smollm"}),
        ("claude-3-5-haiku-20241022", {"claude"}),
    ],
)
def test_a_family_is_read_from_spec_or_served_name(name: str, family: set[str]) -> None:
    assert families(name) == family


@pytest.mark.parametrize(
    ("one", "other", "kin"),
    [
        ("openai:gpt-5.6", "gpt-4o-mini-2024-07-18", True),
        ("openai:gpt-5.6", "anthropic:claude-opus-5", False),
        ("local:house-7b.gguf", "openai:house-13b-v2", True),
        ("openai:house", "openai:other", False),
        ("reference:blunt", "reference:warm", False),
        ("openai:vendor/house", "python:house", True),
    ],
)
def test_unknown_models_are_kin_by_name(one: str, other: str, kin: bool) -> None:
    assert (related(one, other), related(other, one)) == (kin, kin)
