"""What can go wrong with scenarios, conditions and suites.

ScenarioError       a scenario, condition or suite file that cannot be used, or a name that none has
"""

from __future__ import annotations

from documents.read import DocumentError


class ScenarioError(DocumentError):
    """A scenario, condition or suite file that cannot be used, or a name that none has."""
