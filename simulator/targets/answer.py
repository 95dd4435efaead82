"""What a script or a user's own function answers: a text, or a mapping for everything else a provider can say."""

from __future__ import annotations

import msgspec

from personas.perception import Source
from simulator.chat import ChatRequest, Reply, Signal, StopReason, Support, Usage

_STOPS = {Source.FIELD: StopReason.REFUSAL, Source.STOP: StopReason.REFUSAL}


class _Sign(msgspec.Struct, forbid_unknown_fields=True):
    source: Source
    category: str | None = None
    text: str | None = None


class _Answer(msgspec.Struct, forbid_unknown_fields=True):
    text: str = ""
    signal: _Sign | None = None
    stop: StopReason | None = None
    model: str | None = None
    usage: Usage = Usage()


def read_answer(answer: object) -> Reply:
    """Turn a text or a mapping `{text, signal: {source, category, text}, stop, model, usage}` into a reply.

    Raises:
        ValueError: it is neither, or a field is unknown or wrong.
    """
    if isinstance(answer, str):
        return Reply(text=answer)
    if not isinstance(answer, dict):
        raise ValueError(f"found {type(answer).__name__}, expected a text or a mapping with `text` and `signal`")
    try:
        read = msgspec.convert(answer, _Answer)
    except msgspec.ValidationError as problem:
        known = ", ".join(_Answer.__struct_fields__)
        raise ValueError(f"{problem}; known fields are {known}") from None
    return Reply(text=read.text, stop=_stop(read), signal=_signal(read), model=read.model, usage=read.usage)


def settings_of(request: ChatRequest, taken: frozenset[str] = frozenset()) -> dict[str, Support]:
    """Settings asked for, each `requested` where the model takes it, else `unsupported`."""
    asked = {"seed": request.seed, "temperature": request.temperature}
    return {name: "requested" if name in taken else "unsupported" for name, value in asked.items() if value is not None}


def _signal(read: _Answer) -> Signal | None:
    if read.signal is None:
        return None
    if read.signal.source is Source.TEXT:
        raise ValueError("found source 'text', expected field, stop, filter or http: words alone are no signal")
    return Signal(source=read.signal.source, category=read.signal.category, text=read.signal.text)


def _stop(read: _Answer) -> StopReason:
    if read.stop is not None:
        return read.stop
    return _STOPS.get(read.signal.source, StopReason.FILTER) if read.signal else StopReason.END
