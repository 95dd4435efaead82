"""`pastno replay RUN --target SPEC`: a plan whose people say what was recorded, and the run of it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec
from rich.console import Console
from rich.text import Text

from documents.read import find
from pastno.content import require_safe
from pastno.forks import begun
from pastno.held import Job, held
from pastno.recordings import Found, Source, recordings
from pastno.replay import Asked
from pastno.session import OBSERVER
from pastno.start import library_of, target_for
from pastno.words import clean
from personas.loader import find_persona
from personas.prompting import texts
from scenarios.errors import ScenarioError
from simulator.errors import PlanError
from simulator.plan import Plan, places, versions
from simulator.playing import as_played
from simulator.redriven import Redriven
from simulator.settled import digest
from simulator.store import Run, read
from simulator.targets import version_of

PLAIN = "plain"
"""The condition of imported conversations, where none is named."""
FEW = 5
"""Reasons shown for what is left out; all stand in run.json."""


def redrive(asked: Asked, console: Console) -> int:
    """Say the recorded lines again, in a new run folder or one that was begun so; returns the exit code.

    Raises:
        SimulatorError: no run folder, nothing to say again, an unknown name, or no usable target or folder.
        DocumentError: the library cannot be read.
    """
    plan, found = planned(asked)
    if found.left_out:
        console.print(Text(f"note: {len(found.left_out)} conversations are left out:"), soft_wrap=True)
        for reason in found.left_out[:FEW]:
            console.print(Text(clean(f"  {reason}")), soft_wrap=True)
    path = asked.holding.out or Path("runs") / f"{plan.suite.id}-replay-{datetime.now():%Y%m%d-%H%M%S}"
    job = Job(plan, path, lambda: begun(path, plan, found.settled))
    return held(job, asked.holding, console)


def planned(asked: Asked) -> tuple[Plan, Found]:
    """The plan: the source's people, scenarios and seed, and the new target; and the words that are said again.

    Raises:
        SimulatorError: see `redrive`.
        DocumentError: the library cannot be read.
    """
    run = read(asked.folder)
    source = _source(asked, run)
    spoken = recordings(source)
    found = spoken.recordings
    plan, live = run.plan, asked.live_from is not None
    people = {one.persona: source.personas[one.persona] for one in found}
    voices = {spec: voice for spec, voice in plan.voices.items() if live and plan.imported is None}
    about = {one.scenario: source.scenarios[one.scenario] for one in found}
    conditions = {one.condition: source.conditions[one.condition] for one in found}
    injected = [one.inject.wording for one in conditions.values() if one.inject is not None]
    wordings = {**library_of(asked.library).wordings, **plan.wordings}
    target = target_for(str(asked.target), asked.holding.base_url)
    targets = {spec: given.model_copy(update={"spec": spec}) for spec, given in places([target]).items()}
    changes = {"targets": tuple(targets.values()), "conditions": tuple(conditions), "personas": tuple(people)}
    made = Plan(
        suite=plan.suite.model_copy(update=changes | {"scenarios": tuple(about)}),
        personas=people,
        scenarios=about,
        conditions=conditions,
        wordings={name: wordings[name] for name in injected},
        targets=targets,
        voices=voices,
        prompts=texts() if voices else {},
        observer=OBSERVER,
        hashes={},
        made_on=plan.made_on,
        versions=versions() | {spec: v for spec in targets if (v := version_of(spec)) is not None},
        redriven=Redriven(
            source=asked.folder.resolve().name,
            kind="live" if live else "lines",
            live_from=asked.live_from,
            same_people=plan.imported is None,
            recordings=found,
            left_out=spoken.left_out,
        ),
    )
    made.places_are(places([target]))
    made = made.model_copy(update={"hashes": {**made.hashed(), "settled": digest(spoken.settled)}})
    require_safe(made)
    return made, spoken


def _source(asked: Asked, run: Run) -> Source:
    plan = run.plan
    imported = plan.imported is not None
    _need_people(asked, imported=imported)
    library = library_of(asked.library)
    source = Source(folder=asked.folder, run=run, only=asked.only, live_from=asked.live_from)
    if imported:
        person = as_played(find_persona(str(asked.persona), library.personas), plan.suite)
        about = find(str(asked.scenario), library.scenarios, "scenario", ScenarioError)
        source = msgspec.structs.replace(source, persona=person, scenario=about)
    name = asked.condition or (PLAIN if imported else None)
    if name is None:
        return source
    known = {**library.conditions, **plan.conditions}
    return msgspec.structs.replace(source, condition=find(name, known, "condition", ScenarioError))


def _need_people(asked: Asked, *, imported: bool) -> None:
    if imported and not (asked.persona and asked.scenario):
        raise PlanError(
            f"{asked.folder} holds imported conversations: found nobody who says their lines, expected a persona and a "
            "scenario, whose inner state and asks stand in for what no transcript tells; name them with --persona ID "
            "--scenario ID"
        )
    if not imported and (asked.persona or asked.scenario):
        raise PlanError(
            f"found --persona or --scenario, but the people of {asked.folder} are known; leave them out: only imported "
            "conversations need somebody who stands in"
        )
