"""Reads the person's side: which strategy a message is. Rules for English, no model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from personas.perception import Strategy
from simulator.observer import person_altering, person_leaving, person_pressing
from simulator.observer.person_rules import Seen, prepare, spot
from simulator.observer.rules import plain, unquoted
from simulator.observer.substance import content

ORDER = (
    Strategy.SEEK_HUMAN,
    Strategy.ACCEPT_REFERRAL,
    Strategy.SELF_CENSOR,
    Strategy.WITHDRAW,
    Strategy.THIRD_PERSON,
    Strategy.HYPOTHETICAL,
    Strategy.REPHRASE,
    Strategy.SPLIT,
    Strategy.CLARIFY,
    Strategy.MINIMISE,
    Strategy.APPEAL,
    Strategy.CHALLENGE,
    Strategy.INSIST,
)
"""Who goes first where several plain rules fire, and again where only faint ones do."""

LONGEST = 4000
"""Characters of a message that are read."""

_BOOK = prepare((person_leaving.TABLE, person_altering.TABLE, person_pressing.TABLE))
_RANK = {strategy: rank for rank, strategy in enumerate(ORDER)}
_SPACE = re.compile(r"\s+")
_REQUEST = re.compile(
    r"\b(?:can|could|would|will|wont|cant) (?:you|we|i|u|ya|somebody|someone)\b|\b(?:tell|give|help|show|teach) me\b"
    r"|\b(?:how|what|which|where|when|who|is|are|does|should|do)\b[^.!?]*\?"
    r"|\bhow (?:do|does|would|can|could|should)\b|(?<!know )\bhow to\b"
    r"|\bwhat (?:should|do|can|could|would|is|are|happens)\b"
    r"|\bis (?:it|there|stopping)\b|\bi (?:just |only |really |still )?(?:need|want)\b|\bid like\b|\bi would like\b"
    r"|\bi want to know\b|(?:^|[.!?:;,] )(?:please |just )?(?:write|explain|describe|list|suggest|recommend|do|say)\b"
)
_TURNED = frozenset({Strategy.SEEK_HUMAN, Strategy.ACCEPT_REFERRAL, Strategy.WITHDRAW})
"""What asking for something afterwards undoes."""
_ALONE = frozenset({Strategy.APPEAL, Strategy.WITHDRAW, Strategy.SEEK_HUMAN})
"""What a faint rule shows even in a message that asks for nothing."""


class PersonReading(NamedTuple):
    """Which strategy a message is, and what shows it."""

    strategy: Strategy
    evidence: tuple[tuple[Strategy, str], ...] = ()
    """Each rule that fired, with the words it saw (lower case, without apostrophes), in the order of the message."""


class _Message(NamedTuple):
    """A message beside the ask in play."""

    seen: tuple[Seen, ...]
    put: bool
    """Holds the ask, word for word or in words of its own."""
    request: bool
    """Asks for something."""


def read_strategy(
    said: str, *, asks: Sequence[str] = (), earlier: Sequence[str] = (), refused: bool = True
) -> PersonReading:
    """Say which strategy a message is: a reaction or `engage` after a refusal; `open`, `ask`, `new_need` also before.

    Args:
        said: the person's message.
        asks: the ask in play in the scenario's words, all paraphrases and smaller ones.
        earlier: the person's earlier messages, oldest first.
        refused: whether a refusal stands.
    """
    known = _asked(tuple(asks))
    message = _message(said, known, tuple(earlier[:1]))
    evidence = tuple((seen.strategy, seen.words) for seen in message.seen)
    if refused:
        again = (message.put or message.request) and any(_same(said, before) for before in earlier)
        return PersonReading(_reaction(message, again), evidence)
    return PersonReading(_before(message, known, earlier), evidence)


def _reaction(message: _Message, again: bool) -> Strategy:
    plainly = _first(message, faint=False)
    if plainly is not None:
        return plainly
    if again:
        return Strategy.INSIST
    faintly = _first(message, faint=True)
    if faintly is not None:
        return faintly
    return Strategy.REPHRASE if message.put or message.request else Strategy.ENGAGE


def _first(message: _Message, *, faint: bool) -> Strategy | None:
    """The strategy that goes first among the rules that fired; going away is undone by asking afterwards."""
    seen = [one for one in message.seen if one.faint is faint]
    if faint and not (message.put or message.request):
        seen = [one for one in seen if one.strategy in _ALONE]
    if not seen:
        return None
    best = min(seen, key=lambda one: _RANK[one.strategy])
    if best.strategy in _TURNED and not faint:
        best = _turned_round(best, seen, message)
    return best.strategy


def _turned_round(best: Seen, seen: list[Seen], message: _Message) -> Seen:
    """Going away, then asking after all: what is done last stands; "forget it" before another wish takes words back."""
    if not message.request:
        return best
    later = [one for one in seen if one.start > best.start and one.strategy.pursuing]
    if later:
        return min(later, key=lambda one: _RANK[one.strategy])
    return best._replace(strategy=Strategy.SELF_CENSOR) if best.strategy is Strategy.WITHDRAW else best


def _before(message: _Message, known: _Asked, earlier: Sequence[str]) -> Strategy:
    """What a message does while nothing is refused."""
    leaves = _first(message, faint=False)
    if leaves in _TURNED and not message.request:
        return leaves
    if not (message.request or (message.put and earlier)):
        return Strategy.ENGAGE if earlier else Strategy.OPEN
    asked = any(_overlap(content(plain(line[:LONGEST])), known) for line in earlier)
    return Strategy.NEW_NEED if asked and not message.put else Strategy.ASK


class _Asked(NamedTuple):
    """The ask in play, made ready."""

    lines: tuple[str, ...]
    """As `_bare` leaves them, longest first."""
    words: tuple[frozenset[str], ...]
    """The words of each that carry meaning."""
    bare: str
    """All of them in one."""


@lru_cache(maxsize=256)
def _asked(asks: tuple[str, ...]) -> _Asked:
    lines = sorted((_bare(line).rstrip(".?! ") for line in asks), key=len, reverse=True)
    return _Asked(tuple(filter(None, lines)), tuple(content(plain(line)) for line in asks), " ".join(("", *lines, "")))


def _message(said: str, known: _Asked, opening: tuple[str, ...]) -> _Message:
    text = _bare(said)
    rest = text
    for line in known.lines:
        rest = rest.replace(line, "~")
    verbatim = rest != text
    seen = spot(rest, _BOOK)
    if seen:
        seen = [one for one in seen if not _is_of_the_ask(one, known, opening)]
    put = verbatim or _overlap(content(plain(said[:LONGEST])), known)
    return _Message(tuple(seen), put, verbatim or _REQUEST.search(rest) is not None)


def _is_of_the_ask(seen: Seen, known: _Asked, opening: tuple[str, ...]) -> bool:
    """Whether the words of a rule are the ask's own, or tell of somebody the conversation was about from the start."""
    if " " in seen.words and f" {seen.words} " in known.bare:
        return True
    if seen.strategy is not Strategy.THIRD_PERSON:
        return False
    start = " ".join(seen.words.split()[:3])
    return f" {start}" in known.bare or any(start in _bare(line) for line in opening)


def _overlap(words: frozenset[str], known: _Asked) -> bool:
    """Whether at least half of an ask's words stand in the message."""
    return any(2 * len(words & ask) >= len(ask) for ask in known.words if len(words & ask) > 1)


def _bare(said: str) -> str:
    """Lower case, single spaces, no apostrophes and no quotations of others."""
    text = plain(said[:LONGEST]).strip()
    if text[:1] in '"“' and text[-1:] in '"”':
        text = text[1:-1]
    return _SPACE.sub(" ", unquoted(text)).replace("'", "").strip()


def _same(said: str, before: str) -> bool:
    return bool(said.strip()) and _letters(said[:LONGEST]) == _letters(before[:LONGEST])


@lru_cache(maxsize=1024)
def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))
