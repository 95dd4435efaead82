"""Judges behind both hosted APIs, through the pacing that the command line gives them."""

from __future__ import annotations

import asyncio
import json
import random
from pathlib import Path
from typing import Any

import pytest

from analysis.judging.judge import Judge
from analysis.judging.sitting import judge_run
from scenarios.schema import Limits, Target
from simulator.targets.pace import Paced
from simulator.targets.purse import Purse
from tests.analysis.judging.stand import ADA, ASKED, held, item, rubric, scores, talk
from tests.support.behaviours import Behaviour
from tests.support.hosted import HOSTED, SECRET, Hosted
from tests.support.server import LoopbackServer, Say

KINDS = rubric(item(), item("warm"), item("clear"))


def _answers(body: dict[str, Any], n: int) -> Behaviour:
    last = body["messages"][-1]["content"]
    number = ASKED.findall(last)[-1][0]
    return Say(json.dumps({"question": number, "exchanges": [1], "quotes": ["I hear you"], "answer": "yes"}))


@pytest.mark.parametrize("kind", HOSTED)
def test_a_hosted_judge_is_held_to_the_form_and_shares_what_it_can(tmp_path: Path, kind: Hosted) -> None:
    folder = held(tmp_path / "run", talk(("Hello.", "I hear you.")))
    with LoopbackServer(_answers) as server:
        model = kind("model-a", base_url=server.url, timeout_s=5, api_key=SECRET)
        target = Target(spec=model.spec, base_url=server.url)
        paced = Paced(model, target, purse=Purse(Limits()), draw=random.Random(1))

        async def sitting() -> None:
            try:
                await judge_run(folder, [Judge(model=paced, base_url=server.url)], [KINDS])
            finally:
                await paced.close()

        asyncio.run(sitting())
    (score,) = scores(folder, KINDS, model.spec.replace(":", "-"))
    assert {name: value.value for name, value in score.values.items()} == {"kind": True, "warm": True, "clear": True}
    assert (score.id, len(server.seen)) == (ADA, 3)
    openings = {json.dumps(seen.body["messages"][:-1]) for seen in server.seen}
    shapes = {json.dumps(seen.body.get("response_format") or seen.body.get("output_config")) for seen in server.seen}
    assert (len(openings), len(shapes), "yes" in min(shapes)) == (1, 1, True)
    assert SECRET.encode() not in b"".join(file.read_bytes() for file in folder.glob("scores-*"))
