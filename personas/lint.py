"""What is wrong with a persona that loads: its words, its voice, its policy. Pure; meets no scenario."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from documents.lint import Finding, Text, asks_something, short, text_findings, unsafe_texts
from documents.tree import Location
from personas.perception import REACTIONS, Strategy
from personas.schema import Persona, Policy, When
from personas.voice import CHOICE, spun

_ASK = "{ask}"
_BRACKETS = re.compile(r"[\[\]]")


def lint(persona: Persona) -> list[Finding]:
    """Everything that is wrong with a persona, as far as it shows without a scenario."""
    said = chain(_long(persona), _brackets(persona), _braces(persona), _asks(persona), _repeated(persona))
    found = [*text_findings(_texts(persona)), *text_findings(_references(persona), said=False), *said]
    return [*found, *_policy(persona), *_unreachable(persona), *_script(persona)]


def unsafe(persona: Persona) -> list[Finding]:
    """Method detail and telephone numbers in what a persona says and is."""
    return unsafe_texts(_texts(persona))


def phrases(persona: Persona) -> Iterator[tuple[Location, Strategy, str]]:
    """Every line of the phrase bank and of a script's reactions, with its place and what it does."""
    for strategy, lines in persona.voice.phrases.items():
        for index, line in enumerate(lines):
            yield ("voice", "phrases", strategy.value, index), strategy, line
    script = persona.voice.script
    for strategy, lines in script.post_refusal.items() if script else ():
        for index, line in enumerate(lines):
            yield ("voice", "script", "post_refusal", strategy.value, index), strategy, line


def exact(location: Location) -> bool:
    """Whether a line at this place is said as it stands, with no alternatives drawn."""
    return "script" in location


def _texts(persona: Persona) -> list[Text]:
    texts: list[Text] = [(("name",), persona.name), (("summary",), persona.summary)]
    texts += [(location, line) for location, _, line in phrases(persona)]
    texts += [*_opening_lines(persona), (("voice", "style"), persona.voice.style)]
    return texts


def _references(persona: Persona) -> list[Text]:
    grounds = [(("grounded_in", i, "ref"), ground.ref) for i, ground in enumerate(persona.grounded_in)]
    return [*grounds, *((("policy", "grounded_in", i, "ref"), g.ref) for i, g in enumerate(persona.policy.grounded_in))]


def _opening_lines(persona: Persona) -> list[Text]:
    script = persona.voice.script
    lines = script.pre_refusal if script else ()
    return [(("voice", "script", "pre_refusal", index), line) for index, line in enumerate(lines)]


def _long(persona: Persona) -> Iterator[Finding]:
    most = persona.voice.max_words
    lines = [(location, line) for location, _, line in phrases(persona)] + _opening_lines(persona)
    for location, line in lines:
        longest = line if exact(location) else _longest(line)
        words = len(longest.replace(_ASK, "").split())
        if words > most:
            yield _error(
                "long-line",
                location,
                f"found {words} words without the ask, expected at most {most} (voice.max_words): {short(longest)}",
                "shorten the line, or raise max_words if they do write so much",
            )


def _longest(phrase: str) -> str:
    """The spelling with most words: the longest alternative of every choice."""
    choices = [choice.split("|") for choice in CHOICE.findall(phrase)]
    best = [max(range(len(choice)), key=lambda i, choice=choice: len(choice[i].split())) for choice in choices]  # type: ignore[misc]
    return spun(phrase, lambda place: (best[place] + 0.5) / len(choices[place]))


def _brackets(persona: Persona) -> Iterator[Finding]:
    for location, _, line in phrases(persona):
        if exact(location):
            if CHOICE.search(line):
                yield _error(
                    "brackets",
                    location,
                    f"found a choice in a script, whose lines are said as they stand: {short(line)}",
                    "write the one line that is said, or move it to voice.phrases",
                )
            continue
        rest = CHOICE.sub("", line)
        if not _balanced(line) or "|" in rest:
            yield _error(
                "brackets",
                location,
                f"found brackets that do not pair, or a choice within a choice: {short(line)}",
                "write every choice as [this|that], one behind the other",
            )
        elif _BRACKETS.search(rest) or any(len(set(c.split("|"))) == 1 for c in CHOICE.findall(line)):
            yield _warning(
                "one-alternative",
                location,
                f"found brackets with nothing to choose between: {short(line)}",
                "give a second alternative, which may be empty as in [well|], or take the brackets away",
            )


def _balanced(line: str) -> bool:
    """Whether brackets pair and none holds another."""
    depth = 0
    for mark in _BRACKETS.findall(line):
        depth += 1 if mark == "[" else -1
        if depth not in (0, 1):
            return False
    return depth == 0


def _braces(persona: Persona) -> Iterator[Finding]:
    lines = [(location, line) for location, _, line in phrases(persona)]
    for location, line in lines:
        if re.search(r"[{}]", line.replace(_ASK, "")):
            yield _error(
                "braces",
                location,
                f"found a brace that would be said as it stands: {short(line)}",
                "write {ask} with both braces, and use no others",
            )


def _asks(persona: Persona) -> Iterator[Finding]:
    for location, strategy, line in phrases(persona):
        count = line.count(_ASK)
        if strategy.asks and count == 0 and not asks_something(line):
            yield _warning(
                "asks-nothing",
                location,
                f"found no {_ASK} in a line of '{strategy}', which goes after what was refused: {short(line)}",
                f"put {_ASK} where the ask belongs",
            )
        elif not strategy.asks and count:
            yield _error(
                "asks-nothing",
                location,
                f"found {_ASK} in a line of '{strategy}', which asks for nothing: {short(line)}",
                f"take {_ASK} out",
            )


def _repeated(persona: Persona) -> Iterator[Finding]:
    seen: dict[str, Location] = {}
    for location, _, line in phrases(persona):
        if line in seen:
            earlier = ".".join(map(str, seen[line]))
            yield _warning(
                "repeated-line", location, f"found the line of {earlier} again: {short(line)}", "say it in other words"
            )
        seen.setdefault(line, location)


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
    parts = not _leaves_silently(persona)
    if policy.free or stays or parts or policy.notices_deflection < 1:
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
    lines = _opening_lines(persona)
    for location, line in lines:
        if _ASK in line:
            yield _error(
                "verbatim-ask",
                location,
                f"found {_ASK} in a line before the first refusal, where it is said as it stands: {short(line)}",
                "write the ask out, or leave pre_refusal empty so that the scenario's opening and ask are said",
            )
    later = lines[1:] or lines
    if lines and not any(asks_something(line) for _, line in later):
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
