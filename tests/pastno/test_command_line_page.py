from __future__ import annotations

import re
from pathlib import Path

from typer.testing import CliRunner

from pastno.cli import app

PAGE = (Path(__file__).parents[2] / "docs" / "command-line.md").read_text(encoding="utf-8")


def known(command: str) -> set[str]:
    """The options that a command's help names."""
    arguments = [*command.split(), "--help"]
    return set(re.findall(r"--[a-z-]+", CliRunner().invoke(app, arguments, env={"COLUMNS": "200"}).output))


def test_every_option_on_the_page_is_one_of_its_commands() -> None:
    command = (
        "run|fork|replay|import|export|show|report|step|list|graph|schema|observe|score|analyse|compare|label|agree"
        "|realism|check|new|power"
        "|policy show|policy form|policy fit"
    )
    lines = re.findall(
        rf"^(?:\$ )?pastno ({command})?\b(.*)$", PAGE.replace("; then: pastno", "\npastno"), re.MULTILINE
    )
    unknown = [(c, o) for c, rest in lines for o in re.findall(r"--[a-z-]+", rest) if o not in known(c)]
    assert (len(lines) > 20, unknown) == (True, [])
