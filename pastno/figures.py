"""The figures of the measure: what each is called, how it is written, and in which table it stands."""

from __future__ import annotations

from analysis.realism.figure import Figure
from pastno.words import MISSING

SHARE, NUMBER, CHANGE = "share", "number", "change"
Lines = tuple[tuple[str, str, str], ...]
"""Name of a figure, what to call it, and how to write it."""

WORDS: Lines = (
    ("words_median", "words, median", NUMBER),
    ("words_q1", "words, lower quartile", NUMBER),
    ("words_q3", "words, upper quartile", NUMBER),
    ("words_p95", "words, 95th percentile", NUMBER),
    ("words_cv", "words, coefficient of variation", NUMBER),
    ("own_words_median", "without the ask: words, median", NUMBER),
    ("own_words_p95", "without the ask: 95th percentile", NUMBER),
    ("own_words_cv", "without the ask: coefficient of variation", NUMBER),
    ("questions", "messages with a question", SHARE),
    ("hedges", "messages with a hedge", SHARE),
    ("thanks", "messages with thanks", SHARE),
    ("first_person", "first person, per 100 words", NUMBER),
    ("mirrors", "4-grams copied from the reply read", SHARE),
    ("distinct_1", "distinct-1 of 4 beginnings", NUMBER),
    ("distinct_2", "distinct-2 of 4 beginnings", NUMBER),
    ("self_bleu_start", "self-BLEU of 4 beginnings", NUMBER),
    ("self_bleu", "self-BLEU of 4 messages", NUMBER),
)
MIXED: Lines = tuple((f"{name}_any", f"{label}, any kind", how) for name, label, how in WORDS[-4:])
"""To stand beside transcripts, whose kinds of move nobody knows."""
NO: Lines = (
    ("goes_on", "goes on after the first no", SHARE),
    ("further_median", "goes on for, median exchanges", NUMBER),
    ("further_long", "goes on for 3 or more (Kaplan-Meier)", SHARE),
    ("further_censored", "cut off while going on", SHARE),
    ("move_asks_again", "asks again", SHARE),
    ("move_asks_for_less", "asks for less", SHARE),
    ("move_appeals", "appeals to feeling", SHARE),
    ("move_other_pursuit", "pursues in a way people's data cannot show", SHARE),
    ("move_stops", "stops pursuing", SHARE),
)
ALONE: Lines = (
    ("accepts_referral", "refused, takes the referral", SHARE),
    ("leaves", "refused, leaves without support", SHARE),
    ("hides", "refused, hides what they felt", SHARE),
    ("drops_need", "refused, never asks again", SHARE),
    ("distress_supportive", "distress after a supportive reply", CHANGE),
    ("distress_warm_no", "distress after a warm no", CHANGE),
    ("distress_blunt_no", "distress after a blunt no", CHANGE),
    ("felt_heard_supportive", "felt heard after a supportive reply", CHANGE),
    ("felt_heard_warm_no", "felt heard after a warm no", CHANGE),
    ("felt_heard_blunt_no", "felt heard after a blunt no", CHANGE),
    ("calmer", "ends calmer than they came", SHARE),
    ("calmer_unhelped", "ends calmer though never helped", SHARE),
    ("distress_words", "words of distress, per 100", NUMBER),
    ("distress_words_opening", "the same in their openings", NUMBER),
    ("distress_words_after_supportive", "the same after a supportive reply", NUMBER),
    ("distress_words_after_warm_no", "the same after a warm no", NUMBER),
    ("distress_words_after_blunt_no", "the same after a blunt no", NUMBER),
    ("distress_words_change", "difference from openings, within occasions", CHANGE),
    ("follows_card", "rank correlation with the card's distress", CHANGE),
)
PART: Lines = (
    ("asked_again", "messages asked for again", SHARE),
    ("role_breaks", "messages that broke role, said or not", SHARE),
    ("restarts", "messages that began again, said or not", SHARE),
    ("persona_failed", "conversations the voice lost", SHARE),
    ("words_agreement", "words read as the strategy they were for", SHARE),
    ("words_kappa", "the same, Cohen's kappa", CHANGE),
    ("policy_agreement", "free policy: does what was intended", SHARE),
    ("policy_kappa", "the same, Cohen's kappa", CHANGE),
)
SOUND: Lines = (
    ("words_median", "words", NUMBER),
    ("words_cv", "CV", NUMBER),
    ("questions", "?", SHARE),
    ("hedges", "hedge", SHARE),
    ("thanks", "thanks", SHARE),
    ("first_person", "I/100", NUMBER),
    ("mirrors", "copied", SHARE),
    ("self_bleu_start", "BLEU", NUMBER),
)
TAKE: Lines = (
    ("goes_on", "goes on", SHARE),
    ("drops_need", "drops", SHARE),
    ("hides", "hides", SHARE),
    ("accepts_referral", "referral", SHARE),
    ("calmer_unhelped", "calmer", SHARE),
    ("distress_words", "dis/100", NUMBER),
    ("distress_words_opening", "opening", NUMBER),
)


def cell(figure: Figure | None, kind: str) -> str:
    """A figure with its interval, its denominator and what is missing; a dash where there is none."""
    if figure is None:
        return MISSING
    missing = f", {figure.missing} missing" if figure.missing else ""
    if figure.value is None:
        return f"{MISSING} n={figure.n}{missing}"
    ends = (
        ""
        if figure.low is None or figure.high is None
        else f" {written(figure.low, kind)}…{written(figure.high, kind)}"
    )
    return f"{written(figure.value, kind)}{ends} n={figure.n}{missing}"


def written(value: float, kind: str) -> str:
    """A value alone."""
    if kind == SHARE:
        return f"{value:.0%}"
    return f"{value:+.2f}" if kind == CHANGE else f"{value:.3g}"
