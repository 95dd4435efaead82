"""Safe, unique names: nothing that a file holds reaches a path or the terminal through them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from simulator.errors import FormatError
from simulator.imported.talk import Talk

LONGEST = 80
"""Characters of a name at most."""
LONGEST_ID = 1_000
"""Characters of a conversation's id at most: five names, one of them a target's file."""
KIND = "import:"
"""What the name of an imported target begins with; nothing can be opened by it."""
_ODD = re.compile(r"[^A-Za-z0-9._+-]+")


def safe(name: str) -> str:
    """Letters, digits and `._+-` alone; never empty, and never a step in a path."""
    return _ODD.sub("-", name).strip("-.")[:LONGEST].rstrip("-.") or "unnamed"


def target_of(talk: Talk) -> str:
    """The target as the run calls it."""
    return KIND + safe(talk.target)


def names(talks: Sequence[Talk]) -> Iterator[str]:
    """A name for each transcript, in order; one that was there already gets a number, so that none is mistaken."""
    taken: set[str] = set()
    last: dict[str, int] = {}
    for talk in talks:
        wanted = name = safe(talk.name)
        while name in taken:
            last[wanted] = last.get(wanted, 1) + 1
            name = f"{wanted}+{last[wanted]}"
        taken.add(name)
        yield name


def plain_id(name: str) -> str:
    """The id of a conversation as it is, where it may stand in a record and on a terminal.

    Raises:
        FormatError: empty, endless, or with characters that are no letters.
    """
    if not name or len(name) > LONGEST_ID or not name.isprintable():
        raise FormatError("the id of a conversation that is empty, endless or not printable")
    return name
