"""What takes out of conversations who somebody is, on their way in and on their way out."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Self

import msgspec

from pastno.needs import need
from simulator.exported.changed import locale_of, reworded
from simulator.exported.conversation import Conversation
from simulator.imported import REDACTING, REDACTS
from simulator.imported.talk import Talk
from simulator.store import read_plan

if TYPE_CHECKING:
    from simulator.imported.redact import Redactor


class Redaction:
    """Takes out of transcripts who somebody is, each once however often it is asked for, and counts what it took.

    What was found stands in a file without a name until it is closed, so that memory does not grow.
    """

    def __init__(self, command: str) -> None:
        """Get ready.

        Raises:
            AnalysisError: what recognises names is not installed.
        """
        self._make = _maker(command)
        self._places: dict[bytes, tuple[int, int]] = {}
        self._kept = tempfile.TemporaryFile()
        self._encoder = msgspec.json.Encoder()
        self._decoder = msgspec.json.Decoder(Talk)
        self.counts: Counter[str] = Counter()
        """How often each kind of thing was taken out."""

    def __call__(self, talk: Talk) -> Talk:
        """The transcript without what says who somebody is."""
        key = sha256(self._encoder.encode(talk)).digest()
        if key not in self._places:
            changed, counts = self._make(talk.locale).redact(talk)
            self.counts += counts
            self._places[key] = self._put(self._encoder.encode(changed))
        start, length = self._places[key]
        self._kept.seek(start)
        return self._decoder.decode(self._kept.read(length))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self._kept.close()

    def _put(self, data: bytes) -> tuple[int, int]:
        start = self._kept.seek(0, 2)
        self._kept.write(data)
        return start, len(data)


def redactor(folder: Path) -> Callable[[Conversation], Conversation]:
    """What takes names and numbers out of the words of a run's conversations, for `export --redact`.

    Raises:
        AnalysisError: what recognises names is not installed.
        StoreError: no run folder.
    """
    made, plan = _maker("export --redact"), read_plan(folder)

    def change(one: Conversation) -> Conversation:
        locale = locale_of(one.live.started, plan)
        return reworded(one, lambda talk: made(locale).redact(talk)[0], locale)

    return change


def _maker(command: str) -> Callable[[str | None], Redactor]:
    for module in REDACTING:
        need(module, extra=REDACTS, command=command, otherwise="or give --no-redact" if command == "import" else "")
    # Only here: what recognises names takes longer to load than everything else.
    from simulator.imported.redact import redactor as make

    return cache(make)
