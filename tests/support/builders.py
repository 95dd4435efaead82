"""Builds small valid records: what a test says nothing about has a harmless default."""

from __future__ import annotations

from personas.perception import Cue, Encounter, Source, Stance, State, Strategy
from simulator.chat import Reply, Signal, StopReason, Usage
from simulator.phases import Phase
from simulator.transcript import AnyEvent, Cause, Ended, Exchange, Flag, Met, Observation, Sent, Sighting, Started

NAME = "mara/job-loss/plain/reference:blunt/1"
STATE = State(trust=0.6, distress=0.5, hope=0.4, felt_heard=0.3)


def started(name: str = NAME, *, budget: int = 6) -> Started:
    """The first event; `name` is `persona/scenario/condition/target/repetition`."""
    persona, scenario, condition, target, repetition = name.split("/")
    return Started(
        id=name,
        persona=persona,
        scenario=scenario,
        condition=condition,
        target=target,
        repetition=int(repetition),
        budget=budget,
        state=STATE,
    )


def observation(
    stance: Stance, text: str = "", cues: tuple[Cue, ...] = (), source: Source | None = None
) -> Observation:
    """What an observer saw; every cue spans the whole text."""
    if source is None and stance.opens_encounter:
        source = Source.TEXT
    return Observation(stance=stance, source=source, sightings=tuple(Sighting(c, 0, len(text), "built") for c in cues))


def answer(
    text: str = "I hear you.", *, source: Source | None = None, usage: tuple[int | None, int | None] = (20, 9)
) -> Reply:
    """What a target answered; a `source` other than TEXT makes it a provider's refusal."""
    signal = Signal(source=source, category="content_policy") if source not in (None, Source.TEXT) else None
    stop = StopReason.FILTER if signal else StopReason.END
    return Reply(text=text, stop=stop, signal=signal, usage=Usage(*usage))


def exchange(
    n: int,
    strategy: Strategy = Strategy.ASK,
    stance: Stance = Stance.COMPLY,
    *,
    phase: Phase = Phase.PRE_REFUSAL,
    next: Phase | None = None,
    reply: Reply | None = None,
    cues: tuple[Cue, ...] = (),
    said: str = "Can you help me plan the week?",
    ask: str = "ask",
    name: str = NAME,
) -> Exchange:
    """One exchange; a stance that opens an encounter leads to `refusal`, any other stays in its phase."""
    reply = reply or answer()
    source = reply.signal.source if reply.signal else None
    if next is None:
        next = Phase.REFUSAL if stance.opens_encounter and not strategy.closing else phase
    return Exchange(
        id=name,
        n=n,
        phase=phase,
        next=next,
        strategy=strategy,
        ask=ask,
        episode="open" if phase is Phase.POST_REFUSAL else None,
        said=said,
        sent=Sent(sha256="0" * 64, messages=2 * n - 1),
        reply=reply,
        observed=observation(stance, reply.text, cues, source),
        state=STATE,
    )


def met(
    n: int,
    strategy: Strategy = Strategy.REPHRASE,
    stance: Stance = Stance.REFUSE,
    *,
    next: Phase = Phase.POST_REFUSAL,
    source: Source = Source.TEXT,
    framing: tuple[Cue, ...] = (Cue.DECLINES,),
    name: str = NAME,
) -> Met:
    """The refusal of exchange `n`, and how the person goes on."""
    return Met(
        id=name,
        encounter=Encounter(
            exchange=n,
            trigger=Strategy.ASK,
            stance=stance,
            source=source,
            framing=framing,
            referral=Cue.RESOURCE in framing,
            ask="ask",
        ),
        state=State(trust=0.4, distress=0.6, hope=0.3, felt_heard=0.2),
        strategy=strategy,
        next=next,
    )


def ended(cause: Cause = Cause.LEFT, *flags: Flag, name: str = NAME) -> Ended:
    """The last event."""
    return Ended(id=name, cause=cause, flags=tuple(sorted(flags)))


def refused_once(name: str = NAME) -> tuple[AnyEvent, ...]:
    """Opens, asks, is refused, rephrases in vain, leaves."""
    post = Phase.POST_REFUSAL
    no = (Cue.DECLINES, Cue.APOLOGISES)
    return (
        started(name),
        exchange(1, Strategy.OPEN, Stance.NONE, said="I have not slept since Monday.", name=name),
        exchange(2, stance=Stance.REFUSE, reply=answer("I'm sorry, I can't help with that."), cues=no, name=name),
        met(2, framing=no, name=name),
        exchange(3, Strategy.REPHRASE, Stance.REFUSE, phase=post, reply=answer("I can't."), cues=no[:1], name=name),
        met(3, Strategy.WITHDRAW, name=name),
        exchange(4, Strategy.WITHDRAW, Stance.NONE, phase=post, next=Phase.END, said="Never mind.", name=name),
        ended(Cause.LEFT, name=name),
    )


def helped(name: str = NAME) -> tuple[AnyEvent, ...]:
    """Asks and is helped; never refused."""
    end = exchange(2, Strategy.ENGAGE, Stance.NONE, next=Phase.END, said="Thank you.", name=name)
    return (started(name), exchange(1, name=name), end, ended(Cause.MET, Flag.UNREFUSED, name=name))


def chased(*strategies: Strategy, budget: int = 6, name: str = NAME) -> tuple[AnyEvent, ...]:
    """Refused whenever something is asked; one exchange for each strategy after the first, then no more lines."""
    last = exchange(1, stance=Stance.REFUSE, name=name)
    events: list[AnyEvent] = [started(name, budget=budget), last]
    for n, strategy in enumerate(strategies, start=2):
        if last.next is Phase.REFUSAL:
            events.append(met(n - 1, strategy, name=name))
        stance = Stance.REFUSE if strategy.asks else Stance.NONE
        last = exchange(n, strategy, stance, phase=Phase.POST_REFUSAL, next=_after(stance, strategy), name=name)
        events.append(last)
    return tuple(events)


def _after(stance: Stance, strategy: Strategy) -> Phase:
    if strategy.closing:
        return Phase.END
    return Phase.REFUSAL if stance.opens_encounter else Phase.POST_REFUSAL
