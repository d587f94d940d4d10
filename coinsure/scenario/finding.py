"""``Finding``: one mistake in a scenario, before it is known which file made it."""

from dataclasses import dataclass

from coinsure.errors import Problem
from coinsure.scenario.document import Document
from coinsure.scenario.keypath import KeyPath, dotted


@dataclass(frozen=True, slots=True)
class Finding:
    """Where in the merged tables a mistake is, what was found and what would do."""

    path: KeyPath
    message: str
    found: str = ""
    remedy: str = ""
    refused: bool = False
    """The scenario can be read, but the model has no honest answer for it."""
    together: tuple[KeyPath, ...] = ()
    """Keys that are wrong only together: the last file that wrote one of them is named."""

    def problem(self, document: Document) -> Problem:
        """Return the mistake with the file that made it."""
        file = (
            document.last_file_of(self.together) if self.together else document.file_of(self.path)
        )
        return Problem(file, dotted(self.path), self.message, self.found, self.remedy)
