"""What can go wrong with personas.

PersonaError        a persona file that cannot be used, or a name that no persona has
└── VoiceError      a voice that has no line for what it should say
"""

from __future__ import annotations

from documents.read import DocumentError


class PersonaError(DocumentError):
    """A persona file that cannot be used, or a name that no persona has."""


class VoiceError(PersonaError):
    """A voice that has no line for what it should say."""
