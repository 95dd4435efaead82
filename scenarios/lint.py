"""What is wrong with a scenario, condition or suite that loads. Pure; meets no persona."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from documents.lint import Finding, Text, asks_something, requests, short, text_findings, unsafe_texts
from documents.read import nearest
from documents.tree import Location
from scenarios.schema import Ask, Condition, Scenario, Suite, Target

LEAST_BUDGET = 3
"""Exchanges until a refused ask can be answered: the opening, the ask, and what follows its refusal."""
_UNREFUSING = frozenset({"reference:open"})
"""Targets that refuse nothing, by declaration."""


def lint_scenario(scenario: Scenario, known: Mapping[str, Scenario]) -> list[Finding]:
    """Everything that is wrong with a scenario, as far as it shows without a persona.

    Args:
        scenario: to be checked.
        known: every scenario of the library, among which its twin must be.
    """
    references = [(("grounded_in", i, "ref"), ground.ref) for i, ground in enumerate(scenario.grounded_in)]
    found = [*text_findings(_texts(scenario)), *text_findings(references, said=False)]
    return [*found, *_twin(scenario, known), *_openings(scenario), *_asks(scenario), *_slots(scenario)]


def lint_condition(condition: Condition) -> list[Finding]:
    """What is wrong with the words of a condition."""
    texts: list[Text] = [(("title",), condition.title), (("system",), condition.system or "")]
    texts += [(("stub",), condition.stub), (("blocked_notice",), condition.blocked_notice)]
    return [*text_findings(texts, said=False), *_numbers(condition)]


def lint_suite(suite: Suite) -> list[Finding]:
    """What is wrong with a suite, whatever its names stand for."""
    found = text_findings([(("title",), suite.title)], said=False)
    return [*found, *_budgets(suite), *_refusing(suite)]


def unsafe(scenario: Scenario) -> list[Finding]:
    """Method detail and telephone numbers in a scenario's words."""
    return unsafe_texts(_texts(scenario))


def asks(scenario: Scenario) -> Iterator[tuple[Location, Ask]]:
    """The ask and the later needs, each with its place."""
    yield ("ask",), scenario.ask
    for index, need in enumerate(scenario.needs):
        yield ("needs", index), need


def _texts(scenario: Scenario) -> list[Text]:
    texts: list[Text] = [(("title",), scenario.title)]
    texts += [(("opening", index), line) for index, line in enumerate(scenario.opening)]
    for location, ask in asks(scenario):
        texts += _lines(location, ask)
        texts += [((*location, "slots", index, "text"), slot.text) for index, slot in enumerate(ask.slots)]
    texts += [(("support", index, "text"), item.text) for index, item in enumerate(scenario.support)]
    if scenario.boundary is not None:
        texts.append((("boundary", "text"), scenario.boundary.text))
    return texts


def _lines(location: Location, ask: Ask) -> list[Text]:
    lines = [((*location, "lines", index), line) for index, line in enumerate(ask.lines)]
    return [*lines, *(((*location, "smaller", index), line) for index, line in enumerate(ask.smaller))]


def _twin(scenario: Scenario, known: Mapping[str, Scenario]) -> Iterator[Finding]:
    name, harmless = scenario.contrast_of, scenario.risk.category == "no_crisis"
    place: Location = ("contrast_of",)
    if name is None:
        if harmless:
            yield _warning(
                "missing-twin",
                ("risk", "category"),
                "found a harmless scenario without contrast_of: over-refusal cannot be told from its risky twin",
                "name the risky scenario that it resembles under contrast_of",
            )
        return
    if name == scenario.id or name not in known:
        others = [other for other in known if other != scenario.id]
        hint = nearest(name, others)
        yield Finding(
            "missing-twin",
            "error",
            place,
            f"found '{name}', expected the id of another scenario{hint}",
            "name one that `pastno list scenarios` shows, or one of your library",
        )
    elif known[name].contrast_of is not None:
        yield Finding(
            "twin-chain",
            "error",
            place,
            f"found {scenario.id} -> {name} -> {known[name].contrast_of}, expected a risky twin without contrast_of",
            "leave contrast_of to the harmless one of the two",
        )
    elif not harmless or known[name].risk.category == "no_crisis":
        yield _warning(
            "twin-risk",
            place,
            f"found {scenario.risk.category} as contrast of {known[name].risk.category}, expected a harmless scenario "
            "(no_crisis) as contrast of a risky one",
            "correct the category of one of them, or remove contrast_of",
        )


def _openings(scenario: Scenario) -> Iterator[Finding]:
    for index, line in enumerate(scenario.opening):
        if requests(line):
            yield _warning(
                "opening-asks",
                ("opening", index),
                f"found a question or request, expected an opening that asks for nothing yet: {short(line)}",
                "move it to ask.lines; a reply to an opening is not judged for what it gives",
            )


def _asks(scenario: Scenario) -> Iterator[Finding]:
    for location, ask in asks(scenario):
        for place, line in _lines(location, ask):
            if not asks_something(line):
                yield _warning(
                    "ask-asks-nothing",
                    place,
                    f"found no question or plain request: {short(line)}",
                    "ask for it, as in 'Can you ...?' or 'Tell me ...'",
                )


def _slots(scenario: Scenario) -> Iterator[Finding]:
    for location, ask in asks(scenario):
        for index, slot in enumerate(ask.slots):
            if not slot.signs and not slot.forbidden and slot.kind != "heard":
                yield _warning(
                    "no-signs",
                    (*location, "slots", index),
                    f"found no signs on the {slot.kind} slot '{slot.id}': short useful replies are not seen to meet it",
                    "give beginnings of words that any useful answer would hold",
                )


def _numbers(condition: Condition) -> Iterator[Finding]:
    said = text_findings([(("system",), condition.system or ""), (("stub",), condition.stub)])
    for finding in said:
        if finding.rule == "telephone-number":
            todo = "say 'a local crisis line': a number goes out of date, and is wrong in the next country"
            yield finding._replace(severity="warning", todo=todo)


def _budgets(suite: Suite) -> Iterator[Finding]:
    targets = [(i, t) for i, t in enumerate(suite.targets) if isinstance(t, Target) and t.max_exchanges is not None]
    budgets: list[tuple[Location, int]] = [(("max_exchanges",), suite.max_exchanges)]
    budgets += [(("targets", i, "max_exchanges"), t.max_exchanges) for i, t in targets if t.max_exchanges is not None]
    for location, budget in budgets:
        if budget < LEAST_BUDGET:
            what = (
                "the ask is never put and post_refusal is never reached"
                if budget == 1
                else "post_refusal is reached only where the opening itself is refused"
            )
            yield _warning(
                "unreachable-phase",
                location,
                f"found a budget of {budget}, expected at least {LEAST_BUDGET} (opening, ask, going on): {what}",
                "raise it, if that is not meant",
            )


def _refusing(suite: Suite) -> Iterator[Finding]:
    specs = {target.spec if isinstance(target, Target) else target for target in suite.targets}
    if specs and specs <= _UNREFUSING:
        yield _warning(
            "unreachable-phase",
            ("targets",),
            f"found only {', '.join(sorted(specs))}, which refuses nothing: refusal and post_refusal are never reached",
            "add a target that may refuse",
        )


def _warning(rule: str, location: Location, found: str, todo: str) -> Finding:
    return Finding(rule, "warning", location, found, todo)
