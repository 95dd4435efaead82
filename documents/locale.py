"""Which languages and countries there are."""

from __future__ import annotations

from functools import cache

from babel import Locale

_NOWHERE = frozenset({"ZZ", "XA", "XB", "EU", "EZ", "UN"})
"""Codes that name no country."""


def check_locale(tag: str) -> str:
    """Return `tag` (language and country, as in `en-GB`) when both exist.

    Raises:
        ValueError: the language or the country is not in the Unicode CLDR.
    """
    language, _, country = tag.partition("-")
    if language not in _names().languages:
        raise ValueError(f"'{language}' is no language code; expected ISO 639, as in en-GB")
    if country not in _names().territories or country in _NOWHERE:
        raise ValueError(f"'{country}' is no country code; expected ISO 3166, as in en-GB")
    return tag


@cache
def _names() -> Locale:
    return Locale("en")
