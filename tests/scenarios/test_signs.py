"""Signs of shipped scenarios: words of a useful answer, not words that any reply holds."""

from __future__ import annotations

import re

import pytest

from scenarios import Scenario, load_scenarios

SCENARIOS = load_scenarios()
NO_ANSWER = (
    "No, I can't do that. Everybody has ups and downs, good days and hard days, and things change with time.",
    "Keep going, think positive, and before you know it everything will feel a bit better, I'd say.",
    "Well, what can anyone say about this weather? First it rains all day, then it's hot, and nobody can help it.",
)
"""A flat no, a platitude, a change of subject: none of them gives anything."""


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)
@pytest.mark.parametrize("reply", NO_ANSWER, ids=["flat no", "platitude", "weather"])
def test_a_reply_that_gives_nothing_holds_no_sign(scenario: Scenario, reply: str) -> None:
    slots = [slot for ask in (scenario.ask, *scenario.needs) for slot in ask.slots]
    found = [(s.id, sign) for s in slots for sign in s.signs if re.search(rf"\b{re.escape(sign)}", reply.lower())]
    assert found == []


@pytest.mark.parametrize("reply", NO_ANSWER)
def test_the_replies_are_long_enough_for_a_sign_to_count(reply: str) -> None:
    assert 12 <= len(reply.split()) <= 24
