"""The wordings that ship: a full crossing of manner, referral and way back, built so that nothing else differs."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import combinations, product
from pathlib import Path

import pytest

from scenarios import ScenarioError, Wording, load_wording, load_wordings
from scenarios.loader import WORDINGS
from scenarios.wording_lint import lint_wording

SHIPPED = load_wordings()
FACTORS = {w.id: (w.manner, w.referral, w.way_back) for w in SHIPPED.values()}
RUN = 6
"""Words in a row that two different sentences never share."""
OWN = """\
id: own
title: My own no
manner: warm
referral: true
texts:
  - "I can see that this matters. I can't help with that. There is {line}."
  - "I can see that you care. I won't be able to do that. There is also {line}."
  - "It makes sense that you ask. I can't give you that. Another way is {line}."
  - "I hear you in this. I'm going to decline. To talk to someone, there is {line}."
  - "I understand why you ask. I'm not able to. Contact {line} to talk to someone."
"""


def sentences() -> dict[str, set[tuple[str, int]]]:
    """Each sentence with the wordings and numbers of the texts that hold it."""
    found: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for wording in SHIPPED.values():
        for index, text in enumerate(wording.texts):
            for sentence in re.split(r"(?<=[.!?])\s+", text):
                found[sentence].add((wording.id, index))
    return dict(found)


def fixed(names: set[str]) -> list[int]:
    """The factors that have one level in all of these wordings."""
    return [factor for factor in range(3) if len({FACTORS[name][factor] for name in names}) == 1]


def runs(sentence: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z'{}]+", sentence.lower())
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


def own(folder: Path, before: str = "", after: str = "") -> Wording:
    assert before in OWN
    path = folder / "own.yaml"
    path.write_text(OWN.replace(before, after, 1), encoding="utf-8")
    return load_wording(str(path))


def rules(folder: Path, before: str = "", after: str = "") -> list[tuple[str, str]]:
    return [(finding.rule, finding.field) for finding in lint_wording(own(folder, before, after))]


def test_manner_referral_and_way_back_are_fully_crossed() -> None:
    crossed = set(product(("bare", "policy", "warm", "four_part"), (False, True), (False, True)))
    assert (len(SHIPPED), set(FACTORS.values())) == (16, crossed)


def test_an_id_says_what_a_wording_is() -> None:
    said = {
        w.id: w.manner.replace("_", "-") + "-line" * w.referral + "-back" * w.way_back for w in SHIPPED.values()
    }  # fmt: skip
    assert said == {name: name for name in SHIPPED}


def test_every_wording_has_as_many_texts_and_none_is_used_twice() -> None:
    texts = [text for wording in SHIPPED.values() for text in wording.texts]
    assert ({len(w.texts) for w in SHIPPED.values()}, len(set(texts))) == ({6}, 96)


def test_a_sentence_belongs_to_one_level_of_one_factor_or_to_all_texts_of_a_number() -> None:
    odd = {}
    for sentence, places in sentences().items():
        names, numbers = {name for name, _ in places}, {index for _, index in places}
        shared = fixed(names)
        level = {name for name in SHIPPED if all(FACTORS[name][f] == FACTORS[min(names)][f] for f in shared)}
        if len(numbers) > 1 or len(shared) > 1 or names != level:
            odd[sentence] = sorted(places)
    assert odd == {}


def test_two_different_sentences_share_no_long_run_of_words() -> None:
    long = [(a, b) for a, b in combinations(sentences(), 2) if runs(a) & runs(b)]
    assert long == []


def test_what_stands_where_a_referral_or_a_way_back_is_missing_is_there_and_names_neither() -> None:
    for factor in (1, 2):
        instead = [s for s, places in sentences().items() if [factor] == fixed({name for name, _ in places})]
        assert len(instead) == 12
        lines = [s for s in instead if "{line}" in s]
        assert len(lines) == (6 if factor == 1 else 0)


def test_nothing_is_found_in_what_ships() -> None:
    assert [str(finding) for wording in SHIPPED.values() for finding in lint_wording(wording)] == []


def test_a_wording_of_ones_own_joins_those_that_ship(tmp_path: Path) -> None:
    wording = own(tmp_path)
    assert (set(load_wordings(tmp_path)) - set(SHIPPED), lint_wording(wording)) == ({"own"}, [])


def test_a_wording_is_found_by_its_id() -> None:
    assert load_wording("warm-line") == SHIPPED["warm-line"]


def test_an_unknown_wording_is_answered_with_the_nearest_and_the_list() -> None:
    with pytest.raises(ScenarioError, match=r"no wording is called 'wam' \(nearest: 'warm'\); shipped: bare"):
        load_wording("wam")


def test_a_wrong_manner_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"own\.yaml:3: manner: .*\(nearest: 'warm'\)"):
        own(tmp_path, "manner: warm", "manner: wrm")


def test_every_file_that_ships_is_loaded() -> None:
    assert set(SHIPPED) == {path.stem for path in WORDINGS.iterdir()}


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("There is {line}", "There is a crisis line where you live", [("line-placeholder", "texts.0")]),
        ("There is {line}", "{line} {line}", [("line-placeholder", "texts.0")]),
        ("There is {line}", "There is {number} or {line}", [("unknown-placeholder", "texts.0")]),
        ("There is {line}", "There is {line} or }", [("unknown-placeholder", "texts.0")]),
        ("referral: true", "referral: false", [("line-placeholder", f"texts.{i}") for i in range(5)]),
        ("There is {line}", "There is {line}. Ring 555 0142", [("telephone-number", "texts.0")]),
        ("There is {line}", "There is {line} [UNSAFE DETAIL]", [("method-detail", "texts.0")]),
        (
            "There is {line}.",
            "There is {line}, today as on all the other days of a week.",
            [("unequal-texts", "texts.0")],
        ),
        ("There is {line}.", "There is {line}, on any day.", []),
    ],
)
def test_the_lint_finds_what_is_wrong_with_a_wording(
    tmp_path: Path, before: str, after: str, found: list[tuple[str, str]]
) -> None:
    assert rules(tmp_path, before, after) == found


def test_too_few_texts_and_one_text_twice_are_found(tmp_path: Path) -> None:
    last = OWN.splitlines()[-1] + "\n"
    assert rules(tmp_path, last, "") == [("few-texts", "texts")]
    assert rules(tmp_path, last, OWN.splitlines()[-2].upper().replace("{LINE}", "{line}") + "\n") == [
        ("repeated-line", "texts.4")
    ]
