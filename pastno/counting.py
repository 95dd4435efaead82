"""Say how many transcripts an import has gone through."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from simulator.imported.talk import Talk


class Counting:
    """Transcripts that can be gone through again and again, each time with a word on how many there were so far."""

    def __init__(self, talks: Iterable[Talk], tell: Callable[[str], None], *doing: str) -> None:
        """Nothing is read yet.

        Args:
            talks: can be gone through as often as this.
            tell: is given the words.
            doing: what each time is for, in order; the last one stands for all that follow.
        """
        self._talks = talks
        self._tell = tell
        self._doing = list(doing)

    def __iter__(self) -> Iterator[Talk]:
        doing = self._doing.pop(0) if len(self._doing) > 1 else self._doing[0]
        for count, talk in enumerate(self._talks, start=1):
            yield talk
            self._tell(f"{doing}: {count:,} conversation{'s' * (count != 1)} so far")
