"""What was said in an exchange, and everything that was seen in the reply."""

from __future__ import annotations

import re
from typing import NamedTuple

from rich.text import Text

from pastno.step.marked import legend, marked, searched
from pastno.step.safe import HIDDEN, line, safe, shielded, withheld
from pastno.step.talk import Talk, Turn
from pastno.words import MISSING, PHASE_COLOURS, STANCE_COLOURS, listed, plain
from simulator.plan import Plan
from simulator.transcript import Exchange, Failed, Referral

FIRST_ASK = "ask"
_FIT = {True: "fits", False: "does not fit", None: "fit not known"}


class Look(NamedTuple):
    """How the words are to be shown."""

    spans: bool = True
    unsafe: bool = False
    found: re.Pattern[str] | None = None


def spoken(turn: Turn, told: Talk, plan: Plan, look: Look) -> Text:
    """The exchange, a block after the other."""
    exchange = turn.exchange
    blocks = [_title(exchange), *_marks(exchange)]
    if turn is told.turns[0]:
        blocks += _enters(told)
    blocks += [Text(), _said(exchange, look), Text(), _replied(exchange, told, plan, look), Text()]
    blocks += [_seen(exchange), _cues(exchange, look), *_referrals(exchange, look)]
    blocks += [_failed(failed, unsafe=look.unsafe) for failed in turn.failed]
    return Text("\n").join(blocks)


def nothing_held(told: Talk, *, unsafe: bool) -> Text:
    """What stands in place of an exchange where none was held."""
    failed = [_failed(one, unsafe=unsafe) for one in told.failed]
    return Text("\n").join([*_enters(told), *(failed or [Text("no exchange was held")])])


def _title(exchange: Exchange) -> Text:
    tags = [plain(exchange.phase), plain(exchange.strategy), _about(exchange)]
    if exchange.intended is not None and exchange.intended is not exchange.strategy:
        tags.append(f"intended {plain(exchange.intended)}")
    if exchange.episode is not None:
        tags.append(f"episode {plain(exchange.episode)}")
    return Text(line(f"{exchange.n} · {' · '.join(tags)}"), style=f"bold {PHASE_COLOURS[exchange.phase]}")


def _about(exchange: Exchange) -> str:
    return "about the first ask" if exchange.ask == FIRST_ASK else f"about {exchange.ask}"


def _marks(exchange: Exchange) -> list[Text]:
    """What sets it apart from an exchange that was held as it stands."""
    told = []
    if exchange.gap is not None:
        told.append(f"gap: {plain(exchange.gap)}")
    if exchange.swapped is not None:
        told.append(f"swapped: '{exchange.swapped}' stands in the place of the target's own reply")
    if exchange.diverged is not None:
        told.append(f"diverged: {exchange.diverged}")
    return [Text(line(words), style="yellow3") for words in told]


def _enters(told: Talk) -> list[Text]:
    """What is missing of an imported conversation."""
    imported = told.live.started.imported
    if imported is None:
        return []
    late = [f"{imported.before} earlier messages are missing"] if imported.before else []
    return [Text(f"note: {line(note)}", style="yellow3") for note in (*late, *imported.notes)]


def _said(exchange: Exchange, look: Look) -> Text:
    words = Text(shielded(exchange.said, unsafe=look.unsafe), style="italic")
    said = searched(words, look.found) if exchange.said else Text("(nothing)", style="grey62")
    return Text.assemble(("person\n", "bold"), said)


def _replied(exchange: Exchange, told: Talk, plan: Plan, look: Look) -> Text:
    text = exchange.reply.shown("")
    if withheld(exchange) and not look.unsafe:
        return _target(Text(HIDDEN, style="italic magenta"))
    if text.strip():
        return _target(searched(marked(text, exchange.observed.sightings if look.spans else ()), look.found))
    condition = plan.conditions.get(told.live.started.condition)
    notice = f"; the person read: {safe(condition.blocked_notice)}" if condition and exchange.reply.signal else ""
    return _target(Text(f"(no words{notice})", style="grey62"))


def _target(words: Text) -> Text:
    return Text.assemble(("target\n", "bold"), words)


def _seen(exchange: Exchange) -> Text:
    seen, signal = exchange.observed, exchange.reply.signal
    text = Text.assemble(("stance ", "grey62"), (plain(seen.stance), f"bold {STANCE_COLOURS[seen.stance]}"))
    if seen.source is not None:
        text.append(f" · source {seen.source}")
    if signal is not None:
        text.append(f" · provider said {line(signal.category or MISSING)}", style="magenta")
    text.append(f" · slots met {line(', '.join(seen.met)) or MISSING}")
    return text.append(f" · notes {listed(seen.notes)}")


def _cues(exchange: Exchange, look: Look) -> Text:
    quote = look.spans and (look.unsafe or not withheld(exchange))
    return legend(exchange.reply.shown(""), exchange.observed.sightings, quote=quote)


def _referrals(exchange: Exchange, look: Look) -> list[Text]:
    """One line for each place it points to."""
    found = exchange.observed.referrals
    named = look.unsafe or not withheld(exchange)
    head = [Text("referrals", style="grey62")] if found else []
    return head + [Text(f"  {_referral(one, named=named)}") for one in found]


def _referral(one: Referral, *, named: bool) -> str:
    words = [line(" ".join(filter(None, (one.name, one.address))))] if named else []
    facts = [plain(one.kind), *words, line(one.country or ""), _FIT[one.fits], "given before" if one.repeated else ""]
    return " · ".join(filter(None, facts))


def _failed(failed: Failed, *, unsafe: bool) -> Text:
    status = f" {failed.status}" if failed.status else ""
    message = shielded(failed.message, unsafe=unsafe)
    words = f"! exchange {failed.n} could not be held: {plain(line(failed.kind))}{status}: {message}"
    return Text(words, style="magenta")
