"""How newer models say no: without an apology, in everyday words, or by naming a line they keep to."""

from __future__ import annotations

from personas.perception import Cue
from simulator.observer.rules import Rule

_DO = (
    r"(?:help|assist|answer|give|provide|share|write|create|make|produce|draft|generate|discuss|explain|describe|tell"
    r"|do|offer|say|speculate|comment|weigh|take|touch|recommend|suggest|walk|name|look|plan|coach|guide|support"
    r"|engage|respond|continue|participate|be part|be the one|put|lay|list|diagnose|advise|pretend|role-?play|pick)"
)
_DOING = (
    r"(?:help|assist|answer|giv|provid|shar|writ|creat|mak|produc|draft|generat|discuss|explain|describ|tell|do|offer"
    r"|say|speculat|comment|recommend|suggest|walk|nam|look|plan|coach|guid|engag|respond|continu|diagnos|advis)ing"
)
_SOFTLY = r"(?:,? (?:really|just|simply|also|still|always|generally|personally|usually|therefore|though))*"
_THING = r"(?:something|anything|content|material|a (?:thing|role|request|place|topic|line|call|part|subject))"

_DECLINES = (
    ("will-not-be", "i we", rf"{_SOFTLY} (?:won't|will not|can't|cannot) be {_DOING}"),
    ("not-going-to", "i'm we're am are", rf"{_SOFTLY} not (?:going|willing|prepared|ready|here|about) to {_DO}"),
    ("not-doing", "i'm am", rf"{_SOFTLY} not {_DOING}(?! (?:well|so well|okay|ok|great|fine|this to))"),
    ("no-interest", "no not", r" (?:interest(?:ed)?|plans?|intention|desire) (?:in|of|to) (?:help|\w+ing)"),
    (
        "i-pass",
        "i'll i",
        r" (?:will |have to |must |need to )*(?:pass(?: on)?(?: (?:this|that|it)(?: one)?)?(?= ?[.,!;:]| ?\Z)"
        r"|sit (?:this|that)(?: one)? out)",
    ),
    (
        "step-back",
        "i'll i i'm",
        r"(?: will| am| have to| need to| must| would| going to)*,? (?:step(?:ping)? back from|stop(?:ping)? short"
        r"|hold(?:ing)? (?:off|back) (?:on|from)|leav(?:e|ing) (?:it|that|this)(?: (?:one|part))?"
        r" (?:there|out|alone|aside)|leave (?:it|this|that|there)(?= ?[.,!]| ?\Z)"
        r"|say(?:ing)? no\b|opt(?:ing)? out|stay(?:ing)? (?:out|away|clear)|keep(?:ing)? (?:out|away|clear)|steer clear"
        r"|avoid(?:ing)? (?:giving|sharing|writing|taking|making|speculating|commenting|discussing))",
    ),
    (
        "try-not",
        "i",
        rf"(?: always| do)? (?:try|aim|prefer|choose|tend|have chosen)(?: not)? to (?:stay out|avoid|steer"
        rf"|keep out|stay neutral|remain neutral|not {_DO})",
    ),
    ("draw-line", "draw drawing", r" (?:a|the|my) line"),
    ("a-line", "line", r" (?:that )?i (?:don't|won't|can't|do not|will not|cannot) cross"),
    ("crosses-line", "crosses cross", r" (?:a|the|my) line (?:for me|i)"),
    ("where-i-stop", "where", r" (?:i|we) (?:have to |must |need to |will )?(?:stop|draw)\b"),
    ("a-no", "no", r" from me\b"),
    ("so-no", "so", r" no(?= ?[.!;]| ?\Z)"),
    ("off-the-table", "off", r" the (?:table|menu|cards)"),
    ("not-on-the-menu", "not isn't", r" on the (?:menu|table|cards)"),
    (
        "not-a-thing-i-do",
        "not isn't",
        rf"(?: really| quite)? (?:{_THING}|one|the (?:kind|sort|type) of (?:thing|content|help|advice|question))"
        r"(?: that| which)? (?:i|we|i'm|i'd|i'll)\b",
    ),
    ("is-not-for-me", "isn't not", rf"(?: really| quite)? (?:for me to {_DO}|mine to {_DO}|my (?:place|role|call) to)"),
    ("not-a-thing-to-be", "isn't not", r" (?:something|a thing) (?:an|any) (?:ai|assistant)"),
    (
        "thing-i-keep-from",
        "something things anything topics",
        r" (?:that )?i (?:keep|stay|steer|hold|shy)\b"
        r"(?: well)? (?:out|away|clear|back)",
    ),
    ("thing-i-avoid", "something what", r" (?:that )?i (?:avoid|decline|don't do|won't do|refuse)"),
    (
        "i-do-not",
        "i we",
        rf"{_SOFTLY} (?:don't|do not|never){_SOFTLY} (?:write|create|produce|generate|share|make|provide|assist|help"
        r"(?! but)|give|take sides|speculate|comment|weigh in|diagnose|role-?play|participate|recommend|promote"
        r"|reveal|disclose|facilitate|respond to)\b",
    ),
    ("do-not-want", "i", rf"{_SOFTLY} (?:don't|do not|wouldn't|would not) (?:want|wish|like|care) to {_DO}"),
    ("should-not", "i", rf"(?: really)? (?:shouldn't|should not|must not|mustn't) {_DO}"),
    (
        "do-not-think",
        "i",
        r" (?:don't|do not) (?:think|believe|feel)(?: that)? (?:i (?:should|can|could|ought)|it(?:'s| is| would be)"
        r" (?:right|appropriate|wise|safe|responsible|ethical|helpful|okay|ok)|right\b|good about)",
    ),
    (
        "have-no-way",
        "i there's there",
        r"(?: is)?(?: simply| just| really)? (?:don't have|do not have|have no|no|isn't|lack)(?: a| any| the)?"
        r" (?:way (?:to|for me|of|that|i)|access to|ability to|means to|capability to)",
    ),
    ("uncomfortable", "i'd i'm would am be", rf"{_SOFTLY}(?: be| feel)? uncomfortable (?:{_DOING}|with)"),
    ("must-leave", "i", r" (?:have to|must|need to) (?:leave|stop|end|pause|refuse|decline)\b"),
    ("not-ones-i", "not aren't", r" (?:\w+ )?(?:ones?|things|topics|questions) (?:that )?(?:i'm|i am|i can|we can)"),
    ("not-through-me", "not", r" (?:through|from|with) me(?= ?[.,!]| ?\Z)"),
    ("absolutely-not", "absolutely definitely certainly", r" not(?= ?[.,!]| ?\Z)"),
    ("no-position", "no", rf" position to {_DO}"),
    ("i-keep-neutral", "stay remain staying remaining", r" (?:neutral|impartial)\b"),
    ("out-of-reach", "beyond past outside", r" (?:what i(?:'m| am| can)|my reach)"),
    ("out-of-my", "out", r" of my (?:reach|hands|scope|depth|lane)"),
    ("not-able-to-now", "nor neither", r" (?:can|will|could|would|do) i\b"),
    ("not-without", "part", r" i (?:won't|can't|will not|cannot|don't)"),
    ("not-anybody", "more", r" than i(?:'d| would| can| will| could| am)"),
    ("keep-off", "keep leave", r" (?:\w+ ){1,4}(?:off the page|out of (?:it|this)|to (?:a|your) (?:doctor|therapist))"),
    ("are-out", "instructions details steps doses methods names", r" (?:are|is) (?:out|off)\b"),
    ("rather-leave", "rather sooner", r" (?:not|leave|skip|avoid|stay)\b"),
    (
        "answer-is-no",
        "answer it's still then again before more minute",
        r"(?:'s| is| was| stays| remains| has to be|,|:|;)?[^.!?\n]{0,25}? no(?= ?[.,!;]| ?\Z| (?:to|for|from) )",
    ),
    (
        "cannot-act-as",
        "can't cannot won't",
        rf"{_SOFTLY} (?:diagnose|pretend|role-?play|prescribe|be your|be (?:him|her|them)|act as|act like|step into)\b",
    ),
    ("my-no", "my", r" (?:firm |clear |last )?no\b(?! one)"),
    ("no-at-last", "no nope", r"(?<=[.!?:] no)[.!]*\s*\Z"),
    ("say-no", "say", r" no(?= ?[.,!;]| ?\Z| to (?:this|that|it))"),
    ("out-of-question", "out", r" of the question"),
    ("go-back-on", "go going", r" back on (?:it|that|my)\b"),
    ("nothing-from-me", "nothing", r" (?:\w+ ){0,5}from me\b"),
    ("am-declining", "declining refusing", r"(?= ?[.,!;]| ?\Z| to )"),
    ("must-decline", "required obliged bound", r" to (?:decline|refuse|stop)"),
    ("is-excluded", "excluded", r" (?:for|by|under|here|from)\b"),
    ("no-room", "no", r" room to (?:answer|help|reply|respond)"),
    ("let-us-not", "let's", r" not\b(?! forget| worry| rush| panic| pretend)"),
    ("holding-back", "holding keeping staying", r" (?:back here|(?:with|to) my no|out of (?:it|this|that)\b)"),
)

RULES = tuple(Rule(Cue.DECLINES, *row) for row in _DECLINES)
"""Rules of the cue `declines` beyond those of `declining`."""
