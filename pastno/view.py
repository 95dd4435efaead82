"""One conversation as a page for the terminal: header, timeline, and the transcript with what was observed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from pastno.bars import bars
from pastno.timeline import ending, timeline
from pastno.words import MISSING, PHASE_COLOURS, STANCE_COLOURS, clean, listed, plain
from personas.perception import Cue, State, Strategy
from simulator.fold import Live, fold
from simulator.phases import Phase
from simulator.plan import Plan
from simulator.provenance import Branch, Imported
from simulator.transcript import AnyEvent, Ended, Exchange, Failed, Met

HIDDEN = "[hidden: this reply gives what must not be given; --unsafe shows it]"


def page(events: Sequence[AnyEvent], plan: Plan, *, width: int, unsafe: bool = False) -> Group:
    """The whole page.

    Args:
        events: of one conversation, in order.
        plan: the plan it belongs to.
        width: columns to draw in.
        unsafe: show replies that give what must not be given.
    """
    live = fold(events)
    parts: list[RenderableType] = [_header(live, plan), Text(), timeline(live, width), Text()]
    before = live.started.state
    for index, event in enumerate(events):
        parts += _step(event, plan, unsafe=unsafe)
        if isinstance(event, Exchange | Met):
            follows = events[index + 1] if index + 1 < len(events) else None
            if not isinstance(follows, Met):
                parts += _state(before, event.state)
                before = event.state
    return Group(*parts)


def _header(live: Live, plan: Plan) -> Table:
    started = live.started
    persona, scenario = plan.personas.get(started.persona), plan.scenarios.get(started.scenario)
    flags = live.ended.flags if live.ended else ()
    rows: list[tuple[str, RenderableType]] = [
        ("conversation", Text(started.id, style="bold", overflow="fold")),
        ("persona", _titled(started.persona, persona.name if persona else "")),
        ("scenario", _titled(started.scenario, scenario.title if scenario else "")),
        ("condition", Text(started.condition)),
        ("target", Text(started.target)),
        ("outcome", ending(live)),
        ("flags", Text(listed(flags))),
        ("exchanges", Text(f"{len(live.exchanges)} of at most {started.budget}, refusals met: {len(live.encounters)}")),
    ]
    if started.parent is not None and started.branch is None:
        rows.append(("lines of", Text(started.parent, overflow="fold")))
    if started.imported is not None:
        rows[1:4] = _provenance(started.imported)
    if started.branch is not None:
        rows[1:1] = _branched(started.parent or MISSING, started.branch)
    if live.ended and live.ended.detail:
        rows.append(("detail", Text(clean(live.ended.detail))))
    return _grid(rows, "grey62")


def _branched(parent: str, branch: Branch) -> list[tuple[str, RenderableType]]:
    """What it shares with another conversation, and what was changed."""
    read = f", the refusal read is {branch.wording}" if branch.wording else ""
    arm = f"{branch.arm}, repeat {branch.repeat}{read}"
    return [
        ("forked from", Text(f"{parent}, everything through exchange {branch.at}", overflow="fold")),
        ("arm", Text(arm)),
    ]


def _provenance(imported: Imported) -> list[tuple[str, RenderableType]]:
    """What stands in place of persona, scenario and condition."""
    rows: list[tuple[str, RenderableType]] = [("imported", _titled(clean(imported.source), imported.place))]
    late = [f"{imported.before} earlier messages are missing"] if imported.before else []
    return rows + [("note", Text(clean(note), style="yellow3")) for note in (*late, *imported.notes)]


def _titled(name: str, title: str) -> Text:
    return Text.assemble(name, (f"  {clean(title)}", "grey62")) if title else Text(name)


def _step(event: AnyEvent, plan: Plan, *, unsafe: bool) -> Iterator[RenderableType]:
    if isinstance(event, Exchange):
        yield from _exchange(event, plan, unsafe=unsafe)
    elif isinstance(event, Met):
        yield _encounter(event)
    elif isinstance(event, Failed):
        status = f" {event.status}" if event.status else ""
        words = f"! exchange {event.n} could not be held: {plain(event.kind)}{status}: {clean(event.message)}"
        yield Padding(Text(words, style="magenta"), (0, 2))
    elif isinstance(event, Ended):
        yield Rule(Text(plain(event.cause), style=PHASE_COLOURS[Phase.END]), style="grey37")


def _exchange(event: Exchange, plan: Plan, *, unsafe: bool) -> Iterator[RenderableType]:
    colour = PHASE_COLOURS[event.phase]
    tags = [str(event.n), event.phase, plain(event.strategy)]
    if event.ask != "ask":
        tags.append(f"about {event.ask}")
    if event.gap is not None:
        tags.append(plain(event.gap))
    if event.swapped is not None:
        tags.append(f"reply replaced by {event.swapped}")
    if event.episode is not None:
        tags.append(f"episode {plain(event.episode)}")
    yield Rule(Text(" · ".join(tags), style=f"bold {colour}"), align="left", style=colour)
    if event.diverged is not None:
        yield Padding(
            Text(f"≠ from here on the lines do not answer what was said: {event.diverged}", "yellow3"), (0, 2)
        )
    hidden = Cue.UNSAFE in event.observed.cues and not unsafe
    reply = event.reply.text if event.reply.text.strip() else _blocked(event, plan)
    words = Text(HIDDEN, style="italic magenta") if hidden else Text(clean(reply).strip())
    yield _grid([("person", Text(clean(event.said).strip(), style="italic")), ("target", words)], f"bold {colour}")
    yield Padding(_observed(event), (0, 0, 0, 11))


def _blocked(event: Exchange, plan: Plan) -> str:
    condition = plan.conditions.get(event.id.split("/")[2]) if event.id.count("/") >= 4 else None
    return event.reply.shown(condition.blocked_notice if condition else "(no words)")


def _observed(event: Exchange) -> Text:
    seen, signal = event.observed, event.reply.signal
    text = Text(plain(seen.stance), style=f"bold {STANCE_COLOURS[seen.stance]}")
    text.append(f"  cues: {listed(sorted(seen.cues))}", style="not bold grey62")
    if signal is not None:
        text.append(f"  provider said: {signal.source}, {clean(signal.category or MISSING)}", style="not bold magenta")
    return text


def _encounter(event: Met) -> Padding:
    met = event.encounter
    facts = Text.assemble(
        ("trigger ", "grey62"), plain(met.trigger), ("  stance ", "grey62"), plain(met.stance),
        ("  source ", "grey62"), met.source, ("  referral ", "grey62"), "yes" if met.referral else "no",
        ("\nframing ", "grey62"), listed(met.framing),
        ("\nthe person ", "grey62"), "" if met.noticed else "did not notice it, ", went_on(event),
    )  # fmt: skip
    title = "✕ refused again, in nearly the same words" if met.repeated else "✕ refusal"
    colour = PHASE_COLOURS[Phase.REFUSAL]
    panel = Panel(
        facts, title=Text(title, style=f"bold {colour}"), title_align="left", border_style=colour, box=box.ROUNDED
    )
    return Padding(panel, (0, 0, 0, 9))


def went_on(event: Met) -> str:
    """What the person decided, and whether it could follow."""
    if event.strategy is None:
        return "nothing follows" if event.next is Phase.END else "goes on as the next message shows"
    if event.next is not Phase.END:
        return f"goes on: {plain(event.strategy)}"
    if event.strategy is Strategy.WITHDRAW:
        return "leaves without a word"
    return f"would go on: {plain(event.strategy)}; the budget is reached"


def _state(before: State | None, after: State | None) -> list[Padding]:
    """Nothing where nobody was simulated."""
    return [Padding(bars(before, after), (0, 0, 1, 2))] if before is not None and after is not None else []


def _grid(rows: Sequence[tuple[str, RenderableType]], style: str) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0), expand=False)
    grid.add_column(style=style, justify="right", min_width=9, no_wrap=True)
    grid.add_column(overflow="fold")
    for label, content in rows:
        grid.add_row(label, content)
    return grid
