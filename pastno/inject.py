"""`--inject`: a standard refusal that everybody meets at a set exchange, as conditions of the suite."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from scenarios.loader import load_wording
from scenarios.schema import Condition, Injection, Suite
from scenarios.wording import Wording
from simulator.arms import JOINT
from simulator.errors import PlanError
from simulator.plan import Library

_SAID = re.compile(r"([^@]+)(?:@([1-9]\d{0,3}))?")


def injected(suite: Suite, library: Library, asked: Sequence[str]) -> tuple[Suite, Library]:
    """The suite with every condition held once for each refusal, and the library that knows them.

    Args:
        suite: names conditions.
        library: holds them.
        asked: each a wording's name or file, with `@` and the exchange where it stands; the second by default.

    Raises:
        ScenarioError: no such wording.
        PlanError: a condition injects one already, or the exchange is no number.
    """
    wordings: dict[str, Wording] = dict(library.wordings)
    conditions: dict[str, Condition] = dict(library.conditions)
    names: list[str] = []
    for one in asked:
        found = _SAID.fullmatch(one.strip())
        if found is None:
            raise PlanError(f"found --inject '{one}', expected WORDING or WORDING@EXCHANGE, as in bare@2")
        wording = wordings.get(found[1]) or load_wording(found[1])
        wordings[wording.id] = wording
        injection = Injection(wording=wording.id, **({"exchange": int(found[2])} if found[2] else {}))
        if injection.exchange >= suite.max_exchanges:
            raise PlanError(
                f"found --inject {one}, and a conversation has at most {suite.max_exchanges} exchanges: nobody could "
                "go on after it; inject earlier, as in bare@2"
            )
        for base in suite.conditions:
            made = _with(base, injection, library)
            conditions[made.id] = made
            names.append(made.id)
    return (
        suite.model_copy(update={"conditions": tuple(names)}),
        msgspec.structs.replace(library, conditions=conditions, wordings=wordings),
    )


def _with(base: str, injection: Injection, library: Library) -> Condition:
    condition = library.conditions.get(base)
    if condition is None:
        raise PlanError(f"found the unknown condition '{base}'; see `pastno list conditions` for the known ones")
    if condition.inject is not None:
        raise PlanError(f"condition '{base}' injects a refusal already; leave --inject out, or name another condition")
    changed: dict[str, Any] = {
        "id": f"{base}{JOINT}{injection.wording}",
        "title": f"{condition.title}; everybody meets the refusal {injection.wording} in exchange {injection.exchange}",
        "inject": injection,
    }
    return condition.model_copy(update=changed)
