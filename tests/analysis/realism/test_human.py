from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import AnalysisError
from analysis.realism.figure import FEWEST
from analysis.realism.human import human
from analysis.realism.lexicon import VERSION
from benchmarks.human_reference import Said, after, measured, move, written

NO = Said(False, "I cannot give anything.", ("disagree-donation",))
YES = Said(False, "Fine, one dollar.", ("agree-donation",))

OTHERS = ("emotion-appeal", "foot-in-the-door", "ask-donation-amount", "logical-appeal")


def asks(act: str = "emotion-appeal") -> Said:
    return Said(True, "Think of the children, would you not give a little?", (act,))


def test_the_shipped_figures_were_counted_with_these_word_lists() -> None:
    assert (human().lexicon, human().licence) == (VERSION, "Apache-2.0")
    assert all(figure.n >= FEWEST for figure in human().figures.values())


def test_only_what_follows_a_refusal_and_precedes_agreement_is_measured() -> None:
    found = after([asks(), NO, asks("foot-in-the-door"), YES, asks("thank")])
    assert found == ([(NO, asks("foot-in-the-door"))], True)
    assert after([asks(), YES, asks()]) is None


def test_a_turn_makes_the_move_most_of_its_sentences_make() -> None:
    assert move(Said(True, "", ("thank", "foot-in-the-door"))) == "asks_for_less"
    assert move(Said(True, "", ("thank", "closing"))) == "stops"


def test_people_stand_beside_transcripts_as_one_kind() -> None:
    found = measured({str(i): [asks(), NO, asks(act)] for i, act in enumerate(OTHERS)}, 1)
    assert (found.figures["self_bleu"].n, found.mixed["self_bleu_any"].n) == (0, 4)


def test_a_dialogue_that_ends_while_somebody_pursues_is_censored() -> None:
    found = measured({str(i): [asks(), NO, asks(), NO, asks()] for i in range(6)}, 1)
    assert found.figures["further_censored"].value == 1
    assert found.figures["further_median"].value is None


def test_what_is_written_holds_no_words_of_the_corpus(tmp_path: Path) -> None:
    text = written(measured({str(i): [asks(), NO, asks()] for i in range(6)}, 1))
    (tmp_path / "people.yaml").write_text(text, encoding="utf-8")
    assert "children" not in text
    assert human(tmp_path / "people.yaml").refused == 6


def test_a_file_that_is_none_says_so(tmp_path: Path) -> None:
    (tmp_path / "people.yaml").write_text("title: x\n", encoding="utf-8")
    with pytest.raises(AnalysisError, match=r"people\.yaml"):
        human(tmp_path / "people.yaml")
