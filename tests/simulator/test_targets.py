"""Kinds of target: which there are, which specs are refused, and how others add theirs."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scenarios.schema import Target
from simulator.chat import ChatModel, ChatRequest, Message
from simulator.errors import TargetError
from simulator.targets import KINDS, check_spec, open_target, version_of

REQUEST = ChatRequest(messages=(Message("user", "Hello"),), max_tokens=50)
PAGE = Path(__file__).parents[2] / "docs" / "targets.md"


def install(site: Path, package: str, entry: str, code: str = "") -> None:
    """Lay out a small installed distribution, as pip would."""
    module = package.replace("-", "_")
    (site / f"{module}.py").write_text(code, encoding="utf-8")
    about = site / f"{module}-1.4.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.4\n", encoding="utf-8")
    (about / "entry_points.txt").write_text(f"[pastno.targets]\n{entry}\n", encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose distributions count as installed."""
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def opened(target: Target) -> ChatModel:
    return asyncio.run(open_target(target))


def test_a_spec_is_a_kind_and_a_name() -> None:
    assert check_spec("openai:org/model:free") == ("openai", "org/model:free")


def test_every_kind_s_example_is_a_spec_of_it() -> None:
    assert {check_spec(kind.example)[0] for kind in KINDS.values()} == set(KINDS)


@pytest.mark.parametrize(
    ("spec", "says"),
    [
        ("opnai:gpt", r"unknown kind of target 'opnai' \(nearest: 'openai'\)"),
        ("gpt-5.6", r"unknown kind of target 'gpt-5\.6'.*known: openai, anthropic"),
        ("openai", "found no name behind the kind; expected for example openai:"),
        ("local: ", "expected for example local:smollm2"),
    ],
)
def test_a_spec_that_names_no_target_is_refused(spec: str, says: str) -> None:
    with pytest.raises(TargetError, match=says):
        check_spec(spec)


@pytest.mark.parametrize("url", ["http://me:secret@host", "https://host/v1?key=secret", "https://host#secret"])
def test_an_address_that_holds_a_secret_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(TargetError, match="expected none: it is written into records") as raised:
        opened(Target(spec="openai:m", base_url=url))
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("url", ["localhost:8080", "ftp://host", "http://[", "http://"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(TargetError, match="found a base_url that is no address"):
        opened(Target(spec="openai:m", base_url=url))


def test_an_address_is_refused_where_it_has_no_meaning() -> None:
    with pytest.raises(TargetError, match="no use for; remove it"):
        opened(Target(spec="scripted:a.txt", base_url="http://127.0.0.1:1"))


@pytest.mark.parametrize("spec", ["openai:m", "anthropic:m", "reference:blunt"])
def test_a_built_in_target_opens_under_its_own_name(spec: str) -> None:
    url = "http://127.0.0.1:1" if KINDS[spec.partition(":")[0]].served else None

    async def opened_and_closed() -> str:
        model = await open_target(Target(spec=spec, base_url=url))
        await model.close()
        return model.spec

    assert asyncio.run(opened_and_closed()) == spec


def test_nothing_of_a_provider_is_imported_before_a_target_is_opened() -> None:
    code = "import sys, simulator.targets; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"openai", "anthropic", "langchain_core", "xllamacpp", "aiohttp"} & set(loaded)


def test_another_package_can_bring_a_kind(site: Path) -> None:
    code = (
        "from simulator.targets.python import PythonTarget\n"
        "def make(name, target):\n"
        "    return PythonTarget(lambda messages: name, spec=target.spec, timeout_s=target.timeout_s)\n"
    )
    install(site, "their-echo", "echo = their_echo:make", code)
    assert asyncio.run(opened(Target(spec="echo:again")).reply(REQUEST)).text == "again"
    assert version_of("echo:again") == "their-echo 1.4"


def test_our_own_kinds_have_no_version_of_their_own() -> None:
    assert version_of("openai:m") is None


def test_another_package_is_not_loaded_before_its_kind_is_opened(site: Path) -> None:
    install(site, "their-bomb", "bomb = their_bomb:make", "1 / 0\n")
    assert check_spec("bomb:x") == ("bomb", "x")
    with pytest.raises(TargetError, match="their-bomb cannot open it: ZeroDivisionError"):
        opened(Target(spec="bomb:x"))


def test_another_package_cannot_take_the_name_of_ours(site: Path) -> None:
    install(site, "their-clash", "openai = their_clash:make")
    with pytest.raises(TargetError, match="their-clash calls its kind of target 'openai' like ours"):
        check_spec("scripted:a.txt")


def test_two_packages_cannot_bring_the_same_kind(site: Path) -> None:
    install(site, "their-one", "same = their_one:make")
    install(site, "their-two", "same = their_two:make")
    with pytest.raises(TargetError, match="both bring a kind of target 'same'"):
        check_spec("same:x")


def test_the_page_names_every_kind() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [name for name in KINDS if f"`{name}:" not in text] == []


def test_the_page_s_example_target_works(tmp_path: Path) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "my_target.py").write_text(code, encoding="utf-8")
    model = asyncio.run(open_target(Target(spec="python:my_target.py:answer"), tmp_path))
    reply = asyncio.run(model.reply(ChatRequest(messages=(Message("user", "Is it my fault?"),), max_tokens=50)))
    assert "Is it my fault?" in reply.text
