"""Families of models: a judge tends to be lenient with its own kind."""

from __future__ import annotations

import re

FAMILIES: dict[str, str] = {
    "gpt": r"gpt|chatgpt|(?<![a-z0-9])o[1-9](?![a-z0-9])|davinci|codex",
    "claude": r"claude",
    "gemini": r"gemini|gemma|palm|bard",
    "llama": r"(?<!o)llama|vicuna|alpaca",
    "qwen": r"qwen|qwq",
    "mistral": r"mi[sx]tral|ministral|magistral|codestral|devstral",
    "deepseek": r"deepseek",
    "smollm": r"smollm",
    "grok": r"grok",
    "phi": r"(?<![a-z])phi-?\d",
    "glm": r"(?<![a-z])(?:chat)?glm",
    "kimi": r"kimi|moonshot",
    "command": r"command-?[ar](?![a-z])|cohere|aya(?![a-z])",
    "granite": r"granite",
    "nova": r"(?<![a-z])nova-",
    "olmo": r"olmo|tulu",
}
"""How each family's models are called, in lower case."""
NAMES = (
    r"(?i:chat ?gpt|gpt-?\d[\w.-]*|open ?ai|anthropic|deepseek[\w.-]*|qwen[\w.-]*|smollm\d?|mistral ai|chatglm"
    r"|llama[- ]?\d[\w.-]*|gemma[- ]?\d?|claude(?:[- ](?:\d[\w.]*|opus|sonnet|haiku))+"
    r"|gemini(?:[- ](?:\d[\w.]*|pro|flash))+)"
    r"|Claude|Gemini|Llama|LLaMA|Mistral|Mixtral|Grok|Google DeepMind|xAI"
)
"""What models and their makers are called in text; a regular expression."""


def families(name: str) -> frozenset[str]:
    """The families a model belongs to, by its spec or its served name; a model of none is one of its own.

    A distilled model belongs to both, its teacher's and its own. A wrapped name (`openai:vendor/claude-x` at any
    address) is read whole, but the kind before the colon says how it is spoken to, not what it is.

    Args:
        name: `kind:model`, or the name a provider gave.
    """
    kind, colon, model = name.lower().partition(":")
    bare = model if colon else kind
    found = {family for family, pattern in FAMILIES.items() if re.search(pattern, bare)}
    return frozenset(found or {f"={_own(bare)}"})


def related(one: str, other: str) -> bool:
    """Whether two models share a family, or are one and the same unknown model."""
    return bool(families(one) & families(other))


def _own(bare: str) -> str:
    """An unknown model's name without folder, ending, size and date, which its relatives differ in."""
    last = re.split(r"[/\\]", bare)[-1].removesuffix(".gguf")
    return re.split(r"[-_.:@](?=v?\d)", last)[0]
