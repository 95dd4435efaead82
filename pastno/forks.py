"""What `pastno fork` does: arms from what was asked for, a plan, and the conversations held from where they part."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, get_args

import msgspec
from rich.console import Console
from rich.text import Text

from documents.read import nearest
from pastno.content import require_safe
from pastno.held import DONE, Job, held, settings_of
from pastno.held import Asked as Holding
from pastno.preview import preview
from pastno.session import OBSERVER, purse_for, rehearse
from pastno.start import library_of
from pastno.worded import read_otherwise
from personas.loader import find_persona
from personas.perception import REACTIONS
from scenarios.loader import find_scenario, load_wording
from scenarios.schema import ContextPolicy, Target
from scenarios.wording import Wording
from simulator.appender import reason
from simulator.arms import Arm
from simulator.errors import PlanError, StoreError
from simulator.forking.plan import Fork, fork_plan
from simulator.forking.stems import Going, Stems
from simulator.forking.where import where
from simulator.plan import Plan, places
from simulator.settled import keep
from simulator.store import Run, RunFolder, read
from simulator.targets import check_address, check_spec
from simulator.told import Told

_ODD = re.compile(r"[^A-Za-z0-9._]+")
FEW = 5
"""Conversations left out that are named; the others stand in `run.json`."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the user asked for."""

    folder: Path
    at: str = "refusal"
    changes: tuple[str, ...] = ()
    """Each `wording=`, `target=`, `system=`, `context=` or `strategy=` with what it becomes."""
    repeats: int = 1
    out: Path | None = None
    target: str | None = None
    persona: str | None = None
    scenario: str | None = None
    more: int | None = None
    only: str = ""
    policy: str | None = None
    limit: int | None = None
    library: tuple[Path, ...] = ()
    base_url: str | None = None
    dry_run: bool = False
    holding: Holding = Holding()
    """How to hold it: concurrency, budgets, fsync."""


class _Changed(NamedTuple):
    """The arms that were asked for, with what they name."""

    arms: tuple[Arm, ...]
    wordings: Mapping[str, Wording]
    systems: Mapping[str, str]


def fork(asked: Asked, console: Console) -> int:
    """Fork a run, hold the branches, and say how it went; returns the exit code.

    Raises:
        DocumentError: a wording or the library cannot be read.
        SimulatorError: nothing to fork, an unknown change, no target, or no usable folder.
    """
    plan, stems = planned(read(asked.folder), asked)
    for line in _told(plan, stems):
        console.print(Text(line), soft_wrap=True)
    if asked.dry_run:
        console.print(preview(plan))
        asyncio.run(rehearse(plan, settings_of(asked.holding, {}, console), purse_for(plan)))
        return DONE
    path = asked.out or Path("runs") / f"{plan.suite.id}-fork-{datetime.now():%Y%m%d-%H%M%S}"
    job = Job(plan, path, lambda: begun(path, plan, stems.settled, fsync=asked.holding.fsync))
    return held(job, asked.holding, console)


def planned(run: Run, asked: Asked) -> tuple[Plan, Stems]:
    """The frozen plan of a fork, its targets checked and not yet opened, and what its conversations share.

    Raises:
        DocumentError: a wording or the library cannot be read.
        SimulatorError: nothing to fork, or something asked for is not known.
    """
    if run.plan.imported is None and (asked.persona or asked.scenario):
        raise PlanError(
            f"found --persona or --scenario, but the people of {asked.folder} are known; leave them out: only imported "
            "conversations need somebody who goes on"
        )
    library = library_of(asked.library)
    changed = changes(asked.changes, library.wordings)
    named = [arm.value for arm in changed.arms if arm.change == "target"] + ([asked.target] if asked.target else [])
    targets = places([_target(spec, asked.base_url, run.plan) for spec in dict.fromkeys(named)])
    for target in targets.values():
        check_spec(target.spec)
        check_address(target)
    persona = find_persona(asked.persona, library.personas) if asked.persona else None
    scenario = find_scenario(asked.scenario, library.scenarios) if asked.scenario else None
    wanted = Fork(
        source=asked.folder.resolve().name,
        at=where(asked.at),
        arms=changed.arms,
        repeats=asked.repeats,
        wordings=changed.wordings,
        systems=changed.systems,
        targets={spec: target.model_copy(update={"spec": spec}) for spec, target in targets.items()},
        going=Going(
            target=asked.target, persona=asked.persona, scenario=asked.scenario, more=asked.more, only=asked.only
        ),
        personas={persona.id: persona} if persona else {},
        scenarios={scenario.id: scenario} if scenario else {},
        condition=library.conditions.get("plain"),
        policy=asked.policy,
        limit=asked.limit,
    )
    plan, stems = fork_plan(run, wanted, observer=OBSERVER)
    plan = plan.model_copy(update={"made_on": datetime.now(UTC).date()})
    plan.places_are(targets)
    require_safe(plan)
    return plan, stems


