"""What each arm moves under each reaction policy: how people react was chosen, so there is a range and no number."""

from __future__ import annotations

from analysis.comparison.policies import Policies
from analysis.report.figures import Ranged, Ranges


def ranges(found: Policies | None) -> Ranges | None:
    """The ranges of what differs in some arm under some policy; None where there is one policy."""
    if found is None or not found.ranges:
        return None
    moved = {one.name for one in found.ranges if one.low or one.high}
    return Ranges(
        policies=found.policies,
        against=found.ranges[-1].against,
        ranges=tuple(
            Ranged(arm=one.arm, measure=one.name, differences=one.differences, pairs=one.pairs, low=one.low,
                   high=one.high, check=one.check, rests_on_policy=one.rests_on_policy)
            for one in found.ranges
            if one.name in moved
        ),
        withheld=found.withheld,
    )  # fmt: skip
