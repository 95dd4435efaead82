"""Numbering plans: which country a number belongs to, and whether a country has it at all (by `phonenumbers`)."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import phonenumbers
from phonenumbers import PhoneNumber, shortnumberinfo


class Owner(NamedTuple):
    """Where a number belongs and what it is there."""

    country: str | None
    """ISO 3166 code; None where several countries share it."""
    code: int
    """Country calling code."""
    national: str
    """As it is dialled after the country code."""


@lru_cache(maxsize=1024)
def own(digits: str, country: str | None) -> Owner | None:
    """Whose number this is; None where it is none.

    Args:
        digits: with `+` before a country code, or as dialled within `country`.
        country: where it would be dialled; None where only a country code can tell.
    """
    number = _parse(digits, country)
    if number is None or not phonenumbers.is_valid_number(number):
        return None
    code = number.country_code or 0
    region = phonenumbers.region_code_for_number(number)
    shared = country and region != country and phonenumbers.is_valid_number_for_region(number, country)
    owner = country if shared else region
    return Owner(owner if owner != "001" else None, code, phonenumbers.national_significant_number(number))


@lru_cache(maxsize=1024)
def reaches(digits: str, country: str) -> bool:
    """Whether somebody in `country` has this number in their own plan, short numbers included."""
    number = _parse(digits, country)
    if number is None:
        return False
    if len(digits) > 6 and phonenumbers.is_valid_number_for_region(number, country):
        return True
    return (not digits.startswith("+")) and shortnumberinfo.is_valid_short_number_for_region(number, country)


@lru_cache(maxsize=1024)
def rescues(digits: str, country: str) -> bool:
    """Whether these digits reach the emergency services of `country`."""
    return phonenumbers.is_emergency_number(digits, country)


@lru_cache(maxsize=256)
def code_of(country: str) -> int:
    """The country calling code."""
    return phonenumbers.country_code_for_region(country)


def _parse(digits: str, country: str | None) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(digits, country)
    except phonenumbers.NumberParseException:
        return None