def begun(path: Path, plan: Plan, settled: Mapping[str, Told], *, fsync: bool = False) -> RunFolder:
    """Take the folder of a run whose conversations begin as others did, new or one that was begun with the same plan.

    Raises:
        StoreError: it cannot be written, or was made from conversations that were others then.
    """
    folder = RunFolder.start(path, plan, fsync=fsync)
    try:
        if folder.plan.hashes.get("settled") != plan.hashes["settled"]:
            raise StoreError(f"{path} was made when its source held other words; choose another --out")
        keep(path, settled)
    except StoreError:
        folder.close()
        raise
    return folder


def changes(said: Sequence[str], known: Mapping[str, Wording]) -> _Changed:
    """Read each `--change KIND=VALUE`.

    Args:
        said: as they were given.
        known: the library's wordings.

    Raises:
        DocumentError: a wording cannot be read.
        PlanError: an unknown kind, or a value that kind does not have.
    """
    arms: list[Arm] = []
    wordings: dict[str, Wording] = {}
    systems: dict[str, str] = {}
    for one in said:
        kind, equals, value = (part.strip() for part in one.partition("="))
        if kind in _KINDS and not value:
            raise PlanError(f"found --change {one}, expected what it becomes, as in {kind}=NAME")
        if kind not in _KINDS or not equals:
            raise PlanError(
                f"found --change {one}{nearest(kind, _KINDS)}; expected one of {', '.join(_KINDS)} and what "
                "it becomes, as in wording=warm"
            )
        if kind == "wording":
            wording = known.get(value) or load_wording(value)
            wordings[wording.id] = wording
            arms.append(Arm(id=wording.id, change="wording", value=wording.id))
        elif kind == "system":
            name = _safe(Path(value).stem)
            systems[name] = _words(Path(value))
            arms.append(Arm(id=name, change="system", value=Path(value).name))
        else:
            arms.append(_plain(kind, value))
    return _Changed(tuple(arms), wordings, systems)


_KINDS = ("wording", "target", "system", "context", "strategy")


def _plain(kind: str, value: str) -> Arm:
    known = {"context": get_args(ContextPolicy), "strategy": tuple(sorted(REACTIONS))}.get(kind)
    if known is not None and value not in known:
        raise PlanError(f"found --change {kind}={value}{nearest(value, known)}; expected one of {', '.join(known)}")
    if kind == "context":
        return Arm(id=f"context-{value}", change="context", value=value)
    if kind == "strategy":
        return Arm(id=f"strategy-{value}", change="strategy", value=value)
    spec = next(iter(places([value])))
    return Arm(id=f"target-{_safe(spec)}", change="target", value=spec)


def _safe(name: str) -> str:
    """Letters, digits and `._-`: it becomes a part of ids."""
    return _ODD.sub("-", name).strip("-.") or "changed"


def _words(file: Path) -> str:
    try:
        words = file.read_text(encoding="utf-8").strip()
    except OSError as problem:
        raise PlanError(f"{file}: cannot be read: {reason(problem)}; check its path") from None
    except UnicodeDecodeError:
        raise PlanError(f"{file}: found bytes that are not UTF-8; save the system prompt as UTF-8 text") from None
    if not words:
        raise PlanError(f"{file}: found nothing in it, expected a system prompt; to have none, leave the change out")
    return words


def _target(spec: str, base_url: str | None, source: Plan) -> Target:
    known = source.targets.get(spec)
    return known if known is not None and source.imported is None else Target(spec=spec, base_url=base_url)


def _told(plan: Plan, stems: Stems) -> list[str]:
    """What is forked, and what is not."""
    forked = plan.forked
    if forked is None:
        raise AssertionError("a fork's plan says so")
    arms = ", ".join(arm.id for arm in forked.arms)
    lines = list(_read_otherwise(plan))
    lines += [f"{len(stems.stems):,} conversations forked at {forked.at}; arms: {arms}; {forked.repeats} repeats"]
    if forked.left_out:
        lines.append(f"{len(forked.left_out):,} are not forked, for example:")
        lines += [f"  {why}" for why in forked.left_out[:FEW]]
    return lines


def _read_otherwise(plan: Plan) -> Iterator[str]:
    """A line for each text that is put in and read as something else than its wording promises."""
    arms = plan.forked.arms if plan.forked is not None else ()
    for name in dict.fromkeys(arm.value for arm in arms if arm.change == "wording"):
        for finding in read_otherwise(plan.wordings[name]):
            place = finding.location[-1]
            number = place + 1 if isinstance(place, int) else place
            yield f"note: text {number} of wording {name}: {finding.found}"
