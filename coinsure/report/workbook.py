"""The tables of a report as files: one CSV each, and all of them as sheets of one workbook."""

import io
from collections.abc import Iterable, Mapping
from datetime import datetime

import xlsxwriter

from coinsure.report.numerals import LANGUAGES
from coinsure.report.spreadsheet import Grid, grid, spreadsheet
from coinsure.report.table import Table
from coinsure.report.wording import Writer, say

CONTENTS = "目录 contents"
LONGEST_NAME = 31
"""Characters of a sheet's name that a spreadsheet takes at most."""
NARROW, WIDE = 12, 48
"""Widths of columns, in characters."""
FORMATS = {"money": "#,##0.00", "percent": "0.00%", "rate": "0.000%", "count": "#,##0"}
"""How numbers are shown; the cells hold them in full."""
WITHOUT_DATE = datetime(2000, 1, 1)
"""Written as the date of creation, so that the same results give the same bytes."""


def table_files(tables: Iterable[Table], unit: str) -> dict[str, bytes]:
    """Return ``tables/*.csv`` and ``tables.xlsx`` by their path in a folder of results."""
    grids = {table.key: grid(table, unit) for table in tables}
    files = {f"tables/{key}.csv": spreadsheet(found) for key, found in grids.items()}
    return files | {"tables.xlsx": workbook(grids)}


def workbook(grids: Mapping[str, Grid]) -> bytes:
    """Return a workbook: a sheet of contents, then a sheet for each table, in order.

    Texts are written as texts, whatever they begin with: no cell is a formula.
    """
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"created": WITHOUT_DATE})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    shown = {kind: book.add_format({"num_format": text}) for kind, text in FORMATS.items()}
    contents = book.add_worksheet(CONTENTS)
    contents.set_column(0, 0, LONGEST_NAME)
    contents.set_column(1, len(LANGUAGES), 2 * WIDE)
    writers = [Writer(language, "") for language in LANGUAGES]
    names = sheet_names(grids)
    for number, (key, found) in enumerate(grids.items()):
        contents.write_url(number, 0, f"internal:'{names[key]}'!A1", string=names[key])
        for at, writer in enumerate(writers, start=1):
            contents.write_string(number, at, writer.write(say(f"table.{key}")))
        sheet = book.add_worksheet(names[key])
        sheet.freeze_panes(1, 0)
        for at, (head, kind) in enumerate(zip(found.heads, found.kinds, strict=True)):
            sheet.write_string(0, at, head, bold)
            texts = [row[at] for row in found.rows if isinstance(row[at], str)]
            width = max([NARROW, *(_width(str(text)) for text in texts)])
            sheet.set_column(at, at, min(width, WIDE), shown.get(kind))
        for line, row in enumerate(found.rows, start=1):
            for at, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(line, at, cell)
                else:
                    sheet.write_number(line, at, cell, shown.get(found.kinds[at]))
    book.close()
    return file.getvalue()


def sheet_names(grids: Mapping[str, Grid]) -> dict[str, str]:
    """Return the names of the sheets: the keys of the tables, shortened where they have to be."""
    names: dict[str, str] = {}
    for key in grids:
        name, again = key[:LONGEST_NAME], 1
        while name in names.values():
            again += 1
            tail = f"_{again}"
            name = key[: LONGEST_NAME - len(tail)] + tail
        names[key] = name
    return names


def _width(text: str) -> int:
    """Return about how many columns of a digit's width a text takes."""
    return sum(2 if ord(character) > 0x2E80 else 1 for character in text) + 2
