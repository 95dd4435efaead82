"""The garbage collector during a session."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def fewer_collections() -> Iterator[None]:
    """Let the garbage collector look less often, and not at what is loaded already.

    A session makes many objects and few cycles: with the default thresholds a sixth of its time went into looking.
    What became garbage shortly before is let go; a look at everything would cost a tenth of a second and more.
    """
    thresholds = gc.get_threshold()
    gc.collect(1)
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()
