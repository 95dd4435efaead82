"""What `pastno check` does; and the quick content check before a run."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
from rich.console import Console
from rich.text import Text

import personas.lint
import scenarios.lint
import scenarios.wording_lint
from documents.lint import Finding, text_findings, unsafe_texts
from pastno.crossing import crossed
from pastno.holdings import KINDS, Held, Holdings, gather, placed
from pastno.mistakes import MISTAKE, complain
from pastno.worded import worded
from personas.schema import Persona
from scenarios.schema import Condition, Scenario, Suite
from scenarios.wording import Wording
from simulator.plan import Plan

FINE, WRONG = 0, 1
"""Exit codes: nothing wrong, something wrong."""
_STYLES = {"error": "red", "warning": "yellow3"}


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What was checked, and what was found."""

    counts: dict[str, int]
    """Documents by kind, unreadable ones included."""
    findings: tuple[Finding, ...]
    """In the order of files and lines."""

    def of(self, severity: str) -> int:
        """How many findings of a severity there are."""
        return sum(finding.severity == severity for finding in self.findings)


def check(paths: Sequence[Path] = ()) -> Checked:
    """Read and lint the files at `paths`, or the shipped library where there are none.

    Raises:
        DocumentError: a path does not exist, or holds nothing to check.
    """
    holdings = gather(paths)
    asked = [held for held in holdings.held.values() if held.asked]
    found = [finding._replace(document=held.name) for held in asked for finding in _linted(held, holdings)]
    found += [*crossed(holdings), *worded(holdings)]
    named = [placed(finding, holdings.held[finding.document].path) for finding in found]
    names = [held.name for held in asked] + list(dict.fromkeys(finding.document for finding in holdings.broken))
    kinds = Counter(name.partition("/")[0] for name in names)
    counts = {kind: kinds[about.name] for kind, about in KINDS.items() if kinds[about.name]}
    return Checked(counts=counts, findings=tuple(sorted([*holdings.broken, *named], key=_order)))


def conduct(paths: Sequence[Path], console: Console, *, report: Path | None = None, strict: bool = False) -> int:
    """Check, say what was found, and return the exit code.

    Args:
        paths: what to check; empty for the shipped library.
        console: where findings are said.
        report: also write them to this file as JSON.
        strict: warnings count.

    Raises:
        DocumentError: a path does not exist, or holds nothing to check.
    """
    checked = check(paths)
    if report is not None:
        try:
            report.write_text(json.dumps(as_json(checked), indent=2) + "\n", encoding="utf-8")
        except OSError as problem:
            complain(f"{report}: cannot write: {problem.strerror}", "choose a writable place with --json")
            return MISTAKE
    for finding in checked.findings:
        console.print(_line(finding), soft_wrap=True)
    console.print(Text(said(checked)), soft_wrap=True)
    return WRONG if checked.of("error") or (strict and checked.of("warning")) else FINE


def said(checked: Checked) -> str:
    """What was checked and how it went, in a line."""
    counts = ", ".join(_counted(KINDS[kind].name, count) for kind, count in checked.counts.items())
    errors, warnings = checked.of("error"), checked.of("warning")
    return f"checked {counts}: {_counted('error', errors)}, {_counted('warning', warnings)}"


def as_json(checked: Checked) -> dict[str, object]:
    """The same, for machines."""
    findings = [
        {
            "file": finding.place.rpartition(":")[0],
            "line": int(finding.place.rpartition(":")[2]),
            "document": finding.document,
            "severity": finding.severity,
            "rule": finding.rule,
            "field": finding.field,
            "found": finding.found,
            "todo": finding.todo,
        }
        for finding in checked.findings
    ]
    totals = {"errors": checked.of("error"), "warnings": checked.of("warning")}
    return {"checked": checked.counts, **totals, "findings": findings}


def unsafe(plan: Plan) -> list[Finding]:
    """Method detail and telephone numbers in what a plan would say to anybody; empty when it may be held.

    It reads the plan's own documents, so openings that stand in for a scenario's are read too. Each finding names its
    document; there is no file to name.
    """
    found: list[Finding] = []
    for name, persona in plan.personas.items():
        found += [finding._replace(document=f"persona/{name}") for finding in personas.lint.unsafe(persona)]
    for name, scenario in plan.scenarios.items():
        found += [finding._replace(document=f"scenario/{name}") for finding in scenarios.lint.unsafe(scenario)]
    for name, condition in plan.conditions.items():
        found += [finding._replace(document=f"condition/{name}") for finding in _dangers(condition)]
    for name, wording in plan.wordings.items():
        texts = [(("texts", str(place)), text) for place, text in enumerate(wording.texts)]
        found += [finding._replace(document=f"wording/{name}") for finding in unsafe_texts(texts)]
    return found


def _dangers(condition: Condition) -> list[Finding]:
    """Method detail in a condition's words, and telephone numbers where they stand for a reply."""
    prompt = text_findings([(("system",), condition.system or "")], said=False)
    replies = unsafe_texts([(("stub",), condition.stub), (("blocked_notice",), condition.blocked_notice)])
    return [*(finding for finding in prompt if finding.severity == "error"), *replies]


def _all_of(condition: Condition) -> list[Finding]:
    """What the lint of conditions finds, and what no run would send; each once."""
    dangers = _dangers(condition)
    named = {(finding.rule, finding.location) for finding in dangers}
    others = [f for f in scenarios.lint.lint_condition(condition) if (f.rule, f.location) not in named]
    return [*dangers, *others]


def _linted(held: Held, holdings: Holdings) -> Iterable[Finding]:
    match held.document:
        case Persona() as persona:
            return personas.lint.lint(persona)
        case Scenario() as scenario:
            return scenarios.lint.lint_scenario(scenario, holdings.known("scenarios", Scenario))
        case Condition() as condition:
            return _all_of(condition)
        case Wording() as wording:
            return scenarios.wording_lint.lint_wording(wording)
        case Suite() as suite:
            return scenarios.lint.lint_suite(suite)
    return ()


def _order(finding: Finding) -> tuple[str, int, str, str]:
    file, _, line = finding.place.rpartition(":")
    return file, int(line), finding.severity, finding.rule


def _line(finding: Finding) -> Text:
    text = Text(f"{finding.place}: ")
    text.append(finding.severity, style=_STYLES[finding.severity])
    field = f"{finding.field}: " if finding.field else ""
    return text.append(f": {field}{finding.found}; {finding.todo} [{finding.rule}]")


def _counted(name: str, count: int) -> str:
    return f"{count or 'no'} {name}{'' if count == 1 else 's'}"
