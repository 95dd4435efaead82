from __future__ import annotations

from collections import Counter

import msgspec
import pytest

from analysis.agreement import cohen
from analysis.realism.agreement import agreement
from personas.perception import Strategy
from simulator.transcript import AnyEvent, Exchange
from tests.analysis.realism.records import by_model, known, talk

# Fleiss, Levin and Paik style two-by-two table, by hand: 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no.
TABLE = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15


def test_kappa_is_agreement_beyond_chance() -> None:
    # Seen 35/50 = 0.7; by chance 0.5 * 0.6 + 0.5 * 0.4 = 0.5; (0.7 - 0.5) / 0.5.
    assert cohen(Counter(TABLE)) == pytest.approx(0.4)


def test_agreement_that_chance_alone_gives_has_no_kappa() -> None:
    assert cohen({("y", "y"): 3}) is None


def test_a_policy_that_was_not_free_has_nothing_to_agree_on() -> None:
    found = agreement(known(talk("Why?")))["policy_agreement"]
    assert (found.value, found.n) == (None, 0)


def test_a_free_voice_is_compared_with_what_was_intended() -> None:
    found = agreement(known(_meant(talk("Why?", "Come on."), Strategy.WITHDRAW, Strategy.INSIST)))
    assert (found["policy_agreement"].value, found["policy_kappa"].n) == (0.5, 2)


def test_words_that_read_as_no_strategy_are_missing() -> None:
    read = msgspec.structs.replace(by_model(), read=Strategy.INSIST)
    found = agreement(known(talk("Why?", "Hm.", voiced=[read, by_model()])))["words_agreement"]
    assert (found.value, found.n, found.missing) == (1, 1, 1)


def _meant(events: tuple[AnyEvent, ...], *meant: Strategy) -> tuple[AnyEvent, ...]:
    return tuple(
        msgspec.structs.replace(e, intended=meant[e.n - 2]) if isinstance(e, Exchange) and e.n > 1 else e
        for e in events
    )
