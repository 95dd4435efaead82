"""Everything the words of one reply show: cues with spans, sentences, and how much of it is substance."""

from __future__ import annotations

import re
from operator import attrgetter
from typing import NamedTuple

from personas.perception import Cue
from simulator.observer.request import request
from simulator.observer.rules import Book, plain, unquoted, walk
from simulator.observer.substance import Sentence, content, divide, holding, stems, substantive
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
    known: frozenset[str]
    """Each of them once."""
    echoed: list[str]
    """Those of them that may stand in the person's message too."""
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
    sightings, told = walk(bare, book)
    if _MARKER in text:
        sightings += [Sighting(Cue.UNSAFE, *match.span(), "unsafe-marker") for match in _UNSAFE.finditer(text)]
    declines = [sighting for sighting in sightings if sighting.cue is Cue.DECLINES]
    sightings = _outside(declines, sightings) if declines else [s for s in sightings if s.cue not in _BESIDE_DECLINE]
    sightings.sort(key=_start)
    known = frozenset(told)
    asked = request(said)
    echoed = holding(known, asked.either)
    shared = asked.content & (stems(echoed) if bare is text else content(text))
    sentences = divide(text, sightings)
    substance = substantive(sentences, bool(declines))
    return Reading(
        text,
        bare,
        told,
        known,
        echoed,
        tuple(sightings),
        frozenset([sighting.cue for sighting in sightings]),
        tuple(sentences),
        tuple(substance),
        sum([sentence.words for sentence in substance]),
        len(shared),
    )


def _outside(declines: list[Sighting], sightings: list[Sighting]) -> list[Sighting]:
    """Leave out offers and invitations that are part of a decline: "not something I can talk about" offers nothing."""
    spans = [(s.start, s.end) for s in declines]
    return [
        s for s in sightings if s.cue not in _OFFERS or not any(s.start < end and start < s.end for start, end in spans)
    ]
