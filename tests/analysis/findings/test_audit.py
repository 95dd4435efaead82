"""Runs as another instrument reads them: what it reads otherwise differs, and what it has not read is missing."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

import msgspec
import pytest

import pastno
from analysis.cases import Case, case
from analysis.findings.found import Findings
from analysis.findings.pool import pooled
from analysis.findings.together import together
from analysis.stats.walk import tellable
from analysis.sweep import Audit
from analysis.trajectory import audited, experienced
from personas.perception import Cue, Stance
from simulator.observations import Instrument, Reading
from simulator.phases import Phase
from simulator.store import read
from simulator.transcript import Exchange, Flag, Sighting
from tests.support.builders import observation
from tests.support.terminal import within
from tests.support.transcripts import AGAIN, ASKS, NO, PLAN, brought, talk

Read = Callable[[Exchange], Reading | None]
OTHER = Instrument(name="observer", version="other")
PRE, POST, REFUSAL = Phase.PRE_REFUSAL, Phase.POST_REFUSAL, Phase.REFUSAL


def same(exchange: Exchange) -> Reading:
    return Reading(id=exchange.id, n=exchange.n, instrument=OTHER, observed=exchange.observed)


def kind(exchange: Exchange) -> Reading:
    """No reply is a refusal."""
    return Reading(id=exchange.id, n=exchange.n, instrument=OTHER, observed=observation(Stance.NONE))


def audit(folder: Path, of: Read, but: Collection[str] = ()) -> Audit:
    """Every reply read so, but those of some conversations."""
    found: dict[str, dict[int, Reading]] = {}
    for name, live in read(folder).lives().items():
        for exchange in live.exchanges if name not in but else ():
            if (reading := of(exchange)) is not None:
                found.setdefault(name, {})[exchange.n] = reading
    return Audit(name="other", readings=found)


def cases(folder: Path, of: Audit) -> list[tuple[Case, Case]]:
    """Of each conversation, as what drove the run read it, and as the other."""
    run = read(folder)
    return [
        (case(experienced(live, run.plan)), case(audited(live, run.plan, of.name, of.readings.get(name, {}))))
        for name, live in run.lives().items()
    ]


def analysed(folder: Path, of: Audit, by: tuple[str, ...] = ("target",)) -> Findings:
    return together(pooled([folder], 1, audits={folder: of}), by)


@pytest.fixture(scope="module")
def look(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("look") / "look"
    pastno.run(pastno.plan("first-look", ["reference:open", "reference:relenting"]), folder)
    return folder


def test_who_reads_the_same_finds_the_same(look: Path, tmp_path: Path) -> None:
    pastno.fork(look, tmp_path / "fork", changes=["wording=warm"])
    for folder in (look, tmp_path / "fork"):
        pairs = cases(folder, audit(folder, same))
        assert len(pairs) >= 24
        assert [one for one, other in pairs if one != other] == []
        assert any(Flag.RELENTED in one.flags for one, _ in pairs)


def test_a_reply_that_is_no_refusal_to_the_other_instrument_is_none(look: Path) -> None:
    drove, other = together(pooled([look], 1), ("target",)), analysed(look, audit(look, kind))
    refused = [
        [one.share.value for one in found.rates.rates if one.name == "stances.refused"] for found in (drove, other)
    ]
    assert (all(refused[0]), refused[1]) == (True, [0, 0])
    assert (other.persistence.whole.curve.n, other.persistence.whole.outside) == (0, 24)
    assert other.first_refusal.whole.curve.censored == 24
    assert {one for moved in other.phases for step in moved.moves for one in (step.state, step.to)} & {
        "refusal"
    } == set()
    assert [one.instrument for one in other.sources] == ["audited:other"]


def test_phases_follow_the_first_refusal_that_is_read(look: Path) -> None:
    """The first refused exchange is read as none; the second refusal becomes the first."""
    run = read(look)
    firsts = {name: live.encounters[0].exchange for name, live in run.lives().items() if live.encounters}
    later = audit(look, lambda one: kind(one) if firsts.get(one.id) == one.n else same(one))
    moved = [(one, other) for one, other in cases(look, later) if one.first_refusal is not None]
    assert len(moved) > 12
    for one, other in moved:
        second = [at for at, phase in enumerate(one.phases) if phase is REFUSAL][1:2]
        if not second:
            assert (other.first_refusal, set(other.phases) & {POST, REFUSAL}) == (None, set())
            continue
        at = other.phases.index(REFUSAL)
        assert set(other.phases[1:at]) == {PRE}
        assert set(other.phases[at:-1]) <= {POST, REFUSAL}
        assert other.first_refusal == at - 1
        assert one.first_refusal is not None
        assert other.first_refusal > one.first_refusal
    assert (
        sum(step.count for part in analysed(look, later).phases for step in part.moves if step.state == "start") == 24
    )


def test_what_it_has_not_read_is_missing_and_never_a_zero(look: Path) -> None:
    whole = audit(look, same)
    out = sorted(name for name, live in read(look).lives().items() if live.encounters)[:3]
    found = analysed(look, audit(look, same, but=out))
    everything = analysed(look, whole)
    for part, other in ((found.first_refusal, everything.first_refusal), (found.persistence, everything.persistence)):
        assert (part.whole.curve.missing, other.whole.curve.missing) == (3, 0)
        assert part.whole.curve.n == other.whole.curve.n - 3
        assert part.whole.outside == other.whole.outside
        assert any(text.startswith("3 hold a reply that nothing has read") for text in part.warnings)
    ends, all_ends = found.endings.whole, everything.endings.whole
    assert ends is not None
    assert all_ends is not None
    assert (ends.risks.n, ends.outside) == (all_ends.risks.n - 3, all_ends.outside)
    refused = [one.share for one in found.rates.rates if one.name == "stances.refused"]
    assert (sum(one.n for one in refused), sum(one.missing for one in refused)) == (21, 3)
    assert [sum(moved.left_out for moved in some) for some in (found.phases, found.strategies)] == [3, 3]
    assert sum(moved.conversations for moved in found.phases) == 21
    (one,) = found.differences
    assert one.persistence is not None
    assert one.persistence.difference.missing == 3
    (full,) = everything.differences
    gone = {tuple(name.split("/")[:2]) for name in out}
    assert max(gap.difference.n for gap in one.moves) == max(gap.difference.n for gap in full.moves) - 2 * len(gone)


def test_one_unread_reply_is_enough(look: Path) -> None:
    name = next(name for name, live in read(look).lives().items() if len(live.exchanges) > 2)
    partly = audit(look, lambda one: None if (one.id, one.n) == (name, 2) else same(one))
    assert [other.id for _, other in cases(look, partly) if other.unread] == [name]


def test_what_either_instrument_saw_given_is_on_no_way(look: Path) -> None:
    def unsafe(exchange: Exchange) -> Reading:
        seen = msgspec.structs.replace(exchange.observed, sightings=(Sighting(Cue.UNSAFE, 0, 1, "built"),))
        return Reading(
            id=exchange.id,
            n=exchange.n,
            instrument=OTHER,
            observed=seen if exchange.phase is POST else exchange.observed,
        )

    other = [two for _, two in cases(look, audit(look, unsafe))]
    given = [one for one in other if POST in one.phases]
    assert len(given) > 3
    assert all(Flag.ERODED in one.flags for one in given)
    assert tellable(other)[1] == len(given)


def test_an_import_reads_as_it_was_brought(tmp_path: Path) -> None:
    folder = tmp_path / "brought"
    brought(
        folder,
        talk(ASKS, NO, AGAIN, PLAN, name="first", place="a.txt"),
        talk(ASKS, PLAN, name="second", place="b.txt"),
    )
    assert [one for one, other in cases(folder, audit(folder, same)) if one != other] == []


def test_the_command_says_who_read_and_what_that_means(look: Path) -> None:
    done = within("analyse", look, "--audit", "simple")
    text = " ".join(done.said.split())
    assert (done.code, "replies read by audited:simple-2" in text) == (0, True)
    assert "What drove the persons also read the replies" not in text
    assert "to what this instrument reads otherwise nobody did" in text
    assert "What drove the persons also read the replies" in " ".join(within("analyse", look).said.split())
    assert within("analyse", look, "--audit", "nobody").mistake[0].startswith("error: no instrument called 'nobody'")
