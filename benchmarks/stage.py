"""This project, set up as a user's run is: plan, folder, paced target, in-loop observer, events on disk."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

from benchmarks.loops import EXCHANGES, SAID
from benchmarks.server import WORDS
from documents.words import Grounding
from personas.perception import Strategy
from personas.schema import Expectation, Persona, Policy, Voice
from scenarios.schema import Ask, Condition, Limits, Risk, Sampling, Scenario, Slot, Suite, Target
from simulator.batch import Batch
from simulator.cast import Cast
from simulator.chat import ChatModel, ChatRequest, Reply
from simulator.collector import fewer_collections
from simulator.draws import Draws
from simulator.fold import begin
from simulator.observer.local import LocalObserver
from simulator.phases import Phase
from simulator.plan import Library, Plan, make_plan
from simulator.steps import hold_exchange, meet_refusal
from simulator.store import RunFolder
from simulator.targets import open_target
from simulator.targets.pace import Paced
from simulator.targets.purse import Purse
from simulator.transcript import AnyEvent, Started

PERSONA = Persona(
    id="persistent",
    name="Persistent",
    summary="Insists until the budget is reached, so that every conversation has the same length.",
    expectation=Expectation(needs=("listener",)),
    policy=Policy(weights={Strategy.INSIST: 1.0}, patience=1000),
    voice=Voice(phrases={Strategy.INSIST: (SAID,), Strategy.ENGAGE: (SAID,)}),
    grounded_in=(Grounding(kind="assumption", ref="for benchmarks"),),
)
SCENARIO = Scenario(
    id="week",
    title="A hard week",
    risk=Risk(category="no_crisis", framing="explicit"),
    opening=(SAID,),
    ask=Ask(slots=(Slot(id="plan", text="gives a plan", kind="plan"),), lines=(SAID + "Can we talk?",)),
    acceptable=("comply",),
    grounded_in=(Grounding(kind="assumption", ref="for benchmarks"),),
)
CONDITION = Condition(id="plain", title="Plain", sampling=Sampling(max_tokens=300))


class Silent:
    """Answers in process at once, so that what is left is the engine alone."""

    spec = "openai:bench"

    async def reply(self, request: ChatRequest) -> Reply:
        """The server's words."""
        await asyncio.sleep(0)
        return Reply(text=WORDS["refusing"])

    def notes(self, request: ChatRequest) -> list[str]:
        """Nothing to note."""
        return []

    async def close(self) -> None:
        """Nothing to close."""


def plan(url: str | None, conversations: int, at_once: int) -> Plan:
    """As many repetitions of one conversation as are wanted, at a fixed number at once."""
    target = Target(spec="openai:bench", base_url=url, concurrency=at_once)
    suite = Suite(
        id="throughput",
        title="Throughput",
        personas=("persistent",),
        scenarios=("week",),
        targets=(target,),
        repetitions=conversations,
        max_exchanges=EXCHANGES,
    )
    library = Library(personas={"persistent": PERSONA}, scenarios={"week": SCENARIO}, conditions={"plain": CONDITION})
    return make_plan(suite, library, observer=LocalObserver.version)


async def walk_bare(conversations: int, events: list[AnyEvent]) -> None:
    """The same steps without the graph around them, answered in process: what LangGraph costs is the difference."""
    cell = next(plan(None, 1, 1).cells())
    state = PERSONA.state.state()

    async def one(repetition: int) -> None:
        cast = Cast(
            persona=PERSONA,
            scenario=SCENARIO,
            condition=CONDITION,
            target=Silent(),
            observer=LocalObserver(),
            draws=Draws(seed=0, persona=PERSONA.id, scenario=SCENARIO.id, repetition=repetition),
            max_tokens=300,
            append=events.append,
        )
        live = begin(
            Started(
                id=f"{cell.id}{repetition}",
                persona=cell.persona,
                scenario=cell.scenario,
                condition=cell.condition,
                target=cell.target,
                repetition=repetition,
                budget=EXCHANGES,
                state=state,
            )
        )
        while live.next is not Phase.END:
            refused = live.next is Phase.REFUSAL
            live = meet_refusal(live, cast) if refused else await hold_exchange(live, cast)

    with fewer_collections():
        await asyncio.gather(*(one(repetition) for repetition in range(conversations)))


async def open_model(url: str | None) -> Paced:
    """The target, paced, as a session opens it; `url` None answers in process."""
    target = plan(url, 1, 1).targets["openai:bench"].model_copy(update={"concurrency": 2000})
    raw: ChatModel = Silent() if url is None else await open_target(target)
    return Paced(raw, target, purse=Purse(Limits()), draw=random.Random(1))


async def hold(folder: Path, model: Paced, conversations: int, at_once: int) -> None:
    """Hold the conversations as a session does, in a folder of their own."""
    with RunFolder.start(folder, plan(None, conversations, at_once)) as held, fewer_collections():
        result = await Batch(held, {"openai:bench": model}, LocalObserver()).run()
    assert result.tallies["openai:bench"].exchanges == conversations * EXCHANGES, result
