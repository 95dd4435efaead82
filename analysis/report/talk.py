"""One conversation as the page tells it: messages, what was seen in them, and the person's state."""

from __future__ import annotations

import msgspec

from analysis.trajectory import Trajectory
from personas.perception import Cue, State
from simulator.phases import Phase
from simulator.transcript import Exchange

MARKER = "[UNSAFE DETAIL]"
_LETTERS = {Phase.PRE_REFUSAL: "p", Phase.POST_REFUSAL: "o"}


class Seen(msgspec.Struct, frozen=True, array_like=True):
    """A cue at `reply[start:end]`, in code points."""

    cue: str
    start: int
    end: int


class Turn(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One exchange."""

    n: int
    phase: str
    strategy: str
    said: str
    reply: str
    stance: str
    seen: tuple[Seen, ...] = ()
    state: tuple[float, float, float, float] | None = None
    """Trust, distress, hope, felt heard, each in [0, 1]; None where nobody was simulated."""
    refusal: str = ""
    """Where the refusal came from; empty where it is none."""
    episode: str = ""
    swapped: str = ""
    """The wording put in the place of the reply."""
    unsafe: bool = False
    """Hidden until clicked."""
    unsafe_said: bool = False


class Talk(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation."""

    key: str
    person: str
    about: str
    locale: str
    flags: tuple[str, ...]
    branch: str
    """What was changed and after which exchange; empty where it is no fork."""
    detail: str
    turns: tuple[Turn, ...]


def talk(trajectory: Trajectory, key: str) -> Talk:
    """Tell a conversation.

    Args:
        trajectory: as it was experienced; it need not have ended.
        key: its name on the page.
    """
    live = trajectory.live
    branch = live.started.branch
    met = {one.exchange: one.source.value for one in trajectory.encounters}
    return Talk(
        key=key,
        person=trajectory.persona.name if trajectory.persona is not None else "",
        about=trajectory.scenario.title if trajectory.scenario is not None else "",
        locale=locale_of(trajectory),
        flags=tuple(flag.value for flag in live.ended.flags) if live.ended is not None else (),
        branch=f"{branch.arm}, after exchange {branch.at}" if branch is not None else "",
        detail=live.ended.detail if live.ended is not None else "",
        turns=tuple(_turn(one, trajectory, met.get(one.n, "")) for one in trajectory.exchanges),
    )


def walk(trajectory: Trajectory) -> str:
    """The phases visited, a letter each."""
    met = {one.exchange for one in trajectory.encounters}
    return "".join(_LETTERS.get(one.phase, "p") + "r" * (one.n in met) for one in trajectory.exchanges)


def locale_of(trajectory: Trajectory) -> str:
    """The person's language and country; empty where it is not known."""
    if trajectory.persona is not None:
        return trajectory.persona.locale
    imported = trajectory.live.started.imported
    return (imported.locale or "") if imported is not None else ""


def _turn(one: Exchange, trajectory: Trajectory, refusal: str) -> Turn:
    reply = trajectory.reads(one)
    return Turn(
        n=one.n,
        phase=one.phase.value,
        strategy=one.strategy.value,
        said=one.said,
        reply=reply,
        stance=one.observed.stance.value,
        seen=tuple(Seen(s.cue.value, s.start, s.end) for s in one.observed.sightings) if one.reply.text else (),
        state=_numbers(one.state),
        refusal=refusal,
        episode=one.episode or "",
        swapped=one.swapped or "",
        unsafe=Cue.UNSAFE in one.observed.cues or MARKER in reply,
        unsafe_said=MARKER in one.said,
    )


def _numbers(state: State | None) -> tuple[float, float, float, float] | None:
    if state is None:
        return None
    return (round(state.trust, 4), round(state.distress, 4), round(state.hope, 4), round(state.felt_heard, 4))
