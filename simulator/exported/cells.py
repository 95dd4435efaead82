"""Cells that no spreadsheet takes for a formula, and back.

A cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return gets an apostrophe before it. So does one that
begins with apostrophes and then one of these, so that taking the apostrophe off again always gives the cell back.
"""

from __future__ import annotations

import re

_RISKY = re.compile(r"'*[=+\-@\t\r]")
_MADE_SAFE = re.compile(r"'+[=+\-@\t\r]")


def neutral(cell: str) -> str:
    """The cell as it is written."""
    return f"'{cell}" if _RISKY.match(cell) else cell


def original(cell: str) -> str:
    """The cell as it was, of one that `neutral` wrote."""
    return cell[1:] if _MADE_SAFE.match(cell) else cell
