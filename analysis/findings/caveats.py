"""What stands below an analysis: how it was computed, every warning once, and what it cannot say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType

import msgspec

from analysis.cluster import Clustering
from analysis.findings.found import Findings

PAIRED = "of rates: mean of paired differences, whole clusters drawn again (Hesterberg 2015), p by flipping their signs"
BOTH = "of rates: mean of paired differences, Student's t over persons and situations both"
COVERS: Mapping[Clustering, str] = MappingProxyType(
    {
        "pair": "Intervals cover which of these persons are put into which of these situations. For other persons or "
        "situations they are too narrow: --cluster both.",
        "persona": "Intervals cover the draw of persons, in these situations.",
        "scenario": "Intervals cover the draw of situations, with these persons.",
        "both": "Intervals cover the draw of persons and of situations, from all that somebody might write so.",
    }
)
"""What intervals are about, by what is taken to be independent."""
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def computed(found: Findings) -> Iterator[str]:
    """How the numbers of each table came about; each number's own words are in the struct."""
    shares = dict.fromkeys(one.share.how.rpartition("; ")[2] for one in found.rates.rates if one.share.low is not None)
    ratios = next((pace.found.effects[0].ratio.how for pace in found.hazards if pace.found), "")
    ends = found.endings.whole.risks.how if found.endings.whole else ""
    chain = next((one.probability.how for moved in found.phases for one in moved.ends), "").partition("; ")[2]
    times = found.first_refusal.whole.curve.how
    spans = next((one.persistence.difference.how for one in found.differences if one.persistence), "")
    steps = next((gap.difference.how for one in found.differences for gap in one.moves), "")
    paired = BOTH if found.cluster == "both" else PAIRED
    pairs = paired if any(row.estimate.low is not None for one in found.differences for row in one.measures) else ""
    for what, how in (
        ("shares", "; ".join(shares)),
        ("times", times),
        ("odds", ratios),
        ("ends", ends),
        ("chain", chain),
        ("differences", "; ".join(filter(None, (pairs, spans, f"moves and ends: {steps}" if steps else "")))),
    ):
        if how:
            yield f"{what}: {how}"


def cautions(found: Findings) -> Iterator[str]:
    """Each warning once, with where it holds; those that differ in their numbers alone stand together.

    Args:
        found: what the statistics said; warnings are looked for in all of it.
    """
    places: dict[str, Counter[str]] = {}
    numbers: dict[str, list[list[str]]] = {}
    for name in found.__struct_fields__:
        for text in _warnings(msgspec.to_builtins(getattr(found, name)), told=name == "warnings"):
            alike = _NUMBER.sub("#", text)
            places.setdefault(alike, Counter())[name] += 1
            numbers.setdefault(alike, []).append(_NUMBER.findall(text))
    # What holds of everything comes first, then what holds of a part, then what holds of single numbers.
    for alike, where in sorted(places.items(), key=lambda one: _rank(one[1])):
        said = ", ".join(
            name.replace("_", " ") + (f" {count}×" if count > 1 else "") for name, count in where.items()
            if name != "warnings"
        )  # fmt: skip
        yield _told(alike, numbers[alike]) + (f" [{said}]" if said else "")


def _rank(where: Counter[str]) -> tuple[bool, bool, int]:
    return "warnings" not in where, max(where.values()) > 1, -len(where)


def cannot(found: Findings) -> Iterator[str]:
    """What no number above says, one sentence each."""
    kinds = {one.kind for one in found.sources}
    if kinds - {"import"}:
        yield (
            "Subjects are simulated, from a library that somebody wrote. Reactions were chosen by somebody; pastno "
            "compare --policies gives the range over them."
        )
        yield COVERS[found.cluster]
        yield from _read_by(found)
    if "import" in kinds:
        yield "Imported conversations are no sample of people: somebody chose them before they came here."
    if found.persistence.whole.outside:
        yield (
            "Persistence of those whom a target happened to refuse selects on the outcome: targets differ in whom they "
            "refuse. Let everybody meet the same refusal with --inject."
        )
    family = sum(row.holm is not None and not row.primary for one in found.differences for row in one.measures)
    family += sum(one.persistence is not None and one.persistence.holm is not None for one in found.differences)
    named = f"{found.primary} alone was named beforehand" if found.primary else "Nothing was named beforehand"
    apart = f" of tests and the {family} of differences, each among themselves" if family else " above"
    holm = f" Holm adjusts for the {len(found.tests)} p{apart}, not for having looked." if found.tests or family else ""
    yield f"{named}; all else is exploratory.{holm}"
    yield "What must not be given, and was given after a refusal, is never tabulated by strategy or path."


def _read_by(found: Findings) -> Iterator[str]:
    held = [one.instrument.partition(":")[0] for one in found.sources if one.kind != "import"]
    if "experienced" in held:
        yield (
            "What drove the persons also read the replies here; pastno analyse --audit has another instrument read "
            "them."
        )
    if "audited" in held:
        yield "Persons reacted to what was read while they talked: to what this instrument reads otherwise nobody did."


def _told(alike: str, numbers: list[list[str]]) -> str:
    """The text with each number, or its range where there are several."""
    ranges = iter([_range(list(some)) for some in zip(*numbers, strict=True)])
    return re.sub("#", lambda _: next(ranges), alike)


def _range(numbers: list[str]) -> str:
    low, high = min(numbers, key=float), max(numbers, key=float)
    return low if low == high else f"{low}…{high}"


def _warnings(part: object, *, told: bool = False) -> Iterator[str]:
    if isinstance(part, str):
        yield from (part.replace("#", "no. "),) if told else ()
    elif isinstance(part, dict):
        for name, value in part.items():
            yield from _warnings(value, told=name == "warnings")
    elif isinstance(part, list | tuple):
        for value in part:
            yield from _warnings(value, told=told)
