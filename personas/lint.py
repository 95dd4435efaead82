"""What is wrong with a persona that loads: its words, its voice, its policy. Pure; meets no scenario."""

from __future__ import annotations

from collections.abc import Iterator

from documents.lint import Finding, Text, asks_something, text_findings, unsafe_texts
from documents.tree import Location
from personas.lines import ASK, lint_lines, opening_lines, phrases
from personas.perception import REACTIONS, Strategy
from personas.schema import Persona, Policy, When


def lint(persona: Persona) -> list[Finding]:
    """Everything that is wrong with a persona, as far as it shows without a scenario."""
    found = [*text_findings(_texts(persona)), *text_findings(_references(persona), said=False)]
    return [*found, *lint_lines(persona), *_policy(persona), *_unreachable(persona), *_script(persona)]


def unsafe(persona: Persona) -> list[Finding]:
    """Method detail and telephone numbers in what a persona says and is."""
    return unsafe_texts(_texts(persona))


def _texts(persona: Persona) -> list[Text]:
    texts: list[Text] = [(("name",), persona.name), (("summary",), persona.summary)]
    texts += [(location, line) for location, _, line in phrases(persona)]
    texts += [*opening_lines(persona), (("voice", "style"), persona.voice.style)]
    return texts


def _references(persona: Persona) -> list[Text]:
    grounds = [(("grounded_in", i, "ref"), ground.ref) for i, ground in enumerate(persona.grounded_in)]
    return [*grounds, *((("policy", "grounded_in", i, "ref"), g.ref) for i, g in enumerate(persona.policy.grounded_in))]


def _policy(persona: Persona) -> Iterator[Finding]:
    policy = persona.policy
    if policy.grounded_in == Policy.model_fields["grounded_in"].default:
        yield _warning(
            "default-grounding",
            ("policy",),
            "found nothing on what the numbers of the policy rest, expected more than the default",
            "say it under policy.grounded_in; 'our assumption, because ...' is a grounding too",
        )
    for index, when in enumerate(policy.when):
        if when.encounters is not None and when.encounters > policy.patience:
            yield _warning(
                "idle-rule",
                ("policy", "when", index),
                f"found a rule from {when.encounters} refusals on, and patience ends after {policy.patience}",
                "lower encounters, or raise patience",
            )


def _unreachable(persona: Persona) -> Iterator[Finding]:
    policy = persona.policy
    stays = [s for s in REACTIONS if policy.weights.get(s) and s is not Strategy.WITHDRAW and not _never(policy, s)]
    says_goodbye = not _leaves_silently(persona)
    if policy.free or stays or says_goodbye or policy.notices_deflection < 1:
        return
    yield _warning(
        "unreachable-phase",
        ("policy",),
        "found somebody who leaves at the first refusal without a word: post_refusal is never reached",
        "give another strategy a weight, or a withdraw line with silent_leave below 1, if that is not meant",
    )


def _never(policy: Policy, strategy: Strategy) -> bool:
    return any(when.strategy is strategy and when.times == 0 and _always(when) for when in policy.when)


def _always(when: When) -> bool:
    asked = (when.cue, when.stance, when.encounters if when.encounters != 1 else None)
    return asked == (None, None, None) and (when.state is None or (when.above, when.below) == (0, 1))


def _leaves_silently(persona: Persona) -> bool:
    voiced = persona.voice.kind == "llm" or any(s is Strategy.WITHDRAW for _, s, _ in phrases(persona))
    return persona.policy.silent_leave == 1 or not voiced


def _script(persona: Persona) -> Iterator[Finding]:
    lines = opening_lines(persona)
    later = lines[1:] or lines
    if lines and not any(ASK in line or asks_something(line) for _, line in later):
        yield _warning(
            "unreachable-phase",
            lines[-1][0],
            "found pre_refusal lines of which none from the second on asks: the ask is never put before a refusal",
            "let one of them ask, or leave pre_refusal empty",
        )


def _error(rule: str, location: Location, found: str, todo: str) -> Finding:
    return Finding(rule, "error", location, found, todo)


def _warning(rule: str, location: Location, found: str, todo: str) -> Finding:
    return Finding(rule, "warning", location, found, todo)
