"""Cue rules: one pass over the words of a reply, and each rule is tried only where one of its first words stands."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
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


class Shelf:
    """The rules to try at one first word, in order; their patterns begin behind that word.

    Patterns are compiled when they are first needed: most of them are not, and compiling takes its time.
    """

    def __init__(self) -> None:
        self.rules: list[Rule] = []

    @cached_property
    def gate(self) -> re.Pattern[str]:
        """Matches where any of the rules does; `lastindex` numbers the first of those that do, from 1."""
        return _compiled("|".join(f"({rule.rest})" for rule in self.rules))

    def sighted(self, text: str, start: int, end: int, first: int) -> Iterator[Sighting]:
        """What the rules from number `first` on see at the word `text[start:end]`."""
        for rule in self.rules[first:]:
            match = _compiled(rule.rest).match(text, end)
            if match is not None:
                yield Sighting(rule.cue, start, match.end(), rule.name)


Book = Mapping[str, Shelf]
"""For each first word, the rules to try there."""

WORD = re.compile(r"[a-z0-9][a-z0-9']*")
"""A word, where a rule may begin."""
_BLANKED = bytes(c if c in b"abcdefghijklmnopqrstuvwxyz0123456789'" else 32 for c in range(256))
_GROUP = re.compile(r"(?<!\\)\((?!\?)")
_QUOTED = re.compile(r'"[^"\n]{1,400}"|“[^”\n]{1,400}”')
_SET_OFF = re.compile(r"(?m)^[ \t]*>[^\n]*")
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "´": "'", "ʼ": "'", "\u00a0": " "})


@cache
def _compiled(rest: str) -> re.Pattern[str]:
    return re.compile(rf"(?![\w'])(?:{rest})")


def prepare(rules: Iterable[Rule]) -> Book:
    """File rules under their first words.

    Raises:
        ValueError: two rules share a name, or one holds a group that is counted.
    """
    book: dict[str, Shelf] = defaultdict(Shelf)
    names: set[str] = set()
    for rule in rules:
        if rule.name in names:
            raise ValueError(f"found two cue rules named '{rule.name}'; names are written into records, so rename one")
        if _GROUP.search(rule.rest):
            raise ValueError(f"found a counted group in the cue rule '{rule.name}'; write '(?:' in place of '('")
        names.add(rule.name)
        for word in rule.first.split():
            book[word].rules.append(rule)
    return dict(book)


def plain(text: str) -> str:
    """The text in lower case with straight apostrophes; every character keeps its place."""
    lowered = text.lower()
    if len(lowered) != len(text):
        # A few letters grow when lowered; spans must still fit the reply as it was written.
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lowered if lowered.isascii() else lowered.translate(_STRAIGHT)


def unquoted(text: str) -> str:
    """The text with quotations blanked out: what somebody else says is no cue of the reply."""
    if ">" in text:
        bare = _SET_OFF.sub(_blank, text)
        # A reply that is nothing but a quotation speaks for itself.
        text = text if bare.isspace() else bare
    if '"' not in text and "“" not in text:
        return text
    return _QUOTED.sub(_blank, text)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def sight(text: str, book: Book) -> list[Sighting]:
    """Every sighting of the book's rules in `text` (as `plain` and `unquoted` leave it), in order of their place."""
    return walk(text, book)[0]


def walk(text: str, book: Book) -> tuple[list[Sighting], list[str]]:
    """What `sight` finds, and the words of the text in order."""
    apart = _apart(text)
    words = apart.split()
    found: list[Sighting] = []
    last: dict[str, int] = {}
    start = 0
    for word in words:
        if word not in book:
            continue
        start = apart.find(f" {word} ", start)
        end = start + len(word)
        shelf = book[word]
        gate = shelf.gate.match(text, end)
        if gate is not None:
            for sighting in shelf.sighted(text, start, end, (gate.lastindex or 1) - 1):
                if start >= last.get(sighting.rule, 0):
                    last[sighting.rule] = sighting.end
                    found.append(sighting)
        start = end
    return found, words


def _apart(text: str) -> str:
    """The words of the text (each a `WORD`) between blanks; what stands at n there stands at n - 1 in the text."""
    apart = f" {text} ".encode("ascii", "replace").translate(_BLANKED).decode()
    while " '" in apart:
        # No word begins with an apostrophe.
        apart = apart.replace(" '", "  ")
    return apart
