"""What a run has spent, and the budget that stops it. Missing usage is never counted as zero."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from scenarios.schema import Limits, Price, Target
from simulator.chat import Usage
from simulator.errors import BudgetSpent, PlanError

FREE = frozenset({"local", "reference", "scripted"})
"""Kinds of target that nobody bills for. A function of the user's own may call somebody who does."""
CHARACTERS_PER_TOKEN = 4
"""Rough, and only used where the provider gives no count."""


class Spent(msgspec.Struct, kw_only=True):
    """What one target, or all of them, used."""

    calls: int = 0
    """Calls that were answered."""
    input_tokens: int = 0
    """As the provider counted them."""
    output_tokens: int = 0
    """As the provider counted them."""
    calls_without_usage: int = 0
    """Calls where the provider left at least one count out."""
    estimated_tokens: int = 0
    """What those calls are taken to have used, in place of the counts left out."""
    cost_usd: float | None = 0.0
    """None once any part of it is unknown; estimated tokens are priced like counted ones."""

    @property
    def tokens(self) -> int:
        """All tokens, counted and estimated: what a token limit is held against."""
        return self.input_tokens + self.output_tokens + self.estimated_tokens


class Purse:
    """Counts what every target uses, and says when the run's budget is spent."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.spent: dict[str, Spent] = {}
        """By spec."""
        self._all = Spent()

    @property
    def total(self) -> Spent:
        """What all targets used together."""
        return msgspec.structs.replace(self._all)

    def charge(self, spec: str, usage: Usage, price: Price | None, characters: tuple[int, int] | None = None) -> None:
        """Count one answered call.

        Args:
            spec: the target.
            usage: the provider's own counts.
            price: None is unknown, except for kinds that nobody bills for.
            characters: sent and received; stands in for counts the provider left out.
        """
        one = _count(usage, characters)
        one.cost_usd = _cost(spec, usage, price, characters)
        for sum_ in (self.spent.setdefault(spec, Spent()), self._all):
            _add(sum_, one)

    def check(self) -> None:
        """Let the next call pass, or stop the run. Calls already under way may take the sum past the limit.

        Raises:
            BudgetSpent: a limit is reached.
        """
        limits, total = self.limits, self._all
        if limits.tokens is not None and total.tokens >= limits.tokens:
            raise BudgetSpent(
                f"spent {total.tokens:,} of {limits.tokens:,} tokens{_how_sure(total)}, what was held is kept; "
                f"go on with `pastno run --resume DIR --max-tokens N`, N above {total.tokens}"
            )
        if limits.cost_usd is not None and total.cost_usd is not None and total.cost_usd >= limits.cost_usd:
            raise BudgetSpent(
                f"spent ${total.cost_usd:,.2f} of ${limits.cost_usd:,.2f}{_how_sure(total)}, what was held is kept; "
                f"go on with `pastno run --resume DIR --max-cost N`, N above {total.cost_usd:.2f}"
            )


def require_prices(targets: Iterable[Target], limits: Limits) -> None:
    """Refuse a cost limit that could not be held.

    Raises:
        PlanError: there is a cost limit and the price of a target is unknown.
    """
    if limits.cost_usd is None:
        return
    unknown = [target.spec for target in targets if target.price is None and not _free(target.spec)]
    if unknown:
        raise PlanError(
            f"found a cost limit of ${limits.cost_usd:,.2f} and no price for {', '.join(unknown)}, expected both; "
            f"write the target as `{{spec: {unknown[0]}, price: {{input: DOLLARS, output: DOLLARS}}}}`, "
            "in US dollars for a million tokens (0 is a price), or limit tokens instead"
        )


def _free(spec: str) -> bool:
    return spec.partition(":")[0] in FREE


def _count(usage: Usage, characters: tuple[int, int] | None) -> Spent:
    guesses = characters or (0, 0)
    counts = (usage.input_tokens, usage.output_tokens)
    return Spent(
        calls=1,
        input_tokens=counts[0] or 0,
        output_tokens=counts[1] or 0,
        calls_without_usage=int(None in counts),
        estimated_tokens=sum(_tokens(guess) for count, guess in zip(counts, guesses, strict=True) if count is None),
    )


def _cost(spec: str, usage: Usage, price: Price | None, characters: tuple[int, int] | None) -> float | None:
    if price is None:
        return 0.0 if _free(spec) else None
    counts = [usage.input_tokens, usage.output_tokens]
    if characters is not None:
        pairs = zip(counts, characters, strict=True)
        counts = [_tokens(guess) if count is None else count for count, guess in pairs]
    if counts[0] is None or counts[1] is None:
        return None
    return (counts[0] * price.input + counts[1] * price.output) / 1_000_000


def _tokens(characters: int) -> int:
    return -(-characters // CHARACTERS_PER_TOKEN)


def _add(sum_: Spent, one: Spent) -> None:
    sum_.calls += one.calls
    sum_.input_tokens += one.input_tokens
    sum_.output_tokens += one.output_tokens
    sum_.calls_without_usage += one.calls_without_usage
    sum_.estimated_tokens += one.estimated_tokens
    both_known = sum_.cost_usd is not None and one.cost_usd is not None
    sum_.cost_usd = sum_.cost_usd + one.cost_usd if both_known else None  # type: ignore[operator]


def _how_sure(total: Spent) -> str:
    if not total.estimated_tokens:
        return ""
    return (
        f" ({total.estimated_tokens:,} of the tokens estimated, for {total.calls_without_usage:,} calls without usage)"
    )
