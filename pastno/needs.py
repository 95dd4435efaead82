"""What only some commands need, and how to get it."""

from __future__ import annotations

from importlib import import_module

from analysis.errors import AnalysisError


def need(module: str, *, extra: str, command: str, otherwise: str = "") -> None:
    """Check that a library of an extra is there, before a command begins.

    Args:
        module: as it is imported.
        extra: of this project.
        command: that needs it.
        otherwise: what else the user may do.

    Raises:
        AnalysisError: it is not installed.
    """
    try:
        import_module(module)
    except ModuleNotFoundError as problem:
        if (problem.name or "").partition(".")[0] != module:
            raise
        raise AnalysisError(
            f"`pastno {command}` needs {module}, which is not installed; pip install 'pastno[{extra}]'"
            + (f" {otherwise}" if otherwise else "")
        ) from None
