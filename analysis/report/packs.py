"""The words of the conversations in packs: gzip and base64, in the page up to a size, beyond it in files beside it."""

from __future__ import annotations

import base64
import gzip
from collections.abc import Iterable, Sequence

import msgspec

from analysis.report.talk import Talk

INSIDE = 20_000_000
"""Characters of packs that the page itself holds."""
FULL = 2_000_000
"""Bytes of JSON after which a pack is closed; one conversation is never split."""


class Pack(msgspec.Struct, frozen=True):
    """Some conversations."""

    data: str
    """Base64 of gzip of a JSON array."""
    keys: tuple[str, ...]


def packed(talks: Iterable[Talk], *, full: int = FULL) -> list[Pack]:
    """Pack conversations in order.

    Args:
        talks: the conversations.
        full: bytes of JSON after which a pack is closed.
    """
    packs: list[Pack] = []
    keys: list[str] = []
    texts: list[bytes] = []
    size = 0
    for one in talks:
        keys.append(one.key)
        texts.append(msgspec.json.encode(one))
        size += len(texts[-1])
        if size >= full:
            packs.append(_pack(keys, texts))
            keys, texts, size = [], [], 0
    if texts:
        packs.append(_pack(keys, texts))
    return packs


def inside(packs: Iterable[Pack], *, most: int = INSIDE) -> int:
    """How many packs, from the first, go into the page."""
    size = count = 0
    for pack in packs:
        size += len(pack.data)
        if size > most:
            break
        count += 1
    return count


def squeezed(texts: Sequence[bytes]) -> str:
    """A JSON array of these, gzipped, as base64."""
    return base64.b64encode(gzip.compress(b"[" + b",".join(texts) + b"]", compresslevel=6, mtime=0)).decode()


def _pack(keys: list[str], texts: list[bytes]) -> Pack:
    return Pack(squeezed(texts), tuple(keys))
