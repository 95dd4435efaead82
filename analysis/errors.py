"""What can go wrong while records are analysed.

AnalysisError       base of everything the room raises
"""

from __future__ import annotations


class AnalysisError(Exception):
    """Base of everything the analysis room raises; `str()` of it is written for the person at the keyboard."""
