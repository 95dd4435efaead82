"""Who meets what: crossing, fitting, filtering, and balanced samples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personas.schema import Persona
from scenarios.schema import Ask, Boundary, Risk, Scenario, Slot, Suite
from simulator.errors import PlanError
from simulator.plan import Library, Plan, make_plan
from simulator.sampling import drawn
from simulator.sittings import FIELDS, sittings
from tests.support.people import condition, persona, scenario, suite

FORBIDDEN = Ask(slots=(Slot(id="how", text="what is forbidden", kind="plan", forbidden=True),), lines=("How would I?",))
PEOPLE = {p.id: p for p in (persona("ada", triggers=("fiction",)), persona("ben", triggers=("past_risk",)))}
BARRED = scenario("edge", boundary=Boundary(text="anything unsafe"), ask=FORBIDDEN, trigger="past_risk")
PLACES = {s.id: s for s in (scenario("tale", trigger="fiction"), scenario("once", trigger="past_risk"))}


def many(count: int, **changes: object) -> dict[str, Persona]:
    return {name: persona(name, **changes) for name in (f"p{i}" for i in range(count))}


def twins(pairs: int) -> dict[str, Scenario]:
    risky = [scenario(f"s{i}", risk=Risk(category="self_harm", framing="past")) for i in range(pairs)]
    alike = [scenario(f"t{i}", contrast_of=f"s{i}") for i in range(pairs)]
    return {s.id: s for s in (*risky, *alike)}


def asked(**changes: object) -> Suite:
    return suite(**({"personas": "all", "scenarios": "all"} | changes))


def test_fitting_pairs_a_person_only_with_situations_of_their_triggers() -> None:
    found = sittings(asked(pairs="fitting"), PEOPLE, PLACES)
    assert [(s.persona, s.scenario) for s in found] == [("ada", "tale"), ("ben", "once")]


def test_who_fits_one_of_two_twins_meets_both() -> None:
    risky = scenario("risky", trigger="past_risk", risk=Risk(category="self_harm", framing="past"))
    alike = scenario("alike", trigger="fiction", contrast_of="risky")
    found = sittings(asked(pairs="fitting"), {"ada": PEOPLE["ada"]}, {"risky": risky, "alike": alike})
    assert {s.scenario for s in found} == {"risky", "alike"}


def test_somebody_without_triggers_fits_everywhere() -> None:
    found = sittings(asked(pairs="fitting"), {"cy": persona("cy")}, PLACES)
    assert {s.scenario for s in found} == set(PLACES)


def test_a_filter_keeps_only_pairs_with_one_of_its_values() -> None:
    found = sittings(asked(where={"scenario.trigger": ("fiction",)}), PEOPLE, PLACES)
    assert {s.scenario for s in found} == {"tale"}


def test_a_filter_by_a_field_that_is_none_names_the_nearest() -> None:
    with pytest.raises(PlanError, match=r"where 'scenario\.triger' \(nearest: 'scenario\.trigger'\)"):
        sittings(asked(where={"scenario.triger": ("fiction",)}), PEOPLE, PLACES)


def test_a_filter_by_a_value_that_nobody_has_says_which_there_are() -> None:
    with pytest.raises(PlanError, match=r"scenario\.trigger is 'poetry'; found only fiction, past_risk"):
        sittings(asked(where={"scenario.trigger": ("poetry",)}), PEOPLE, PLACES)


@pytest.mark.parametrize("field", FIELDS)
def test_every_filter_reads_a_field_of_the_documents(field: str) -> None:
    assert all(isinstance(value, str) for value in FIELDS[field](PEOPLE["ada"], PLACES["tale"]))


def test_filters_that_leave_nobody_are_a_mistake() -> None:
    where = {"persona.id": ("ada",), "scenario.trigger": ("past_risk",)}
    with pytest.raises(PlanError, match="no persona is left"):
        sittings(asked(where=where, pairs="fitting"), PEOPLE, PLACES)


def test_a_boundary_that_nobody_asks_about_is_a_mistake() -> None:
    one = asked(scenarios=("tale", "edge"), pairs="fitting")
    with pytest.raises(PlanError, match="'edge' has a boundary that no persona asks about; its trigger is 'past_risk'"):
        sittings(one, {"ada": PEOPLE["ada"]}, {"tale": PLACES["tale"], "edge": BARRED})


def test_a_person_who_meets_nothing_is_a_mistake() -> None:
    one = asked(personas=("ada", "ben"), pairs="fitting")
    with pytest.raises(PlanError, match="persona 'ben' meets no scenario"):
        sittings(one, PEOPLE, {"tale": PLACES["tale"]})


def test_where_everything_is_taken_a_minor_is_left_out_of_what_they_must_not_meet() -> None:
    young = persona("kim", age_band="adolescent")
    found = sittings(asked(), {"kim": young, "ben": PEOPLE["ben"]}, {"edge": BARRED, "once": PLACES["once"]})
    assert {(s.persona, s.scenario) for s in found} == {("ben", "edge"), ("ben", "once"), ("kim", "once")}


def test_a_guardian_is_left_out_of_a_boundary_and_meets_what_is_for_adults_only() -> None:
    adult = scenario("drink", adults_only=True)
    found = sittings(asked(), {"gil": persona("gil", role="guardian")}, {"edge": BARRED, "drink": adult})
    assert {(s.persona, s.scenario) for s in found} == {("gil", "drink")}


SEXUAL = scenario("body", risk=Risk(category="self_harm", cluster="sexual_crimes", framing="past"))


@pytest.mark.parametrize("who", [{"age_band": "adolescent"}, {"role": "guardian"}], ids=str)
@pytest.mark.parametrize("what", [BARRED, SEXUAL], ids=lambda found: found.id)
def test_a_minor_or_a_guardian_named_with_what_they_must_not_meet_is_an_error(
    who: dict[str, str], what: Scenario
) -> None:
    named = asked(personas=("kim",), scenarios=(what.id,))
    with pytest.raises(PlanError, match=f"'kim' is a minor, or answers for one, and scenario '{what.id}' has a bound"):
        sittings(named, {"kim": persona("kim", **who)}, {what.id: what})


def test_a_minor_named_with_what_is_for_adults_only_is_an_error() -> None:
    young, adult = persona("kim", age_band="adolescent"), scenario("drink", adults_only=True)
    with pytest.raises(PlanError, match="'kim' is a minor and scenario 'drink' is for adults only"):
        sittings(asked(personas=("kim",), scenarios=("drink",)), {"kim": young}, {"drink": adult})


def test_where_everything_is_taken_a_minor_is_left_out_of_what_is_for_adults_only() -> None:
    young, places = persona("kim", age_band="adolescent"), {"drink": scenario("drink", adults_only=True)}
    found = sittings(asked(), {"kim": young, "ben": PEOPLE["ben"]}, places | {"once": PLACES["once"]})
    assert {(s.persona, s.scenario) for s in found} == {("ben", "drink"), ("ben", "once"), ("kim", "once")}


def test_a_free_policy_is_never_paired_with_a_boundary() -> None:
    data = PEOPLE["ben"].model_dump()
    data["policy"]["free"], data["voice"]["kind"] = True, "llm"
    with pytest.raises(PlanError, match="free policy and scenario 'edge' has a boundary"):
        sittings(asked(personas=("ben",), scenarios=("edge",)), {"ben": Persona.model_validate(data)}, {"edge": BARRED})


@given(seed=st.integers(0, 2**31), size=st.integers(1, 120), people=st.integers(1, 6), situations=st.integers(1, 7))
def test_a_sample_uses_persons_and_situations_as_evenly_as_can_be(
    seed: int, size: int, people: int, situations: int
) -> None:
    whole = asked(sample=size, seed=seed, repetitions=2)
    cast, places = many(people), {name: scenario(name) for name in (f"s{i}" for i in range(situations))}
    found = drawn(whole, sittings(whole, cast, places), places, arms=1)
    spans = [spread(Counter(s.persona for s in found), cast), spread(Counter(s.scenario for s in found), places)]
    assert (len(found), max(spans) <= 1) == (min(size, people * situations * 2), True)


def spread(counts: Counter[str], names: Iterable[str]) -> int:
    drawn_so_often = [counts[name] for name in names]
    return max(drawn_so_often) - min(drawn_so_often)


def test_a_sample_draws_twins_together() -> None:
    whole, places = asked(sample=24, seed=3), twins(6)
    found = drawn(whole, sittings(whole, many(4), places), places, arms=1)
    met = {(s.persona, s.scenario) for s in found}
    assert {(p, s.replace("t", "s")) for p, s in met if s[0] == "t"} == {(p, s) for p, s in met if s[0] == "s"}


def test_a_sample_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    places = {name: scenario(name) for name in (f"s{i}" for i in range(9))}
    one, same, other = (
        drawn(whole, sittings(whole, many(5), places), places, arms=1)
        for whole in (asked(sample=10, seed=1), asked(sample=10, seed=1), asked(sample=10, seed=2))
    )
    assert (one == same, one == other) == (True, False)


def planned(**changes: object) -> Plan:
    known = Library(personas=PEOPLE, scenarios=PLACES, conditions={"plain": condition()})
    return make_plan(asked(**changes), known, ["reference:blunt", "reference:open"], observer="o")


def test_everybody_sampled_meets_every_target() -> None:
    cells = list(planned(sample=5, repetitions=4).cells())
    met = Counter((cell.persona, cell.scenario, cell.repetition) for cell in cells)
    assert (set(met.values()), len(cells)) == ({2}, 4)


def test_a_plan_that_crosses_everything_lists_no_sittings_and_counts_them_all() -> None:
    whole = planned(repetitions=3)
    assert (whole.sittings, whole.size, len(list(whole.cells()))) == (None, 24, 24)


def test_a_plan_keeps_only_the_documents_of_its_sittings() -> None:
    part = planned(where={"persona.id": ("ada",), "scenario.id": ("tale",)})
    assert (list(part.personas), list(part.scenarios), part.size) == (["ada"], ["tale"], 2)
