"""Make a plan from what was asked for on the command line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from documents.read import nearest
from pastno.content import require_safe, require_safe_openings
from pastno.inject import injected
from pastno.outcome import require_outcome
from pastno.session import OBSERVER, merged
from personas.loader import load_personas, load_policy
from personas.schema import Policy
from scenarios.loader import load_conditions, load_scenarios, load_suite, load_wordings
from scenarios.openings import read_openings, with_openings
from scenarios.schema import Limits, Suite, Target
from simulator.errors import PlanError
from simulator.plan import Library, Plan, make_plan, places
from simulator.targets import KINDS, check_address, check_spec, version_of
from simulator.targets.code import bare_spec

T = TypeVar("T")
_PARTS = ("personas", "scenarios", "conditions", "wordings")
_POLICIES = ("own", "wording-blind", "reversed", "sampled", "free")
_KNOWN = re.compile(r"own|wording-blind|reversed|sampled(?::[1-9]\d*)?|free")


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """What the user asks for on top of the suite; everything unsaid stays the suite's."""

    base_url: str | None = None
    """Address of a compatible server, for the given specs that talk to one."""
    limit: int | None = None
    """Hold only the first so many conversations."""
    folders: Sequence[Path] = ()
    """A user's own libraries; see `library_of`."""
    budgets: Limits | None = None
    """Replace the suite's, number by number, and are frozen with the plan."""
    voice: str | None = None
    """Spec of a model that voices the personas."""
    policy: str | None = None
    """A policy's name, or the path of a fitted one."""
    where: Mapping[str, tuple[str, ...]] = {}
    """Filters, added to the suite's."""
    sample: int | None = None
    """About so many conversations, drawn and balanced."""
    seed: int | None = None
    repetitions: int | None = None
    openings: Path | None = None
    """A file of openings that stand in for the scenarios' own."""
    inject: Sequence[str] = ()
    """Refusals that everybody meets, each `WORDING` or `WORDING@EXCHANGE`; every one makes its own conditions."""


def plan_for(suite: str | Suite, specs: Sequence[str], changes: Changes = Changes()) -> Plan:  # noqa: B008 (frozen)
    """The plan of a suite, with its targets checked and not yet opened.

    Args:
        suite: a shipped suite's name, the path of a YAML file, or the suite itself.
        specs: targets that replace the suite's.
        changes: what else is asked for.

    Raises:
        DocumentError: the suite, the library, the policy or the openings cannot be read.
        PlanError: the suite's names do not resolve, an address was given and no target to use it, or somebody's words
            hold what must not be sent.
        TargetError: a spec names no known kind.
        AnalysisError: the suite's primary outcome is no single figure of an evaluator.
    """
    if changes.base_url is not None and not specs:
        raise PlanError(
            "found --base-url and no --target, expected both; name the model, as in --target openai:my-model"
        )
    found = _changed(suite if isinstance(suite, Suite) else load_suite(suite), changes)
    library = library_of(changes.folders)
    if changes.openings is not None:
        openings = read_openings(changes.openings)
        require_safe_openings(openings)
        stood_in = with_openings(_chosen(library.scenarios, found.scenarios), openings)
        library = msgspec.structs.replace(library, scenarios={**library.scenarios, **stood_in})
    if changes.inject:
        found, library = injected(found, library, changes.inject)
    targets, fitted = _given(specs, changes.base_url), fitted_policy(changes)
    require_outcome(found)
    plan = make_plan(found, library, targets, observer=OBSERVER, limit=changes.limit, fitted=fitted)
    require_safe(plan)
    for target in [*plan.targets.values(), *plan.voices.values()]:
        check_spec(target.spec)
        check_address(target)
    brought = {spec: version for spec in plan.targets if (version := version_of(spec)) is not None}
    return plan.model_copy(update={"versions": plan.versions | brought, "made_on": datetime.now(UTC).date()})


def _changed(suite: Suite, changes: Changes) -> Suite:
    """The suite with what the user asks for in place of its own."""
    given: dict[str, Any] = {
        "voice": changes.voice,
        "sample": changes.sample,
        "seed": changes.seed,
        "repetitions": changes.repetitions,
        "policy": _named(changes.policy),
        "where": _narrowed(suite, changes.where) if changes.where else None,
        "limits": merged(suite.limits, changes.budgets) if changes.budgets is not None else None,
    }
    return suite.model_copy(update={name: value for name, value in given.items() if value is not None})


