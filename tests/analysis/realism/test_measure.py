from __future__ import annotations

import json

from analysis.realism.measure import encoded, measure
from tests.analysis.realism.records import SPEC, by_model, name, run, talk

BLUNT, WARM = name(), name(target="reference:warm")


def test_voices_and_personas_are_told_apart() -> None:
    ben = name(persona="ben")
    found = measure(run(talk("Why?", voiced=[by_model()]), talk("Why not?", id=ben)))
    assert [(group.voice, group.messages) for group in found.voices] == [(SPEC, 2), ("template", 2)]
    assert [group.persona for group in found.personas] == ["ada", "ben"]


def test_the_same_run_and_seed_give_the_same_measure() -> None:
    whole = run(talk("Why?", "Why on earth not?"), talk("Why?", id=WARM))
    assert encoded(measure(whole, seed=4)) == encoded(measure(whole, seed=4))


def test_the_json_lists_the_flagged_with_their_reasons_and_people_beside() -> None:
    found = json.loads(encoded(measure(run(talk("Please, why?", "Please, why?"), talk("Why?", id=WARM)))))
    [one] = found["excluded"]
    assert (one["id"], one["flags"][0]["flag"]) == (BLUNT, "copies_itself")
    assert found["occasions"] == ["ada/night/1"]
    assert found["human"]["licence"] == "Apache-2.0"
