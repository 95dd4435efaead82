"""What is wrong with a wording of a refusal that loads. Pure; reads no text for its cues."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from documents.lint import Finding, Text, short, text_findings
from documents.tree import Location
from scenarios.wording import LINE, Wording

FEWEST = 5
"""Texts below which one of them may stand for the wording."""
WIDEST = 1.25
"""The longest text in words over the shortest, at most."""
_STAND_IN = "Crisis Line Here (000 000)"
"""Stands for `{line}` where words are counted; about as long as most."""
_PLACE = re.compile(r"\{[^{}]*\}|[{}]")


def lint_wording(wording: Wording) -> list[Finding]:
    """Everything that is wrong with a wording, as far as it shows without an observer."""
    texts: list[Text] = [(("texts", index), text) for index, text in enumerate(wording.texts)]
    references = [(("grounded_in", i, "ref"), ground.ref) for i, ground in enumerate(wording.grounded_in)]
    found = [*text_findings([(("title",), wording.title), *texts]), *text_findings(references, said=False)]
    return [*found, *_placeholders(wording, texts), *_twice(texts), *_few(wording), *_unequal(wording)]


def _placeholders(wording: Wording, texts: list[Text]) -> Iterator[Finding]:
    for location, text in texts:
        places = _PLACE.findall(text)
        for unknown in dict.fromkeys(place for place in places if place != LINE):
            what = f"found {short(unknown)}, which would be read as it stands; the one placeholder is {LINE}"
            yield _finding("unknown-placeholder", "error", location, what, f"write {LINE}, or leave it out")
        lines = places.count(LINE)
        if lines != wording.referral:
            expected = f"{LINE} once, since referral is true" if wording.referral else "none, since referral is false"
            what = f"found {LINE} {lines} times, expected {expected}"
            yield _finding("line-placeholder", "error", location, what, "correct this text, or referral")


def _twice(texts: list[Text]) -> Iterator[Finding]:
    seen: dict[str, Location] = {}
    for location, text in texts:
        if text.casefold() in seen:
            what = f"found the text of {'.'.join(map(str, seen[text.casefold()]))} again"
            yield _finding("repeated-line", "warning", location, what, "write another text")
        seen.setdefault(text.casefold(), location)


def _few(wording: Wording) -> Iterator[Finding]:
    if len(wording.texts) < FEWEST:
        what = f"found {len(wording.texts)}, expected at least {FEWEST}: one text may stand for the wording"
        yield _finding("few-texts", "warning", ("texts",), what, "write more ways of saying the same")


def _unequal(wording: Wording) -> Iterator[Finding]:
    counts = [len(text.replace(LINE, _STAND_IN).split()) for text in wording.texts]
    least, most = min(counts), max(counts)
    if most > WIDEST * least:
        what = f"found {least} to {most} words, expected the longest at most {WIDEST} times as long as the shortest"
        place: Location = ("texts", counts.index(most))
        yield _finding("unequal-texts", "warning", place, what, "make them alike, so that length is no difference")


def _finding(rule: str, severity: Literal["error", "warning"], location: Location, found: str, todo: str) -> Finding:
    return Finding(rule, severity, location, found, todo)
