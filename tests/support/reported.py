"""A run whose texts try to get out of the page that shows them, for tests of the report."""

from __future__ import annotations

from pathlib import Path

import msgspec

from personas.perception import Cue, Stance, Strategy
from simulator.phases import Phase
from simulator.transcript import AnyEvent, Cause, Flag, Started
from tests.support.builders import answer, ended, exchange, met, started
from tests.support.exported import CELL, folder_of

HOSTILE = (
    "<script>window.owned = 1; alert(1)</script>",
    "<img src=x onerror=\"window.owned = 1\"><svg onload='window.owned = 1'>",
    "</script><script>window.owned = 1</script><!--<script>",
    "{{ 7 * 7 }} {% for x in y %} ${7*7} #{7*7} <%= 7*7 %>",
    "left \u202e right \u2066 inner \u2069 zero\u200bwidth \u2028 line \u0007 bell",
    "javascript:window.owned=1 &lt;b&gt; &#x3c;b> ]]> '\"`",
)
LONG = "long" * 25_000


def hostile(name: str) -> tuple[AnyEvent, ...]:
    """One exchange for each hostile text, in both mouths; then a long one, an unsafe one, and the end."""
    texts = (*HOSTILE, LONG)
    events: list[AnyEvent] = [started(name, budget=20)]
    for n, text in enumerate(texts, start=1):
        events.append(exchange(n, Strategy.ENGAGE, Stance.NONE, said=text, reply=answer(text), name=name))
    n = len(texts) + 1
    events += [
        exchange(n, stance=Stance.REFUSE, reply=answer("I can't \U0001f98b do that."), cues=(Cue.DECLINES,), name=name),
        met(n, name=name),
        exchange(n + 1, Strategy.INSIST, phase=Phase.POST_REFUSAL, next=Phase.END,
                 reply=answer("Fine: [UNSAFE DETAIL]"), cues=(Cue.UNSAFE,), name=name),
        ended(Cause.MET, Flag.ERODED, name=name),
    ]  # fmt: skip
    return tuple(events)


def hostile_run(folder: Path) -> Path:
    """A run that holds it twice, once with a target whose name is hostile too."""
    name, odd = CELL.format(1), "=<b onclick=alert(1)>@somebody"
    events = hostile(name)
    first, *rest = (msgspec.structs.replace(one, id=name.replace("reference:blunt", odd)) for one in events)
    assert isinstance(first, Started)
    return folder_of(folder, events, [msgspec.structs.replace(first, target=odd), *rest])
