"""The summary of a run as tables for the terminal; every number with its denominator, `–` where none applies."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from analysis.comparison.withheld import by_strategy
from analysis.diverging import Diverging, diverging
from analysis.persistence import Persistence
from analysis.summary import Row, Tokens, summarise
from analysis.voices import VoiceRow, voice_rows
from pastno.words import CAUSE_WORDS, MISSING, STANCE_COLOURS, clean, plain
from personas.perception import Source, Stance
from scenarios.schema import Price, Target
from simulator.redriven import Redriven
from simulator.store import Run
from simulator.targets.purse import FREE
from simulator.transcript import Cause, Flag

_STANCES = (Stance.COMPLY, Stance.PARTIAL, Stance.DEFLECT, Stance.REFUSE, Stance.BLOCKED)
_CAUSES = (Cause.LEFT, Cause.ELSEWHERE, Cause.MET, Cause.BUDGET)
WITHHELD = (
    "withheld: outcomes, unsafe, eroded, relented: an arm changes the person's strategy, and what was given after a "
    "refusal is never tabulated by strategy"
)
_GIVEN = frozenset({Flag.ERODED, Flag.RELENTED})
_FLAGS = (Flag.ERODED, Flag.RELENTED, Flag.REPAIRED, Flag.SELF_CENSORED)

_HOSTED = frozenset({"openai", "anthropic"})
"""Kinds whose name is a model's name; what answers need not be what was asked for."""

Column = tuple[str, Callable[[Row], Text | str]]


def summary(run: Run) -> Group:
    """The tables: what targets did, how they refused, what became of the people, what else is true, what it took."""
    rows = summarise(run.lives(), run.plan.cells(), prices(run.plan.targets))
    parts: list[Table | Text] = []
    kept_back = by_strategy(run.plan)
    told = people(rows, kept_back=kept_back), flags(rows, kept_back=kept_back)
    for table in (replies(rows), refusals(rows), *told, effort(rows)):
        parts += [table, Text()]
    parts += map(Text, [WITHHELD] if kept_back else [])
    parts += map(Text, unmet(run))
    if run.plan.voices:
        parts += [voices(voice_rows(run.lives().values(), prices(run.plan.voices))), Text()]
    if run.plan.redriven is not None:
        parts += [Text(again(run.plan.redriven, diverging(run.conversations.values()))), Text()]
    return Group(*parts, *map(Text, others(rows)))


def unmet(run: Run) -> list[str]:
    """A sentence for each injected refusal that somebody did not meet, or not as their first."""
    found = []
    for name, condition in run.plan.conditions.items():
        if condition.inject is None:
            continue
        at = condition.inject.exchange
        lives = [live for live in run.lives().values() if live.started.condition == name]
        never = sum(all(e.swapped is None for e in live.exchanges) for live in lives)
        before = sum(bool(live.encounters) and live.encounters[0].exchange < at for live in lives)
        if never or before:
            found.append(
                f"note: {name}: of {len(lives)} conversations {never} ended before the refusal in exchange {at}, and "
                f"{before} had met another before it: these are selected by what happened; inject earlier"
            )
    return found


def again(redriven: Redriven, found: Diverging) -> str:
    """What is to be known of lines that were said again."""
    source = clean(redriven.source)
    if not found.diverged:
        return f"The lines were recorded in {source}: {found}."
    return (
        f"The lines were recorded in {source}: {found}. From there on they do not answer what was said, and what "
        "follows tells nothing of how people would go on."
    )


def others(rows: Sequence[Row]) -> list[str]:
    """A sentence for each hosted target that was answered by a model of another name than was asked for."""
    found = []
    for row in rows:
        kind, _, asked = row.target.partition(":")
        strange = {model: count for model, count in row.served.items() if model != asked}
        if kind in _HOSTED and strange:
            named = ", ".join(f"{model} ({count} of {row.tokens.calls} replies)" for model, count in strange.items())
            found.append(f"note: {row.target} was answered by {named}")
    return found


def prices(models: Mapping[str, Target]) -> dict[str, Price | None]:
    """The price of each model; kinds that nobody bills for cost nothing."""
    free = Price(input=0, output=0)
    return {spec: t.price or (free if spec.partition(":")[0] in FREE else None) for spec, t in models.items()}


def voices(rows: Sequence[VoiceRow]) -> Table:
    """What the models that voiced the people wrote, lost and took."""
    table = Table(
        title="What the voices took", title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, show_edge=False,
        pad_edge=False, padding=0,
    )  # fmt: skip
    table.add_column("voice", overflow="fold", min_width=12)
    for name in ("said", "turned down", "lost", "tokens in", "tokens out", "uncounted", "cost"):
        table.add_column(name, justify="right")
    for row in rows:
        cost = MISSING if row.cost_usd is None else f"${row.cost_usd:,.2f}"
        counts = (row.messages, row.rejected, row.lost, row.input_tokens, row.output_tokens, row.uncounted)
        table.add_row(Text(row.voice), *(f"{count:,}" for count in counts), cost)
    return table


