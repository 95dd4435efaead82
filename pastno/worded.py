"""Texts of a wording that the observer of a run reads otherwise than the wording promises."""

from __future__ import annotations

from collections.abc import Iterator

from documents.lint import Finding
from pastno.holdings import Holdings
from personas.perception import Cue, Stance, Strategy
from scenarios.wording import Wording
from simulator.chat import Reply
from simulator.observer.contract import Occasion, SlotSeen
from simulator.observer.lines import load_lines
from simulator.observer.local import LocalObserver
from simulator.transcript import Observation
from simulator.wordings import filled, promised

_ASKED = "Can you help me with this?"
_SLOT = SlotSeen("ask", "information", essential=True)


def worded(holdings: Holdings) -> Iterator[Finding]:
    """The findings of all wordings that are to be checked; each names its document."""
    for wording in holdings.known("wordings", Wording, asked=True).values():
        for finding in read_otherwise(wording):
            yield finding._replace(document=f"wording/{wording.id}")


def read_otherwise(wording: Wording) -> Iterator[Finding]:
    """A warning for each text that is not read as a refusal, or that shows other cues than its wording promises."""
    expected, observer = promised(wording), LocalObserver()
    for index, text in enumerate(wording.texts):
        reply = Reply(text=filled(text, None, load_lines()).text)
        seen = observer.observe(Occasion(said=_ASKED, strategy=Strategy.ASK, reply=reply, slots=(_SLOT,)))
        said = _difference(seen, wording, expected)
        if said:
            todo = "change the text, or manner, referral and way_back; `pastno schema wording` says what they mean"
            yield Finding("wording-reads-as", "warning", ("texts", index), said, todo)


def _difference(seen: Observation, wording: Wording, expected: frozenset[Cue] | None) -> str:
    if seen.stance is not Stance.REFUSE:
        return f"the observer reads '{seen.stance.value}', expected 'refuse'"
    if expected is None:
        declared = {Cue.RESOURCE: wording.referral, Cue.WAY_BACK: wording.way_back}
        expected = seen.cues - declared.keys() | {cue for cue, told in declared.items() if told}
    parts = {"also": seen.cues - expected, "no": expected - seen.cues}
    said = [f"{word} {', '.join(sorted(cues))}" for word, cues in parts.items() if cues]
    return f"the observer reads {' and '.join(said)}" if said else ""
