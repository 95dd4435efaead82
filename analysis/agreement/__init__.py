"""How far raters agree: people with people, judges with people, one instrument with another."""

from analysis.agreement.cohen import cohen
from analysis.agreement.door import agreement, leniency
from analysis.agreement.paired import Paired, agree, agree_whether
from analysis.agreement.ratings import Rating, Ratings, gather
from analysis.agreement.result import Agreement, Caution, Leniency, Warned
from analysis.agreement.scale import Scale

__all__ = [
    "Agreement",
    "Caution",
    "Leniency",
    "Paired",
    "Rating",
    "Ratings",
    "Scale",
    "Warned",
    "agree",
    "agree_whether",
    "agreement",
    "cohen",
    "gather",
    "leniency",
]
