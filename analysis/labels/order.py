"""Which conversations are labelled, and in which order each rater meets them."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256


def drawn(ids: Iterable[str], *, seed: int, rater: str, sample: int | None = None) -> list[str]:
    """The conversations of a rater in a random order of their own.

    A sample is the same for every rater, or nobody could be compared; only the order differs. Both stay as they are
    when the run grows, but for what is new.

    Args:
        ids: of the conversations.
        seed: the run's.
        rater: whose order.
        sample: so many of them; all when None.
    """
    chosen = sorted(ids, key=lambda name: _key(seed, "", name))[:sample]
    return sorted(chosen, key=lambda name: _key(seed, rater, name))


def _key(seed: int, rater: str, name: str) -> bytes:
    return sha256("\x1f".join(("label", str(seed), rater, name)).encode()).digest()
