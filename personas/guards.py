"""What is wrong with a message that a model wrote for a person. Pure, English only.

Each pattern is bounded, so that reading takes time in proportion to the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from personas.breaks import declines, leaks, narrates, serves, speaks_for_both
from personas.fault import Fault
from personas.prompting import Moment, notes
from personas.schema import Persona

__all__ = ["Fault", "faults", "tidy"]

ROOM = 1.5
"""A message is too long above so many times the person's longest. Our assumption."""
RUN = 8
"""So many words in a row from what was just read are a copy. Our assumption."""
MOST = 0.75
"""So large a part of a shorter message, in one run of words from what was just read, is a copy. Our assumption."""
SHORTEST_COPY = 5
"""A run of fewer words is anybody's. Our assumption."""
SAME = 0.8
"""Two messages that share so large a part of all their different words (Jaccard) are the same. Our assumption."""
SHORTEST_RESTART = 4
"""Different words a message needs before it can be a repetition: a second "yes" is none. Our assumption."""

SHORTEST_LOOP = 24
"""Words from which a message can go round in circles. Our assumption."""
CIRCLING = 0.4
"""So few different pairs of words to a word are a circle. Our assumption."""
LOOP = 3
"""A sentence that stands so often in one message goes round in circles. Our assumption."""
LAYERS = 3
"""Labels and quotes around a message are taken off so often; what is left then is the message. Our assumption."""

_WORD = re.compile(r"\w+(?:'\w+)?")
_SPOKEN = re.compile(r'"[^"\n]{0,300}"')
_SENTENCE = re.compile(r"[.!?\n]")
_APOSTROPHE = re.compile(r"\b['’]\b")
_QUOTES = {'"': '"', "“": "”", "'": "'", "‘": "’", "«": "»"}
_LABEL = re.compile(r"(?:you|me|i|you wrote|you write|you type)\s{0,3}:", re.I)
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " "})
_THANKS = re.compile(r"\b(?:thanks?|thank you|thx|ta|cheers|appreciate)\b", re.I)
_BYE = re.compile(
    r"\b(?:(?<!the )(?<!a )(?<!say )(?<!my )(?<!saying )good ?bye(?! \w)|bye(?: now| for now| bye)?(?! \w)"
    r"|good ?night|take care|talk (?:to you )?(?:later|soon)|see you (?:later|soon|around)"
    r"|have a (?:good|great|nice|lovely) (?:day|night|evening|one|week))\b",
    re.I,
)


def faults(text: str, moment: Moment) -> tuple[Fault, ...]:
    """What is wrong with a message, in the order in which faults are declared.

    Words within double quotes are somebody else's: they count for length, repetition and emptiness alone.

    Args:
        text: the message, after `tidy`.
        moment: the moment it was written for.
    """
    plain = text.translate(_STRAIGHT)
    if not any(character.isalnum() for character in plain):
        return (Fault.EMPTY,)
    own = _own(plain)
    name = moment.persona.name.translate(_STRAIGHT)
    found = {
        Fault.ASSISTANT: serves(own, name),
        Fault.NARRATES: narrates(plain, name),
        Fault.LEAKS: leaks(own) or _copies(_words(own), _words(notes(moment))),
        Fault.DECLINES: declines(own),
        Fault.SPEAKS_FOR_BOTH: speaks_for_both(plain, name),
        Fault.TOO_LONG: len(plain.split()) > ROOM * moment.persona.voice.max_words,
        Fault.GOODBYE: _takes_leave(own, moment),
        Fault.COPIES: bool(moment.replies) and _copies(_words(own), _words(moment.replies[-1])),
        Fault.RESTARTS: _loops(plain) or any(_same(_words(plain), _words(earlier)) for earlier in moment.said),
    }
    return tuple(fault for fault in Fault if found.get(fault))


def tidy(text: str, persona: Persona) -> str:
    """The message without what is no part of it: outer quotes, a leading label of the person, white space.

    Args:
        text: what the model wrote.
        persona: whose message it is; their name followed by a colon is a label.
    """
    text = text.strip()
    for _ in range(LAYERS):
        text = _unquoted(_unlabelled(text, persona.name))
    return text


def _unlabelled(text: str, name: str) -> str:
    label = f"{name}:"
    if text[: len(label)].casefold() == label.casefold():
        return text[len(label) :].strip()
    match = _LABEL.match(text)
    return text[match.end() :].strip() if match else text


def _unquoted(text: str) -> str:
    """Without one pair of quotes around the whole, where none is within."""
    close = _QUOTES.get(text[:1])
    if close is None or len(text) < 2 or not text.endswith(close):
        return text
    inner = text[1:-1]
    left = _APOSTROPHE.sub("", inner)
    return text if text[0] in left or close in left else inner.strip()


def _own(text: str) -> str:
    """The text without what stands in double quotes, unless all of it does."""
    own = _SPOKEN.sub('""', text)
    return own if any(character.isalnum() for character in own) else text


def _takes_leave(text: str, moment: Moment) -> bool:
    stays = moment.strategy is not None and not moment.strategy.closing and not moment.met
    return stays and bool(_THANKS.search(text)) and bool(_BYE.search(text))


def _copies(words: Sequence[str], read: Sequence[str]) -> bool:
    size = min(RUN, max(SHORTEST_COPY, round(MOST * len(words))))
    return not set(_runs(read, size)).isdisjoint(_runs(words, size))


def _same(words: Sequence[str], earlier: Sequence[str]) -> bool:
    one, other = set(words), set(earlier)
    return len(one) >= SHORTEST_RESTART and len(one & other) >= SAME * len(one | other)


def _loops(text: str) -> bool:
    """Whether the message goes round in circles: one sentence again and again, or few different words in many."""
    count = Counter(tuple(_words(sentence)) for sentence in _SENTENCE.split(text))
    if any(times >= LOOP and len(set(words)) >= SHORTEST_RESTART for words, times in count.items()):
        return True
    words = _words(text)
    return len(words) >= SHORTEST_LOOP and len(set(_runs(words, 2))) <= CIRCLING * len(words)


def _runs(words: Sequence[str], size: int) -> Iterable[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(size)), strict=False)


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text.translate(_STRAIGHT))]
