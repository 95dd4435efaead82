"""CSV: one row a message, tidy, for spreadsheets and statistics."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from personas.perception import Encounter
from simulator.exported.cells import neutral
from simulator.exported.conversation import Conversation
from simulator.exported.spoken import Spoken
from simulator.fold import Live
from simulator.provenance import NOT_KNOWN
from simulator.transcript import Exchange

OF_CONVERSATION = (
    "conversation", "persona", "scenario", "condition", "target", "repetition", "parent", "arm", "at", "cause", "flags",
)  # fmt: skip
OF_MESSAGE = (
    "n", "role", "text", "phase", "strategy", "ask", "episode", "stance", "encounter", "source", "refusal",
)  # fmt: skip
COLUMNS = (*OF_CONVERSATION, *OF_MESSAGE, "pastno")
"""An empty cell is what is not known, or does not arise: what the person's message does stands in its row alone, what
the reply did with it in the reply's. `encounter` is the number of the refusal that was met, from 1."""


def write_table(conversations: Iterable[Conversation], file: Path) -> None:
    """Write a file.

    Raises:
        OSError: the system refused.
    """
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        for one in conversations:
            writer.writerows([neutral(cell) for cell in row] for row in rows(one))


def rows(one: Conversation) -> Iterator[tuple[str, ...]]:
    """The rows of a conversation, in the order of `COLUMNS`; what is carried stands in the first."""
    shared = _shared(one.live)
    exchanges = {exchange.n: exchange for exchange in one.live.exchanges}
    met = {encounter.exchange: (k, encounter) for k, encounter in enumerate(one.live.encounters, start=1)}
    carried = "" if one.block is None else msgspec.json.encode(one.block).decode()
    for message in one.messages:
        yield (*shared, *_own(message, exchanges.get(message.n), met.get(message.n)), carried)
        carried = ""


def _shared(live: Live) -> tuple[str, ...]:
    started, branch, ended = live.started, live.started.branch, live.ended
    named = (started.persona, started.scenario, started.condition)
    return (
        started.id,
        *("" if name == NOT_KNOWN else name for name in named),
        started.target,
        str(started.repetition),
        started.parent or "",
        branch.arm if branch is not None else "",
        str(branch.at) if branch is not None else "",
        str(ended.cause) if ended is not None else "",
        " ".join(ended.flags) if ended is not None else "",
    )


def _own(message: Spoken, exchange: Exchange | None, met: tuple[int, Encounter] | None) -> tuple[str, ...]:
    told = (str(message.n), message.role, message.content)
    if exchange is None:
        return (*told, *("",) * (len(OF_MESSAGE) - len(told)))
    if message.role == "user":
        does = (str(exchange.strategy), exchange.ask, exchange.episode or "")
        return (*told, str(exchange.phase), *does, "", "", "", "")
    encounter = str(met[0]) if met is not None else ""
    seen = (str(exchange.observed.stance), encounter, str(exchange.observed.source or ""))
    return (*told, str(exchange.phase), "", "", "", *seen, message.refusal or "")
