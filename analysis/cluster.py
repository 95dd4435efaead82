"""What is independent of what: a person in a situation is one cluster, however often it was held; or persons are."""

from __future__ import annotations

from typing import Literal, get_args

from analysis.errors import AnalysisError
from documents.read import nearest
from simulator.provenance import NOT_KNOWN
from simulator.transcript import Started

Clustering = Literal["pair", "persona", "scenario", "both"]
"""What is taken to be independent: a person in a situation, a person, a situation, or neither persons nor situations
alone, so that what either shares counts."""
BETWEEN = " × "
"""Between the two sides of a cluster's name where both count."""


def cluster_of(started: Started, by: Clustering = "pair") -> str:
    """Persona and scenario; of an imported conversation, and of one that was forked from it, the transcript.

    Whoever goes on with imported conversations is the same person in all of them; what was said is not.

    Args:
        started: the conversation's first line.
        by: what is independent; a transcript always is.
    """
    if started.parent is not None and started.parent.startswith(f"{NOT_KNOWN}/"):
        return started.parent
    if started.imported is not None:
        return started.imported.name
    if by in {"persona", "scenario"}:
        return started.persona if by == "persona" else started.scenario
    return f"{started.persona}{'/' if by == 'pair' else BETWEEN}{started.scenario}"


def clustering(name: str) -> Clustering:
    """A way to cluster by its name.

    Raises:
        AnalysisError: there is none of that name.
    """
    known: tuple[Clustering, ...] = get_args(Clustering)
    for one in known:
        if one == name:
            return one
    raise AnalysisError(f"nothing is clustered by '{name}'{nearest(name, known)}; choose among {', '.join(known)}")
