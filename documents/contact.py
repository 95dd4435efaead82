"""Telephone numbers and addresses in words that are said: none belongs there, real or made up."""

from __future__ import annotations

import re

from documents.harm import Words

_DIGIT_WORD = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)"
_PAIRS = (("nine", "nine"), ("nine", "one"), ("nine", "eight"), ("one", "one"), ("zero", "zero"), ("oh", "oh"))
"""Two digits that stand side by side in emergency numbers, as they are said."""
_TODO = "leave it out: say 'a crisis line' or 'the number on the card'"
_YEAR = r"(?:19|20)\d\d"
_REACH = r"(?:call|ring|rang|phone|phoning|text|txt|dial|sms|message|contact|number is|line is)(?:s|ed|ing|l?ed)?"
_LINE = r"(?:hot|help|life|crisis |crisis-)?lines?|lifeline|emergency|number"
_DATE = rf"(?:{_YEAR}\s?[-–/]\s?(?:{_YEAR}|\d\d\b(?:[-/]\d\d)?)|\d\d?[./-]\d\d?[./-]{_YEAR})\b"
_LONG = (
    rf"(?<![\w.,:/€$£¥#-])(?!{_DATE})(?:\+?\(?\d(?:[ ()/-]{{0,2}}\d){{4,}}|\d{{2,4}}(?:\.\d{{2,4}}){{2,}})"
    r"(?![\w%€]|[.,]\d|\s?(?:dollars?|euros?|pounds?|rupees?|rand|steps|people|words|miles|km|kilomet))"
)
"""Five digits or more, written as numbers to dial are; no date, price or distance."""
_BRIEF = r"(?<![\d.,:€$£])\d{3,4}(?![\d:%]|[.,]\d| ?(?:times|people|words|miles|steps|dollars|euros|pounds|am\b|pm\b))"

CONTACTS = (
    Words(
        "telephone-number",
        "error",
        "a telephone number",
        _TODO,
        tuple("0123456789"),
        re.compile(
            rf"{_LONG}"
            rf"|\b{_REACH}\W+(?:\w+\W+){{0,2}}?(?!{_YEAR}\b){_BRIEF}"
            rf"|(?!{_YEAR}\b){_BRIEF}\W(?:\w+ )?(?:{_LINE})\b"
        ),
        hint=re.compile(r"\d.{0,3}\d.{0,3}\d"),
    ),
    Words(
        "telephone-number",
        "error",
        "a telephone number in words",
        _TODO,
        tuple(f"{first}{gap}{second}" for first, second in _PAIRS for gap in " -"),
        re.compile(rf"\b{_REACH}\W+(?:\w+\W+){{0,2}}?{_DIGIT_WORD}(?:[ -]{_DIGIT_WORD}){{2,}}\b"),
    ),
    Words(
        "address",
        "error",
        "an address on the network",
        "leave it out: name the kind of place, not where it is",
        ("@", "http", "www.", ".com", ".org", ".net", ".uk", ".gov", ".info"),
        re.compile(
            r"\b[\w.+-]{1,64}@[\w-]{1,64}\.\w+|\bhttps?://\S+|\bwww\.\S+|\b[\w-]{1,64}\.(?:com|org|net|gov|info|co\.uk|org\.uk)\b"
        ),
    ),
)
"""What is no way to reach anybody in a made-up conversation."""
