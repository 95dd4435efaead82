"""The door: the command line and the short public API; it puts the rooms together.

`plan` resolves a suite, `run` holds its conversations into a folder, `fork` changes one thing at a refusal of them,
`read` opens a run folder again, `analyse` says what the statistics find in it; `compare_arms`, `compare_runs` and
`compare_policies` set such folders beside each other. Each imports what it needs when it is called, so that
`pastno --help` is quick.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.comparison.contrast import Comparison
    from analysis.comparison.policies import Policies
    from analysis.findings.found import Findings
    from scenarios.schema import Suite
    from simulator.batch import BatchResult
    from simulator.plan import Plan
    from simulator.store import Run

__all__ = ["analyse", "compare_arms", "compare_policies", "compare_runs", "fork", "plan", "read", "run"]


def plan(  # noqa: PLR0913 (the public door names each change)
    suite: str | Path | Suite,
    targets: Sequence[str] = (),
    *,
    base_url: str | None = None,
    limit: int | None = None,
    library: Sequence[Path] = (),
    voice: str | None = None,
    policy: str | None = None,
) -> Plan:
    """Resolve a suite into the conversations it means; nothing is sent.

    Args:
        suite: a shipped suite's name, the path of a YAML file, or a `Suite`.
        targets: replace the suite's own, when given.
        base_url: address of a compatible server, for the given targets.
        limit: only the first so many conversations.
        library: folders of your own `personas`, `scenarios`, `conditions` and `wordings`.
        voice: spec of a model that voices all personas but the scripted ones.
        policy: how the personas react: `own`, `wording-blind`, `reversed`, `sampled`, `free`, or the path of a
            fitted policy.

    Raises:
        DocumentError: the suite or the library cannot be read.
        PlanError: the suite's names do not resolve.
        TargetError: a target of no known kind, or an unusable address.
    """
    from pastno.start import Changes, plan_for

    chosen = str(suite) if isinstance(suite, Path) else suite
    changes = Changes(base_url=base_url, limit=limit, folders=library, voice=voice, policy=policy)
    return plan_for(chosen, targets, changes)


def run(plan: Plan, folder: Path | str, *, concurrency: int = 32, max_tokens: int | None = None) -> BatchResult:
    """Hold what is left of a plan, in a new folder or in one that holds the same plan.

    Works in a notebook as it is. In asynchronous code of your own it blocks the loop until all is held: await
    `pastno.session.hold` there.

    Args:
        plan: what to hold.
        folder: where the record goes.
        concurrency: conversations at once, for each target without a number of its own.
        max_tokens: stop the run after so many tokens; replaces the suite's limit.

    Raises:
        TargetError: a target cannot be opened.
        StoreError: the folder cannot be used.
    """
    from pastno.finish import finish
    from pastno.session import Settings, hold, purse_for
    from scenarios.schema import Limits
    from simulator.store import RunFolder

    purse = purse_for(plan, Limits(tokens=max_tokens))
    settings = Settings(concurrency=concurrency)
    return finish(hold(plan, lambda: RunFolder.start(Path(folder), plan), settings, purse))


def fork(  # noqa: PLR0913 (the public door names each change)
    folder: Path | str,
    out: Path | str,
    *,
    at: str = "refusal",
    changes: Sequence[str] = (),
    repeats: int = 1,
    target: str | None = None,
    policy: str | None = None,
    more: int | None = None,
    only: str = "",
) -> BatchResult:
    """Keep the conversations of a run up to one exchange, change one thing there, and go on in every arm.

    Args:
        folder: the run to fork.
        out: where the fork's record goes.
        at: `refusal`, `refusal:n` or `exchange:k`.
        changes: the arms, each `wording=`, `target=`, `system=`, `context=` or `strategy=` with what it becomes;
            arms in which nothing is changed are held beside them.
        repeats: how often each arm is held from the fork on.
        target: spec of the target that goes on in all arms; None leaves each conversation its own.
        policy: how the personas react; None leaves them as they were.
        more: exchanges after the fork at most; None leaves what the parent had left.
        only: a part of the ids of the conversations to fork.

    Raises:
        DocumentError: a wording cannot be read.
        SimulatorError: nothing can be forked there, something asked for is not known, or the folder cannot be used.
    """
    from pastno.finish import finish
    from pastno.forks import Asked, begun, planned
    from pastno.session import Settings, hold, purse_for
    from simulator.store import read as read_folder

    asked = Asked(
        folder=Path(folder), at=at, changes=tuple(changes), repeats=repeats, target=target, policy=policy, more=more,
        only=only,
    )  # fmt: skip
    made, stems = planned(read_folder(Path(folder)), asked)
    return finish(hold(made, lambda: begun(Path(out), made, stems.settled), Settings(), purse_for(made)))


def read(folder: Path | str) -> Run:
    """Read a run folder: its plan, and the events of each conversation; `Run.lives()` folds them.

    Raises:
        StoreError: no run folder, of a newer format, or damaged.
    """
    from simulator.store import read as read_folder

    return read_folder(Path(folder))


def analyse(  # noqa: PLR0913 (the public door names each choice)
    *folders: Path | str,
    by: Sequence[str] = (),
    against: str | None = None,
    audit: str | None = None,
    exclude_flagged: bool = False,
    cluster: str = "pair",
    seed: int = 0,
    workers: int | None = 1,
) -> Findings:
    """Ask every statistic of one run, or of several that are pooled; needs `pip install 'pastno[stats]'`.

    Args:
        folders: the runs'; nothing is written.
        by: what conversations are grouped by: `persona`, `scenario`, `condition`, `target`, `arm`, `wording`; the arm
            where all are of forks, or else the target, when empty.
        against: the group that every other is set beside, as `reference:open`; of two the first.
        audit: an instrument that reads the replies, in place of what drove the runs.
        exclude_flagged: leave out who failed realism, in all arms and under all targets.
        cluster: what intervals take to be independent: `pair` (a person in a situation), `persona`, `scenario`, or
            `both`, where what either shares counts.
        seed: of the resampling.
        workers: processes at most that read long records; one a core when None, and then a script needs
            `if __name__ == "__main__":`.

    Raises:
        StoreError: no run folder, or a damaged one.
        SimulatorError: no instrument is called as the audit is.
        AnalysisError: an unknown field or group, one folder twice, nothing that was held to its end or is left, or the
            extra is not installed.
    """
    from pastno.needs import need

    for module in ("numpy", "scipy", "statsmodels"):
        need(module, extra="stats", command="analyse")
    from pastno.analysing import Asked, of_runs

    return of_runs(
        Asked(
            folders=tuple(map(Path, folders)), by=tuple(by), against=against, audit=audit, exclude=exclude_flagged,
            seed=seed, cluster=cluster, workers=workers,
        )
    )  # fmt: skip


def compare_arms(
    fork: Path | str,
    *,
    measures: Sequence[str] = (),
    primary: str = "",
    against: str = "control",
    audit: str | None = None,
    seed: int = 0,
) -> Comparison:
    """Compare every arm of a fork with its arm `control`; needs numpy (`pip install 'pastno[stats]'`).

    Args:
        fork: the fork's folder; its record is not changed.
        measures: as `evaluator.measure`; every one of every computed evaluator when empty.
        primary: the measure that was named before anything was looked at.
        against: the arm that the changed ones are set beside.
        audit: an instrument that reads the replies, in place of what drove the run.
        seed: of the resampling.

    Raises:
        StoreError: no run folder, or a damaged one.
        AnalysisError: no fork, an unknown measure, or nothing that pairs.
    """
    from analysis.comparison.wanted import Wanted
    from pastno.compare import Asked, of_two

    wanted = Wanted(measures=tuple(measures), primary=primary, seed=seed, against=against)
    return of_two(Asked(folders=(Path(fork),), wanted=wanted, audit=audit, workers=1))


def compare_runs(  # noqa: PLR0913 (the public door names each choice)
    a: Path | str,
    b: Path | str,
    *,
    pair: Sequence[str] = (),
    measures: Sequence[str] = (),
    primary: str = "",
    audit: str | None = None,
    seed: int = 0,
) -> Comparison:
    """Compare two runs, or two imports: b less a; needs numpy.

    Args:
        a: the first run's folder.
        b: the second's.
        pair: what must be equal in a pair, as `("persona", "scenario")`; everything when empty.
        measures: as in `compare_arms`, like the others.
        primary: see there.
        audit: see there.
        seed: see there.

    Raises:
        StoreError: no run folder, or a damaged one.
        AnalysisError: an unknown measure, or nothing that pairs.
    """
    from analysis.comparison.wanted import Wanted
    from pastno.compare import Asked, of_two

    wanted = Wanted(measures=tuple(measures), primary=primary, seed=seed)
    return of_two(Asked(folders=(Path(a), Path(b)), by=tuple(pair), wanted=wanted, audit=audit, workers=1))


def compare_policies(
    forks: Sequence[Path | str],
    *,
    measures: Sequence[str] = (),
    against: str = "control",
    audit: str | None = None,
    seed: int = 0,
) -> Policies:
    """Compare the arms of the same fork, held under several reaction policies: the range of every difference.

    Args:
        forks: the forks' folders.
        measures: as in `compare_arms`, like the others.
        against: see there.
        audit: see there.
        seed: see there.

    Raises:
        StoreError: no run folder, or a damaged one.
        AnalysisError: not the same fork, or two under one policy.
    """
    from analysis.comparison.wanted import Wanted
    from pastno.compare import Asked, of_policies

    wanted = Wanted(measures=tuple(measures), seed=seed, against=against)
    return of_policies(Asked(folders=tuple(map(Path, forks)), policies=True, wanted=wanted, audit=audit, workers=1))
