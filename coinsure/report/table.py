"""``Table``: what a table of the report says, before language, unit and medium are chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from coinsure.models.labels import Label
from coinsure.report.quantity import Figure, Kind
from coinsure.report.wording import Phrase, Value, say

Status = Literal["good", "warn", "bad"]

Show = Literal["value", "error", "interval"]
"""A number alone, with its error behind it, or only its 95 % interval."""


ASSUMPTION = "assumption"
"""What a scenario writes as the source of numbers that have none."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A traffic light: always a shape and a word besides its colour."""

    status: Status
    words: Phrase


@dataclass(frozen=True, slots=True)
class Named:
    """A name that carries the colour of a sector, by the sector's place in the book."""

    label: Label
    sector: int


Cell = Value | Figure | Mark | Named | None
"""What stands in a row; None where a number has no meaning, which is not a missing figure."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading is the message ``column.<key>``."""

    key: str
    kind: Kind | Literal["text", "mixed"] = "text"  # mixed: each cell a quantity of its own kind
    show: Show = "value"
    heat: bool = False  # tint cells by size, among all such columns of the table
    heading: Value | None = None  # in place of the message: a member's name, say
    signed: bool = False  # a change: a plus before what is above 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its caption is the message ``table.<key>``, its CSV file is named after the key."""

    key: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[Phrase, ...] = ()
    total: bool = False  # the last row is of all others together

    def __post_init__(self) -> None:
        """Refuse rows that do not fit the columns."""
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{self.key}: {len(row)} cells in {len(self.columns)} columns")


def build(
    key: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    notes: Sequence[Phrase] = (),
    *,
    total: Sequence[Cell] | None = None,
) -> Table:
    """Return a table of these rows, and below them the ``total`` of all, if one is given."""
    found = [*rows, *([] if total is None else [total])]
    cells = tuple(tuple(row) for row in found)
    return Table(key, tuple(columns), cells, tuple(notes), total is not None)


def source(raw: str | Mapping[str, Any]) -> Value:
    """Read a source of a resolved scenario: in both languages, or one text for both."""
    if not isinstance(raw, str):
        return label(raw)
    return say("source.assumption") if raw == ASSUMPTION else raw


def label(raw: Mapping[str, Any]) -> Label:
    """Read a label of ``summary.json``."""
    return Label(zh=raw["zh"], en=raw["en"])
