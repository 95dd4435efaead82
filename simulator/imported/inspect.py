"""Logs of Inspect AI, and so of Petri 3, sample by sample: `.eval` and `.json`.

Inspect's own library reads them; it is an extra, and is imported when a log is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

from simulator.appender import reason
from simulator.errors import FormatError, StoreError
from simulator.imported.calls import TARGET
from simulator.imported.naming import safe
from simulator.imported.parts import shown
from simulator.imported.sampled import Log, talks
from simulator.imported.streamed import Unstreamed, streamed
from simulator.imported.talk import Talk

if TYPE_CHECKING:
    from inspect_ai.log import EvalLog, EvalSample

AT_ONCE = 1 << 20
"""Bytes of samples that are held in memory, unless one is larger."""
UNUSED = frozenset({"store", "timelines", "scores"})
"""What of a sample is not read."""
_Id = tuple[int | str, int]
"""Of a sample: its id and epoch."""
_ZIP = b"PK\x03\x04"


def read_inspect(file: Path) -> Iterator[Talk]:
    """The transcripts of a log, in its order; memory does not grow with the number of samples.

    A sample that cannot be read is a transcript without a message, whose note says why.

    Args:
        file: written by Inspect, `.eval` or `.json`, whatever its name.

    Raises:
        StoreError: it cannot be read, or Inspect is not installed.
        FormatError: no log, a damaged one, or of a newer version.
    """
    zipped = _zipped(file)
    header = _header(file, zipped)
    roles = header.eval.model_roles or {}
    role = roles.get(TARGET)
    named = role[0] if isinstance(role, list) and role else role
    log = Log(
        file=file.name,
        target=str(named.model if named else header.eval.model),
        epochs=header.eval.config.epochs or 1,
        roles=TARGET in roles,
    )
    for one in _zip(file) if zipped else _json(file):
        yield from (one,) if isinstance(one, Talk) else talks(one, log)


def _zipped(file: Path) -> bool:
    """Whether it is the zip or the JSON kind.

    Raises:
        StoreError: it cannot be read.
        FormatError: neither.
    """
    try:
        with file.open("rb") as data:
            first = data.read(64)
    except OSError as problem:
        raise StoreError(f"{file.name}: cannot be read: {reason(problem)}; check its path") from None
    if first[:4] != _ZIP and not first.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        raise FormatError(
            f"{file.name}: found neither a zip nor JSON, expected a log that Inspect wrote; check which file it is"
        )
    return first[:4] == _ZIP


def _header(file: Path, zipped: bool) -> EvalLog:
    try:
        from inspect_ai.log import EvalLog, read_eval_log
    except ModuleNotFoundError as problem:
        if (problem.name or "").partition(".")[0] != "inspect_ai":
            raise
        raise StoreError(
            f"{file.name}: a log of Inspect needs inspect-ai, which is not installed; pip install 'pastno[inspect]'"
        ) from None
    with _whole(file):
        header = read_eval_log(str(file), header_only=True, format="eval" if zipped else "json")
    newest = EvalLog.model_fields["version"].default
    if header.version > newest:
        raise FormatError(
            f"{file.name}: found version {header.version} of Inspect's log format, the installed inspect-ai writes "
            f"version {newest}; upgrade inspect-ai"
        )
    return header


def _zip(file: Path) -> Iterator[EvalSample | Talk]:
    from inspect_ai.log import read_eval_log_sample_summaries

    with _whole(file):
        ids = [(one.id, one.epoch) for one in read_eval_log_sample_summaries(str(file), format="eval")]
        with ZipFile(file) as found:
            sizes = {member.filename: member.file_size for member in found.infolist()}
    for some in _together(ids, sizes):
        yield from _samples(file, some)


def _together(ids: Iterable[_Id], sizes: Mapping[str, int]) -> Iterator[list[_Id]]:
    """Samples to read at once: each reading goes through the whole index of the zip first."""
    some: list[_Id] = []
    held = 0
    for name, epoch in ids:
        size = sizes.get(f"samples/{name}_epoch_{epoch}.json", AT_ONCE)
        if some and held + size > AT_ONCE:
            yield some
            some, held = [], 0
        some.append((name, epoch))
        held += size
    if some:
        yield some


def _samples(file: Path, ids: list[_Id]) -> list[EvalSample | Talk]:
    """Samples of a zip; one that is damaged is a transcript that says so."""
    from inspect_ai.log import read_eval_log_samples_by_id

    def read(some: list[_Id]) -> list[EvalSample]:
        found: list[EvalSample] = read_eval_log_samples_by_id(
            str(file), some, concurrency=1, resolve_attachments="core", format="eval", exclude_fields=set(UNUSED)
        )
        return found

    try:
        return [*read(ids)]
    except Exception as problem:  # noqa: BLE001 (a damaged sample may raise anything)
        if len(ids) == 1:
            return [_broken(file, ids[0], problem)]
    return [found for one in ids for found in _samples(file, [one])]


def _broken(file: Path, which: _Id, problem: Exception) -> Talk:
    name, epoch = which
    return Talk(
        name=str(name),
        target="",
        messages=(),
        place=f"{file.name}, sample {safe(str(name))}, epoch {epoch}",
        notes=(f"cannot be read: {_said(problem, file)}",),
    )


def _json(file: Path) -> Iterator[EvalSample]:
    """Samples of a JSON log, one after the other; what no stream takes is read whole."""
    read = 0
    try:
        for sample in streamed(file):
            yield sample
            read += 1
        return
    except Unstreamed:
        pass
    from inspect_ai.log import read_eval_log

    with _whole(file):
        rest = read_eval_log(str(file), resolve_attachments="core", format="json").samples or []
    yield from rest[read:]


@contextmanager
def _whole(file: Path) -> Iterator[None]:
    """What the library raises over a file that is no whole log, said in our words."""
    try:
        yield
    except Exception as problem:  # noqa: BLE001 (a damaged file may raise anything)
        raise FormatError(
            f"{file.name}: cannot be read as a log of Inspect: {_said(problem, file)}; expected a whole log of a "
            "version that the installed inspect-ai knows; copy it again, or upgrade inspect-ai"
        ) from None


def _said(problem: BaseException, file: Path) -> str:
    """The innermost reason, without the folder."""
    cause = problem.__cause__ or problem
    return f"{type(cause).__name__}: {shown(str(cause).replace(str(file), file.name))}"
