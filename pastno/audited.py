"""Which instrument `pastno score --audit` means, and what it read."""

from __future__ import annotations

import re
from pathlib import Path

from analysis.sweep import Audit
from documents.read import nearest
from pastno.instruments import INSTALLED
from simulator.errors import PlanError
from simulator.observations import Instrument, Reading, Readings, read
from simulator.observer.contract import Observer
from simulator.plan import Plan
from simulator.reobserve import reobserve
from simulator.store import read_plan

_JUDGE = re.compile(r"^audited:.+\+[^+\s]+\+judge-\d+(?: at \S+)?$")


def audit_of(folder: Path, name: str) -> Audit:
    """The readings of an instrument; an observer of this machine first reads what it has not read.

    Args:
        folder: the run's.
        name: of `instruments.INSTALLED`; or the version of an observer, or the spec of a judge, that has read this run.

    Raises:
        PlanError: nothing of this name has read the run, or several have.
        StoreError: no run folder, a damaged one, or one that cannot be written.
    """
    observer = next((made for made in _installed(read_plan(folder)) if name in made), None)
    if observer is not None:
        found = observer[name]
        reobserve(folder, found)
        return _of(read(folder), Instrument(name="observer", version=found.version))
    readings = read(folder)
    return _of(readings, _named(readings, name))


def label_of(instrument: Instrument) -> str:
    """What an audit by an instrument is called: the observer's version, or the judge with its prompt and place."""
    if not instrument.judge:
        return instrument.version
    place = f" at {instrument.base_url}" if instrument.base_url else ""
    return f"{instrument.name}+{instrument.prompt}+{instrument.version}{place}"


def by_judge(instrument: str) -> bool:
    """Whether scores of this instrument rest on what a judge read: it is named with its prompt."""
    return _JUDGE.match(instrument) is not None


def _installed(plan: Plan) -> list[dict[str, Observer]]:
    made = {name: make(plan) for name, make in INSTALLED.items()}
    return [{name: observer, observer.version: observer} for name, observer in made.items()]


def _named(readings: Readings, name: str) -> Instrument:
    known = {label_of(one): one for one in readings.instruments}
    if name in known:
        return known[name]
    found = [label for label, one in known.items() if one.judge and one.name == name]
    if len(found) == 1:
        return known[found[0]]
    if found:
        raise PlanError(f"several instruments are called '{name}'; choose one: {', '.join(found)}")
    choices = [*INSTALLED, *known]
    raise PlanError(
        f"no instrument called '{name}' has read this run{nearest(name, choices)}; choose one of "
        f"{', '.join(choices)}, or let it read first with `pastno observe`"
    )


def _of(readings: Readings, instrument: Instrument) -> Audit:
    by_conversation: dict[str, dict[int, Reading]] = {}
    for (conversation, n), reading in readings.of(instrument).items():
        by_conversation.setdefault(conversation, {})[n] = reading
    return Audit(name=label_of(instrument), readings=by_conversation)
