"""A recorded conversation that answers in place of its models, and says where what is recomputed differs from it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from personas.guards import Fault
from personas.perception import Source
from simulator.apart import called
from simulator.chat import ChatRequest, Reply, Signal, Usage
from simulator.errors import SimulatorError
from simulator.observer.contract import Occasion
from simulator.transcript import AnyEvent, Ended, Exchange, Failed, Observation, Voiced, comparable


class Departed(SimulatorError):
    """What was recomputed is not what stands at the tape's place."""

    def __init__(self, why: str, expected: AnyEvent | None = None) -> None:
        super().__init__(why)
        self.expected = expected
        """The recomputed event, where it is one of the same kind."""


class Over(SimulatorError):
    """The record ends here, where a model would be asked."""


class Short(SimulatorError):
    """The record ends here, and lacks something that no model had to be asked for."""


class Tape:
    """The events of one conversation, in order; `place` is the index of the next one."""

    def __init__(self, events: Sequence[AnyEvent], *, same_prompts: bool = True) -> None:
        self.events = events
        self.place = 0
        self.drafts = 0
        """Drafts of the message at this place that were given back."""
        self._same_prompts = same_prompts
        self._held = 0

    @property
    def here(self) -> AnyEvent | None:
        """The next event; None at the end."""
        return self.events[self.place] if self.place < len(self.events) else None

    def skip(self, event: AnyEvent) -> None:
        """Take the next event as it stands."""
        self.place, self.drafts = self.place + 1, 0
        self._held += isinstance(event, Exchange)

    def append(self, event: AnyEvent) -> None:
        """Compare a recomputed event with the next one.

        Raises:
            Departed: they differ.
            Short: there is no next one.
        """
        found = self.here
        if found is None:
            raise Short(called(event))
        if called(found) != called(event):
            raise Departed(_misplaced(found, called(event)))
        event = event if self._same_prompts else _prompted(event, found)
        if comparable(found) != comparable(event):
            raise Departed("differs", event)
        self.skip(found)

    def proceed(self) -> None:
        """Pass over failed calls, from which nothing follows, to the exchange that is to be held now.

        Raises:
            Departed: a failure of another exchange stands here.
            Over: the record ends here.
        """
        while isinstance(self.here, Failed):
            if self.here.n != self._held + 1:
                raise Departed(f"found a failed call of exchange {self.here.n}, expected of {self._held + 1}")
            self.skip(self.here)
        if self.here is None:
            raise Over

    def exchange(self) -> Exchange:
        """The exchange at this place.

        Raises:
            Departed: something else stands here.
        """
        if isinstance(self.here, Exchange) and self.here.n == self._held + 1:
            return self.here
        raise Departed(_misplaced(self.here, f"exchange {self._held + 1}"))


class _Model:
    """Answers from a tape."""

    def __init__(self, spec: str, tape: Tape) -> None:
        self.spec = spec
        self._tape = tape

    def notes(self, request: ChatRequest) -> list[str]:
        """Nothing to note."""
        return []

    async def close(self) -> None:
        """Nothing to close."""


class RecordedTarget(_Model):
    """Gives back the recorded reply of the exchange that is to be held; asked for another it fails."""

    async def reply(self, request: ChatRequest) -> Reply:
        """The reply, as it was recorded."""
        return self._tape.exchange().reply


class RecordedVoice(_Model):
    """Gives back the drafts of the message that is to be said: those turned down, then the words.

    Of a draft that the provider stopped the record keeps the fault alone, so the fault is declared again.
    """

    async def reply(self, request: ChatRequest) -> Reply:
        """The next draft."""
        how, said = self._message()
        written = [*((draft.text, draft.faults) for draft in how.rejected), *((words, ()) for words in said)]
        index = self._tape.drafts
        if index >= len(written):
            raise Departed(f"found {len(written)} drafts of this message, expected one more")
        self._tape.drafts += 1
        text, faults = written[index]
        declined = faults == (Fault.DECLINES.value,)
        return Reply(
            text=text,
            signal=Signal(source=Source.STOP) if declined else None,
            usage=how.usage if index + 1 == len(written) else Usage(0, 0),
        )

    def _message(self) -> tuple[Voiced, tuple[str, ...]]:
        event = self._tape.here
        if isinstance(event, Exchange) and event.voiced is not None:
            return event.voiced, (event.said,)
        if isinstance(event, Ended) and event.voiced is not None:
            return event.voiced, ()
        raise Departed("found words that nobody voiced, expected those of a model")


class RecordedObserver:
    """Reads every reply as it was read, where the observer that read it is not installed."""

    def __init__(self, version: str, events: Sequence[AnyEvent]) -> None:
        self.version = version
        self._exchanges = [event for event in events if isinstance(event, Exchange)]

    def observe(self, occasion: Occasion) -> Observation:
        """What was seen in the reply that follows what came before."""
        return self._exchanges[len(occasion.earlier)].observed


def _misplaced(found: AnyEvent | None, expected: str) -> str:
    stands = called(found) if found is not None else "the end"
    return f"found {stands}, expected {expected}: a line is missing, doubled, changed or out of its place"


def _prompted(event: AnyEvent, found: AnyEvent) -> AnyEvent:
    """The event, its words written from the recorded version of the prompt: the installed one is another."""
    if isinstance(event, Exchange | Ended) and isinstance(found, Exchange | Ended) and event.voiced and found.voiced:
        return msgspec.structs.replace(event, voiced=msgspec.structs.replace(event.voiced, prompt=found.voiced.prompt))
    return event
