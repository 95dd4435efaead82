"""The benchmark of de-identification: how its bank is read, and that what it counts stays as good as is told."""

from __future__ import annotations

from pathlib import Path

from benchmarks.redaction import read_bank, score
from simulator.imported.redact import redactor
from simulator.imported.spans import Kind, Span


def test_marks_stand_where_the_words_stand(tmp_path: Path) -> None:
    bank = tmp_path / "bank.txt"
    bank.write_text("# told\n\nI'm <name:Priya>, <handle:@pri>.\nNobody.\n", encoding="utf-8")
    (seen,), (unseen,) = read_bank(bank)
    assert seen == ("I'm Priya, @pri.", (Span(4, 9, Kind.NAME), Span(11, 15, Kind.HANDLE)))
    assert unseen == ("Nobody.", ())


def test_messages_that_were_not_looked_at_are_read_as_well_as_is_told() -> None:
    made = score(redactor(None), read_bank()[1])
    assert made.hit[Kind.NAME] >= 46
    assert made.hit.total() >= 77
    assert made.touched <= 5
    assert (made.marks.total(), made.quiet) == (86, 51)
