"""The node tree of a YAML file: read once, searched for lines, refused where a key is doubled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

Location = tuple[int | str, ...]

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class DoubledKey(Exception):
    """A mapping that gives one key twice: PyYAML would keep the last in silence."""

    def __init__(self, key: str, first: int, second: int) -> None:
        self.key, self.first, self.second = key, first, second
        super().__init__(f"field '{key}' is already given on line {first}; keep one")


def parse(text: str) -> tuple[yaml.Node | None, Any]:
    """The node tree and the data of one YAML document.

    Raises:
        YAMLError: not YAML, or more than one document.
        DoubledKey: a key given twice.
    """
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None, None
        _refuse_twins(node)
        return node, loader.construct_document(node)
    finally:
        loader.dispose()


def line_of(node: yaml.Node | None, location: Location) -> int:
    """Line of the deepest part of `location` that the tree holds, from 1."""
    line = 1 if node is None else int(node.start_mark.line) + 1
    for part in location:
        step = _step(node, part)
        if step is not None:
            line, node = step
    return line


def present(node: yaml.Node | None, location: Location) -> Location:
    """The parts of `location` that the tree holds: without the names a schema gives to its own branches."""
    kept: list[int | str] = []
    for part in location:
        step = _step(node, part)
        if step is not None:
            kept.append(part)
            node = step[1]
    return tuple(kept)


def _step(node: yaml.Node | None, part: int | str) -> tuple[int, yaml.Node] | None:
    """Line and node one part further down, if there is such a part."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return key.start_mark.line + 1, value
    elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        item = node.value[part]
        return item.start_mark.line + 1, item
    return None


def _refuse_twins(root: yaml.Node) -> None:
    for mapping in _mappings(root):
        seen: dict[str, int] = {}
        for key, _ in mapping.value:
            if not isinstance(key, yaml.ScalarNode):
                continue
            line = key.start_mark.line + 1
            if key.value in seen:
                raise DoubledKey(key.value, seen[key.value], line)
            seen[key.value] = line


def _mappings(root: yaml.Node) -> Iterator[yaml.MappingNode]:
    """Every mapping of the tree once; anchors may make it a graph."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if id(node) in seen or isinstance(node, yaml.ScalarNode):
            continue
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            yield node
            waiting.extend(value for _, value in reversed(node.value))
        else:
            waiting.extend(reversed(node.value))
