"""A policy in a file of its own."""

from __future__ import annotations

from documents.read import Document, Identity
from personas.schema import Policy


class FittedPolicy(Document):
    """A policy made elsewhere, for example from answers; a run gives it to every persona."""

    id: Identity
    """Equal to the file's name."""
    policy: Policy
