"""What is wrong with the lines a persona may say: length, brackets, placeholders. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.lint import Finding, Text, asks_something, short
from documents.tree import Location
from personas.perception import Strategy
from personas.schema import Persona
from personas.voice import CHOICE, spun

ASK = "{ask}"
"""Stands for the scenario's ask in a line."""
_BRACKETS = re.compile(r"[\[\]]")


def lint_lines(persona: Persona) -> Iterator[Finding]:
    """Everything that is wrong with the persona's lines."""
    for rule in (_long, _brackets, _braces, _asks, _repeated):
        yield from rule(persona)


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


def opening_lines(persona: Persona) -> list[Text]:
    """The exact lines of a script before the first refusal, each with its place."""
    script = persona.voice.script
    lines = script.pre_refusal if script else ()
    return [(("voice", "script", "pre_refusal", index), line) for index, line in enumerate(lines)]


def _long(persona: Persona) -> Iterator[Finding]:
    most = persona.voice.max_words
    lines = [(location, line) for location, _, line in phrases(persona)] + opening_lines(persona)
    for location, line in lines:
        longest = line if exact(location) else _longest(line)
        words = len(longest.replace(ASK, "").split())
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
        if re.search(r"[{}]", line.replace(ASK, "")):
            yield _error(
                "braces",
                location,
                f"found a brace that would be said as it stands: {short(line)}",
                "write {ask} with both braces, and use no others",
            )


def _asks(persona: Persona) -> Iterator[Finding]:
    for location, strategy, line in phrases(persona):
        count = line.count(ASK)
        if strategy.asks and count == 0 and not asks_something(line):
            yield _warning(
                "asks-nothing",
                location,
                f"found no {ASK} in a line of '{strategy}', which goes after what was refused: {short(line)}",
                f"put {ASK} where the ask belongs",
            )
        elif not strategy.asks and count:
            yield _error(
                "asks-nothing",
                location,
                f"found {ASK} in a line of '{strategy}', which asks for nothing: {short(line)}",
                f"take {ASK} out",
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


def _error(rule: str, location: Location, found: str, todo: str) -> Finding:
    return Finding(rule, "error", location, found, todo)


def _warning(rule: str, location: Location, found: str, todo: str) -> Finding:
    return Finding(rule, "warning", location, found, todo)
