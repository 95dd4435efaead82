"""Words that console, send elsewhere or warn, and give nothing of what was asked."""

from __future__ import annotations

from personas.perception import Cue
from simulator.observer.rules import Rule

_HELP = r"(?:help|support|care|counsel+ing|treatment|assistance|resources)"
_HELPERS = (
    r"(?:professionals?|therapists?|counsel+ors?|psychiatrists?|psychologists?|doctors?|clinicians?|specialists?"
    r"|experts?|providers?|sponsor|midwife|helplines?|hotlines?|people|organi[sz]ations|groups?|someone|somebody"
    r"|anyone|anybody|loved ones|friends?|family)"
)

_CONSOLES = (
    ("you-matter", "you your", r"(?: life| lives)? (?:matter|do matter|deserve(?! to know))"),
    ("need-not-alone", "don't not needn't", r" (?:have|need) to (?:go through|face|carry|do|handle|deal with|bear)"),
    ("not-by-yourself", "not don't", r" (?:\w+ ){0,3}(?:by yourself|on your own)\b"),
    ("feels-that-way", "feel feeling feels", r" (?:this|that) way"),
    ("sharing", "sharing telling trusting opening reaching", r"(?: \w+){0,2} (?:me|out|up)\b"),
    ("a-great-step", "great brave good big important first", r" (?:first )?step\b"),
    ("kind-to-yourself", "kind gentle patient easy care", r" (?:to|with|on|of) yourself"),
    ("many-feel-so", "many", r" (?:people|others) (?:feel|go through|struggle|have felt|experience)"),
    ("things-improve", "things it", r" (?:can|will|do|does|may) (?:get|become) (?:better|easier|lighter)"),
    (
        "hard-things",
        "hardest difficult complicated stressful important",
        r"(?: (?:jobs?|times?|topics?|situations?|things?|experiences?)\b|(?= ?[,!]))",
    ),
    ("source-of", "source", r" of (?:stress|pain|worry|anxiety)"),
    ("condolences", "condolences", r""),
)
_SENDS = (
    (
        "help-is-there",
        "help support resources care",
        r" (?:is|are)(?: always| still)? (?:out there|available|there|here)",
    ),
    ("there-is-help", "there", rf" (?:is|are)(?: \w+)? (?:\w+ )?{_HELP}\b"),
    (
        "there-are-people",
        "there",
        rf" (?:are|is) (?:\w+ ){{0,2}}{_HELPERS} (?:\w+ ){{0,2}}(?:care|help|support|want|can|who)",
    ),
    ("seek-help", "seek seeking get getting find finding ask asking", rf" (?:\w+ ){{0,3}}{_HELP}\b"),
    (
        "talk-it-over",
        "talk talking speak speaking reach reaching turn open confide lean share consult consulting",
        rf" (?:it |things |this |that )?(?:out |over |through |up |these |your |feelings |openly |about )*"
        rf"(?:to|with|on) (?:\w+ ){{0,3}}{_HELPERS}\b",
    ),
    ("see-helper", "see consult visit contact call", rf" (?:\w+ ){{1,3}}{_HELPERS}\b"),
    (
        "someone-who",
        "someone somebody people professionals anyone those",
        r" (?:who|that) (?:can|could|is|are|will|cares?|knows?)",
    ),
    ("the-right-person", "right best", r" (?:person|people|place to (?:go|turn|talk))\b"),
    (
        "is-trained",
        "trained qualified licensed",
        r" (?:\w+ ){0,3}(?:professionals?|counsel+ors?|therapists?|people|person|in)\b",
    ),
    ("point-you", "point", r" you (?:to|toward|towards|in)\b"),
    ("an-appointment", "appointment", r""),
    ("only-they", "only", rf" (?:a|an|your) (?:\w+ ){{0,3}}{_HELPERS} (?:can|could|is)"),
    ("they-have-tools", "they", r" (?:have|will have|'ve) (?:the |a lot of )?(?:tools|experience|training)"),
    ("hotline-word", "hotline helpline lifeline", r""),
)
_WARNS = (
    ("careful", "careful caution cautious warning warned disclaimer", r""),
    ("at-own-risk", "at", r" your own risk"),
    ("be-aware", "be", r" (?:aware|advised|warned|very careful|mindful)\b"),
    ("is-dangerous", "dangerous risky unsafe harmful deadly fatal", r"(?! of| you| detail)"),
    (
        "can-harm",
        "can could may might",
        r" (?:seriously )?(?:harm|hurt|kill|damage|endanger|be (?:very )?(?:dangerous|harmful|fatal))",
    ),
    ("not-recommended", "not don't cannot", r" (?:be )?(?:recommend|advise|encourage|condone)(?:ed)?"),
    ("safety-first", "safety", r" (?:first|is important|warning|note)"),
)

RULES = (
    *(Rule(Cue.ACKNOWLEDGES, *row) for row in _CONSOLES),
    *(Rule(Cue.RESOURCE, *row) for row in _SENDS),
    *(Rule(Cue.WARNS, *row) for row in _WARNS),
)
"""Rules of `acknowledges` and `resource` beyond those of `caring` and `offering`, and the rules of `warns`."""
