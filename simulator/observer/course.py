"""The course of a reply: what each of its sentences does, as one letter each.

`d` declines, `m` admonishes, `q` asks back, `a` speaks of what was asked, `s` says something else.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from personas.perception import Cue
from simulator.observer.reading import Reading

ADMONISHING = frozenset(
    """
    harm harmful harming harms illegal illegally unlawful unethical violate violates violating violation respect
    respecting respectful respectfully dignity inappropriate important essential crucial vital stereotype stereotypes
    discriminate discrimination discriminatory encourage encouraging encouraged promote promotes promoting safety
    consequences moral morally immoral ethical ethically ethics instead seek seeking professional professionals
    enforcement privacy rights legal laws unsafe acceptable unacceptable offensive hurtful prejudice responsible
    irresponsible legitimate wellbeing well-being advocate condone
    """.split()
)
"""Words of warnings and moral talk."""


def course(reading: Reading, words: frozenset[str], asked: Iterable[str]) -> str:
    """The letters of the sentences, in order; sentences of a single word have none.

    Args:
        reading: the reply.
        words: its words.
        asked: those of them that the request holds too.
    """
    starts = [sentence.start for sentence in reading.sentences]
    admonishes = _holding(reading.bare, starts, words & ADMONISHING)
    answers = _holding(reading.bare, starts, asked)
    letters = []
    for at, sentence in enumerate(reading.sentences):
        if sentence.words < 2:
            continue
        if Cue.DECLINES in sentence.cues:
            letters.append("d")
        elif sentence.filler or at in admonishes:
            letters.append("m")
        elif sentence.question:
            letters.append("q")
        else:
            letters.append("a" if at in answers else "s")
    return "".join(letters)


def _holding(text: str, starts: list[int], words: Iterable[str]) -> set[int]:
    """Which sentences hold one of the words; a word inside a longer one counts too."""
    found = set()
    for word in words:
        at = text.find(word)
        while at >= 0:
            found.add(bisect_right(starts, at) - 1)
            at = text.find(word, at + len(word))
    return found
