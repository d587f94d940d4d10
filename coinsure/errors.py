"""The errors that a user sees, each with the exit code the command line returns for it."""

from collections.abc import Sequence
from dataclasses import dataclass


class CoinsureError(Exception):
    """Something the user can put right; shown as one message, never as a traceback."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a scenario: where it is, what was found and what would do."""

    file: str
    key: str
    message: str
    found: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        """Return ``file: key: message (found ...); remedy`` on one line."""
        text = (
            f"{self.file}: {self.key}: {self.message}"
            if self.key
            else f"{self.file}: {self.message}"
        )
        if self.found:
            text += f" (found {self.found})"
        return f"{text}; {self.remedy}" if self.remedy else text


class ScenarioError(CoinsureError):
    """A scenario cannot be read; carries every problem found, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UsageError(CoinsureError):
    """A command or a public function was called with arguments that do not fit together."""


class ModelRefusedError(CoinsureError):
    """The input can be read, but the model has no honest answer for it (an infinite mean, say)."""

    exit_code = 3


class NoExactAnswerError(ModelRefusedError):
    """The exact route has no answer; carries every reason, not only the first."""

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("there is no exact answer: " + "; ".join(reasons))


class StorageError(CoinsureError):
    """A file cannot be read or written."""

    exit_code = 4
