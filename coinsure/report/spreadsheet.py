"""Tables as CSV files that a spreadsheet opens as they are: UTF-8 with a mark, units in heads."""

import csv
import io
from collections.abc import Iterable, Iterator

from coinsure.models.labels import Label
from coinsure.report.numerals import LANGUAGES
from coinsure.report.quantity import Figure, Quantity
from coinsure.report.table import Cell, Column, Mark, Named, Table
from coinsure.report.wording import Value, Writer, say

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A text cell that begins with one of these would be a formula; an apostrophe goes before it."""

BOUNDS = ("low", "high")
FRACTION = "小数 fraction"


def spreadsheets(tables: Iterable[Table], unit: str) -> dict[str, bytes]:
    """Return the files of some tables by their path in a folder of results."""
    return {f"tables/{table.key}.csv": spreadsheet(table, unit) for table in tables}


def spreadsheet(table: Table, unit: str) -> bytes:
    """Return a table as CSV: numbers in full and in the scenario's ``unit``.

    Texts are in both languages. A number with an error takes three columns, the value and the ends
    of its 95 % interval.
    """
    writers = [Writer(language, unit) for language in LANGUAGES]
    file = io.StringIO(newline="")
    out = csv.writer(file)
    columns = [column for column in table.columns if column.show != "interval"]
    out.writerow([head for column in columns for head in _heads(column, table, unit, writers)])
    for row in table.rows:
        cells = [
            (cell, column)
            for cell, column in zip(row, table.columns, strict=True)
            if column.show != "interval"
        ]
        out.writerow(
            [text for cell, column in cells for text in _texts(cell, column, table, writers)]
        )
    return file.getvalue().encode("utf-8-sig")


def safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    text = text.replace("\0", "")
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _bounded(column: Column, table: Table) -> bool:
    """Whether the interval of a column is given: where its errors are shown anywhere."""
    shown = {other.show for other in table.columns if other.key == column.key}
    return column.show == "error" or "interval" in shown


def _heads(column: Column, table: Table, unit: str, writers: list[Writer]) -> Iterator[str]:
    heading: Value = say(f"column.{column.key}") if column.heading is None else column.heading
    names = list(dict.fromkeys(writer.write(heading) for writer in writers))
    name = " ".join(names)
    if column.kind == "text":
        yield from (safe(f"{name} ({writer.language})") for writer in writers)
        return
    units = {"money": unit, "percent": FRACTION, "rate": FRACTION, "times": "×"}
    measured = f"{name} ({units[column.kind]})" if column.kind in units else name
    yield safe(measured)
    if _bounded(column, table):
        yield from (safe(f"{measured} 95 % {bound}") for bound in BOUNDS)


def _texts(
    cell: Cell, column: Column, table: Table, writers: list[Writer]
) -> Iterator[str | float]:
    if column.kind == "text":
        yield from (safe(_words(cell, writer)) for writer in writers)
        return
    figure = cell.figure if isinstance(cell, Quantity) else cell
    figure = figure if isinstance(figure, Figure) else Figure(None)
    numbers = (
        (figure.value, figure.low, figure.high) if _bounded(column, table) else (figure.value,)
    )
    yield from ("" if number is None else number for number in numbers)


def _words(cell: Cell, writer: Writer) -> str:
    if cell is None or isinstance(cell, Figure):
        return ""
    if isinstance(cell, Mark):
        return writer.write(cell.words)
    value: Value | Label = cell.label if isinstance(cell, Named) else cell
    return writer.write(value)
