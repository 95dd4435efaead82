"""Samples of a JSON log of Inspect, one after the other, without the whole file in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inspect_ai.log import EvalSample


class Unstreamed(Exception):
    """The stream does not go on: the file is damaged, or holds NaN, which Inspect writes where a score is missing."""


def streamed(file: Path) -> Iterator[EvalSample]:
    """The samples, in the file's order, with their attachments and events resolved.

    Raises:
        Unstreamed: at the first sample that cannot be had so; reading the file whole tells why.
    """
    import ijson
    from inspect_ai.log import EvalSample, resolve_sample_attachments, resolve_sample_events_data

    with file.open("rb") as data:
        samples = ijson.items(data, "samples.item", use_float=True)
        while True:
            try:
                raw = next(samples, None)
                if raw is None:
                    return
                # The context keeps the library from making up ids that the log does not hold.
                sample = EvalSample.model_validate(raw, context={"deserializing": True})
                found = resolve_sample_events_data(resolve_sample_attachments(sample, "core"))
            except (ijson.JSONError, ValueError):
                raise Unstreamed from None
            yield found
