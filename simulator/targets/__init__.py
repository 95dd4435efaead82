"""The kinds of target, and how a spec `kind:name` becomes a model that answers.

Nothing of a provider is imported before a target of its kind is opened.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

import msgspec

from documents.read import nearest
from scenarios.schema import Target
from simulator.chat import ChatModel
from simulator.errors import TargetError

GROUP = "pastno.targets"
"""Entry-point group of other people's kinds: name -> callable(name, target) -> ChatModel."""


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of target."""

    about: str
    """One line for the user."""
    example: str
    open: Callable[[str, Target, Path], Awaitable[ChatModel]]
    """Takes the name behind the kind, the target, and the folder that relative paths start from."""
    served: bool = False
    """Whether it talks to a server, so that `base_url` means something."""


async def open_target(target: Target, folder: Path | None = None) -> ChatModel:
    """Open a target, as it is: without retries or pacing.

    Args:
        target: what to open.
        folder: what relative paths in `scripted:`, `local:`, `python:` and `langchain:` start from; None is the
            current directory.

    Raises:
        TargetError: unknown kind, missing name, key, file or weights, or an unusable `base_url`.
    """
    kind, name = check_spec(target.spec)
    check_address(target)
    if kind in KINDS:
        return await KINDS[kind].open(name, target, folder or Path.cwd())
    return _open_third_party(_third_parties()[kind], name, target)


def check_spec(spec: str) -> tuple[str, str]:
    """Split a spec into kind and name.

    Raises:
        TargetError: unknown kind, missing name, or two packages claim the kind.
    """
    kind, _, name = spec.partition(":")
    known = [*KINDS, *_third_parties()]
    if kind not in known:
        raise TargetError(f"{spec}: unknown kind of target '{kind}'{nearest(kind, known)}; known: {', '.join(known)}")
    if not name.strip():
        example = KINDS[kind].example if kind in KINDS else f"{kind}:NAME"
        raise TargetError(f"{spec}: found no name behind the kind; expected for example {example}")
    return kind, name


def version_of(spec: str) -> str | None:
    """Distribution and version behind a kind that is not built in, for the record; None for our own."""
    kind = spec.partition(":")[0]
    found = None if kind in KINDS else _third_parties().get(kind)
    if found is None:
        return None
    return f"{found.dist.name} {found.dist.version}" if found.dist is not None else "unknown"


def _third_parties() -> dict[str, EntryPoint]:
    """Other people's kinds, by name; looked up and not loaded."""
    found: dict[str, EntryPoint] = {}
    for entry in entry_points(group=GROUP):
        if entry.name in KINDS:
            raise TargetError(
                f"{_owner(entry)} calls its kind of target '{entry.name}' like ours; uninstall or rename it"
            )
        if entry.name in found and found[entry.name].value != entry.value:
            both = f"{_owner(found[entry.name])} and {_owner(entry)}"
            raise TargetError(f"{both} both bring a kind of target '{entry.name}'; uninstall one of them")
        found[entry.name] = entry
    return found


def _open_third_party(entry: EntryPoint, name: str, target: Target) -> ChatModel:
    try:
        model: ChatModel = entry.load()(name, target)
    except TargetError:
        raise
    except Exception as problem:
        # The code is somebody else's and may raise anything.
        words = f"{type(problem).__name__}: {problem}"
        raise TargetError(f"{target.spec}: {_owner(entry)} cannot open it: {words}; tell its makers") from problem
    return model


def _owner(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist is not None else entry.value


def check_address(target: Target) -> None:
    """Check a target's address, which goes into records and so must hold no secret; no message repeats it.

    Raises:
        TargetError: a user name, password or query, no address at all, or a kind that has no use for one.
    """
    if target.base_url is None:
        return
    kind = KINDS.get(target.spec.partition(":")[0])
    if kind is not None and not kind.served:
        raise TargetError(f"{target.spec}: found a base_url, which this kind of target has no use for; remove it")
    try:
        parts = urlsplit(target.base_url)
        secretive = bool(parts.username or parts.password or parts.query or parts.fragment)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        secretive, usable = False, False
    if secretive:
        raise TargetError(
            f"{target.spec}: found a user name, password or query in base_url, expected none: it is written into "
            "records; give the key by environment variable instead"
        )
    if not usable:
        raise TargetError(
            f"{target.spec}: found a base_url that is no address; expected http://HOST:PORT or https://HOST"
        )


async def _openai(name: str, target: Target, folder: Path) -> ChatModel:
    from simulator.targets.openai import OpenAITarget

    return OpenAITarget(name, base_url=target.base_url, timeout_s=target.timeout_s)


async def _anthropic(name: str, target: Target, folder: Path) -> ChatModel:
    from simulator.targets.anthropic import AnthropicTarget

    return AnthropicTarget(name, base_url=target.base_url, timeout_s=target.timeout_s)


async def _langchain(name: str, target: Target, folder: Path) -> ChatModel:
    from simulator.targets.code import find_function
    from simulator.targets.langchain import make_model

    return make_model(find_function(target.spec, folder), target)


async def _local(name: str, target: Target, folder: Path) -> ChatModel:
    from simulator.targets.local import open_local

    return await open_local(name, target, folder)


async def _reference(name: str, target: Target, folder: Path) -> ChatModel:
    from simulator.targets.reference import ReferenceTarget

    return ReferenceTarget(name)


async def _scripted(name: str, target: Target, folder: Path) -> ChatModel:
    from simulator.targets.scripted import ScriptedTarget, read_script

    return ScriptedTarget(read_script(folder / name), spec=target.spec)


async def _python(name: str, target: Target, folder: Path) -> ChatModel:
    from simulator.targets.code import find_function
    from simulator.targets.python import PythonTarget

    return PythonTarget(find_function(target.spec, folder), spec=target.spec, timeout_s=target.timeout_s)


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "openai": Kind(
            about="OpenAI, or any server that speaks its chat completions (base_url)",
            example="openai:gpt-5.6",
            open=_openai,
            served=True,
        ),
        "anthropic": Kind(
            about="Anthropic, or any server that speaks its messages (base_url)",
            example="anthropic:claude-sonnet-5",
            open=_anthropic,
            served=True,
        ),
        "langchain": Kind(
            about="any LangChain chat model, made by a function of yours",
            example="langchain:my_module:make_model",
            open=_langchain,
        ),
        "local": Kind(
            about="a small language model on this machine: smollm2, or a GGUF file",
            example="local:smollm2",
            open=_local,
        ),
        "reference": Kind(about="a built-in model of known behaviour", example="reference:blunt", open=_reference),
        "scripted": Kind(about="replies read from a file", example="scripted:replies.yaml", open=_scripted),
        "python": Kind(about="a function of yours", example="python:my_module:answer", open=_python),
    }
)
"""Built-in kinds, by name."""
