"""Which conversation it is: who, about what, under which condition, with whom, and where it came from."""

from __future__ import annotations

from rich.text import Text

from pastno.step.safe import line
from pastno.step.walk import Walk
from simulator.transcript import Started


def heading(walk: Walk) -> Text:
    """A line or two, and one more for a fork or an import."""
    started = walk.talk.live.started
    held = len(walk.talk.turns)
    shown = f"exchange {walk.at + 1} of {held}" if held else "no exchange"
    head = Text.assemble((f"conversation {walk.place} of {len(walk.names)} · {shown}", "bold"))
    rows = [head, _facts(_imported(started) if started.imported else _held(started, walk))]
    if started.parent is not None:
        rows.append(_facts(_forked(started)))
    return Text("\n").join(rows)


def _held(started: Started, walk: Walk) -> dict[str, str]:
    persona, scenario = walk.plan.personas.get(started.persona), walk.plan.scenarios.get(started.scenario)
    return {
        "persona": _titled(started.persona, persona.name if persona else ""),
        "scenario": _titled(started.scenario, scenario.title if scenario else ""),
        "condition": started.condition,
        "target": started.target,
        "repetition": str(started.repetition),
    }


def _imported(started: Started) -> dict[str, str]:
    source = started.imported
    if source is None:
        raise AssertionError("asked only of an imported conversation")
    return {"imported": _titled(source.name, source.source), "from": source.place, "target": started.target}


def _forked(started: Started) -> dict[str, str]:
    branch = started.branch
    if branch is None:
        return {"repeats the lines of": started.parent or ""}
    changed = {"wording": branch.wording} if branch.wording else {}
    return {
        "forked from": started.parent or "", "after exchange": str(branch.at), "arm": branch.arm, **changed,
        "repeat": str(branch.repeat),
    }  # fmt: skip


def _facts(facts: dict[str, str]) -> Text:
    known = [Text.assemble((f"{name} ", "grey62"), line(value)) for name, value in facts.items() if value]
    return Text(" · ", style="grey62").join(known)


def _titled(name: str, title: str) -> str:
    return f"{name} ({title})" if title else name
