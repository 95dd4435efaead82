"""The reading of a person's messages beside what annotators saw: people who go on after somebody said no to them.

Persuasion for Good (Wang et al., ACL 2019), the 300 annotated dialogues: the persuader's turns after the first refusal,
until the other agrees. The acts are mapped to kinds of move as `benchmarks/human_reference.py` and
`analysis/realism/moves.py` document it. These are people who ask for a donation, not people who seek help.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, get_args

from analysis.agreement import agree
from analysis.realism.figure import Figure, Part, share
from analysis.realism.moves import Move
from analysis.realism.moves import move as move_of
from benchmarks.human_reference import DIALOGUES, MOVE_OF, REFUSALS, Said, after, move, read
from benchmarks.intervals import SEED
from benchmarks.tables import table
from personas.perception import Strategy
from simulator.observer.person import read_strategy

FOLDER = "persuasion_for_good"
COMPARED: tuple[Move, ...] = ("asks_again", "asks_for_less", "appeals")
"""Moves that both annotators and our strategies have."""


class Turn(NamedTuple):
    """One turn of a refused persuader."""

    dialogue: str
    acts: tuple[str, ...]
    seen: Move
    """By the annotators."""
    read: Strategy
    """Of nothing but the persuader's own words up to here."""

    @property
    def pursues(self) -> bool:
        """Whether the annotators saw it pursue the donation."""
        return self.seen != "stops"


def turns(dialogues: Mapping[str, Sequence[Said]]) -> list[Turn]:
    """The persuaders' turns after the first refusal until the other agrees."""
    return [turn for name, said in dialogues.items() for turn in _turns(name, said)]


def _turns(name: str, said: Sequence[Said]) -> Iterator[Turn]:
    found = after(said)
    if found is None:
        return
    first = next(place for place, turn in enumerate(said) if not turn.persuader and set(REFUSALS) & set(turn.acts))
    earlier = [turn.text for turn in said[:first] if turn.persuader]
    for _, turn in found[0]:
        yield Turn(name, turn.acts, move(turn), read_strategy(turn.text, earlier=earlier).strategy)
        earlier.append(turn.text)


def measured(found: Sequence[Turn]) -> dict[str, Figure]:
    """Agreement with the annotators; intervals over dialogues."""
    pursuit = agree("pursues", [(t.dialogue, str(t.pursues), str(t.read.pursuing)) for t in found], seed=SEED)
    kind = agree("move", [(t.dialogue, t.seen, move_of(t.read)) for t in found], seed=SEED)
    figures = {
        "persuaders_accuracy": pursuit.agreement,
        "baseline_persuaders_accuracy": _share((t, t.pursues) for t in found),
        "persuaders_kappa": pursuit.kappa,
        "persuaders_recall_pursuing": _share((t, t.read.pursuing) for t in found if t.pursues),
        "persuaders_recall_not_pursuing": _share((t, not t.read.pursuing) for t in found if not t.pursues),
        "persuaders_move_kappa": kind.kappa,
    }
    for name in get_args(Move):
        some = [t for t in found if t.seen == name]
        figures[f"persuaders_recall_{name}"] = _share((t, move_of(t.read) == name) for t in some)
    return figures


def _share(found: Iterator[tuple[Turn, bool]]) -> Figure:
    return share([Part(turn.dialogue, float(right)) for turn, right in found], seed=SEED)


def of_persuaders(data: Path) -> dict[str, Figure]:
    """Read the corpus, show the tables, and give the figures."""
    found = turns(read(data / FOLDER / DIALOGUES))
    figures = measured(found)
    _show(found, figures)
    return figures


def _show(found: Sequence[Turn], figures: Mapping[str, Figure]) -> None:
    rows = [(name, shown(f), f"{f.n}") for name, f in figures.items()]
    whole = f"{len(found)} turns of {len({t.dialogue for t in found})} refused persuaders"
    table(f"{whole}; baseline: always pursuing (its kappa is 0)", ("figure", "value [95 %]", "n"), rows)
    acts = Counter(act for turn in found for act in set(turn.acts))
    read_so = Counter(act for turn in found if turn.read.pursuing for act in set(turn.acts))
    lines = [
        (act, _counterpart(act), str(n), f"{read_so[act] / n:.0%}")
        for act, n in sorted(acts.items(), key=lambda one: (_counterpart(one[0]), -one[1]))
    ]
    table("Acts, and turns that hold them", ("act", "our counterpart", "turns", "read as pursuing"), lines)


def _counterpart(act: str) -> str:
    kind = MOVE_OF.get(act)
    if kind is None:
        return "not pursuing"
    return kind if kind in COMPARED else "pursuing, no strategy of ours"


def shown(figure: Figure) -> str:
    """A figure with its interval, where it has one."""
    if figure.value is None:
        return "–"
    around = "" if figure.low is None else f" [{figure.low:.3f}, {figure.high:.3f}]"
    return f"{figure.value:.3f}{around}"
