"""The transcripts of several files, which can be gone through again and again without being held."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec

from simulator.errors import StoreError
from simulator.imported.formats import Taken
from simulator.imported.naming import shown
from simulator.imported.record import UNKNOWN, unreadable
from simulator.imported.talk import Talk


class Files:
    """The transcripts of files, in order. Going through them reads the files again."""

    def __init__(
        self,
        taken: Sequence[Taken],
        *,
        target: str | None = None,
        locale: str | None = None,
        through: Callable[[Talk], Talk] | None = None,
    ) -> None:
        """Nothing is read yet.

        Args:
            taken: the files, and what each was taken for.
            target: who answered, where a file does not say.
            locale: the person's language and country, where a file does not say.
            through: what each transcript passes through before anything else sees it; the same gives the same.
        """
        self._taken = tuple(taken)
        self._target = target or UNKNOWN
        self._locale = locale
        self._through = through

    def __iter__(self) -> Iterator[Talk]:
        for one in self._taken:
            for talk in _as_far_as_it_goes(one):
                said = self._said(talk)
                yield self._through(said) if self._through is not None else said

    def _said(self, talk: Talk) -> Talk:
        """The transcript with what the user says where its file says nothing."""
        target = self._target if talk.target == UNKNOWN else talk.target
        return msgspec.structs.replace(talk, target=target, locale=talk.locale or self._locale)


def _as_far_as_it_goes(one: Taken) -> Iterator[Talk]:
    """The transcripts of a file. Where it is damaged, or holds none, one without messages says so; others go on."""
    count = 0
    try:
        for talk in one.read():
            count += 1
            yield talk
    except StoreError as problem:
        place, _, why = str(problem).partition(": ")
        yield unreadable(place, why)
    else:
        if not count:
            yield unreadable(shown(one.file.name), "it holds no conversation")
