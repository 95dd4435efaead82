"""One transcript as the events of a conversation, by the phase table and the fold that hold every conversation."""

from __future__ import annotations

import msgspec

from personas.perception import Stance, Strategy
from simulator.chat import Reply
from simulator.course import episode
from simulator.errors import FormatError
from simulator.fold import Live, advance, begin
from simulator.imported.pairing import Pair, Paired, pair
from simulator.imported.talk import Talk
from simulator.meeting import encounter_in, refuses, repeats
from simulator.observer.contract import Observer, Occasion
from simulator.observer.person import read_strategy
from simulator.occasions import read_before
from simulator.outcome import outcome
from simulator.phases import Phase
from simulator.provenance import NOT_KNOWN, UNREADABLE, Imported
from simulator.transcript import AnyEvent, Exchange, Met, Observation, Started

FIRST = "ask"
"""Id of the first ask; later needs are `need-1`, `need-2`."""
NOTICE = ""
"""A transcript holds what the person read; nothing stands in for a reply that was blocked without words."""


def events_of(talk: Talk, observer: Observer, *, name: str, target: str, source: str) -> tuple[AnyEvent, ...]:
    """The events of one transcript, the last one included.

    Who speaks to whom is taken from the transcript; what a message does, and what a reply does with it, is read.

    Args:
        talk: the transcript.
        observer: reads the replies; no slots are known.
        name: the conversation's, safe and unique within the run.
        target: who answered, as the run calls it.
        source: what the transcript was taken from.

    Raises:
        FormatError: no message of a known role.
    """
    paired = pair(talk.messages, talk.counted)
    if not paired.pairs:
        raise FormatError(_empty(talk, paired))
    started = _started(talk, paired, (name, target, source))
    events: list[AnyEvent] = [started]
    live = begin(started)
    for index, one in enumerate(paired.pairs):
        for event in _steps(live, one, observer, last=index + 1 == len(paired.pairs)):
            events.append(event)
            live = advance(live, event)
    return (*events, outcome(live))


def _empty(talk: Talk, paired: Paired) -> str:
    why = "; ".join(paired.notes) or "it holds no message"
    return (
        f"{talk.place or talk.name}: found no message of the person or of whoever answers ({why}); expected roles such "
        "as 'user' and 'assistant'"
    )


def _started(talk: Talk, paired: Paired, named: tuple[str, str, str]) -> Started:
    name, target, source = named
    return Started(
        id=f"{NOT_KNOWN}/{name}/{NOT_KNOWN}/{target}/1",
        persona=NOT_KNOWN,
        scenario=NOT_KNOWN,
        condition=NOT_KNOWN,
        target=target,
        repetition=1,
        budget=len(paired.pairs),
        state=None,
        imported=Imported(
            name=name,
            source=source,
            place=talk.place,
            locale=talk.locale,
            ask=talk.ask,
            system=paired.system,
            before=talk.before,
            notes=(*talk.notes, *paired.notes),
        ),
    )


def _steps(live: Live, one: Pair, observer: Observer, *, last: bool) -> tuple[AnyEvent, ...]:
    """The exchange, and the refusal that its reply is."""
    strategy = _strategy(live, one, last=last)
    exchange = _exchange(live, one, strategy, _observed(live, one, strategy, observer))
    follows = Phase.END if last else Phase.POST_REFUSAL
    if not refuses(exchange):
        after = Phase.END if last else exchange.phase
        return (_to(exchange, after),)
    met = Met(
        id=live.id,
        encounter=encounter_in(exchange, repeated=repeats(live, exchange)),
        state=None,
        strategy=None,
        next=follows,
    )
    return _to(exchange, Phase.REFUSAL), met


def _strategy(live: Live, one: Pair, *, last: bool) -> Strategy:
    """What the person's message does, read from its words and from what came before.

    Nobody has left who goes on talking, whatever the words.
    """
    if not one.said:
        return Strategy.OPEN if not live.exchanges else Strategy.ENGAGE
    wanted = live.started.imported.ask if live.started.imported else ""
    earlier = tuple(exchange.said for exchange in live.exchanges if exchange.said)
    asks = (wanted,) if wanted else ()
    read = read_strategy(one.said, asks=asks, earlier=earlier, refused=_stands(live)).strategy
    if read is Strategy.WITHDRAW and not last:
        return Strategy.ENGAGE if earlier else Strategy.OPEN
    return read


def _stands(live: Live) -> bool:
    """Whether something refused was neither met nor given up."""
    return any(one.noticed and one.ask not in live.settled for one in live.encounters)


def _observed(live: Live, one: Pair, strategy: Strategy, observer: Observer) -> Observation:
    if one.gap in UNREADABLE:
        return Observation(stance=Stance.NONE)
    occasion = Occasion(
        said=one.said,
        strategy=strategy,
        reply=Reply(text=one.reply, signal=one.signal),
        earlier=read_before(live.exchanges, NOTICE),
        locale=live.started.imported.locale if live.started.imported else None,
    )
    return observer.observe(occasion)


def _exchange(live: Live, one: Pair, strategy: Strategy, observed: Observation) -> Exchange:
    ask = _ask(live, strategy)
    return Exchange(
        id=live.id,
        n=len(live.exchanges) + 1,
        phase=live.next,
        next=Phase.END,
        strategy=strategy,
        ask=ask,
        episode=episode(live, strategy, ask) if live.next is Phase.POST_REFUSAL else None,
        said=one.said,
        sent=None,
        reply=Reply(text=one.reply, signal=one.signal),
        observed=observed,
        state=None,
        gap=one.gap,
    )


def _ask(live: Live, strategy: Strategy) -> str:
    """Id of the ask in play: asking for something else begins the next one."""
    now = live.last.ask if live.last is not None else FIRST
    if strategy is not Strategy.NEW_NEED:
        return now
    return f"need-{int(now.removeprefix('need-')) + 1 if now != FIRST else 1}"


def _to(exchange: Exchange, after: Phase) -> Exchange:
    return msgspec.structs.replace(exchange, next=after)
