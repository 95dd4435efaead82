"""Read labels: files that `pastno label` wrote, and tables that strangers made."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from analysis.errors import AnalysisError
from analysis.labels.label import FORMAT, Label, decode, pseudonym
from documents.read import nearest
from simulator.appender import reason
from simulator.jsonl import whole_lines

COLUMNS = ("id", "item", "value", "rater")
"""What a stranger's table needs: the conversation, a rubric's item or an evaluator's measure, the answer, and who gave
it. `role`, `rubric`, `at` (the exchange whose reply it is about) and `part` may be added; others are left alone."""
_MORE = ("role", "rubric", "at", "part")


def read_labels(files: Sequence[Path]) -> list[Label]:
    """The labels of all files, the last one where a rater answered the same question twice.

    Raises:
        AnalysisError: a file cannot be read, a line is no label, or a stranger's table holds two labels of one rater
            for the same question.
    """
    found: dict[tuple[object, ...], Label] = {}
    seen: dict[tuple[object, ...], str] = {}
    for file in files:
        for where, label, ours in _labels(file):
            named = label.rater, label.origin, label.rubric, label.version, label.sha256, label.id, label.key
            if named in found and not (ours and seen[named].startswith(f"{file}:")):
                raise AnalysisError(
                    f"{where}: '{label.rater}' labelled '{label.item}' of {label.id} in {seen[named]} already; keep one"
                )
            found[named], seen[named] = label, where
    return list(found.values())


def _labels(file: Path) -> Iterator[tuple[str, Label, bool]]:
    """Each label with where it stands, and whether `pastno label` wrote it."""
    if file.suffix.lower() == ".csv":
        for where, row in _table(file):
            yield where, _stranger(row, where), False
        return
    if not file.is_file():
        raise AnalysisError(
            f"{file}: cannot be read: there is no such file; label with `pastno label`, or mend the path"
        )
    for where, line in whole_lines(file, []):
        if line.strip():
            row = _object(line, where)
            ours = "v" in row
            yield where, decode(line, where) if ours else _stranger(row, where), ours


def _object(line: bytes, where: str) -> Mapping[str, object]:
    try:
        return msgspec.json.decode(line, type=dict[str, object])
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise AnalysisError(
            f"{where}: not a JSON object: {problem}; write one label a line, with {', '.join(COLUMNS)}"
        ) from None


def _table(file: Path) -> Iterator[tuple[str, Mapping[str, object]]]:
    try:
        reader = csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig")), skipinitialspace=True)
        reader.fieldnames = [name.strip() for name in reader.fieldnames or ()]
        for row in reader:
            yield f"{file}:{reader.line_num}", {str(name): value for name, value in row.items()}
    except OSError as problem:
        raise AnalysisError(f"{file}: cannot be read: {reason(problem)}; check its path") from None
    except (UnicodeDecodeError, csv.Error) as problem:
        raise AnalysisError(f"{file}: not CSV in UTF-8: {problem}; save it again as such") from None


def _stranger(row: Mapping[str, object], where: str) -> Label:
    _require(row, where)
    value = _text(row["value"])
    return Label(
        v=FORMAT,
        id=_text(row["id"]),
        rater=pseudonym(_text(row["rater"]), where),
        role=_text(row.get("role")),
        rubric=_text(row.get("rubric")),
        item=_text(row["item"]),
        at=_number(row.get("at"), where),
        part=_text(row.get("part")),
        value=value or None,
        skipped=not value,
    )


def _require(row: Mapping[str, object], where: str) -> None:
    lacking = [name for name in COLUMNS if name not in row]
    if lacking:
        found = ", ".join(filter(None, row)) or "none"
        raise AnalysisError(
            f"{where}: found the fields {found}{nearest(lacking[0], _names(row))}, expected {', '.join(COLUMNS)}, and "
            f"if you like {', '.join(_MORE)}; name them in the first line"
        )
    empty = [name for name in ("id", "item", "rater") if not _text(row[name])]
    if empty:
        raise AnalysisError(f"{where}: found no {empty[0]}, expected one; only a value may be left blank")


def _names(row: Iterable[str]) -> list[str]:
    return [name for name in row if name]


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value).strip()


def _number(value: object, where: str) -> int:
    text = _text(value)
    if text and not text.isdigit():
        raise AnalysisError(f"{where}: found at {text!r}, expected the number of an exchange; leave it blank for none")
    return int(text or 0)
