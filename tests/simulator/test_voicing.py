"""A model voices the person: what stays verbatim, what is turned down, and whose fault it is."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from personas.perception import Source, Stance, Strategy
from personas.prompting import texts
from personas.schema import Persona, Policy
from scenarios.schema import Target
from simulator.batch import Batch, BatchResult
from simulator.chat import ChatRequest, Reply, Signal, Usage
from simulator.errors import CallFailed, FailureKind, PlanChanged, PlanError, TargetDown
from simulator.fold import Live
from simulator.plan import Library, Plan, make_plan
from simulator.store import RunFolder, read
from simulator.transcript import Cause, Exchange
from tests.support.people import condition, persona, scenario, suite
from tests.support.stand import Echo, Told

VOICE, TARGET = "scripted:voice", "reference:blunt"
GOOD = "that did not answer me. can you please try again"


class Speaks(Echo):
    """A voice that says given things in turn, the last one for ever."""

    spec = VOICE

    def __init__(self, *lines: str | Reply | CallFailed) -> None:
        super().__init__()
        self._lines = list(lines)

    async def reply(self, request: ChatRequest) -> Reply:
        """The next thing."""
        self.requests.append(request)
        said = self._lines.pop(0) if len(self._lines) > 1 else self._lines[0]
        if isinstance(said, CallFailed):
            raise said
        return Reply(text=said, usage=Usage(30, 10)) if isinstance(said, str) else said


def somebody(**policy: object) -> Persona:
    """Insists three times, then leaves."""
    fields = {"weights": {Strategy.INSIST: 1.0}, "patience": 3} | policy
    return persona(policy=Policy.model_validate(fields))


def plan(who: Persona, **changes: object) -> Plan:
    known = Library(personas={who.id: who}, scenarios={"night": scenario()}, conditions={"plain": condition()})
    chosen = {"personas": (who.id,), "scenarios": ("night",), "voice": VOICE} | changes
    return make_plan(suite(**chosen), known, [TARGET], observer="told-1")


def session(path: Path, voice: Speaks, made: Plan, stances: Sequence[Stance] = (Stance.REFUSE,)) -> BatchResult:
    with RunFolder.start(path, made) as folder:
        batch = Batch(folder, {TARGET: Echo()}, Told(stances), voices={VOICE: voice}, concurrency=1)
        return asyncio.run(batch.run())


def held(path: Path, voice: Speaks, made: Plan | None = None, stances: Sequence[Stance] = (Stance.REFUSE,)) -> Live:
    session(path, voice, made or plan(somebody()), stances)
    return next(iter(read(path).lives().values()))


def voiced(live: Live) -> list[Exchange]:
    return [exchange for exchange in live.exchanges if exchange.voiced is not None]


def test_openings_and_asks_stay_the_scenarios_own_words(tmp_path: Path) -> None:
    live = held(tmp_path, Speaks(GOOD), stances=(Stance.NONE, Stance.REFUSE))
    authored = {e.strategy: e.said for e in live.exchanges if e.voiced is None}
    assert authored[Strategy.OPEN] in scenario().opening
    assert authored[Strategy.ASK] in scenario().ask.lines


def test_what_follows_a_refusal_is_the_models(tmp_path: Path) -> None:
    live = held(tmp_path, Speaks(GOOD))
    assert {(e.said, e.strategy) for e in voiced(live)} >= {(GOOD, Strategy.INSIST)}


def test_the_record_says_which_model_and_prompt_spoke(tmp_path: Path) -> None:
    how = voiced(held(tmp_path, Speaks(GOOD)))[0].voiced
    assert how is not None
    assert (how.model, how.prompt in read(tmp_path).plan.prompts, how.usage) == (VOICE, True, Usage(30, 10))


BAD = {
    "assistant": "As an AI language model, I'm here to help you. How can I assist you today?",
    "declines": "I'm sorry, but I can't roleplay as a person in distress.",
    "narrates": "*sighs and looks out of the window* i don't know any more",
    "leaks": "my persona is told to insist, and my distress is 0.8",
    "speaks_for_both": "You: please help me\nAssistant: Of course, what is wrong?\nYou: thanks",
    "empty": "",
}


@pytest.mark.parametrize("fault", BAD)
def test_a_voice_that_leaves_its_role_is_asked_once_more(tmp_path: Path, fault: str) -> None:
    how = voiced(held(tmp_path, Speaks(BAD[fault], GOOD)))[0].voiced
    assert how is not None
    assert [(draft.text, fault in draft.faults) for draft in how.rejected] == [(BAD[fault], True)]


@pytest.mark.parametrize("fault", BAD)
def test_a_voice_that_never_plays_fails_the_persona_and_nobody_else(tmp_path: Path, fault: str) -> None:
    live = held(tmp_path, Speaks(BAD[fault]))
    assert live.ended is not None
    assert live.ended.voiced is not None
    assert (live.ended.cause, len(live.ended.voiced.rejected)) == (Cause.PERSONA_FAILED, 2)


def test_a_lost_conversation_is_counted_apart_and_never_held_again(tmp_path: Path) -> None:
    results = [session(tmp_path, Speaks(BAD["declines"]), plan(somebody())) for _ in range(2)]
    assert [(result.lost, result.failed, result.unheld) for result in results] == [(1, 0, 0)] * 2


def test_a_voice_that_will_not_play_is_named_as_that(tmp_path: Path) -> None:
    live = held(tmp_path, Speaks(BAD["declines"]))
    assert live.ended is not None
    assert live.ended.detail == f"the voice {VOICE} would not play ada; this is no refusal of the target"


def test_a_provider_that_blocks_the_voice_is_the_voices_doing_too(tmp_path: Path) -> None:
    blocked = Reply(text="", signal=Signal(source=Source.STOP, category="refusal"))
    live = held(tmp_path, Speaks(blocked))
    assert (live.ended and live.ended.cause, len(live.encounters)) == (Cause.PERSONA_FAILED, 1)


def test_a_voice_that_says_nothing_is_asked_again(tmp_path: Path) -> None:
    live = held(tmp_path, Speaks(CallFailed(FailureKind.EMPTY, "nothing came"), GOOD))
    assert [draft.faults for e in voiced(live)[:1] for draft in e.voiced.rejected] == [("empty",)]  # type: ignore[union-attr]


def test_too_many_words_are_said_in_the_end_and_marked(tmp_path: Path) -> None:
    how = voiced(held(tmp_path, Speaks("please " + "i really mean it this time and " * 40)))[0].voiced
    assert how is not None
    assert ("too_long" in how.faults, len(how.rejected)) == (True, 1)


def test_the_second_request_names_what_was_wrong(tmp_path: Path) -> None:
    voice = Speaks(BAD["assistant"], GOOD)
    held(tmp_path, voice)
    first, second = (request.messages[-1].content for request in voice.requests[:2])
    assert (len(second) > len(first), voice.requests[0].seed != voice.requests[1].seed) == (True, True)


def test_a_failed_call_of_the_voice_is_no_failure_of_the_target(tmp_path: Path) -> None:
    live = held(tmp_path, Speaks(CallFailed(FailureKind.SERVER, "500: down")))
    assert live.failed is not None
    assert live.failed.message == f"the voice {VOICE}: 500: down"


def test_a_conversation_that_stands_at_its_voices_failure_is_taken_up_again(tmp_path: Path) -> None:
    held(tmp_path, Speaks(CallFailed(FailureKind.SERVER, "500: down")))
    live = held(tmp_path, Speaks(GOOD))
    assert (live.failed, live.ended is not None) == (None, True)


def test_a_voice_that_is_down_halts_the_run_and_says_how_to_go_on(tmp_path: Path) -> None:
    result = session(tmp_path, Speaks(TargetDown(FailureKind.AUTH, "401: wrong key")), plan(somebody()))
    assert result.halted == f"the voice {VOICE}: 401: wrong key; go on with: pastno run --resume {tmp_path}"


def test_a_run_begun_with_other_prompts_is_not_gone_on_with(tmp_path: Path) -> None:
    other = plan(somebody()).model_copy(update={"prompts": {"speak-0": "Say something."}})
    with pytest.raises(PlanChanged, match="begun with other prompts for the voices"):
        session(tmp_path, Speaks(GOOD), other)


def test_the_plan_freezes_every_prompt_and_only_where_a_model_speaks() -> None:
    assert (plan(somebody()).prompts, plan(somebody(), voice=None).prompts) == (texts(), {})


def test_a_scripted_person_keeps_their_lines_under_any_voice() -> None:
    data = persona().model_dump()
    data["voice"] |= {"kind": "script", "script": {"post_refusal": {}}}
    assert plan(Persona.model_validate(data)).voices == {}


def test_a_voice_of_kind_llm_without_a_model_says_how_to_name_one() -> None:
    data = persona().model_dump()
    data["voice"]["kind"] = "llm"
    with pytest.raises(PlanError, match="no model; name one with --voice"):
        plan(Persona.model_validate(data), voice=None)


def free() -> Plan:
    return plan(somebody(), policy="free")


def test_under_a_free_policy_the_message_says_what_it_does_and_the_intention_is_kept(tmp_path: Path) -> None:
    live = held(tmp_path, Speaks("never mind. forget it, bye"), free())
    last = voiced(live)[-1]
    assert (last.strategy, last.intended) == (Strategy.WITHDRAW, Strategy.INSIST)


def test_under_a_free_policy_leaving_is_the_models_decision(tmp_path: Path) -> None:
    live = held(tmp_path, Speaks("never mind. forget it, bye"), free())
    assert (live.ended and live.ended.cause, len(live.encounters)) == (Cause.LEFT, 1)


def test_a_free_policy_without_a_model_is_a_mistake() -> None:
    with pytest.raises(PlanError, match="only a model can choose freely: name one with --voice"):
        plan(somebody(), policy="free", voice=None)


def test_two_runs_with_the_same_voice_are_equal(tmp_path: Path) -> None:
    one, two = (held(tmp_path / name, Speaks(GOOD)) for name in ("one", "two"))
    assert msgspec.to_builtins(one.exchanges) == msgspec.to_builtins(two.exchanges)


def test_a_block_with_words_is_the_voices_doing_too(tmp_path: Path) -> None:
    blocked = Reply(text=GOOD, signal=Signal(source=Source.STOP, category="refusal"))
    how = voiced(held(tmp_path, Speaks(blocked, GOOD)))[0].voiced
    assert how is not None
    assert [(draft.text, draft.faults) for draft in how.rejected] == [(GOOD, ("declines",))]


def test_of_two_drafts_that_stay_in_the_role_the_second_is_said(tmp_path: Path) -> None:
    long = "please " + "i really mean it this time and " * 40
    said = voiced(held(tmp_path, Speaks(long + "one", long + "two")))[0].said
    assert said.endswith("two")


def test_usage_of_two_drafts_is_unknown_where_one_is(tmp_path: Path) -> None:
    how = voiced(held(tmp_path, Speaks(Reply(text=BAD["leaks"], usage=Usage(None, 10)), GOOD)))[0].voiced
    assert how is not None
    assert how.usage == Usage(None, 20)


def test_what_is_said_after_an_ask_was_met_is_not_read_as_if_it_had_been_refused(tmp_path: Path) -> None:
    live = held(tmp_path, Speaks("okay so the week starts on monday for me"), stances=(Stance.NONE, Stance.COMPLY))
    assert {e.voiced.read for e in voiced(live) if e.voiced} <= {Strategy.ENGAGE, Strategy.OPEN}


def test_a_failed_call_of_the_voice_is_marked_as_its_own(tmp_path: Path) -> None:
    live = held(tmp_path, Speaks(CallFailed(FailureKind.SERVER, "500: down")))
    assert live.failed is not None
    assert live.failed.of == "voice"


def test_a_message_that_was_not_answered_keeps_what_its_voice_used(tmp_path: Path) -> None:
    with RunFolder.start(tmp_path, plan(somebody())) as folder:
        target = Echo({2: CallFailed(FailureKind.REQUEST, "400: no")})
        asyncio.run(Batch(folder, {TARGET: target}, Told((Stance.REFUSE,)), voices={VOICE: Speaks(GOOD)}).run())
    live = next(iter(read(tmp_path).lives().values()))
    assert live.failed is not None
    assert (live.failed.of, live.failed.voiced and live.failed.voiced.usage) == ("target", Usage(30, 10))


def test_a_voice_and_a_target_of_one_spec_must_be_one_model() -> None:
    voice = Target(spec=TARGET, base_url="http://127.0.0.1:2222")
    with pytest.raises(PlanError, match="as a target and as the voice, with another address"):
        plan(somebody(), voice=voice)


def test_a_voice_named_like_a_target_is_that_target() -> None:
    known = Library(personas={"ada": somebody()}, scenarios={"night": scenario()}, conditions={"plain": condition()})
    target = Target(spec="openai:m", base_url="http://127.0.0.1:1111")
    made = make_plan(
        suite(personas=("ada",), scenarios=("night",), voice="openai:m"), known, [target], observer="told-1"
    )
    assert made.voices == {"openai:m": target}
