"""A page in a real browser, for tests of the report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.browser import DESK, Seen, chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


@pytest.fixture
def look(browser: Any) -> Iterator[Any]:
    """Opens a file in a page of its own, which may have done nothing wrong when the test is over."""
    contexts, pages = [], []

    def opened(file: Path, after: str = "", *, size: dict[str, int] = DESK, dark: bool = False) -> Seen:
        context = browser.new_context(viewport=size, color_scheme="dark" if dark else "light", offline=True)
        contexts.append(context)
        pages.append(Seen(context.new_page()))
        return pages[-1].open(file, after)

    yield opened
    problems = [problem for page in pages for problem in page.problems]
    for context in contexts:
        context.close()
    assert problems == []
