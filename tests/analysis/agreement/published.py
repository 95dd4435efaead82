"""Tables whose agreement was published, and ratings from them."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.agreement import Ratings
from analysis.agreement.ratings import Label

FLEISS = (
    "444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333 144444 224445"
    " 333335 111455 111112 224444 133555 555555 244444 224555 114444 144445 222224 111155 224444 133333 555555"
)
"""Fleiss, "Measuring nominal scale agreement among many raters", Psychological Bulletin 76, 1971, table 1: the
diagnoses of 30 patients, each by 6 psychiatrists; who gave which is not known, nor does it matter."""

GWET = "11*1 2232 3333 3333 2222 1234 4444 1121 2222 *555 **11 **3*"
"""Gwet, Handbook of Inter-Rater Reliability, 4th edition, 2014: 12 units by 4 raters; * is missing."""

KRIPPENDORFF = "*1* *** *22 *11 *33 334 444 13* 2*2 1*1 1*1 3*3 3*3 *** 3*4"
"""Krippendorff's reliability data of 15 units by 3 coders."""

TEXTBOOK = ((20, 5), (10, 15))
"""Two raters on 50 proposals, yes and no: kappa .4."""


def ratings(table: str, labels: tuple[Label, ...] | None = None) -> Ratings:
    """Ratings of a table above, each unit its own conversation."""
    return rated([[None if sign == "*" else int(sign) for sign in row] for row in table.split()], labels)


def rated(rows: Sequence[Sequence[Label | None]], labels: tuple[Label, ...] | None = None, *, each: int = 1) -> Ratings:
    """Ratings of these rows, so many of them to a conversation."""
    return Ratings(
        raters=tuple("abcdefgh"[: len(rows[0]) if rows else 2]),
        rows=tuple(map(tuple, rows)),
        conversations=tuple(str(number // each) for number in range(len(rows))),
        labels=labels,
    )


def crossed(table: Sequence[Sequence[int]], *, each: int = 1) -> Ratings:
    """Ratings of two raters with these counts, by label of the first and of the second."""
    rows = [(first, second) for first, row in enumerate(table) for second, n in enumerate(row) for _ in range(n)]
    return rated(rows, tuple(range(len(table))), each=each)
