"""What can go wrong while conversations are held.

SimulatorError
├── PlanError          the suite, or how it was asked for, does not make a plan
├── TargetError        a target cannot be opened: unknown kind, missing key, missing weights
├── CallFailed         one call to a model failed; data, not the user's mistake
│   └── TargetDown     no call was made, because every call to this target must fail
│       └── VoiceDown  the same, of the model that voices the personas
├── PersonaFailed      a voice broke role or could not be rendered; never held against the target
├── LinesOver          everything that was recorded has been said again; ends a conversation, and is no failure
├── StoreError         the run folder cannot be used
│   ├── FolderLocked   another process writes it
│   ├── FormatError    a line or file is of a newer format, or not a record at all
│   ├── PlanChanged    the folder holds another plan
│   └── WriteFailed    the disk refused a write
├── TransitionError    a move the phase table does not have
└── BudgetSpent        the token or cost budget is used up; the run can be resumed with a larger one
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal


class SimulatorError(Exception):
    """Base of everything the simulator raises; `str()` of it is written for the person at the keyboard."""


class PlanError(SimulatorError):
    """The suite, or how it was asked for, does not make a plan."""


class TargetError(SimulatorError):
    """A target cannot be opened; the message says what to do."""


class FailureKind(StrEnum):
    """How a call failed."""

    NETWORK = "network"
    TIMEOUT = "timeout"
    RATE_LIMIT = "rate_limit"
    QUOTA = "quota"
    AUTH = "auth"
    MODEL = "model"
    """The provider does not know the model."""
    REQUEST = "request"
    """A 400 that no content policy explains."""
    TOO_LONG = "too_long"
    SERVER = "server"
    OVERLOADED = "overloaded"
    MALFORMED = "malformed"
    """The answer could not be read."""
    EMPTY = "empty"
    """Nothing came and nothing says why."""
    CUT = "cut"
    """Cut by length before a word."""
    CODE = "code"
    """The user's own function raised."""

    @property
    def retryable(self) -> bool:
        """Whether the same call may succeed in a moment."""
        return self in _RETRYABLE

    @property
    def fatal(self) -> bool:
        """Whether every further call to this target must fail the same way."""
        return self in _FATAL


_RETRYABLE = frozenset(
    {
        FailureKind.NETWORK,
        FailureKind.TIMEOUT,
        FailureKind.RATE_LIMIT,
        FailureKind.SERVER,
        FailureKind.OVERLOADED,
        FailureKind.MALFORMED,
        FailureKind.EMPTY,
    }
)
_FATAL = frozenset({FailureKind.AUTH, FailureKind.MODEL, FailureKind.QUOTA})


class CallFailed(SimulatorError):
    """One call to a model failed."""

    def __init__(
        self, kind: FailureKind, message: str, *, status: int | None = None, retry_after_s: float | None = None
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.status = status
        self.retry_after_s = retry_after_s
        self.attempts = 1
        self.of: Literal["target", "voice"] = "target"
        """Whose call it was."""
        self.how: object = None
        """The `Voiced` of the message that was not answered, if a model wrote it: it was paid for."""


class TargetDown(CallFailed):
    """No call was made, because every call to this target must fail; the conversation stands where it stood."""


class VoiceDown(TargetDown):
    """No call was made, because every call to the model that voices the personas must fail."""


class PersonaFailed(SimulatorError):
    """A voice broke role or could not be rendered."""

    def __init__(self, message: str, how: object = None) -> None:
        super().__init__(message)
        self.how = how
        """The `Voiced` that holds the drafts turned down, if a model wrote them."""


class LinesOver(SimulatorError):
    """Everything that was recorded has been said again, and nobody knows what this person would say next."""


class StoreError(SimulatorError):
    """The run folder cannot be used."""


class FolderLocked(StoreError):
    """Another process is writing the run folder."""


class FormatError(StoreError):
    """A line or file is of a newer format, or not a record at all."""


class PlanChanged(StoreError):
    """The folder holds another plan; the message shows the difference."""


class WriteFailed(StoreError):
    """The disk refused a write. What was appended before is whole."""


class TransitionError(SimulatorError):
    """A move the phase table does not have."""


class BudgetSpent(SimulatorError):
    """The token or cost budget is used up."""
