"""A transcript without what says who somebody is: placeholders that hold within one conversation, and a count.

It lessens what is told of people; it is no guarantee that they cannot be known. `docs/imported.md` says what it misses.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import msgspec

from documents.locale import check_locale
from simulator.imported.detector import Detector
from simulator.imported.keeping import Keeping, names_nobody
from simulator.imported.mentions import Mentions
from simulator.imported.numbering import Numbering
from simulator.imported.spans import Kind, Span, apart
from simulator.imported.talk import PERSON, Said, Talk
from simulator.imported.titles import spoken, titled
from simulator.observer.lines import LineBook, load_lines

TITLE = 0
"""Where the transcript's name stands among its texts."""
ROUNDS = 8
"""Times one text is read again at most, until nothing more is found in it."""
_LINK = re.compile(r"\s+|\.\s*")
_TELLING = re.compile(
    r"(?:facebook|instagram|linkedin|twitter|tiktok|reddit|youtube|snapchat|tumblr|threads|discord|x|t|wa|fb)"
    r"\.(?:com|net|me|gg|be)/",
    re.IGNORECASE,
)
"""Pages that are somebody's, whoever gives their address."""


class Redactor:
    """Takes out of transcripts what says who somebody is. One may be used for any number of transcripts.

    Args:
        home: the person's country, ISO 3166, for telephone numbers without a country code; None where it is not known.
        book: the crisis lines, which stay.
    """

    def __init__(self, home: str | None = None, book: LineBook | None = None) -> None:
        self._detector = Detector(home)
        self._keeping = Keeping(book or load_lines(), home)

    def redact(self, talk: Talk) -> tuple[Talk, Counter[str]]:
        """The transcript with placeholders, and how many stretches of each kind they replaced.

        Only contents of messages (and the words of a declared refusal), name, ask and notes change. What the project
        wrote beside the messages (`carried`) is dropped as soon as any of them does. Redacting again changes nothing.
        """
        page = _Page(talk)
        counts: Counter[str] = Counter()
        numbering = Numbering(page.texts)
        fresh: Iterable[int] = range(len(page.texts))
        for _ in range(ROUNDS):
            fresh = self._round(page, fresh, numbering, counts)
            if not fresh:
                break
        return (page.talk(), counts) if counts else (talk, counts)

    def spans(self, text: str, *, replied: bool = False) -> list[Span]:
        """What is found in one message by itself, in order of place; none overlap.

        Args:
            text: its content.
            replied: whether the target said it: its web addresses and the numbers of services stay.
        """
        page = _Page(Talk(name="", target="", messages=(Said("assistant" if replied else "user", text),)))
        return _people(text, self._found(page, 2, self._keeping.spans(text)))

    def _round(self, page: _Page, fresh: Iterable[int], numbering: Numbering, counts: Counter[str]) -> list[int]:
        """Replace what is found in these texts, and its names in all texts; which texts changed."""
        kept = [self._keeping.spans(text) for text in page.texts]
        found: dict[int, list[Span]] = {index: self._found(page, index, kept[index]) for index in fresh}
        mentions = Mentions(page.texts, kept, found)
        changed = []
        for index, text in enumerate(page.texts):
            groups = [found.get(index, []), mentions.spans(index)]
            if index == TITLE:
                # A name that is found in part must not hide the rest of it; what holds a name is no name.
                others = [span for span in groups[0] if span.kind is not Kind.NAME]
                groups = [others, titled(text, mentions.names), *groups]
            spans = _people(text, apart(groups, kept[index]))
            if spans:
                counts.update(span.kind.value for span in spans)
                page.texts[index] = _replaced(text, spans, numbering, spoken if index == TITLE else str)
                changed.append(index)
        return changed

    def _found(self, page: _Page, index: int, kept: Sequence[tuple[int, int]]) -> list[Span]:
        text = page.texts[index]
        groups = [
            [span for span in group if not self._stays(page, index, span)] for group in self._detector.groups(text)
        ]
        return [span for span in apart(groups, kept) if span.kind in page.kinds(index)]

    def _stays(self, page: _Page, index: int, span: Span) -> bool:
        """Whether what was found says nobody."""
        written = page.texts[index][span.start : span.end]
        if span.kind is Kind.NAME:
            return names_nobody(written, page.spare)
        if span.kind in (Kind.PHONE, Kind.NUMBER):
            free = index in page.replies and self._detector.is_public(written)
            return free or self._keeping.dials(written)
        if span.kind in (Kind.URL, Kind.EMAIL) and self._keeping.hosts(written):
            return True
        return span.kind is Kind.URL and index in page.replies and _TELLING.search(written) is None


def redactor(locale: str | None) -> Redactor:
    """What redacts transcripts of people of this language and country.

    Args:
        locale: as in `en-GB`; None where it is not known.

    Raises:
        ValueError: the locale is none.
    """
    return Redactor(check_locale(locale).partition("-")[2] or None if locale else None)


class _Page:
    """The texts of a transcript in one row: name, ask, notes, contents, and the words of declared refusals."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self._first = 2 + len(talk.notes)
        contents = [said.content for said in talk.messages]
        self._signals = [i for i, said in enumerate(talk.messages) if said.signal is not None and said.signal.text]
        refusals = [said.signal.text or "" for said in talk.messages if said.signal is not None and said.signal.text]
        self.texts = [talk.name, talk.ask, *talk.notes, *contents, *refusals]
        self.spare = frozenset(re.findall(r"[a-z]+", talk.target.lower()))
        """Words of the target's name: to call it by that says nobody."""
        self.replies = frozenset(
            self._first + i for i, said in enumerate(talk.messages) if said.role.lower() not in PERSON
        )

    def kinds(self, index: int) -> frozenset[Kind]:
        """What may be found in a text: a transcript's name keeps its numbers, or nobody could look it up."""
        return frozenset({Kind.NAME, Kind.EMAIL, Kind.HANDLE}) if index == TITLE else frozenset(Kind)

    def talk(self) -> Talk:
        """The transcript with the texts as they are now."""
        last = self._first + len(self._talk.messages)
        refusals = dict(zip(self._signals, self.texts[last:], strict=True))
        messages = tuple(
            _with(said, self.texts[self._first + i], refusals.get(i)) for i, said in enumerate(self._talk.messages)
        )
        return msgspec.structs.replace(
            self._talk,
            name=self.texts[0],
            ask=self.texts[1],
            notes=tuple(self.texts[2 : self._first]),
            messages=messages,
            carried=None,
        )


def _with(said: Said, content: str, refusal: str | None) -> Said:
    signal = said.signal
    if signal is not None and refusal is not None:
        signal = msgspec.structs.replace(signal, text=refusal)
    return said._replace(content=content, signal=signal)


def _people(text: str, spans: Sequence[Span]) -> list[Span]:
    """The same with the words of one name made one."""
    made: list[Span] = []
    for span in spans:
        last = made[-1] if made else None
        if last is not None and last.kind is span.kind is Kind.NAME and _LINK.fullmatch(text, last.end, span.start):
            made[-1] = last._replace(end=span.end)
        else:
            made.append(span)
    return made


def _replaced(text: str, spans: Sequence[Span], numbering: Numbering, said: Callable[[str], str]) -> str:
    parts, done = [], 0
    for span in spans:
        written = said(text[span.start : span.end]) if span.kind is Kind.NAME else text[span.start : span.end]
        parts += [text[done : span.start], numbering.placeholder(span.kind, written)]
        done = span.end
    return "".join([*parts, text[done:]])
