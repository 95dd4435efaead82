"""`pastno analyse`: everything the statistics say of one run, or of several that are pooled."""

from __future__ import annotations

from pathlib import Path

import msgspec
from rich.console import Console
from rich.text import Text

from analysis.cluster import clustering
from analysis.findings.flagged import flagged
from analysis.findings.found import Findings
from analysis.findings.pool import pooled
from analysis.findings.together import together
from pastno.analysed import page
from pastno.audited import audit_of
from pastno.written import check_json, write_json
from simulator.store import read


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for."""

    folders: tuple[Path, ...]
    by: tuple[str, ...] = ()
    """What conversations are grouped by; the arm where all are of forks, or else the target, when empty."""
    workers: int | None = None
    seed: int = 0
    against: str | None = None
    """The group that the others are set beside, as it is printed; of two the first when None."""
    audit: str | None = None
    """The instrument that reads the replies; what drove the runs when None."""
    exclude: bool = False
    """Leave out who failed realism."""
    cluster: str = "pair"
    """What intervals take to be independent, of `analysis.cluster.Clustering`."""
    json: Path | None = None


def analyse(asked: Asked, console: Console) -> None:
    """Analyse, print what was found, and write everything where a file was named.

    Raises:
        StoreError: no run folder, or a damaged one.
        SimulatorError: no instrument is called as the audit is.
        AnalysisError: an unknown field or group, or nothing that was held to its end or is left.
    """
    check_json(asked.json)
    found = of_runs(asked)
    for part in page(found, console.width):
        console.print(part)
    if asked.json is not None:
        write_json(found, asked.json)
        console.print(Text(f"written to {asked.json}", style="grey62"))


def of_runs(asked: Asked) -> Findings:
    """The same; nothing is printed or written."""
    pool = pooled(
        asked.folders,
        asked.workers,
        left={folder: flagged(read(folder)) for folder in asked.folders} if asked.exclude else {},
        audits={folder: audit_of(folder, asked.audit) for folder in asked.folders} if asked.audit is not None else {},
        cluster=clustering(asked.cluster),
    )
    forks = [plan.forked is not None for plan in pool.plans]
    # In a fork everybody was refused: it is told apart from what is none.
    usual = ("arm",) if all(forks) else ("target", "arm") if any(forks) else ("target",)
    return together(pool, asked.by or usual, asked.seed, asked.against)
