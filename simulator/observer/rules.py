"""Cue rules: one pass over the words of a reply, and each rule is tried only where one of its first words stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from personas.perception import Cue
from simulator.transcript import Sighting


class Rule(NamedTuple):
    """One way of showing a cue."""

    cue: Cue
    name: str
    """Written into every sighting, so that a reader can tell which rule saw it."""
    first: str
    """The words a match may begin with, separated by spaces."""
    rest: str = ""
    """Regular expression for what follows the first word; lower case, straight apostrophes."""


class Trial(NamedTuple):
    """A rule made ready: its pattern is matched where one of its first words stands."""

    cue: Cue
    name: str
    pattern: re.Pattern[str]


class Shelf(NamedTuple):
    """The rules to try at one first word."""

    gate: re.Pattern[str]
    """Matches wherever any of them does: most places are passed by with one try."""
    trials: tuple[Trial, ...]


Book = Mapping[str, Shelf]
"""For each first word, the rules to try there."""

WORD = re.compile(r"[a-z0-9][a-z0-9']*")
"""A word, where a rule may begin."""
_MANY = 4
_OPEN = re.compile("")
_QUOTED = re.compile(r'"[^"\n]{1,400}"|“[^”\n]{1,400}”')
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "\u00a0": " "})


def prepare(rules: Iterable[Rule]) -> Book:
    """Compile rules and file them under their first words.

    Raises:
        ValueError: two rules share a name.
    """
    book: dict[str, list[tuple[Trial, str]]] = {}
    names: set[str] = set()
    for rule in rules:
        if rule.name in names:
            raise ValueError(f"found two cue rules named '{rule.name}'; names are written into records, so rename one")
        names.add(rule.name)
        words = rule.first.split()
        pattern = re.compile(rf"(?:{'|'.join(re.escape(w) for w in words)})(?![\w']){rule.rest}")
        for word in words:
            book.setdefault(word, []).append((Trial(rule.cue, rule.name, pattern), rule.rest))
    return {word: _shelf(word, trials) for word, trials in book.items()}


def _shelf(word: str, trials: list[tuple[Trial, str]]) -> Shelf:
    ready = tuple(trial for trial, _ in trials)
    if len(trials) < _MANY:
        # Compiling takes its time at every start, and a gate before few rules saves next to nothing.
        return Shelf(ready[0].pattern if len(trials) == 1 else _OPEN, ready)
    either = "|".join(f"(?:{rest})" for _, rest in trials)
    return Shelf(re.compile(rf"{re.escape(word)}(?![\w'])(?:{either})"), ready)


def plain(text: str) -> str:
    """The text in lower case with straight apostrophes; every character keeps its place."""
    lowered = text.lower()
    if len(lowered) != len(text):
        # A few letters grow when lowered; spans must still fit the reply as it was written.
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lowered if lowered.isascii() else lowered.translate(_STRAIGHT)


def unquoted(text: str) -> str:
    """The text with quotations blanked out: what somebody else says is no cue of the reply."""
    if '"' not in text and "“" not in text:
        return text
    return _QUOTED.sub(lambda match: " " * len(match[0]), text)


def sight(text: str, book: Book) -> list[Sighting]:
    """Every sighting of the book's rules in `text` (as `plain` and `unquoted` leave it), in order of their place."""
    found = []
    last: dict[str, int] = {}
    for word in WORD.finditer(text):
        shelf = book.get(word[0])
        if shelf is None:
            continue
        start = word.start()
        if shelf.gate.match(text, start) is None:
            continue
        for trial in shelf.trials:
            if start < last.get(trial.name, 0):
                continue
            match = trial.pattern.match(text, start)
            if match is not None:
                last[trial.name] = match.end()
                found.append(Sighting(trial.cue, start, match.end(), trial.name))
    return found
