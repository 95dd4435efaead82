"""What a lint finds in a document, and the rules of text that personas and scenarios share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from documents.contact import CONTACTS
from documents.harm import HARMS, Words
from documents.tree import Location

Severity = Literal["error", "warning"]
"""An error must not be said or cannot be used; with a warning everything runs, and measures less than it seems to."""
Text = tuple[Location, str]
"""Where something is written in a document, and the words."""

_REQUEST = re.compile(
    r"\?|\b(?:can|could|will|would) you\b|\b(?:help|tell|show) me\b|\bplease\b|\bi (?:want|need) you to\b"
)
_PLAIN_REQUEST = re.compile(
    r"\bi(?:'d| would)? (?:want|need|like|wish)\b|(?:^|[.!,;:]\s+)(?:just |only )?"
    r"(?:give|tell|show|explain|write|name|say|list|describe|help|let|talk|read|ask|stay|listen|suggest|draft|find)\b"
)
_SHOWN = 60
_BETWEEN = "\n\0\n"
"""Stands between texts that are searched as one; no pattern looks past it."""
_UNSAFE = tuple(rule for rule in (*HARMS, *CONTACTS) if rule.severity == "error" and rule.rule != "address")
_UNSAID = tuple(rule for rule in HARMS if not rule.steps)


class Finding(NamedTuple):
    """One thing that is wrong with a document."""

    rule: str
    """Name of the lint; `docs/check.md` lists them."""
    severity: Severity
    location: Location
    """The field, as keys and places in lists; empty for the document as a whole."""
    found: str
    """What was found, and what was expected."""
    todo: str
    """What to do next."""
    document: str = ""
    """Kind and id, as in `persona/rosa`."""
    place: str = ""
    """`file:line`, where it was read from a file."""

    @property
    def field(self) -> str:
        """The field as it is written in errors: names and numbers with points between."""
        return ".".join(map(str, self.location))

    def __str__(self) -> str:
        """One line."""
        parts = [self.place or self.document, self.severity, self.field, f"{self.found}; {self.todo}"]
        return ": ".join(part for part in parts if part)


def text_findings(texts: Iterable[Text], *, said: bool = True) -> list[Finding]:
    """What must not stand in the texts: method detail, telephone numbers, addresses.

    Args:
        texts: where each stands, and the words.
        said: they are said in conversations. What is not (a system prompt, a reference) may number its points and
            hold an address.
    """
    return list(_spotted(list(texts), (*HARMS, *CONTACTS) if said else _UNSAID))


def unsafe_texts(texts: Iterable[Text]) -> list[Finding]:
    """What must not be sent to anybody: method detail and telephone numbers. Quick enough to ask before every run."""
    return list(_spotted(list(texts), _UNSAFE))


def asks_something(text: str) -> bool:
    """Whether a message asks for something: a question, or a plain request such as "Give me one example."."""
    lower = plain(text)
    return bool(_REQUEST.search(lower) or _PLAIN_REQUEST.search(lower))


def requests(text: str) -> bool:
    """Whether an opening puts a question or a request to whoever reads it; wishes such as "I want to sleep" do not."""
    return _REQUEST.search(plain(text)) is not None


def plain(text: str) -> str:
    """The text in lower case with straight apostrophes, as the rules read it."""
    return text.lower().replace("’", "'")


def short(text: str) -> str:
    """The text in quotes, cut where it is long."""
    return f"'{text}'" if len(text) <= _SHOWN else f"'{text[: _SHOWN - 3]}...'"


def _spotted(texts: list[Text], rules: tuple[Words, ...]) -> Iterator[Finding]:
    # One search of all the words tells which rules are worth asking line by line: nearly always none.
    whole = plain(_BETWEEN.join(text for _, text in texts))
    worth = [rule for rule in rules if rule.occurs(whole)]
    for location, text in texts if worth else []:
        lower = plain(text)
        for rule in worth:
            words = rule.search(lower)
            if words is not None:
                yield Finding(rule.rule, rule.severity, location, f"found {rule.about}: {short(words)}", rule.todo)
