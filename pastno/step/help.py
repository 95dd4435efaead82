"""What the keys do."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

KEYS = (
    ("→ n space, ← p", "next, previous exchange"),
    ("Home, End", "first, last exchange"),
    ("g", "go to an exchange by number"),
    ("r, R", "next, previous refusal that was met"),
    ("j ], k [", "next, previous conversation"),
    ("c", "conversation by a part of its id"),
    ("/", "search this conversation; again: further"),
    ("t", "mark cues in the reply, or not"),
    ("u", "show what must not be given, or hide it"),
    ("↑ ↓ PgUp PgDn", "scroll; Tab: the other part"),
    ("Esc", "leave a prompt, forget a search"),
    ("q", "quit"),
)


class Help(ModalScreen[None]):
    """The keys, until one is pressed."""

    CSS = """
    Help { align: center middle; }
    Help VerticalScroll { width: 100%; max-width: 66; height: auto; max-height: 100%; border: solid $primary; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,question_mark,enter,space", "dismiss")]

    def compose(self) -> ComposeResult:
        """One list."""
        with VerticalScroll():
            yield Static(Text("\n").join(Text.assemble((f"{key:<16}", "bold"), words) for key, words in KEYS))
