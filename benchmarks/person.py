"""How well the reading of a person's messages agrees with what was meant.

By hand, over the shipped phrase banks, in held conversations of template voices, and beside annotators of people who
were refused, where their corpus is there.

Usage: python -m benchmarks.person [--data FOLDER] [--json FILE]
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from analysis.agreement import agree
from analysis.realism.figure import Figure, Part, share
from benchmarks.intervals import SEED
from benchmarks.person_runs import Spoken, spoken
from benchmarks.persuaders import FOLDER, of_persuaders, shown
from benchmarks.tables import console, table, write
from personas.loader import load_personas
from personas.perception import REACTIONS, Strategy
from personas.voice import spellings
from scenarios.loader import load_scenarios
from scenarios.schema import Ask
from simulator.observer.person import read_strategy

MESSAGES = Path(__file__).parent.parent / "tests" / "simulator" / "person_messages.yaml"
DATA = Path("..") / "shared" / "data"
ROUNDS = 5
_SMALLER = frozenset({Strategy.SPLIT, Strategy.SELF_CENSOR})


class Message(NamedTuple):
    """One message and what it was meant to do."""

    said: str
    meant: Strategy
    asks: tuple[str, ...]
    earlier: tuple[str, ...] = ()
    refused: bool = True
    held_out: bool = False
    origin: str = ""

    def read(self) -> Strategy:
        """What it is read as."""
        return read_strategy(self.said, asks=self.asks, earlier=self.earlier, refused=self.refused).strategy


def by_hand() -> list[Message]:
    """The messages written by hand."""
    data: dict[str, Any] = yaml.safe_load(MESSAGES.read_text(encoding="utf-8"))
    return [_labelled(entry, data["asks"]) for entry in data["messages"]]


def _labelled(entry: dict[str, Any], asks: dict[str, list[str]]) -> Message:
    return Message(
        said=entry["said"],
        meant=Strategy(entry["is"]),
        asks=tuple(asks[entry["asks"]]),
        earlier=tuple(entry.get("earlier", ())),
        refused=entry.get("refused", True),
        held_out=entry.get("held_out", False),
    )


def from_phrase_banks() -> Iterator[Message]:
    """Every spelling of every shipped phrase for going on after a refusal, the scenarios' asks put in by turns."""
    scenarios = load_scenarios()
    situations = cycle([scenarios[name] for name in sorted(scenarios)])
    for persona in load_personas().values():
        for meant in (*REACTIONS, Strategy.ENGAGE):
            for phrase in persona.voice.phrases.get(meant, ()):
                for spelling in spellings(phrase):
                    scenario = next(situations)
                    words = _words(scenario.ask, meant)
                    yield Message(
                        said=spelling.replace("{ask}", words),
                        meant=meant,
                        asks=(*scenario.ask.lines, *scenario.ask.smaller),
                        earlier=(scenario.opening[0], scenario.ask.lines[0]),
                        origin=f"{persona.id}: {phrase}",
                    )


def _words(ask: Ask, meant: Strategy) -> str:
    """The ask as the speaker puts it again: the next paraphrase, or a smaller one."""
    return ask.smaller[0] if meant in _SMALLER and ask.smaller else ask.lines[-1]


def accuracy(messages: Sequence[Message]) -> float:
    """Share that is read as meant."""
    return sum(message.read() is message.meant for message in messages) / len(messages)


def recalls(messages: Sequence[Message]) -> dict[Strategy, float]:
    """The same for each strategy that was meant."""
    meant = Counter(message.meant for message in messages)
    met = Counter(message.meant for message in messages if message.read() is message.meant)
    return {strategy: met[strategy] / meant[strategy] for strategy in Strategy if meant[strategy]}


