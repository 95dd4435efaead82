"""What is counted, what is estimated, and when the run stops."""

from __future__ import annotations

import pytest

from scenarios.schema import Limits, Price, Target
from simulator.chat import Usage
from simulator.errors import BudgetSpent, PlanError
from simulator.targets.purse import Purse, require_prices

PRICE = Price(input=1.0, output=10.0)


def test_totals_are_kept_for_each_target_and_for_all() -> None:
    purse = Purse(Limits())
    purse.charge("openai:a", Usage(100, 10), PRICE)
    purse.charge("openai:b", Usage(7, 3), PRICE)
    assert purse.spent["openai:a"].tokens == 110
    assert (purse.total.calls, purse.total.input_tokens, purse.total.output_tokens) == (2, 107, 13)


def test_cost_is_the_price_of_a_million_tokens() -> None:
    purse = Purse(Limits())
    purse.charge("openai:a", Usage(500_000, 200_000), PRICE)
    assert purse.total.cost_usd == pytest.approx(2.5)


def test_an_unknown_price_makes_the_cost_unknown_and_not_zero() -> None:
    purse = Purse(Limits())
    purse.charge("openai:a", Usage(1, 1), PRICE)
    purse.charge("openai:b", Usage(1, 1), None)
    assert purse.total.cost_usd is None
    assert purse.spent["openai:a"].cost_usd is not None


@pytest.mark.parametrize("spec", ["local:smollm2", "reference:blunt", "scripted:a.txt"])
def test_nobody_bills_for_what_runs_here(spec: str) -> None:
    purse = Purse(Limits())
    purse.charge(spec, Usage(), None)
    assert purse.total.cost_usd == 0


def test_missing_usage_is_counted_as_missing() -> None:
    purse = Purse(Limits())
    purse.charge("openai:a", Usage(), PRICE)
    assert purse.total.calls_without_usage == 1
    assert purse.total.cost_usd is None


def test_a_missing_count_is_estimated_and_kept_apart_from_counted_tokens() -> None:
    purse = Purse(Limits())
    purse.charge("openai:a", Usage(30, None), PRICE, (400, 41))
    total = purse.total
    assert (total.input_tokens, total.output_tokens, total.estimated_tokens) == (30, 0, 11)


def test_estimated_tokens_hold_a_token_limit() -> None:
    purse = Purse(Limits(tokens=100))
    purse.charge("scripted:a.txt", Usage(), None, (400, 4))
    with pytest.raises(BudgetSpent, match="101 of the tokens estimated, for 1 calls without usage"):
        purse.check()


def test_a_spent_token_budget_says_of_what_and_how_to_go_on() -> None:
    purse = Purse(Limits(tokens=1000))
    purse.charge("openai:a", Usage(900, 200), PRICE)
    with pytest.raises(BudgetSpent, match=r"1,100 of 1,000 tokens.*--resume DIR --max-tokens N`, N above 1100"):
        purse.check()


def test_a_spent_cost_budget_says_of_what_and_how_to_go_on() -> None:
    purse = Purse(Limits(cost_usd=2))
    purse.charge("openai:a", Usage(0, 250_000), PRICE)
    with pytest.raises(BudgetSpent, match=r"\$2\.50 of \$2\.00.*--max-cost N`, N above 2\.50"):
        purse.check()


def test_below_its_limits_a_run_goes_on() -> None:
    purse = Purse(Limits(tokens=1000, cost_usd=2))
    purse.charge("openai:a", Usage(900, 99), PRICE)
    purse.check()
    assert purse.total.tokens == 999


def test_a_cost_limit_refuses_a_target_without_a_price() -> None:
    targets = [Target(spec="local:smollm2"), Target(spec="openai:a", price=PRICE), Target(spec="openai:b")]
    with pytest.raises(PlanError, match=r"no price for openai:b, expected both.*spec: openai:b, price: \{input"):
        require_prices(targets, Limits(cost_usd=2))


def test_without_a_cost_limit_no_price_is_needed() -> None:
    purse = Purse(Limits(tokens=5))
    require_prices([Target(spec="openai:b")], purse.limits)
    assert purse.total.cost_usd == 0
