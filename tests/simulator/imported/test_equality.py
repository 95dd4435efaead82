"""A held conversation, written down as messages and imported: the same fold gives the same encounters."""

from __future__ import annotations

import msgspec
import pytest

import pastno
from personas.perception import Encounter
from simulator.fold import Live, fold
from simulator.imported.events import events_of
from simulator.imported.talk import Said, Talk
from simulator.observer.contract import Occasion
from simulator.transcript import Observation


class Remembered:
    """Reads each reply as the record has it: what differs then is the import alone."""

    version = "remembered"

    def __init__(self, live: Live) -> None:
        self._live = live

    def observe(self, occasion: Occasion) -> Observation:
        held = self._live.exchanges[len(occasion.earlier)]
        assert (occasion.said, occasion.reply.text) == (held.said, held.reply.text)
        return held.observed


def written(live: Live) -> Talk:
    said = [(("user", e.said), ("assistant", e.reply.text)) for e in live.exchanges]
    messages = tuple(Said(role, words) for pair in said for role, words in pair)
    return Talk(name="again", target=live.started.target, messages=messages)


def without_noticing(encounters: tuple[Encounter, ...]) -> list[Encounter]:
    """Whether the person took it for a refusal, and about which need it was, stand in no transcript."""
    return [msgspec.structs.replace(one, noticed=True, ask="") for one in encounters]


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> list[Live]:
    folder = tmp_path_factory.mktemp("held") / "run"
    targets = ["reference:blunt", "reference:warm", "reference:relenting", "reference:deflecting"]
    pastno.run(pastno.plan("first-look", targets), folder)
    return list(pastno.read(folder).lives().values())


def test_the_encounters_are_the_same_where_strategies_are_read_the_same(held: list[Live]) -> None:
    compared = encounters = 0
    for live in held:
        again = fold(events_of(written(live), Remembered(live), name="again", target="t", source="s"))
        if [e.strategy for e in again.exchanges] != [e.strategy for e in live.exchanges]:
            continue
        assert without_noticing(again.encounters) == without_noticing(live.encounters)
        assert [e.phase for e in again.exchanges] == [e.phase for e in live.exchanges]
        compared, encounters = compared + 1, encounters + len(live.encounters)
    assert (compared >= 10, encounters >= 10) == (True, True), (len(held), compared, encounters)


def test_no_word_is_lost_whatever_is_read(held: list[Live]) -> None:
    for live in held:
        again = fold(events_of(written(live), Remembered(live), name="again", target="t", source="s"))
        assert [(e.said, e.reply.text) for e in again.exchanges] == [(e.said, e.reply.text) for e in live.exchanges]
