"""Tables as aligned text for a terminal, where a Chinese character is two columns wide."""

from collections.abc import Callable, Sequence
from unicodedata import combining, east_asian_width

from coinsure.report.layout import ShownCell, ShownColumn, ShownTable

GAP = "  "


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(
        0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1 for letter in text
    )


def left(text: str, columns: int) -> str:
    """Pad a text on its right."""
    return text + " " * (columns - width(text))


def right(text: str, columns: int) -> str:
    """Pad a text on its left."""
    return " " * (columns - width(text)) + text


def grids(tables: Sequence[ShownTable]) -> str:
    """Return tables one below the other, and below the last of them the notes of all."""
    notes = dict.fromkeys(note for table in tables for note in table.notes)
    return "\n".join(["\n\n".join(grid(table) for table in tables), *notes])


def grid(table: ShownTable) -> str:
    """Return a table with its caption, names to the left and numbers to the right, one row a line.

    The unit of a column stands below its heading, if any has one; notes are left to the caller.
    """
    blocks = [
        _column(column, [row[number] for row in table.rows])
        for number, column in enumerate(table.columns)
    ]
    lines = [GAP.join(cells).rstrip() for cells in zip(*blocks, strict=True)]
    heading, units, *rows = [GAP + line for line in lines]
    head = [heading, units] if units.strip() else [heading]
    return "\n".join([table.caption, *head, *rows])


def _column(column: ShownColumn, cells: Sequence[ShownCell]) -> list[str]:
    """Return heading, unit and cells of a column, all of one width."""
    if not column.numeric:
        return _padded([column.heading, "", *(cell.text for cell in cells)], left)
    numbers = _padded([cell.text + " " * len(cell.pad) for cell in cells], right)
    errors = _padded([cell.error for cell in cells], left)
    texts = [f"{number} {error}".rstrip() for number, error in zip(numbers, errors, strict=True)]
    texts = _padded(texts, left)
    return _padded([column.heading, column.unit, *texts], right)


def _padded(texts: Sequence[str], pad: Callable[[str, int], str]) -> list[str]:
    widest = max((width(text) for text in texts), default=0)
    return [pad(text, widest) for text in texts]
