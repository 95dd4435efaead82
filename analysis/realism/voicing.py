"""What the record says of a model's own trouble with the part: drafts turned down, faults said, conversations lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from analysis.realism.figure import Figure, Part, share
from analysis.realism.message import Conversation
from personas.fault import Fault
from simulator.transcript import Cause, Voiced

ROLE = frozenset(str(fault) for fault in Fault if fault.fatal and fault is not Fault.EMPTY)
"""Faults that break the role."""
RESTART = frozenset({str(Fault.RESTARTS)})


def voicing(conversations: Sequence[Conversation], *, seed: int | None = None) -> dict[str, Figure]:
    """Shares of the messages a model was asked for that went wrong; n is 0 for authored voices."""
    asked = [(one.occasion, voiced) for one in conversations for voiced in _asked(one)]

    def part(test: frozenset[str] | None) -> Figure:
        return share([Part(place, float(_went_wrong(voiced, test))) for place, voiced in asked], seed=seed)

    return {
        "asked_again": part(None),
        "role_breaks": part(ROLE),
        "restarts": part(RESTART),
        "persona_failed": share([Part(one.occasion, _lost(one)) for one in conversations], seed=seed),
    }


def faults(conversations: Sequence[Conversation]) -> Mapping[str, Mapping[str, int]]:
    """For each fault, in how many drafts it was turned down, said all the same, and ended a conversation."""
    found: dict[str, Counter[str]] = {}
    for one in conversations:
        for voiced in _asked(one):
            for draft in voiced.rejected:
                _add(found, draft.faults, "turned_down")
            _add(found, voiced.faults, "said")
        if _failed(one) and one.live.ended is not None and one.live.ended.voiced is not None:
            last = one.live.ended.voiced
            _add(found, last.rejected[-1].faults if last.rejected else last.faults, "ended")
    return {name: dict(found[name]) for name in sorted(found)}


def _asked(one: Conversation) -> list[Voiced]:
    ended = one.live.ended.voiced if one.live.ended is not None else None
    spoken = [message.voiced for message in one.messages if message.voiced is not None]
    return spoken if ended is None else [*spoken, ended]


def _failed(one: Conversation) -> bool:
    return one.live.ended is not None and one.live.ended.cause is Cause.PERSONA_FAILED


def _lost(one: Conversation) -> float | None:
    """Whether the voice could not go on; None where the conversation did not come to its end."""
    if one.live.ended is None or one.live.ended.cause is Cause.FAILED:
        return None
    return float(_failed(one))


def _went_wrong(voiced: Voiced, test: frozenset[str] | None) -> bool:
    if test is None:
        return bool(voiced.rejected)
    return any(test & set(some) for some in (voiced.faults, *(draft.faults for draft in voiced.rejected)))


def _add(found: dict[str, Counter[str]], names: Sequence[str], where: str) -> None:
    for name in names:
        found.setdefault(name, Counter())[where] += 1