def of_runs(said: Sequence[Spoken]) -> dict[str, Figure]:
    """Agreement in held conversations; intervals over personas, since their phrases come back."""
    composed = [one for one in said if one.composed]
    found = agree("strategy", [(one.persona, one.meant, one.read) for one in composed], seed=SEED)
    pursuing = agree("pursues", [(o.persona, str(o.meant.pursuing), str(o.read.pursuing)) for o in composed], seed=SEED)
    figures = {
        "runs_accuracy": found.agreement,
        "runs_kappa": found.kappa,
        "runs_pursuing": pursuing.agreement,
        "baseline_runs_pursuing": share([Part(o.persona, float(o.meant.pursuing)) for o in composed], seed=SEED),
    }
    for strategy in Strategy:
        some = [Part(one.persona, float(one.read is strategy)) for one in said if one.meant is strategy]
        if some:
            figures[f"runs_{strategy}"] = share(some, seed=SEED)
    return figures


def _show_runs(said: Sequence[Spoken], figures: dict[str, Figure]) -> None:
    people, composed = len({one.persona for one in said}), [one for one in said if one.composed]
    words = f"{len(composed):,} messages from phrase banks ({len({o.said for o in composed}):,} different ones)"
    title = f"Held conversations of {people} template voices, {words}; baseline: always pursuing"
    table(title, ("figure", "value [95 %]", "n"), [(name, shown(f), f"{f.n:,}") for name, f in figures.items()])
    _confusion("The same, openings and authored asks included", [(one.meant, one.read) for one in said])


def _confusion(title: str, messages: Sequence[tuple[Strategy, Strategy]]) -> None:
    pairs = Counter(messages)
    rows = []
    for meant in Strategy:
        read = [(other, count) for (one, other), count in pairs.most_common() if one is meant]
        if read:
            right, whole = pairs[meant, meant], sum(count for _, count in read)
            wrong = ", ".join(f"{other} {count}" for other, count in read if other is not meant)
            rows.append((meant.value, str(whole), f"{right / whole:.0%}", wrong))
    right = sum(count for (meant, read), count in pairs.items() if meant is read)
    table(f"{title}: {right / len(messages):.1%} of {len(messages)}", ("meant", "messages", "read so", "else as"), rows)


def _pace(messages: Sequence[Message]) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for message in messages:
            message.read()
        best = min(best, time.perf_counter() - began)
    return len(messages) / best


def _pairs(messages: Sequence[Message]) -> list[tuple[Strategy, Strategy]]:
    return [(message.meant, message.read()) for message in messages]


def _flat(figures: dict[str, Figure]) -> dict[str, float]:
    """Every figure under its name, its interval under `_low` and `_high`; what has no value has no entry."""
    found: dict[str, float] = {}
    for name, figure in figures.items():
        ends = {name: figure.value, f"{name}_low": figure.low, f"{name}_high": figure.high}
        found |= {place: round(value, 4) for place, value in ends.items() if value is not None}
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of the data sets [default: %(default)s]")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures as one flat JSON object")
    chosen = parser.parse_args()
    hand, banks = by_hand(), list(from_phrase_banks())
    held = [message for message in hand if message.held_out]
    rest = [message for message in hand if not message.held_out]
    _confusion("Held out before the rules were written", _pairs(held))
    _confusion("Seen while the rules were written", _pairs(rest))
    _confusion("Phrase banks", _pairs(banks))
    figures = {"held_out": accuracy(held), "seen": accuracy(rest), "phrase_banks": accuracy(banks)}
    figures |= {f"phrase_banks_{strategy}": share for strategy, share in recalls(banks).items()}
    said = spoken()
    _show_runs(said, found := of_runs(said))
    figures |= _flat(found)
    if (chosen.data / FOLDER).is_dir():
        figures |= _flat(of_persuaders(chosen.data))
    else:
        console.print(f"Refused persuaders: not measured, found no {FOLDER} in {chosen.data} (--data)")
    pace = _pace(hand)
    table("Pace", ("", "messages/s"), [("hand-written messages, one thread", f"{pace:,.0f}")])
    write(chosen.json, {name: round(value, 4) for name, value in figures.items()} | {"messages_per_s": round(pace)})


if __name__ == "__main__":
    main()
