from __future__ import annotations

from pathlib import Path

from tests.support.reference_scores import page

PAGE = Path(__file__).parents[3] / "docs" / "reference-scores.md"


def test_the_page_of_reference_scores_is_current() -> None:
    again = "write it again: python -m tests.support.reference_scores > docs/reference-scores.md"
    assert PAGE.read_text(encoding="utf-8") == page(), again
