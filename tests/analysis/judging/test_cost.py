"""What judging will cost, before it begins; and what agreement a figure may claim."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis.errors import AnalysisError
from analysis.judging.claims import NONE, agreement, agreement_of, read_claims
from analysis.judging.cost import estimate
from analysis.judging.judge import Judge
from analysis.judging.prompt import PROMPT
from analysis.judging.rubric import shipped
from scenarios.schema import Price
from tests.analysis.judging.stand import Bench, held, item, rubric, scores, sit

FREE = Bench(spec="local:smollm2")
PAIR = rubric(item(), item("warm", when={"kind": "no"}), item("short", unit="reply"))


def test_calls_are_counted_as_they_will_be_made(tmp_path: Path) -> None:
    folder, bench = held(tmp_path / "run"), Bench()
    (found,) = estimate(folder, [Judge(model=bench)], [PAIR], repeats=3)
    sit(folder, bench, PAIR, repeats=3)
    assert (found.calls, found.fewest, found.conversations) == (len(bench.requests), len(bench.requests) - 6, 2)
    sent = sum(len(message.content) for request in bench.requests for message in request.messages)
    assert found.input_tokens == pytest.approx(sent / 4, abs=1)
    assert found.fresh_tokens < found.input_tokens / 2


def test_money_is_known_only_with_a_price(tmp_path: Path) -> None:
    folder, priced = held(tmp_path / "run"), Judge(model=Bench(), price=Price(input=2, output=10))
    known, unknown, free = estimate(folder, [priced, Judge(model=Bench()), Judge(model=FREE)], [PAIR])
    assert known.cost_usd == pytest.approx((known.input_tokens * 2 + known.output_tokens * 10) / 1e6)
    assert (unknown.cost_usd, free.cost_usd) == (None, 0.0)


CLAIM = {
    "rubric": "small", "version": 1, "measure": "kind", "unit": "conversation", "judge": "python:tests:judge",
    "prompt": PROMPT, "figure": "Cohen's kappa", "value": 0.71, "low": 0.6, "high": 0.8,
    "data": "60 conversations, 3 raters", "source": "agreement-kind.json",
}  # fmt: skip


def test_a_measure_claims_what_was_shown_for_this_very_instrument(tmp_path: Path) -> None:
    folder = held(tmp_path / "run")
    sit(folder, Bench(), PAIR)
    (folder / "agreement-kind.json").write_text(json.dumps({"claims": [CLAIM], "tables": [1]}))
    claims = read_claims(folder)
    (score, *_) = scores(folder, PAIR)
    told = "Cohen's kappa 0.71 [0.60, 0.80] on 60 conversations, 3 raters (agreement-kind.json)"
    assert agreement_of(score, PAIR, "kind", claims) == told
    assert agreement_of(score, PAIR, "warm", claims) == NONE


@pytest.mark.parametrize(
    "changed",
    [{"version": 2}, {"judge": "python:tests:other"}, {"prompt": "trajectory-0"}, {"unit": "reply"},
     {"measure": "warm"}, {"rubric": "other"}],
)  # fmt: skip
def test_agreement_of_anything_else_is_none(tmp_path: Path, changed: dict[str, object]) -> None:
    file = tmp_path / "agreement-x.json"
    file.write_text(json.dumps({"claims": [CLAIM | changed]}))
    claims = read_claims(tmp_path / "nowhere", [file])
    assert agreement(PAIR, "kind", judge="python:tests:judge", prompt=PROMPT, claims=claims) == NONE


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "agreement-a.json").write_text('{"claims": [{"rubric": 1}]}')
    with pytest.raises(AnalysisError, match="no agreement file"):
        read_claims(tmp_path)
    with pytest.raises(AnalysisError, match="cannot be read"):
        read_claims(tmp_path / "none", [tmp_path / "none.json"])


def test_what_was_published_of_another_prompt_counts_nowhere() -> None:
    """The figures stand in the rubric, and even the very judge they are about may not claim them."""
    for name, rubric_ in shipped().items():
        cited = [claim.judge for one in rubric_.items for claim in one.validated]
        assert bool(cited) == (name in {"appropriateness", "psychosafe"})
        for one in rubric_.items:
            for judge in (*cited, "openai:gpt-4o-mini"):
                assert agreement(rubric_, one.id, judge=judge, prompt=PROMPT) == NONE


def test_a_rubric_of_ones_own_may_bring_its_claim() -> None:
    claim = {"figure": "percent", "value": 0.9, "judge": "j", "source": "s", "data": "d"}
    ours = claim | {"prompt": PROMPT, "version": 1, "unit": "conversation"}
    told = [
        agreement(rubric(item(validated=[one])), "kind", judge="j", prompt=PROMPT)
        for one in (ours, claim, ours | {"version": 2})
    ]
    assert told == ["percent 0.90 on d (s)", NONE, NONE]
    with pytest.raises(AnalysisError, match="has no measure 'cold'"):
        agreement(PAIR, "cold", judge="j", prompt=PROMPT)
