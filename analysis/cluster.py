"""What is independent of what: a person in a situation is one cluster, however often it was held."""

from __future__ import annotations

from simulator.provenance import NOT_KNOWN
from simulator.transcript import Started


def cluster_of(started: Started) -> str:
    """Persona and scenario; of an imported conversation, and of one that was forked from it, the transcript.

    Whoever goes on with imported conversations is the same person in all of them; what was said is not.
    """
    if started.parent is not None and started.parent.startswith(f"{NOT_KNOWN}/"):
        return started.parent
    if started.imported is not None:
        return started.imported.name
    return f"{started.persona}/{started.scenario}"
