"""A table in one language: units chosen by column, decimals aligned, marks and notes in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median, median_low

from coinsure.report.numerals import (
    MISSING,
    Scale,
    bound,
    digits,
    most_decimals,
    needed_decimals,
    plus_minus,
    scale,
)
from coinsure.report.quantity import (
    Figure,
    Kind,
    decimals_of_size,
    shown_decimals,
)
from coinsure.report.reasons import refusal
from coinsure.report.table import Cell, Column, Mark, Named, Status, Table
from coinsure.report.wording import Phrase, Writer, say

COLUMN_DIGITS = 3
"""Significant digits of a middling number of a column."""

FAR = 300.0
"""A column whose largest amount is this many times a middling one of the table has its own unit."""


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell as text: what to print, and what to align it with."""

    text: str = ""
    error: str = ""  # behind the number
    pad: str = ""  # invisible, so that decimal points stand below each other
    status: Status | None = None
    sector: int | None = None
    heat: float | None = None  # 0 to 1

    @property
    def plain(self) -> str:
        """Return number and error as one text."""
        return f"{self.text} {self.error}" if self.error else self.text


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A column's heading and unit, and whether numbers stand in it."""

    heading: str
    unit: str
    numeric: bool
    error: bool  # errors stand in a column of their own behind the numbers


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table as text."""

    key: str
    caption: str
    columns: tuple[ShownColumn, ...]
    rows: tuple[tuple[ShownCell, ...], ...]
    notes: tuple[str, ...]
    total: bool  # the last row is of all others together


def show(table: Table, writer: Writer) -> ShownTable:
    """Return the table in the writer's language."""
    hottest = max((figure.value or 0.0 for figure in _heated(table)), default=0.0)
    usual = _usual_amount(table)
    columns: list[ShownColumn] = []
    filled: list[list[ShownCell]] = []
    for number, column in enumerate(table.columns):
        cells = [row[number] for row in table.rows]
        head, shown = _column(column, cells, writer, usual, hottest)
        columns.append(head)
        filled.append(shown)
    notes = [*table.notes, *_refusals(table)]
    return ShownTable(
        table.key,
        writer.write(say(f"table.{table.key}")),
        tuple(columns),
        tuple(zip(*filled, strict=True)) if table.rows else (),
        tuple(writer.write(note) for note in notes),
        table.total,
    )


def _heated(table: Table) -> Iterator[Figure]:
    for row in table.rows:
        for cell, column in zip(row, table.columns, strict=True):
            if column.heat and isinstance(cell, Figure):
                yield cell


def _refusals(table: Table) -> list[Phrase]:
    """Return why figures are missing, each reason once."""
    reasons = [
        cell.reason
        for row in table.rows
        for cell in row
        if isinstance(cell, Figure) and cell.reason
    ]
    return [say("note.missing", reason=refusal(reason)) for reason in dict.fromkeys(reasons)]


def _column(
    column: Column, cells: Sequence[Cell], writer: Writer, usual: float, hottest: float
) -> tuple[ShownColumn, list[ShownCell]]:
    heading = writer.write(
        say(f"column.{column.key}") if column.heading is None else column.heading
    )
    if column.kind == "text":
        return ShownColumn(heading, "", False, False), [_words(cell, writer) for cell in cells]
    if column.kind == "mixed":
        return ShownColumn(heading, "", True, False), [_words(cell, writer) for cell in cells]
    figures = _figures(cells)
    sizes = [abs(figure.value) for figure in figures if figure.value]
    used = scale(column.kind, _size(sizes, usual), writer.unit, writer.language)
    most = _most(column.kind, [used.figure(figure) for figure in figures])
    shown = [
        ShownCell() if cell is None else _number(figure, column, used, most, hottest)
        for cell, figure in zip(cells, figures, strict=True)
    ]
    error = column.show == "error" and any(cell.error for cell in shown)
    return ShownColumn(heading, used.unit, True, error), _aligned(shown)


def _words(cell: Cell, writer: Writer) -> ShownCell:
    if cell is None:
        return ShownCell(MISSING)
    if isinstance(cell, Mark):
        return ShownCell(writer.write(cell.words), status=cell.status)
    if isinstance(cell, Named):
        return ShownCell(writer.write(cell.label), sector=cell.sector)
    if isinstance(cell, Figure):
        raise ValueError("a number in a column of text")
    return ShownCell(writer.write(cell))


def _figures(cells: Sequence[Cell]) -> list[Figure]:
    return [cell if isinstance(cell, Figure) else Figure(None) for cell in cells]


def _usual_amount(table: Table) -> float:
    """Return the size of amounts in a middling column of the table, which decides its unit."""
    middling: list[float] = []
    for number, column in enumerate(table.columns):
        cells = _figures([row[number] for row in table.rows])
        sizes = [abs(figure.value) for figure in cells if figure.value]
        if column.kind == "money" and sizes:
            middling.append(median(sizes))
    return median_low(middling) if middling else 0.0


def _size(sizes: Sequence[float], usual: float) -> float:
    """Return the amount that decides a column's unit: the table's, unless it is far from that."""
    largest = max(sizes, default=usual)
    return usual if usual / FAR <= largest <= usual * FAR else median(sizes)


def _most(kind: Kind, figures: Sequence[Figure]) -> int:
    """Return the decimals of a column with these numbers, given in its unit."""
    sizes = [abs(figure.value) for figure in figures if figure.value]
    if kind == "count" or not sizes:
        return 0
    if kind == "percent":
        most = most_decimals(kind, max(sizes), COLUMN_DIGITS)
    else:
        most = max(decimals_of_size(median(sizes), COLUMN_DIGITS), 0)
    if any(figure.half > 0.0 for figure in figures):
        return most
    return max(needed_decimals(size, most) for size in sizes)


def _number(figure: Figure, column: Column, used: Scale, most: int, hottest: float) -> ShownCell:
    heat = (figure.value or 0.0) / hottest if column.heat and hottest > 0.0 else None
    scaled = used.figure(figure)
    if scaled.value is None:
        return ShownCell(MISSING)
    if known := bound(scaled, used):
        return ShownCell(known)
    if scaled.value == 0.0 and scaled.half == 0.0:
        return ShownCell("0", heat=heat)
    if column.kind == "percent" and scaled.half > 0.0:
        most = most_decimals(column.kind, scaled.value, COLUMN_DIGITS)
    decimals = shown_decimals(scaled, most)
    if column.show == "interval":
        if scaled.low is None or scaled.high is None or scaled.low == scaled.high:
            return ShownCell(MISSING)
        return ShownCell(f"{digits(scaled.low, decimals)} – {digits(scaled.high, decimals)}")
    error = plus_minus(scaled.half, decimals) if column.show == "error" else ""
    text = digits(scaled.value, decimals)
    plus = "+" if column.signed and scaled.value > 0.0 and text.strip("0.,") else ""
    return ShownCell(plus + text, f"±{error}" if error else "", heat=heat)


def _aligned(cells: Sequence[ShownCell]) -> list[ShownCell]:
    """Pad numbers on the right, so that their decimal points stand below each other."""
    after = [_decimals(cell.text) for cell in cells]
    most = max(after, default=0)
    return [
        ShownCell(
            cell.text,
            cell.error,
            ("." if most and not own else "") + "0" * (most - own),
            cell.status,
            cell.sector,
            cell.heat,
        )
        for cell, own in zip(cells, after, strict=True)
    ]


def _decimals(text: str) -> int:
    return len(text.rpartition(".")[2]) if "." in text else 0
