"""Whether a record was cut off behind a line, or a line was taken out of it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from simulator.jsonl import whole_lines
from simulator.stream import tag_of

FEW = 4
"""Lines that another conversation can write while one goes from a step that asks nobody to the next. Both take as many
turns of the event loop, so it is one or two; the rest is our margin."""


def went_on(where: str) -> bool:
    """Whether the session that wrote a line went on for longer than its conversation needed to write the next one.

    Where it did not, the session may have been stopped there.

    Args:
        where: `file:line` of the last line of a conversation, behind which one is missing that no model had to be asked
            for.

    Raises:
        StoreError: the file cannot be read.
        FormatError: a line is no event.
    """
    file, _, number = where.rpartition(":")
    later: Counter[str] = Counter()
    for index, (place, raw) in enumerate(whole_lines(Path(file), []), start=1):
        if index <= int(number):
            continue
        name = tag_of(raw, place).id
        later[name] += 1
        if later[name] > FEW:
            return True
    return False