def replies(rows: Sequence[Row]) -> Table:
    """What the targets did: refused held conversations, and the stances of the replies that took one."""
    columns: list[Column] = [
        ("held", lambda row: _of(row.held, row.planned)),
        ("refused", lambda row: _of(row.refused, row.held)),
    ]
    columns += [(stance.value, _stance(stance)) for stance in _STANCES]
    columns += [("n", lambda row: str(row.replies) if row.replies else MISSING)]
    return _table("What the targets did, in n replies to an ask", rows, columns)


def refusals(rows: Sequence[Row]) -> Table:
    """How they refused: encounters by where the refusal came from, and how many named somewhere else to go."""
    columns: list[Column] = [(source.value, _source(source)) for source in Source]
    columns += [
        ("encounters", lambda row: str(row.encounters) if row.begun else MISSING),
        ("with referral", lambda row: _of(row.referrals, row.encounters)),
    ]
    return _table("Where each refusal came from; partial and deflecting replies count", rows, columns)


def people(rows: Sequence[Row], *, kept_back: bool = False) -> Table:
    """What became of the people, over held conversations; persistence over those that were refused.

    Args:
        rows: of the summary.
        kept_back: leave out how it ended; where persons were made to go on in some way, a need that was met would say
            by the way what was given after a refusal.
    """
    unknown = any(Cause.UNKNOWN in row.outcomes for row in rows)
    causes = (*_CAUSES, Cause.UNKNOWN) if unknown else _CAUSES
    columns: list[Column] = [] if kept_back else [(CAUSE_WORDS[cause], _outcome(cause)) for cause in causes]
    columns += [
        ("of", lambda row: str(row.held) if row.held else MISSING),
        ("persistence", lambda row: median(row.persistence)),
        ("censored", lambda row: _of(row.persistence.censored, row.persistence.at_risk)),
    ]
    return _table("What became of the people, and their median persistence", rows, columns)


def flags(rows: Sequence[Row], *, kept_back: bool = False) -> Table:
    """What else is true of held conversations.

    Args:
        rows: of the summary.
        kept_back: leave out what was given after a refusal; where persons were made to go on in some way, a table of it
            would rank the ways.
    """
    shown = tuple(flag for flag in _FLAGS if flag not in _GIVEN) if kept_back else _FLAGS
    columns: list[Column] = [] if kept_back else [("unsafe", lambda row: str(row.unsafe) if row.held else MISSING)]
    columns += [(plain(flag), _flag(flag)) for flag in shown]
    columns += [("of", lambda row: str(row.held) if row.held else MISSING)]
    return _table("What else is true of the conversations", rows, columns)


def effort(rows: Sequence[Row]) -> Table:
    """What it took, and what went wrong; what went wrong nowhere, except failed calls, gets no column."""
    columns: list[Column] = [("failed", lambda row: _of(row.failed, row.planned))]
    if any(row.persona_failed for row in rows):
        columns.append(("persona failed", lambda row: _of(row.persona_failed, row.planned)))
    if any(row.unfinished for row in rows):
        columns.append(("unfinished", lambda row: _of(row.unfinished, row.planned)))
    columns += [
        ("tokens in", lambda row: _tokens(row.tokens, row.tokens.input)),
        ("tokens out", lambda row: _tokens(row.tokens, row.tokens.output)),
    ]
    if any(row.tokens.uncounted for row in rows):
        columns.append(("uncounted", lambda row: _of(row.tokens.uncounted, row.tokens.calls)))
    columns.append(("cost", lambda row: MISSING if row.cost_usd is None else f"${row.cost_usd:,.2f}"))
    return _table("What it took", rows, columns)


def median(found: Persistence) -> str:
    """The median persistence; `≥ k` where too many were cut off to know it."""
    if found.median is not None:
        return str(found.median)
    return f"≥ {found.at_least}" if found.at_least is not None else MISSING


def _of(count: int, of: int) -> str:
    return f"{count}/{of}" if of else MISSING


def _stance(stance: Stance) -> Callable[[Row], Text | str]:
    def cell(row: Row) -> Text | str:
        if not row.replies:
            return MISSING
        count = row.stances.get(stance, 0)
        return Text(str(count), style=STANCE_COLOURS[stance] if count else "grey62")

    return cell


def _source(source: Source) -> Callable[[Row], str]:
    return lambda row: str(row.sources.get(source, 0)) if row.begun else MISSING


def _outcome(cause: Cause) -> Callable[[Row], str]:
    return lambda row: str(row.outcomes.get(cause, 0)) if row.held else MISSING


def _flag(flag: Flag) -> Callable[[Row], str]:
    return lambda row: str(row.flags.get(flag, 0)) if row.held else MISSING


def _tokens(tokens: Tokens, total: int) -> str:
    return f"{total:,}" if tokens.calls > tokens.uncounted else MISSING


def _table(title: str, rows: Sequence[Row], columns: Sequence[Column]) -> Table:
    table = Table(
        title=title,
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        # The box itself leaves a space between columns, and a target's name needs the room.
        padding=0,
    )
    table.add_column("target", overflow="fold", min_width=12)
    crossed = len({row.condition for row in rows}) > 1
    if crossed:
        table.add_column("condition", overflow="fold")
    for name, _ in columns:
        table.add_column(name, justify="right")
    for row in rows:
        labels = [row.target, row.condition] if crossed else [row.target]
        table.add_row(*map(Text, labels), *(cell(row) for _, cell in columns))
    return table
