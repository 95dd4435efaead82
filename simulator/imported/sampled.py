"""One sample of an Inspect log as transcripts: messages, refusals that the provider declared, limits and errors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from personas.perception import Source
from simulator.chat import Signal
from simulator.imported.calls import Conversation, conversations
from simulator.imported.naming import characters, safe
from simulator.imported.parts import Words, shown, words
from simulator.imported.talk import Said, Talk

if TYPE_CHECKING:
    from inspect_ai.log import EvalSample
    from inspect_ai.model import ChatMessage, ModelOutput

CARRIED = "pastno"
"""Where in a sample's metadata this project keeps what it wrote beside the messages."""
SIGNAL = "pastno.source"
"""Where in an output's metadata this project keeps which kind of refusal the provider declared."""
FILTERED = "content_filter"
_CUT = frozenset({"max_tokens", "model_length"})


class Log(NamedTuple):
    """What the samples of a log share."""

    file: str
    """Its name, without its folder."""
    target: str
    """The model under study, as the log names it."""
    epochs: int
    roles: bool
    """Whether it names a model of the role `target`."""


def talks(sample: EvalSample, log: Log) -> Iterator[Talk]:
    """The transcripts of a sample: one, or as many as an audit's target was led through."""
    name = str(sample.id) + (f"+epoch-{sample.epoch}" if log.epochs > 1 or sample.epoch > 1 else "")
    found = conversations(sample, roles=log.roles)
    for number, one in enumerate(found, start=1):
        notes: list[str] = [*_branched(one, number, len(found)), *_of_sample(sample)]
        messages = tuple(_said(one, notes))
        yield Talk(
            name=name if number == 1 else f"{name}+branch-{number}",
            target=log.target,
            messages=messages,
            place=f"{log.file}, sample {safe(str(sample.id))}, epoch {sample.epoch}",
            notes=tuple(notes),
            carried=_carried(sample),
        )


def _carried(sample: EvalSample) -> Mapping[str, Any] | None:
    block = (sample.metadata or {}).get(CARRIED)
    return block if isinstance(block, Mapping) else None


def _branched(one: Conversation, number: int, of: int) -> Iterator[str]:
    if not one.known:
        taken = "the sample's own messages were taken" if one.messages else "nothing was taken"
        yield f"the sample holds no call of the model in the role 'target'; {taken}"
    if of > 1:
        yield f"conversation {number} of {of} of its sample" + (
            f"; its first {one.shared} messages are an earlier one's too" if one.shared else ""
        )


def _of_sample(sample: EvalSample) -> Iterator[str]:
    if sample.limit is not None:
        yield f"the sample was stopped by its {shown(sample.limit.type)} limit of {sample.limit.limit:g}"
    if sample.error is not None:
        yield f"the sample broke off with an error: {shown(sample.error.message)}"


def _said(one: Conversation, notes: list[str]) -> Iterator[Said]:
    """The messages of the person, of the target and of the system; all else is noted."""
    for number, message in enumerate(one.messages, start=1):
        found = words(message, number)
        notes.extend(found.notes)
        if message.role == "tool":
            notes.append(
                f"message {number}: the result of the tool '{shown(message.function or '?')}', "
                f"{characters(found.text)}, left out"
            )
        elif message.role == "assistant":
            yield from _replied(message, number, found, one.outputs.get(number - 1), notes)
        else:
            yield Said(message.role, found.text, number)


def _replied(
    message: ChatMessage, number: int, found: Words, output: ModelOutput | None, notes: list[str]
) -> Iterator[Said]:
    signal = _signal(found, output)
    if message.tool_calls and not found.text.strip() and signal is None:
        return
    if output is not None and output.choices[0].stop_reason in _CUT:
        notes.append(f"message {number}: cut by its length ({output.choices[0].stop_reason})")
    if output is not None and len(output.choices) > 1:
        notes.append(f"message {number}: the first of {len(output.choices)} replies was taken")
    yield Said(message.role, found.text, number, signal)


def _signal(found: Words, output: ModelOutput | None) -> Signal | None:
    """A refusal that the provider declared: in a field, by a stop of the model, or by a filter."""
    choice = output.choices[0] if output is not None else None
    filtered = choice is not None and choice.stop_reason == FILTERED
    if found.refusal is None and not filtered:
        return None
    details = choice.stop_details if choice is not None else None
    text = found.refusal or (details.explanation if details is not None else None)
    return Signal(source=_source(found, output), category=_category(details), text=text)


def _source(found: Words, output: ModelOutput | None) -> Source:
    kept = ((output.metadata if output is not None else None) or {}).get(SIGNAL)
    if kept in {source.value for source in Source} - {Source.TEXT.value}:
        return Source(kept)
    if found.refusal is not None:
        return Source.FIELD
    details = output.choices[0].stop_details if output is not None else None
    return Source.STOP if details is not None and details.type == "refusal" else Source.FILTER


def _category(details: Any) -> str | None:
    if details is None:
        return None
    named = ", ".join(one.category for one in details.categories)
    return details.category or named or None
