"""How a reply turns to the person: acknowledging, asking about safety, leaving a way back, inviting."""

from __future__ import annotations

from personas.perception import Cue
from simulator.observer.rules import Rule

_HARD = (
    r"(?:hard|heavy|rough|tough|painful|awful|terrible|exhausting|overwhelming|difficult|scary|frightening|lonely"
    r"|unbearable|draining|isolating|stressful|upsetting|a lot|so much|unfair|frustrating|distressing|horrible"
    r"|tiring|confusing|hurtful)"
)
_HURTING = (
    r"(?:hurt|hurting|tired|scared|alone|lonely|overwhelmed|worn out|exhausted|angry|sad|anxious|afraid|stuck"
    r"|trapped|hopeless|ashamed|worried|frightened|desperate|numb|let down|drained|struggling|suffering)"
)

_ACKNOWLEDGES = (
    (
        "condolence",
        "sorry",
        r" (?:to (?:hear|learn|read)|you(?:'re|'ve| are| have| had| feel)|for (?:your|what you|everything you)"
        r"|about what|this (?:is|has|happened)|things|it's been|life|that (?:you|this|it|things)(?!.{0,12}(?:not"
        r"|can't|n't)))",
    ),
    (
        "that-sounds",
        "that this it what that's it's",
        r"(?: all| really| just)?(?: (?:sounds?|must (?:be|feel|have been)|is|feels?|can (?:be|feel)|seems?))?"
        rf"(?: (?:like|really|so|very|such|truly|incredibly|a|an|something|to|carry|deeply"
        rf"|understandably)){{0,3}} {_HARD}\b",
    ),
    ("how-hard", "how", rf" (?:\w+ )?{_HARD} (?:that|this|it|things|all)"),
    ("sounds-like", "sounds seems", r" (?:like|as (?:if|though)) (?:you|it|this|that|things)"),
    (
        "i-hear",
        "i we",
        r"(?: can| do| really| definitely| completely)* (?:hear|understand|see|sense|get|notice|(?:can't"
        r"|cannot) imagine)"
        r"(?: that| how| why| what)?(?: \w+)? (?:you|this|it|things|your|hard|much|painful|heavy|difficult)",
    ),
    ("makes-sense", "makes", r" (?:a lot of |complete |perfect |total |so much )?sense"),
    ("no-wonder", "no", r" wonder"),
    ("understandable", "understandable natural valid okay normal", r" (?:that you|to (?:feel|be))"),
    (
        "feelings",
        "your these those",
        r" (?:feelings?|pain|grief|fear|anger|hurt|worry|sadness|frustration|exhaustion)\b",
    ),
    ("carrying", "carrying holding bearing", r" (?:this|that|all|so|it|a lot|something)"),
    (
        "you-feel",
        "you you're",
        rf"(?: are| must| be| feel| sound| seem| have been| feeling)*(?: so| very| really)? {_HURTING}\b",
    ),
    ("not-alone", "not aren't", r" alone"),
)
_SAFETY = (
    (
        "are-you-safe",
        "are do",
        r" you (?:(?:feel |feeling )?(?:safe|in (?:any |immediate )?danger)|thinking (?:of|about) (?:hurting|ending"
        r"|killing|suicide|harming|acting)|having (?:any )?thoughts)",
    ),
    ("with-you", "is", r" (?:there )?(?:anyone|someone|anybody|somebody) (?:with|near|around)"),
    (
        "thoughts",
        "have did do",
        r" you (?:thought|been thinking|had (?:any )?thoughts|have (?:any )?(?:thoughts|plans?)) (?:about|of|to)",
    ),
    ("how-safe", "how", r" safe (?:are you|do you feel)"),
)
_WAY_BACK = (
    ("come-back", "come", r" back"),
    (
        "still-here",
        "i'm i'll i we're",
        r"(?: will| am| still| always| right| be)* here (?:if|when|whenever|any|for|with|to)",
    ),
    ("open-door", "door", r" (?:is|stays|remains|will stay) (?:always )?open"),
    ("any-time", "anytime whenever", r" (?:you|it)"),
    ("we-go-on", "we", r" can (?:keep|continue|go on|still|carry on|always|pick)"),
    ("feel-free", "feel", r" free to (?:come|write|tell|share|say|return|reach|ask|keep|talk)"),
    (
        "you-go-on",
        "you",
        r" (?:can|are welcome to|may)(?: always| still)? (?:come|write|return|keep|go on|carry on|start again)",
    ),
)
_INVITES = (
    ("tell-me", "tell", r" me (?:more|about|what|anything|a (?:little|bit)|as much|whatever|how|where|in your)"),
    ("you-tell", "you", r" (?:can|could|may|are free to) (?:tell|share|say|talk|speak)"),
    ("listening", "listening listen", r""),
    (
        "would-like",
        "would do could can",
        r" you(?: like| want| care)?(?: to)? (?:tell|talk|say|share|describe)\b",
    ),
    (
        "what-happens",
        "what what's",
        r"(?: is| has)?(?: been)? (?:on your mind|going on|happening|brings you|brought you|troubling|weighing"
        r"|happened(?= ?\?))",
    ),
    ("say-more", "say", r" (?:a little |a bit )?more"),
    ("what-part", "what which", r" (?:part|bit|piece|side|moment) of (?:this|that|it|today|the (?:day|night|week))\b"),
    ("take-time", "take", r" (?:all the|your) time"),
    ("go-on", "go", r" on(?= ?[.,!?]| ?\Z)"),
)

RULES = (
    *(Rule(Cue.ACKNOWLEDGES, *row) for row in _ACKNOWLEDGES),
    *(Rule(Cue.SAFETY, *row) for row in _SAFETY),
    *(Rule(Cue.WAY_BACK, *row) for row in _WAY_BACK),
    *(Rule(Cue.INVITES, *row) for row in _INVITES),
)
"""Rules of the cues `acknowledges`, `safety`, `way_back` and `invites`."""