def _narrowed(suite: Suite, asked: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The suite's filters and those asked for: both must hold.

    Raises:
        PlanError: one field with no value in common.
    """
    both = dict(suite.where)
    for field, values in asked.items():
        both[field] = tuple(value for value in values if value in suite.where.get(field, values))
        if not both[field]:
            raise PlanError(
                f"suite '{suite.id}' keeps {field} {', '.join(suite.where[field])} and --where asks for "
                f"{', '.join(values)}; nothing is left: choose among the suite's"
            )
    return both


def _chosen(known: Mapping[str, T], names: Sequence[str]) -> dict[str, T]:
    """Those a suite names; unknown names are found later, with better words."""
    return {name: found for name, found in known.items() if names == "all" or name in names}


def _named(policy: str | None) -> str | None:
    """The suite's word for a policy that was asked for by name or by its file."""
    if policy is None or _KNOWN.fullmatch(policy):
        return policy
    if Path(policy).suffix == ".yaml":
        return "fitted"
    raise PlanError(
        f"found --policy {policy}{nearest(policy, _POLICIES)}; expected {', '.join(_POLICIES)}, sampled:2 for a second "
        "draw, or the path of a fitted policy (.yaml)"
    )


def fitted_policy(changes: Changes) -> Policy | None:
    """The policy of the file that was asked for, if one was.

    Raises:
        PersonaError: the file cannot be used.
    """
    named = changes.policy is not None and _named(changes.policy) == "fitted"
    return load_policy(Path(str(changes.policy))).policy if named else None


def moved(plan: Plan, specs: Sequence[str], voice: str | None = None) -> dict[str, Target]:
    """Where the files of a resumed run's targets lie now; a frozen plan names them without their folders.

    Args:
        plan: the frozen plan.
        specs: targets, where they lie now.
        voice: the voice's model, where it lies now.

    Raises:
        PlanError: a spec whose file name the plan does not have.
    """
    given = [("--target", plan.targets, specs), ("--voice", plan.voices, [voice] if voice else [])]
    found: dict[str, Target] = {}
    for option, known, asked in given:
        for given_as, target in places(_given(asked, None)).items():
            spec = _recorded(given_as, known)
            if spec is None:
                raise PlanError(
                    f"found {option} {given_as} with --resume, but the frozen plan has {', '.join(known) or 'none'}; "
                    "give only where one of these lies now"
                )
            found[spec] = known[spec].model_copy(update={"spec": target.spec})
    return found


def _recorded(spec: str, known: Mapping[str, Target]) -> str | None:
    """The spec of the frozen plan that a file lying elsewhere now stands for: the same, or the one of its name."""
    if spec in known:
        return spec
    alike = [name for name in known if bare_spec(name) == bare_spec(spec)]
    return alike[0] if len(alike) == 1 else None


def library_of(folders: Sequence[Path]) -> Library:
    """The shipped library together with a user's folders, each of which holds some of `_PARTS`.

    Raises:
        DocumentError: a file that cannot be used, or one id in two folders.
        PlanError: a folder holds none of the three.
    """
    for folder in folders:
        if not any((folder / part).is_dir() for part in _PARTS):
            raise PlanError(
                f"{folder} holds no library; name a folder that holds {', '.join(_PARTS[:-1])} or {_PARTS[-1]}"
            )
    personas, scenarios, conditions, wordings = (
        [folder / part for folder in folders if (folder / part).is_dir()] for part in _PARTS
    )
    return Library(
        personas=load_personas(*personas),
        scenarios=load_scenarios(*scenarios),
        conditions=load_conditions(*conditions),
        wordings=load_wordings(*wordings),
    )


def folder_for(plan: Plan, now: datetime) -> Path:
    """Where a run goes when nobody says: `runs/SUITE-DATE-TIME`."""
    return Path("runs") / f"{plan.suite.id}-{now:%Y%m%d-%H%M%S}"


def _given(specs: Sequence[str], base_url: str | None) -> list[Target]:
    return [Target(spec=spec, base_url=base_url if _served(spec) else None) for spec in specs]


def target_for(spec: str, base_url: str | None) -> Target:
    """A target that was named by itself, checked and not yet opened.

    Raises:
        TargetError: a spec of no known kind, or an unusable address.
    """
    target = Target(spec=spec, base_url=base_url)
    check_spec(spec)
    check_address(target)
    return target


def _served(spec: str) -> bool:
    kind = KINDS.get(spec.partition(":")[0])
    return kind is None or kind.served
