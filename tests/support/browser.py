"""A real headless browser that sees one page from disk, and all it did there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
WITHOUT = "no chromium is installed, so the page was not looked at; install chromium (Debian: apt-get install chromium)"


def needs_chromium() -> str:
    """The browser's path; without one a test is left out here, and fails where everything has to run."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail(WITHOUT)
        pytest.skip(WITHOUT)
    return CHROMIUM


DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


class Seen:
    """A page that is open."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.problems: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self.problems.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda problem: self.problems.append(f"error: {problem}"))
        page.on("dialog", self._asked)
        page.on("request", lambda request: self.requests.append(request.url))

    def open(self, file: Path, after: str = "") -> Seen:
        """Open a file and wait until the page is ready."""
        self.page.goto(file.resolve().as_uri() + after)
        self.page.wait_for_selector("html[data-ready=yes]", state="attached")
        self.page.wait_for_selector("#shown:not(:empty)")
        return self

    def _asked(self, dialog: Any) -> None:
        self.problems.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def count(self, selector: str) -> int:
        return int(self.page.locator(selector).count())

    def words(self, selector: str) -> str:
        return str(self.page.locator(selector).first.inner_text())


@contextmanager
def chromium() -> Iterator[Any]:
    """The browser."""
    path = needs_chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def faults(seen: Seen) -> list[str]:
    """What the accessibility rules object to."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(seen.page).response
    assert len(found["passes"]) > 20
    return [f"{one['id']}: {node['target']}" for one in found["violations"] for node in one["nodes"]]
