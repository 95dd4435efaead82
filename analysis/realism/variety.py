"""How alike messages of one kind are that were said on different occasions: distinct-n and self-BLEU.

Both depend on how much text they see, so both are taken over samples of one size: `SAMPLE` messages of one kind, no two
of one occasion. Under several targets the same person says the same words by design; within an occasion only one of
them is drawn. Self-BLEU is that of Zhu et al. (2018): each message against the others of its sample, averaged. It still
shifts with the length of the messages, so it is given for whole messages and, to compare, for their first `HEAD` words.

A kind is one of the coarse moves that people and personas share. Where nobody knows the moves, as in a user's own
transcripts, all messages are one kind, and only figures counted like that are put beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import msgspec

from analysis.realism.bleu import bleu
from analysis.realism.figure import Figure, between
from analysis.realism.lexicon import grams, words
from analysis.realism.message import Message

SAMPLE = 4
"""Messages of one sample."""
HEAD = 5
"""First words of a message that distinct-n sees; shorter messages are left out and counted as missing."""
ROUNDS = 200

_Tokens = Sequence[str]
_Pools = list[list[list[_Tokens]]]
"""For each kind, for each occasion, the messages."""


def variety(messages: Sequence[Message], seed: int) -> dict[str, Figure]:
    """The figures of distinct-n and self-BLEU; missing counts the messages that no sample could hold.

    The interval is the middle 95 % of single samples, so it says how much samples of this size differ.
    """
    pools, used, missing = _pools(messages)
    samples = _samples(pools, Random(seed))
    heads = [[tokens[:HEAD] for tokens in sample] for sample in samples]
    values = {
        "distinct_1": [_distinct(head, 1) for head in heads],
        "distinct_2": [_distinct(head, 2) for head in heads],
        "self_bleu_start": [_self_bleu(head) for head in heads],
        "self_bleu": [_self_bleu(sample) for sample in samples],
    }
    return {name: _figure(found, used, missing) for name, found in values.items()}


def mixed(messages: Sequence[Message], seed: int) -> dict[str, Figure]:
    """The same figures over messages of all kinds together."""
    alike = [msgspec.structs.replace(message, kind="any") for message in messages]
    return {f"{name}_any": figure for name, figure in variety(alike, seed).items()}


def _pools(messages: Sequence[Message]) -> tuple[_Pools, int, int]:
    kinds: dict[str, dict[str, list[_Tokens]]] = {}
    for message in messages:
        tokens = words(message.own)
        if len(tokens) >= HEAD:
            kinds.setdefault(message.kind, {}).setdefault(message.occasion, []).append(tokens)
    pools = [list(occasions.values()) for occasions in kinds.values() if len(occasions) >= SAMPLE]
    used = sum(len(said) for pool in pools for said in pool)
    return pools, used, len(messages) - used


def _samples(pools: _Pools, chance: Random) -> list[list[_Tokens]]:
    """Samples, each of one kind; kinds come as often as they have occasions."""
    if not pools:
        return []
    drawn = chance.choices(pools, weights=[len(pool) for pool in pools], k=ROUNDS)
    return [[chance.choice(said) for said in chance.sample(pool, SAMPLE)] for pool in drawn]


def _figure(values: Sequence[float], used: int, missing: int) -> Figure:
    if not values:
        return Figure(value=None, n=0, missing=missing)
    ordered = sorted(values)
    return Figure(
        value=sum(ordered) / len(ordered),
        n=used,
        missing=missing,
        low=between(ordered, 0.025),
        high=between(ordered, 0.975),
    )


def _distinct(heads: Sequence[_Tokens], size: int) -> float:
    runs = [gram for head in heads for gram in grams(head, size)]
    return len(set(runs)) / len(runs)


def _self_bleu(sample: Sequence[_Tokens]) -> float:
    scores = [bleu(tokens, [*sample[:place], *sample[place + 1 :]]) for place, tokens in enumerate(sample)]
    return sum(scores) / len(scores)
