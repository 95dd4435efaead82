"""Which conversations a sample of an Inspect log holds, and how each reply in them ended.

A sample usually holds one: its messages. Where models have roles and one is called `target`, as in the logs of Petri,
the conversations are what the calls to that model hold: an auditor's own messages are no part of them, and an audit
that was rolled back holds several.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from inspect_ai.event import ModelEvent
    from inspect_ai.log import EvalSample
    from inspect_ai.model import ChatMessage, ModelOutput

TARGET = "target"
"""The role of the model under study, where models have roles."""


class Conversation(NamedTuple):
    """One conversation of a sample."""

    messages: tuple[ChatMessage, ...]
    outputs: Mapping[int, ModelOutput]
    """How replies ended, by the place of the message, from 0."""
    shared: int = 0
    """Leading messages that an earlier conversation of the sample holds too."""
    known: bool = True
    """Whether these are messages of the target for certain."""


def conversations(sample: EvalSample, *, roles: bool) -> list[Conversation]:
    """The conversations of a sample, in the order in which they began.

    Args:
        sample: with its attachments and events resolved.
        roles: whether the log names a model of the role `target`.
    """
    calls = [event for event in sample.events if event.event == "model" and event.output.choices]
    given = [call.output for call in calls]
    asked = [call for call in calls if call.role == TARGET]
    if not asked:
        # Where others were called and the target never was, the sample's messages are those of the others.
        messages = () if roles and calls else tuple(sample.messages)
        return [Conversation(messages, _ended(messages, given or [sample.output]), known=not roles)]
    chains = _chains(asked)
    end = _keys(sample.messages)
    chains = [tuple(sample.messages) if _begins(_keys(chain), end) else chain for chain in chains]
    return [
        Conversation(
            chain, _ended(chain, given), max((_shared(chain, earlier) for earlier in chains[:index]), default=0)
        )
        for index, chain in enumerate(chains)
    ]


def _ended(messages: Sequence[ChatMessage], outputs: Sequence[ModelOutput]) -> dict[int, ModelOutput]:
    """Which output each reply is.

    Taken from the last one back: where messages have no ids, equal words stay in their order, and an output that
    stands alone is the last one's.
    """
    waiting: dict[str, list[ModelOutput]] = {}
    for output in outputs:
        if output.choices:
            waiting.setdefault(_key(output.message), []).append(output)
    found: dict[int, ModelOutput] = {}
    for place in range(len(messages) - 1, -1, -1):
        queue = waiting.get(_key(messages[place]))
        if queue:
            found[place] = queue.pop()
    return found


def _chains(calls: Sequence[ModelEvent]) -> list[tuple[ChatMessage, ...]]:
    """Calls that go on with one another as one conversation each; one that goes back begins another."""
    chains: list[tuple[ChatMessage, ...]] = []
    for call in calls:
        found = (*call.input, call.output.message)
        sent = _keys(call.input)
        on = next((index for index, chain in enumerate(chains) if _begins(_keys(chain), sent)), None)
        if on is None:
            chains.append(found)
        else:
            chains[on] = found
    return chains


def _key(message: ChatMessage) -> str:
    return message.id or f"{message.role}:{message.text}"


def _keys(messages: Sequence[ChatMessage]) -> tuple[str, ...]:
    return tuple(map(_key, messages))


def _begins(start: Sequence[str], whole: Sequence[str]) -> bool:
    return len(start) <= len(whole) and tuple(whole[: len(start)]) == tuple(start)


def _shared(one: Sequence[ChatMessage], other: Sequence[ChatMessage]) -> int:
    pairs = zip(_keys(one), _keys(other), strict=False)
    return next((n for n, (mine, theirs) in enumerate(pairs) if mine != theirs), min(len(one), len(other)))
