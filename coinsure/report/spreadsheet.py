"""Tables as CSV files that a spreadsheet opens as they are: UTF-8 with a mark, units in heads."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from coinsure.models.labels import Label
from coinsure.report.numerals import LANGUAGES
from coinsure.report.quantity import Figure, Quantity
from coinsure.report.table import Cell, Column, Mark, Named, Table
from coinsure.report.wording import Value, Writer, say

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A text cell that begins with one of these would be a formula; an apostrophe goes before it."""

BOUNDS = ("low", "high")
FRACTION = "小数 fraction"
UNIT = "单位 unit"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as rows of plain texts and numbers, with what its columns of numbers measure."""

    heads: tuple[str, ...]
    kinds: tuple[str, ...]  # of each column, as ``Column.kind``
    rows: tuple[tuple[str | float, ...], ...]


def grid(table: Table, unit: str) -> Grid:
    """Return a table with numbers in full and in the scenario's ``unit``.

    Texts are in both languages. A number with an error takes three columns, the value and the ends
    of its 95 % interval; an empty text stands where there is no number. A column whose numbers are
    of several kinds is followed by one with their units.
    """
    writers = [Writer(language, unit) for language in LANGUAGES]
    columns = [column for column in table.columns if column.show != "interval"]
    heads = [
        (head, column.kind) for column in columns for head in _heads(column, table, unit, writers)
    ]
    rows = [
        tuple(
            text
            for cell, column in zip(row, table.columns, strict=True)
            if column.show != "interval"
            for text in _texts(cell, column, table, writers)
        )
        for row in table.rows
    ]
    return Grid(tuple(head for head, _ in heads), tuple(kind for _, kind in heads), tuple(rows))


def spreadsheet(found: Grid) -> bytes:
    """Return a grid as CSV."""
    file = io.StringIO(newline="")
    out = csv.writer(file)
    for row in (found.heads, *found.rows):
        out.writerow([safe(cell) if isinstance(cell, str) else cell for cell in row])
    return file.getvalue().encode("utf-8-sig")


def safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    text = text.replace("\0", "")
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _bounded(column: Column, table: Table) -> bool:
    """Whether the interval of a column is given: where its errors are shown anywhere."""
    if column.kind == "mixed":
        cells = [row[table.columns.index(column)] for row in table.rows]
        return any(isinstance(cell, Quantity) and cell.figure.half > 0.0 for cell in cells)
    shown = {other.show for other in table.columns if other.key == column.key}
    return column.show == "error" or "interval" in shown


def _heads(column: Column, table: Table, unit: str, writers: list[Writer]) -> Iterator[str]:
    heading: Value = say(f"column.{column.key}") if column.heading is None else column.heading
    names = list(dict.fromkeys(writer.write(heading) for writer in writers))
    name = " ".join(names)
    if column.kind == "text":
        yield from (f"{name} ({writer.language})" for writer in writers)
        return
    measured = f"{name} ({of})" if (of := _unit(column.kind, unit)) else name
    yield measured
    if _bounded(column, table):
        yield from (f"{measured} 95 % {bound}" for bound in BOUNDS)
    if column.kind == "mixed":
        yield f"{name} ({UNIT})"


def _unit(kind: str, money: str) -> str:
    """Return in what numbers of a kind are counted; nothing for numbers without a unit."""
    return {"money": money, "percent": FRACTION, "rate": FRACTION, "times": "×"}.get(kind, "")


def _texts(
    cell: Cell, column: Column, table: Table, writers: list[Writer]
) -> Iterator[str | float]:
    if column.kind == "text":
        yield from (_words(cell, writer).replace("\0", "") for writer in writers)
        return
    figure = cell.figure if isinstance(cell, Quantity) else cell
    figure = figure if isinstance(figure, Figure) else Figure(None)
    numbers = (
        (figure.value, figure.low, figure.high) if _bounded(column, table) else (figure.value,)
    )
    shown: list[str | float] = ["" if number is None else number for number in numbers]
    if column.kind != "mixed":
        yield from shown
        return
    if isinstance(cell, Quantity):
        yield from (*shown, _unit(cell.kind, writers[0].unit))
    else:
        words = dict.fromkeys(_words(cell, writer).replace("\0", "") for writer in writers)
        yield from (" ".join(words), *shown[1:], "")


def _words(cell: Cell, writer: Writer) -> str:
    if cell is None or isinstance(cell, Figure):
        return ""
    if isinstance(cell, Mark):
        return writer.write(cell.words)
    value: Value | Label = cell.label if isinstance(cell, Named) else cell
    return writer.write(value)
