"""Rules for what a person's message does: how their tables are written, and how they are tried."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from personas.perception import Strategy

GROUPS = {
    "kin": (
        r"(?:sisters?|brothers?|sis|bro|mum|mom|mam|mother|dad|father|parents?|wife|husband|partner|boyfriend"
        r"|girlfriend|fianc\w+|friends?|mates?|flatmates?|roommates?|housemates?|neighbou?rs?|cousins?|aunt(?:ie|y)?"
        r"|uncle|gran|nan|grand\w+|sons?|daughters?|kids?|child|niece|nephew|teacher|tutor|colleagues?|co-?worker|boss"
        r"|supervisor|pastor|relatives?|wom[ae]n|m[ae]n|lady|priest|imam|rabbi|vicar|coach|family|lads?|girls?|guys?|boys?|member|students?|clients?|patients?|pupil"
        r"|bestie|buddy|ex)\b(?! (?:phone|laptop|computer|number|account)\b)"
    ),
    "help": (
        r"(?:(?:(?:help|crisis|hot|life|phone|support) ?-?)?lines?|numbers?|samaritans|988|111|services?|doctors?|dr|gp"
        r"|therap\w+|counsel+\w+|clinic|nurse|pharmac\w+|appointment|psych\w+|professional|hospital|a&e|emergency"
        r"|groups?|resources?|website|site|link|charity|surgery|specialist|places?)\b"
    ),
    "soon": "i ill im id gonna going might maybe let guess better",
    "will": (
        r"(?<!not going)(?<!never going)(?<!you going)(?<!they going)(?<!if i)(?<!if im)(?<!if ill)(?<!can i)"
        r"(?<!should i)(?:(?<=\bi) (?:will|shall|might|may|should|think|guess|reckon|am going|would rather|had better"
        r"|better)\b|(?<!\bi))(?: (?:i|ill|id|im|will|shall|might|may|should|could|can|me|to|gonna|going|rather|better"
        r"|just|now|actually|probably|definitely|maybe|try|go|and|also|then|at least|have|so|yes|give|sooner|of|off"
        r"|over|up))*?"
    ),
    "talk": (
        r"(?:talk|speak|chat|call|ring|phone|text|message|ask|tell|write|email|see|visit|wake|find|reach|turn|sit|stay"
        r"|meet|knock|confide|open|lean|show|be|have|go|pop|dm|try|bring|calling|talking|texting)\b"
    ),
    "contact": (
        r"(?:call|ring|phone|dial|text|message|contact|try|use|look|check|get|reach|book|make|give|go|see|speak|talk"
        r"|chat|write|visit|ask|follow|bring|raise|arrange|schedule|set|sign|email|take|calling|ringing|texting)\b"
    ),
    "someone": (r"(?:someone|somebody|a (?:person|woman|man|girl|guy|kid|friend|patient)|anyone|anybody|one|people)\b"),
    "said": r"(?:said|wrote|asked|told|mentioned|sent|brought|typed|was saying|just said|just wrote)\b",
}
"""What `{kin}` and its like stand for in a table; `{soon} ... {will}` begins what the person is about to do."""

_WORD = re.compile(r"[a-z0-9]+")
_GROUP = re.compile(r"\{([a-z]+)\}")


class PersonRule(NamedTuple):
    """One way of showing a strategy; its pattern is matched where one of its first words stands."""

    strategy: Strategy
    pattern: re.Pattern[str]
    faint: bool
    """Leans towards the strategy only: heeded where no plain rule fired."""


class Seen(NamedTuple):
    """One rule that fired."""

    strategy: Strategy
    faint: bool
    start: int
    words: str


PersonBook = Mapping[str, tuple[PersonRule, ...]]
"""For each first word, the rules to try there."""


def prepare(tables: Iterable[str]) -> PersonBook:
    """Compile tables of rules and file them under their first words.

    A table has a line `= strategy` above its rows. A row is the words a match may begin with, `|`, and a regular
    expression for what follows; an indented line goes on with it; `~` marks a faint one.

    Raises:
        ValueError: a row has no `|` or stands above the first strategy.
    """
    book: dict[str, list[PersonRule]] = {}
    for strategy, row in _rows(tables):
        first, bar, rest = _GROUP.sub(lambda name: GROUPS[name[1]], row.removeprefix("~")).partition("|")
        if not bar:
            raise ValueError(f"found the row '{row}', expected 'first words|what follows'; add the bar")
        pattern = re.compile(rf"(?:{'|'.join(map(re.escape, first.split()))})\b(?:{rest})")
        for word in first.split():
            book.setdefault(word, []).append(PersonRule(strategy, pattern, row.startswith("~")))
    return {word: tuple(rules) for word, rules in book.items()}


def _rows(tables: Iterable[str]) -> Iterator[tuple[Strategy, str]]:
    for table in tables:
        strategy: Strategy | None = None
        for line in table.replace("\n    ", "").strip().splitlines():
            if line.startswith("= "):
                strategy = Strategy(line[2:])
            elif strategy is None:
                raise ValueError(f"found the row '{line}' above every strategy; write '= strategy' before it")
            else:
                yield strategy, line


def spot(text: str, book: PersonBook) -> list[Seen]:
    """Every rule of the book that fires in `text` (lower case, no apostrophes, single spaces), in order of place."""
    found = []
    for word in _WORD.finditer(text):
        rules = book.get(word[0])
        if rules is None:
            continue
        start = word.start()
        for rule in rules:
            match = rule.pattern.match(text, start)
            if match is not None:
                found.append(Seen(rule.strategy, rule.faint, start, match[0].strip()))
    return found
