"""Safe, unique names: nothing that a file holds reaches a path or the terminal through them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from simulator.errors import FormatError
from simulator.imported.talk import Talk

LONGEST = 80
"""Characters of a name at most."""
LONGEST_ID = 1_000
"""Characters of a conversation's id at most: five names, one of them a target's file."""
KIND = "import:"
"""What the name of an imported target begins with; nothing can be opened by it."""
_ODD = re.compile(r"[^A-Za-z0-9._+-]+")
_LOOKED_AT = 1000
"""Characters of a name that are looked at: enough for `LONGEST`, however long it is."""


def shown(text: str, longest: int = LONGEST) -> str:
    """Words of a file as a note or an error may repeat them: short, and nothing that steers a terminal."""
    return "".join(c if c.isprintable() else "?" for c in text[:longest]) + ("…" if len(text) > longest else "")


def characters(text: str) -> str:
    """How long a text is, for a note."""
    return f"{len(text)} character{'s' * (len(text) != 1)}"


def safe(name: str) -> str:
    """Letters, digits and `._+-` alone; never empty, and never a step in a path."""
    return _ODD.sub("-", name[:_LOOKED_AT]).strip("-.")[:LONGEST].rstrip("-.") or "unnamed"


def target_of(talk: Talk) -> str:
    """The target as the run calls it."""
    return KIND + safe(talk.target)


class Names:
    """Gives each transcript a name of its own. Of all that was read, only the names are remembered."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}

    def take(self, name: str) -> str:
        """The name made safe; one that was there already gets a number, so that none is mistaken."""
        wanted = taken = safe(name)
        while taken in self._taken:
            self._last[wanted] = self._last.get(wanted, 1) + 1
            taken = f"{wanted}+{self._last[wanted]}"
        self._taken.add(taken)
        return taken


def names(talks: Iterable[Talk]) -> Iterator[str]:
    """A name for each transcript, in order."""
    taken = Names()
    return (taken.take(talk.name) for talk in talks)


def plain_id(name: str) -> str:
    """The id of a conversation as it is, where it may stand in a record and on a terminal.

    Raises:
        FormatError: empty, endless, or with characters that are no letters.
    """
    if not name or len(name) > LONGEST_ID or not name.isprintable():
        raise FormatError("the id of a conversation that is empty, endless or not printable")
    return name
