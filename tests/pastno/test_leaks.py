"""What a run leaves behind, and whom it calls: no key, header, environment value or absolute path, and no tracing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.simulator.test_tracing import posted
from tests.support.failures import BadRequest
from tests.support.server import LoopbackServer
from tests.support.terminal import pastno, write_suite

KEY = "sk-marker-5551234567"
VALUE = "marker-of-the-environment"
TRACED = """
from langchain_core.language_models import FakeListChatModel

def make():
    return FakeListChatModel(responses=["I hear you."])
"""


def found(folder: Path, *secrets: str) -> list[str]:
    """The secrets that some file of the folder holds."""
    kept = b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
    return [secret for secret in secrets if secret.encode() in kept]


@pytest.mark.parametrize("kind", ["openai", "anthropic"])
def test_no_file_of_a_run_holds_a_key_an_environment_value_or_an_absolute_path(tmp_path: Path, kind: str) -> None:
    marked = tmp_path / "marked-folder"
    marked.mkdir()
    (marked / "mine.py").write_text("def answer(messages):\n    raise OSError(__file__)\n")
    environment = {"OPENAI_API_KEY": KEY, "ANTHROPIC_API_KEY": KEY, "MARKED": VALUE, "HOME": str(marked)}
    with LoopbackServer(BadRequest(f"key {KEY} from {marked}/notes, Bearer {KEY}")) as server:
        targets = ("--target", f"{kind}:any", "--base-url", server.url, "--target", f"python:{marked}/mine.py:answer")
        out = marked / "run"
        done = pastno("run", write_suite(marked), "--out", out, *targets, folder=marked, environment=environment)
        told = " ".join(server.seen[0].headers.values())
    assert (done.code, KEY in told, found(out, "key [key]", "notes", "mine.py")) == (
        1,
        True,
        ["key [key]", "notes", "mine.py"],
    )
    assert found(out, KEY, VALUE, "marked-folder", str(tmp_path), "Bearer", "authorization", "x-api-key") == []


@pytest.mark.slow
def test_a_langchain_target_is_not_traced_whatever_the_environment_says(tmp_path: Path) -> None:
    (tmp_path / "traced.py").write_text(TRACED)
    run = ["run", str(write_suite(tmp_path)), "--out", str(tmp_path / "run")]
    run += ["--target", f"langchain:{tmp_path}/traced.py:make"]
    through_us = f"from pastno.cli import app; assert app({run!r}, standalone_mode=False) in (0, None)"
    bare = f"{TRACED}\nmake().invoke('a secret')"
    assert (posted(bare) > 0, posted(through_us)) == (True, 0)
    assert (tmp_path / "run" / "events-0001.jsonl").exists()
