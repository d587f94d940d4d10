"""``Section``: a part of the report, headed by the sentence of what it found."""

from collections.abc import Callable
from dataclasses import dataclass

from matplotlib.figure import Figure as Canvas

from coinsure.report.table import Status, Table
from coinsure.report.wording import Phrase, Value, Writer


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure: drawn once for each language; what it shows is said in words too."""

    key: str  # of its files; its title is the message ``figure.<key>``
    alt: Phrase
    draw: Callable[[Writer], Canvas]


@dataclass(frozen=True, slots=True)
class Folded:
    """A long table that opens on demand."""

    table: Table


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A sentence of the verdict with its traffic light."""

    code: str
    status: Status
    sentence: Phrase


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure at the top of the page: its name is the message ``key_figure.<key>.name``."""

    key: str
    value: Value
    note: Phrase


Block = Phrase | Table | Folded | Drawing


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it."""

    key: str
    heading: Phrase
    blocks: tuple[Block, ...]
    status: Status | None = None
