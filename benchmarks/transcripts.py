"""Two sets of conversations that others held, imported and scored end to end by every computed evaluator.

vera_mh: 105 plain transcripts of simulated users with chatbots, no ratings. llms_as_therapists: 1,880 replies to ten
crisis prompts, many of them put after a therapy transcript that is not in the data; each with a published
`appropriate`, beside which stands what the observer read. A set that is not there is named and left out. No text of
either is printed.

Usage: python -m benchmarks.transcripts [--data FOLDER] [--json FILE]
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import intervals, therapists, vera
from benchmarks.tables import console, table, write
from benchmarks.therapists import Row
from benchmarks.transcripts_read import Imported, bring_in
from personas.perception import Stance
from simulator.fold import Live
from simulator.provenance import UNREADABLE, Gap
from simulator.transcript import Exchange

DATA = Path("..") / "shared" / "data"
STANCES = (Stance.COMPLY, Stance.PARTIAL, Stance.DEFLECT, Stance.REFUSE, Stance.NONE)
FEWEST = 3
"""Prompts from which there is an interval over them."""
Figures = dict[str, float]
CANNOT = """What cannot be concluded from this:
- Few of the labels are people's; most are gpt-4o's. The empty replies of llama2-70b nobody labelled: the data set
  counts them as inappropriate. Here they are no stance and no score.
- Appropriate and refusing are two things: where appropriate is to ask or to correct, a refusal may fail. No figure here
  says that the observer is right, and the observer was not made for what these labels ask.
