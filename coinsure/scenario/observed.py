"""Files of observed losses: their amounts take the place of ``file`` in an empirical severity.

So the scenario holds them as if they had been written there, and its hash covers them.
"""

import csv
import io
import math
from collections.abc import Callable, Iterator, Sequence
from os.path import normpath
from pathlib import Path

from coinsure.errors import Problem
from coinsure.scenario.document import Document, Table
from coinsure.scenario.keypath import KeyPath, dotted
from coinsure.scenario.wording import shown

LARGEST_FILE = 4_000_000
"""Bytes."""

MOST_PROBLEMS = 5
"""Mistakes of one file that are told."""

AMOUNT, WEIGHT = "amount", "weight"


def with_observed(
    document: Document, beside: Callable[[str], Path]
) -> tuple[Document, tuple[Problem, ...], tuple[str, ...]]:
    """Return the document with the amounts of all files in it, what is wrong, and the files.

    Parameters
    ----------
    document
        Merged tables.
    beside
        Folder to which files are relative that this layer of the document names.
    """
    problems: list[Problem] = []
    files: dict[str, None] = {}
    for path, table in list(_severities(document.table, ())):
        key, name = (*path, "file"), table["file"]
        layer = document.file_of(key)
        twice = [other for other in ("amounts", "weights") if other in table]
        if not isinstance(name, str) or not name.strip() or "\0" in name:
            problems.append(_wrong(layer, key, "should be the name of a file", name))
            found = _STAND_IN
        elif twice:
            message = f"a file and {' and '.join(twice)} say the same"
            problems.append(Problem(layer, dotted(key), message, shown(name), "keep one of them"))
            found = _STAND_IN
        else:
            file = normpath(beside(layer) / name)
            found, wrong = _read(file, layer, key, name)
            problems += wrong
            files[file] = None
        others = {k: value for k, value in table.items() if k not in ("file", *twice)}
        document = Document(
            _put(document.table, path, others | found), document.files, document.origins
        )
    return document, tuple(problems), tuple(files)


_STAND_IN: Table = {"amounts": [1.0]}
"""In place of amounts that could not be read, so that what else is wrong is found."""


def _wrong(layer: str, key: KeyPath, message: str, found: object) -> Problem:
    remedy = 'name a CSV file relative to this one, file = "losses.csv"'
    return Problem(layer, dotted(key), message, shown(found), remedy)


def _severities(here: object, path: KeyPath) -> Iterator[tuple[KeyPath, Table]]:
    """Yield the empirical severities that name a file, with where they are."""
    if isinstance(here, dict):
        if here.get("kind") == "empirical" and "file" in here:
            yield path, here
        for key, value in here.items():
            yield from _severities(value, (*path, str(key)))
    elif isinstance(here, list):
        for number, value in enumerate(here):
            yield from _severities(value, (*path, str(number)))


def _put(here: object, path: KeyPath, table: Table) -> Table:
    """Return ``here`` with ``table`` at a ``path`` that leads through tables and lists."""
    return _put_any(here, path, table)  # pyright: ignore[reportReturnType]


def _put_any(here: object, path: KeyPath, table: Table) -> object:
    if not path:
        return table
    if isinstance(here, list):
        number = int(path[0])
        inner = _put_any(here[number], path[1:], table)
        return [*here[:number], inner, *here[number + 1 :]]
    if isinstance(here, dict):
        return {**here, path[0]: _put_any(here[path[0]], path[1:], table)}
    raise ValueError(f"{dotted(path)} leads nowhere")


def _read(file: str, layer: str, key: KeyPath, name: str) -> tuple[Table, list[Problem]]:
    """Return amounts and weights of a file, or stand-ins with what is wrong."""
    try:
        with Path(file).open("rb") as opened:
            raw = opened.read(LARGEST_FILE + 1)
    except OSError as error:
        return _STAND_IN, [_wrong(layer, key, f"{file} cannot be read: {error.strerror}", name)]
    if len(raw) > LARGEST_FILE:
        message = "the file is too large"
        remedy = f"at most {LARGEST_FILE:,} bytes are read: group the losses, with weights"
        return _STAND_IN, [Problem(file, "", message, "", remedy)]
    try:
        text = raw.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline="")))
    except (UnicodeDecodeError, csv.Error) as error:
        message = f"not a CSV file in UTF-8: {error}"
        return _STAND_IN, [Problem(file, "", message, "", "save it as CSV UTF-8 (另存为 UTF-8)")]
    return _columns(file, rows)


def _columns(file: str, rows: Sequence[Sequence[str]]) -> tuple[Table, list[Problem]]:
    """Return the numbers in the columns of amounts and weights; other columns are passed over."""
    header = [word.strip().lower() for word in rows[0]] if rows else []
    if AMOUNT not in header:
        remedy = f"call the column of the losses {AMOUNT}" if header else "the file is empty"
        message = f"names no column {AMOUNT}"
        return _STAND_IN, [Problem(file, "row 1", message, ", ".join(header), remedy)]
    wanted = [AMOUNT, WEIGHT] if WEIGHT in header else [AMOUNT]
    numbers: dict[str, list[float]] = {column: [] for column in wanted}
    problems: list[Problem] = []
    for place, row in enumerate(rows[1:], 2):
        if not any(word.strip() for word in row):
            continue
        for column in wanted:
            number = header.index(column)
            word = row[number].strip() if number < len(row) else ""
            value = _number(word)
            if value is None:
                message, remedy = "should be a finite number above 0", _remedy(column, word)
                problems.append(
                    Problem(file, f"row {place}, {column}", message, shown(word), remedy)
                )
            else:
                numbers[column].append(value)
    if not problems and not numbers[AMOUNT]:
        problems.append(Problem(file, "", "no losses below the header", "", "add rows"))
    if problems:
        return _STAND_IN, problems[:MOST_PROBLEMS]
    table: Table = {"amounts": numbers[AMOUNT]}
    if WEIGHT in header:
        table["weights"] = numbers[WEIGHT]
    return table, []


def _number(word: str) -> float | None:
    """Return the number that a ``word`` says, None if it says none above 0."""
    try:
        value = float(word)
    except ValueError:
        return None
    return value if 0.0 < value < math.inf else None


def _is_number(word: str) -> bool:
    try:
        return math.isfinite(float(word))
    except ValueError:
        return False


def _remedy(column: str, word: str) -> str:
    if _number(word.replace(",", "")) is not None:
        return f"write it without commas: {word.replace(',', '')}"
    if not word:
        return "fill it in, or delete the row"
    if not _is_number(word):
        return "write the number alone, in the unit of the scenario"
    if column == AMOUNT:
        return "leave losses of nothing out, and let the frequency be that of the others"
    return "leave out rows that do not count"
