"""The page as one file: styles, scripts and data inside it, nothing fetched from anywhere.

Its content policy allows the scripts written here by their hashes, and nothing else.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from hashlib import sha256
from importlib.resources import files

import msgspec
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from analysis.report.packs import Pack
from analysis.report.page import Page

_SCRIPTS = ("echarts.min.js", "base.js", "draw.js", "charts.js", "found.js", "talk.js", "list.js", "start.js")
_ESCAPED = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def html(page: Page, packs: Sequence[Pack], values: str, *, beside: Sequence[str] = ()) -> str:
    """The page.

    Args:
        page: what it shows.
        packs: the words it holds itself.
        values: what evaluators say, packed.
        beside: relative addresses of the scripts that hold the rest, in order.
    """
    scripts = [asset(name) for name in _SCRIPTS]
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(asset("page.html")).render(
        page=page,
        style=Markup(asset("look.css")),
        scripts=[Markup(script) for script in scripts],
        data=Markup(in_script(msgspec.json.encode(page).decode())),
        packs=[Markup(pack.data) for pack in packs],
        values=Markup(values),
        beside=beside,
        policy=policy(scripts, beside),
    )


def asset(name: str) -> str:
    """A file that ships with the report."""
    return files("analysis.report").joinpath("assets", name).read_text(encoding="utf-8")


def in_script(json: str) -> str:
    """JSON that can stand in a script element: nothing in it ends the element or begins a comment."""
    for character, escaped in _ESCAPED.items():
        json = json.replace(character, escaped)
    return json


def policy(scripts: Sequence[str], beside: Sequence[str]) -> str:
    """The content policy: these scripts, scripts of a folder beside where there is one, and no address at all."""
    hashes = " ".join(f"'sha256-{base64.b64encode(sha256(s.encode()).digest()).decode()}'" for s in scripts)
    own = " file:" if beside else ""
    return f"default-src 'none'; script-src {hashes}{own}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'"
