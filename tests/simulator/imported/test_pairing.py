"""Messages into exchanges: whatever the damage, every word is in an exchange or in a note."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.imported.pairing import pair
from simulator.imported.talk import Said
from simulator.provenance import Gap


def said(*messages: tuple[str, str]) -> tuple[Said, ...]:
    return tuple(Said(role, words, n) for n, (role, words) in enumerate(messages, start=1))


def test_a_whole_conversation_has_no_notes_and_no_gaps() -> None:
    found = pair(said(("system", "Be kind."), ("User", "a"), ("assistant", "b"), ("HUMAN", "c"), ("agent", "d")))
    assert [(one.said, one.reply, one.gap) for one in found.pairs] == [("a", "b", None), ("c", "d", None)]
    assert (found.system, found.notes) == ("Be kind.", ())


def test_three_messages_in_a_row_are_joined_with_a_note() -> None:
    found = pair(said(("user", "a"), ("user", "b"), ("user", "c"), ("assistant", "d"), ("assistant", "e")))
    assert [(one.said, one.reply) for one in found.pairs] == [("a\n\nb\n\nc", "d\n\ne")]
    assert found.notes == (
        "lines 1 to 3: 3 messages of the person in a row, joined",
        "lines 4 and 5: 2 messages of the target in a row, joined",
    )


@pytest.mark.parametrize(
    ("messages", "gaps", "note"),
    [
        ((("assistant", "Hello."), ("user", "a"), ("assistant", "b")), [Gap.UNASKED, None], "begins with a reply"),
        ((("user", "a"), ("assistant", "b"), ("user", "c")), [None, Gap.UNANSWERED], "line 3: no reply follows"),
        ((("user", "a"), ("assistant", " \n")), [Gap.EMPTY], "line 2: the reply is empty"),
        ((("user", " "), ("assistant", "b")), [Gap.UNASKED], "line 1: the person's message is empty"),
        ((("assistant", "a"),), [Gap.UNASKED], "line 1: the transcript begins with a reply"),
        ((("user", "a"),), [Gap.UNANSWERED], "line 1: no reply follows"),
    ],
)
def test_a_gap_is_kept_marked_and_noted(
    messages: tuple[tuple[str, str], ...], gaps: list[Gap | None], note: str
) -> None:
    found = pair(said(*messages))
    assert [one.gap for one in found.pairs] == gaps
    assert len(found.notes) == 1
    assert note in found.notes[0]


def test_an_unknown_role_is_reported_by_line_without_its_words() -> None:
    found = pair(said(("user", "a"), ("tool\x1b[31m", "secret"), ("assistant", "b")))
    assert [(one.said, one.reply) for one in found.pairs] == [("a", "b")]
    assert found.notes == ("line 2: unknown role 'tool?[31m', left out with its 6 characters",)


@pytest.mark.parametrize("messages", [(), (("system", "x"),), (("tool", "x"), ("narrator", "y"))])
def test_nobody_speaking_is_no_exchange(messages: tuple[tuple[str, str], ...]) -> None:
    assert pair(said(*messages)).pairs == ()


ROLES = st.sampled_from(["user", "assistant", "system", "tool"])


@given(st.lists(st.tuples(ROLES, st.sampled_from(["", "one", "two words", "\x1b[0m"])), max_size=12))
def test_every_word_of_a_known_role_is_kept_in_order(messages: list[tuple[str, str]]) -> None:
    found = pair(said(*messages))
    kept = "".join(one.said + one.reply for one in found.pairs).replace("\n\n", "")
    assert kept == "".join(words for role, words in messages if role in ("user", "assistant"))
    unknown = sum(role == "tool" for role, _ in messages)
    assert sum("unknown role" in note for note in found.notes) == unknown
    assert all(one.gap for one in found.pairs if not (one.said and one.reply))
