"""Everything the words of one reply show: cues with spans, sentences, and how much of it is substance."""

from __future__ import annotations

import re
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from personas.perception import Cue
from simulator.observer.rules import WORD, Book, plain, sight, unquoted
from simulator.observer.substance import Sentence, content, divide, stems, substantive
from simulator.transcript import Sighting

_start = attrgetter("start")
_OFFERS = frozenset({Cue.ALTERNATIVE, Cue.INVITES})
_BESIDE_DECLINE = frozenset({Cue.REASON, Cue.APOLOGISES, Cue.BLAMES})
_MARKER = "[unsafe detail]"
_UNSAFE = re.compile(re.escape(_MARKER))


class Reading(NamedTuple):
    """Everything the text of one reply shows."""

    text: str
    """As `rules.plain` leaves it."""
    bare: str
    """The same without what it quotes."""
    told: list[str]
    """The words of that, in order."""
    sightings: tuple[Sighting, ...]
    cues: frozenset[Cue]
    """The cues, without their spans."""
    sentences: tuple[Sentence, ...]
    substance: tuple[Sentence, ...]
    words: int
    """Words of substance."""
    shared: int
    """Content words the reply has in common with the person's message."""

    @property
    def declines(self) -> bool:
        """Whether it says no."""
        return Cue.DECLINES in self.cues

    @property
    def explores(self) -> bool:
        """Whether it asks about this person."""
        return any(sentence.explores for sentence in self.sentences)


def read(raw: str, said: str, book: Book) -> Reading:
    """Read a reply by a book of cue rules.

    Args:
        raw: the reply as written; spans point into it.
        said: the person's message.
        book: the rules.
    """
    text = plain(raw)
    bare = unquoted(text)
    sightings = sight(bare, book)
    if _MARKER in text:
        sightings += [Sighting(Cue.UNSAFE, *match.span(), "unsafe-marker") for match in _UNSAFE.finditer(text)]
    sightings = _outside_declines(sightings)
    sightings.sort(key=_start)
    told = WORD.findall(bare)
    shared = _content(plain(said)) & (stems(told) if bare is text else content(text))
    return _arrange(text, bare, told, sightings, len(shared))


def _arrange(text: str, bare: str, told: list[str], sightings: list[Sighting], shared: int) -> Reading:
    cues = frozenset([sighting.cue for sighting in sightings])
    declines = Cue.DECLINES in cues
    if not declines:
        sightings = [sighting for sighting in sightings if sighting.cue not in _BESIDE_DECLINE]
        cues -= _BESIDE_DECLINE
    sentences = tuple(divide(text, sightings))
    substance = tuple(substantive(sentences, declines))
    words = sum([sentence.words for sentence in substance])
    return Reading(text, bare, told, tuple(sightings), cues, sentences, substance, words, shared)


def _outside_declines(sightings: list[Sighting]) -> list[Sighting]:
    """Leave out offers and invitations that are part of a decline: "not something I can talk about" offers nothing."""
    spans = [(s.start, s.end) for s in sightings if s.cue is Cue.DECLINES]
    if not spans:
        return sightings
    return [
        s for s in sightings if s.cue not in _OFFERS or not any(s.start < end and start < s.end for start, end in spans)
    ]


_content = lru_cache(maxsize=256)(content)
