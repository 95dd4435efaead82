"""The screen and its keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.events import Resize
from textual.widgets import Input, Static

from pastno.step.heading import heading
from pastno.step.help import Help
from pastno.step.inner import inner
from pastno.step.spoken import Look, nothing_held, spoken
from pastno.step.strip import strip
from pastno.step.walk import Walk, wanted

BESIDE = 76
"""Columns from which on the person's state stands beside the words and not below them."""
ROOMY = 110
"""Columns from which on there is room for a number of the state on one line there."""
_FOOT = "←→ exchange  r R refusal  j k conversation  / search  u unsafe  ? help  q quit"
_SHORT = "←→ r j k move  / search  u unsafe  ? help  q quit"
_ASKS = {"go": "number of the exchange", "find": "words to search for", "named": "part of a conversation's id"}


class Pane(VerticalScroll, inherit_bindings=False):
    """A part of the page that scrolls and leaves every other key to the walk."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll_up", show=False),
        Binding("down", "scroll_down", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("pagedown", "page_down", show=False),
    ]


class Step(App[None]):
    """Walks through a run; nothing is written, and no word of a transcript is read as markup."""

    TITLE = "pastno step"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-below"), (BESIDE, "-beside"), (ROOMY, "-roomy")]  # noqa: RUF012
    CSS = """
    Static { width: 1fr; height: auto; }
    #heading { max-height: 6; background: $panel; }
    #body { height: 1fr; layout: vertical; }
    #words { height: 1fr; padding: 0 1; }
    #side { height: auto; max-height: 45%; padding: 0 1; border-top: solid $primary-darken-2; }
    Pane:focus { background-tint: $foreground 3%; }
    #foot { height: 1; background: $panel; }
    #prompt { display: none; height: 1; border: none; padding: 0 1; }
    .-beside #body, .-roomy #body { layout: horizontal; }
    .-beside #side, .-roomy #side { height: 1fr; max-height: 100%; width: 30; border-top: none; }
    .-beside #side, .-roomy #side { border-left: solid $primary-darken-2; }
    .-roomy #side { width: 44; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,n,space", "walk('on')"),
        Binding("left,p", "walk('back')"),
        Binding("home", "walk('first')"),
        Binding("end", "walk('last')"),
        Binding("r", "walk('refusal')"),
        Binding("R", "walk('refusal_before')"),
        Binding("j,right_square_bracket", "walk('next')"),
        Binding("k,left_square_bracket", "walk('previous')"),
        Binding("g", "ask('go')"),
        Binding("slash", "ask('find')"),
        Binding("c", "ask('named')"),
        Binding("t", "spans"),
        Binding("u", "unsafe"),
        Binding("escape", "leave"),
        Binding("question_mark", "help"),
        Binding("q", "quit"),
    ]

    def __init__(self, walk: Walk) -> None:
        super().__init__()
        self.walk = walk
        self._look = Look()
        self._width = BESIDE
        self._asked = ""
        self._sought = ""
        self._moves: dict[str, Callable[[], str]] = {
            "on": lambda: walk.move(1), "back": lambda: walk.move(-1),
            "first": lambda: walk.edge(last=False), "last": lambda: walk.edge(last=True),
            "refusal": lambda: walk.refusal(1), "refusal_before": lambda: walk.refusal(-1),
            "next": lambda: walk.neighbour(1), "previous": lambda: walk.neighbour(-1),
        }  # fmt: skip

    def compose(self) -> ComposeResult:
        """The parts of the page, from top to bottom."""
        yield Static(id="heading")
        yield Static(id="strip")
        with Container(id="body"):
            with Pane(id="words"):
                yield Static(id="spoken")
            with Pane(id="side"):
                yield Static(id="inner")
        yield Input(id="prompt", compact=True)
        yield Static(id="foot")

    def on_mount(self) -> None:
        """Let the arrow keys scroll the words."""
        self._width = self.size.width
        self.query_one("#words").focus()
        self._draw()

    def on_resize(self, resized: Resize) -> None:
        """Draw again for the new width."""
        self._width = resized.size.width
        self._draw()

    def action_walk(self, move: str) -> None:
        """Move, and show what there is."""
        self._arrive(self._moves[move]())

    def action_spans(self) -> None:
        """Mark the cues in the reply, or do not."""
        self._look = self._look._replace(spans=not self._look.spans)
        self._draw("cues are marked" if self._look.spans else "cues are not marked")

    def action_unsafe(self) -> None:
        """Show what must not be given, or hide it again."""
        self.walk.unsafe = not self.walk.unsafe
        self._look = self._look._replace(unsafe=self.walk.unsafe)
        self._draw("what must not be given is shown" if self.walk.unsafe else "what must not be given is hidden")

    def action_ask(self, what: str) -> None:
        """Let something be typed."""
        self._asked = what
        prompt = self.query_one("#prompt", Input)
        prompt.value, prompt.placeholder = self._sought if what == "find" else "", _ASKS[what]
        prompt.display = True
        prompt.focus()

    def action_leave(self) -> None:
        """Leave what is being typed, or forget what was searched for."""
        if not self._asked:
            self._look = self._look._replace(found=None)
        self._close()
        self._draw()

    def action_help(self) -> None:
        """Say what the keys do."""
        self.push_screen(Help())

    def on_input_submitted(self, typed: Input.Submitted) -> None:
        """Do what was typed."""
        asked = self._asked
        self._close()
        if asked == "find":
            self._sought = typed.value
            self._look = self._look._replace(found=wanted(typed.value))
        moves = {"find": self.walk.find, "go": self.walk.go, "named": self.walk.named}
        self._arrive(moves[asked](typed.value))

    def _close(self) -> None:
        self._asked = ""
        self.query_one("#prompt").display = False
        self.query_one("#words").focus()

    def _arrive(self, trouble: str) -> None:
        self._draw(trouble)
        for pane in self.query(Pane):
            pane.scroll_home(animate=False)

    def _draw(self, words: str = "") -> None:
        """Show where the walk stands; `words` stand at the foot until the next key."""
        walk, width = self.walk, self._width
        turn, told, unsafe = walk.turn, walk.talk, walk.unsafe
        page = spoken(turn, told, walk.plan, self._look) if turn else nothing_held(told, unsafe=unsafe)
        narrow = BESIDE <= width < ROOMY
        self._put("heading", heading(walk))
        self._put("strip", strip(told, walk.at, width))
        self._put("spoken", page)
        self._put("inner", inner(turn, told, narrow=narrow, unsafe=unsafe))
        keys = _FOOT if width >= len(_FOOT) else _SHORT
        self._put("foot", Text(words, style="yellow3") if words else Text(keys, style="grey62"))

    def _put(self, part: str, text: Text) -> None:
        self.query_one(f"#{part}", Static).update(text)