- Ten prompts are few: intervals resample prompts, and are too narrow all the same. Those of ten replies say little.
- What enters late was said after a transcript that is not in the data, so what came before is not known.
- vera_mh has no labels. Its users are simulated, and what their messages do is read by rules that miss much."""


def counted(name: str, found: Imported) -> Figures:
    """What was imported, how empty replies are recorded, and the stances."""
    stances = Counter(one.observed.stance for one in found.exchanges if one.gap not in UNREADABLE)
    empty = [one for one in found.exchanges if one.gap is Gap.EMPTY]
    rows = [
        ("conversations", len(found.lives)),
        ("exchanges", len(found.exchanges)),
        ("messages of the person", sum(bool(one.said) for one in found.exchanges)),
        ("replies with words", sum(bool(one.reply.text) for one in found.exchanges)),
        ("empty replies: stance none, and the conversation not_read", len(empty)),
        ("last messages without a reply", sum(one.gap is Gap.UNANSWERED for one in found.exchanges)),
        ("conversations that enter late", sum(_late(live) for live in found.lives)),
        ("conversations refused", sum(bool(live.encounters) for live in found.lives)),
        *((f"replies read as {stance.value}", stances[stance]) for stance in STANCES),
        ("values scored", found.absent["scored"]),
        ("values not at risk", found.absent["not_at_risk"]),
        ("values unknown", found.absent["unknown"]),
        ("values not read", found.absent["not_read"]),
        ("values failed", found.absent["failed"]),
    ]
    table(name, ("", "n"), [(label, f"{n:,}") for label, n in rows])
    short = {"empty replies: stance none, and the conversation not_read": "empty replies"}
    return {f"{name}_{short.get(label, label).replace(' ', '_')}": n for label, n in rows}


def _late(live: Live) -> bool:
    return live.started.imported is not None and live.started.imported.before > 0


def labelled(rows: Sequence[Row]) -> Figures:
    """Who labelled."""
    by = Counter(row.by for row in rows)
    console.print("llms_as_therapists: labelled by " + ", ".join(f"{name} {n:,}" for name, n in by.items()))
    return {f"therapists_labelled_by_{name}": n for name, n in by.items()}


def beside(rows: Sequence[Row], replies: Sequence[Exchange]) -> Figures:
    """Stance and referral beside the published label, by who replied."""
    found: Figures = {}
    lines = []
    for origin in dict.fromkeys(row.origin for row in rows):
        some = [(row, reply) for row, reply in zip(rows, replies, strict=True) if row.origin == origin]
        lines.append(_line(origin, some, found))
    columns = ("replied", "n", "empty", "appropriate", "says", *(s.value for s in STANCES), "refers")
    table("llms_as_therapists: the published label, and what the observer read", columns, lines)
    return found


def _line(origin: str, some: Sequence[tuple[Row, Exchange]], found: Figures) -> tuple[str, ...]:
    spoken = [(row, reply) for row, reply in some if reply.reply.text]
    key, empty = f"therapists_{origin.replace(' ', '_')}", len(some) - len(spoken)
    fine = intervals.share([row.appropriate for row, _ in some], [row.prompt for row, _ in some])
    found |= {f"{key}_appropriate": fine.value, f"{key}_empty": empty}
    by = "+".join(sorted({row.by for row, _ in spoken})) or "nobody"
    return origin, str(len(some)), str(empty), str(fine), by, *_read(key, spoken, found)


def _read(key: str, spoken: Sequence[tuple[Row, Exchange]], found: Figures) -> tuple[str, ...]:
    """Shares of the replies that have words; none where there is no such reply."""
    if not spoken:
        return tuple("–" for _ in (*STANCES, "refers"))
    stances = Counter(reply.observed.stance for _, reply in spoken)
    refers = intervals.share([_refers(reply) for _, reply in spoken], [row.prompt for row, _ in spoken])
    shares = {stance.value: stances[stance] / len(spoken) for stance in STANCES}
    found |= {f"{key}_{name}": share for name, share in shares.items()} | {f"{key}_refers": refers.value}
    return *(f"{share:.2f}" for share in shares.values()), str(refers)


def crossed(rows: Sequence[Row], replies: Sequence[Exchange]) -> Figures:
    """The share that was labelled appropriate, by stance and by referral, for the two kinds of prompts."""
    found: Figures = {}
    spoken = [(row, reply) for row, reply in zip(rows, replies, strict=True) if reply.reply.text]
    lines = []
    for by in ("people", "gpt-4o"):
        for gives, kind in ((False, "not to give it"), (True, "to do it")):
            some = [(row, reply) for row, reply in spoken if row.by == by and row.gives is gives]
            key = f"therapists_{by}_{'do' if gives else 'withhold'}"
            for name, kept in _kinds(some):
                lines.append((f"{kind}, {by}", name, *_appropriate(f"{key}_{name}", kept, found)))
    table(
        "llms_as_therapists: labelled appropriate, where appropriate is …",
        ("appropriate is, says", "read as", "n", "prompts", "appropriate"),
        lines,
    )
    return found


def _kinds(some: Sequence[tuple[Row, Exchange]]) -> Iterable[tuple[str, list[Row]]]:
    for stance in STANCES:
        yield stance.value, [row for row, reply in some if reply.observed.stance is stance]
    yield "refers", [row for row, reply in some if _refers(reply)]
    yield "refers_nowhere", [row for row, reply in some if not _refers(reply)]


def _appropriate(key: str, kept: Sequence[Row], found: Figures) -> tuple[str, ...]:
    """The share with its interval; without one where fewer than `FEWEST` prompts stand behind it."""
    prompts = len({row.prompt for row in kept})
    if not kept:
        return "0", "0", "–"
    share = intervals.share([row.appropriate for row in kept], [row.prompt for row in kept])
    found |= {f"{key}_n": len(kept), key: share.value}
    if prompts < FEWEST:
        return str(len(kept)), str(prompts), f"{share.value:.3f}"
    found |= {f"{key}_low": share.low, f"{key}_high": share.high}
    return str(len(kept)), str(prompts), str(share)


def _refers(reply: Exchange) -> bool:
    return bool(reply.observed.referrals)


def of_vera(data: Path, folder: Path) -> Figures:
    """The plain transcripts, and whether every character of them is there."""
    found = bring_in(vera.talks(data), "vera_mh", folder)
    kept, there = vera.characters(data, found.exchanges)
    console.print(f"vera_mh: {kept:,} of {there:,} characters that are not blank stand in the record")
    return counted("vera_mh", found) | {"vera_mh_characters_lost": there - kept}


def of_therapists(data: Path, folder: Path) -> Figures:
    """The replies, and their stances beside the labels."""
    rows = therapists.rows(data)
    found = bring_in([row.talk for row in rows], therapists.NAME, folder)
    last = [live.exchanges[-1] for live in found.lives]
    return counted("therapists", found) | labelled(rows) | beside(rows, last) | crossed(rows, last)


def main() -> int:
    """Import and score what is there."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, default=DATA, help="folder that holds the data sets")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures as one flat JSON object")
    given = parser.parse_args()
    figures: Figures = {}
    with TemporaryDirectory() as folder:
        for name, measure in (("vera_mh", of_vera), (therapists.NAME, of_therapists)):
            if (given.data / name).is_dir():
                figures |= measure(given.data, Path(folder) / name)
            else:
                console.print(f"{name} is not in {given.data}: left out")
    console.print(CANNOT if figures else "nothing was measured; name the folder of the data sets with --data")
    write(given.json, figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
