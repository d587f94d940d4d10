"""Reads losses that somebody brings: a CSV file with a row for each loss, as Oasis or by hand."""

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from coinsure.arrays import FloatArray, IntArray
from coinsure.errors import Problem, ScenarioError, StorageError
from coinsure.reinsurance.fitting import MOST_PERIODS
from coinsure.reinsurance.loss_rows import LossRows

NAMES = {
    "period": ("period", "year"),
    "event": ("event", "eventid"),
    "line": ("line", "summaryid"),
    "amount": ("amount", "loss"),
    "time": ("time",),
    "sum_insured": ("sum_insured",),
    "weight": ("periodweight",),
}
"""What a column means -> names it may have, in any case; the first that is there counts.

``Period,EventId,SummaryId,Loss`` is a period loss table of Oasis (ORD). All but the amount may be
left out: one period, every row an occurrence of its own, one line called "all". The weight of a
period is 1 over their number, for all of them.
"""

SAMPLE = "sampleid"
ALONE = "-1"
"""Number of the occurrence of a row that is one of its own, as a blank is."""

DIGITS = 18
"""Digits of a number of an occurrence that is kept; longer ones are names."""

WEIGHT_ROUNDING = 1e-6
"""Part by which 1 over a written weight may miss a whole number of periods."""

MOST_PROBLEMS = 20
"""Mistakes of one file that are told."""


def read_losses(path: Path) -> LossRows:
    """Read losses from a CSV file with a header; further columns are kept by their names.

    Raises
    ------
    StorageError
        If the file cannot be read.
    ScenarioError
        If it has no column of amounts, or values that are not what their column should hold.
    """
    header, rows = _read(path)
    place = {name: number for number, name in enumerate(_plain(header))}
    column = {
        meaning: next((place[name] for name in names if name in place), None)
        for meaning, names in NAMES.items()
    }
    reader = _Reader(path, rows)
    for name in sorted(name for name, times in Counter(_plain(header)).items() if times > 1):
        reader.problem("header", "two columns of one name", name, "remove or rename one")
    if not rows:
        reader.problem("", "no row below the header", "", "")
        raise ScenarioError(reader.problems)
    if column["amount"] is None:
        remedy = f"name one {' or '.join(NAMES['amount'])}"
        if ";" in header[0]:
            remedy = "separate columns by commas"
        reader.problem("header", "no column of amounts", ", ".join(header), remedy)
        raise ScenarioError(reader.problems)
    if SAMPLE in place and len({row[place[SAMPLE]] for row in rows}) > 1:
        reader.problem("SampleId", "several samples", "", "keep the rows of one sample")
    amount = reader.numbers(column["amount"], "amount")
    period = reader.numbers(column["period"], "period", 1.0)
    if (period != np.floor(period)).any() or (period < 1.0).any() or (period > MOST_PERIODS).any():
        reader.problem("period", f"should be whole numbers from 1 to {MOST_PERIODS:,}", "", "")
    line = reader.words(column["line"], "all")
    for number in [number for number, word in enumerate(line, 2) if not word]:
        reader.problem(f"row {number}, line", "is missing", "", "name the line of the loss")
    event = _events(reader.words(column["event"], ""))
    time = None if column["time"] is None else reader.numbers(column["time"], "time")
    insured = column["sum_insured"]
    sum_insured = None if insured is None else reader.numbers(insured, "sum_insured", np.nan)
    periods = None if column["weight"] is None else reader.periods(column["weight"])
    if reader.problems:
        raise ScenarioError(reader.problems[:MOST_PROBLEMS])
    used = {number for number in column.values() if number is not None}
    others = {name.strip(): n for n, name in enumerate(header) if n not in used and name.strip()}
    return LossRows(
        line=line,
        amount=amount,
        period=period.astype(np.int64),
        event=event,
        time=time,
        sum_insured=sum_insured,
        columns={name: reader.words(number, "") for name, number in others.items()},
        periods=periods,
    )


def _read(path: Path) -> tuple[list[str], list[list[str]]]:
    """Return the header and the rows that are not blank, all as wide as the header."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = [row for row in csv.reader(file) if any(cell.strip() for cell in row)]
    except OSError as error:
        raise StorageError(f"{path}: cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        message, remedy = f"not a CSV file in UTF-8: {error}", "save it as CSV UTF-8 (另存为 UTF-8)"
        problem = Problem(str(path), "", message, "", remedy)
        raise ScenarioError([problem]) from error
    if not lines:
        raise ScenarioError([Problem(str(path), "", "the file is empty")])
    header, rows = lines[0], lines[1:]
    wrong = [number for number, row in enumerate(rows, 2) if len(row) != len(header)]
    if wrong:
        message = f"{len(header)} columns in the header, not as many in the row"
        raise ScenarioError(
            [Problem(str(path), f"row {number}", message) for number in wrong[:MOST_PROBLEMS]]
        )
    return header, rows


def _plain(header: Sequence[str]) -> list[str]:
    """Return the names of columns without case or blanks around them."""
    return [name.strip().lower() for name in header]


def _events(words: Sequence[str]) -> IntArray:
    """Return the numbers of the occurrences as they are, or numbers for their names; -1 is none."""
    words = ["" if word == ALONE else word for word in words]
    named = [word for word in words if word]
    if all(word.isdecimal() and len(word) <= DIGITS for word in named):
        return np.array([int(word) if word else -1 for word in words], np.int64)
    number = {name: place for place, name in enumerate(dict.fromkeys(named))} | {"": -1}
    return np.array([number[word] for word in words], np.int64)


def _number(word: str) -> float | None:
    try:
        return float(word)
    except ValueError:
        return None


def _remedy(word: str, name: str) -> str:
    """Return what to write in place of a ``word`` that is no number."""
    if _number(plain := word.replace(",", "")) is not None:
        return f"write it without commas: {plain}"
    return "number the periods from 1" if name == "period" else "write the number alone"


class _Reader:
    """Columns of a file, with all that is wrong in them."""

    def __init__(self, path: Path, rows: list[list[str]]) -> None:
        self.path, self.rows = path, rows
        self.problems: list[Problem] = []

    def problem(self, key: str, message: str, found: str, remedy: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(str(self.path), key, message, found, remedy))

    def words(self, column: int | None, default: str) -> tuple[str, ...]:
        """Return the words of a column, without blanks around them."""
        if column is None:
            return (default,) * len(self.rows)
        return tuple(row[column].strip() for row in self.rows)

    def numbers(self, column: int | None, name: str, blank: float | None = None) -> FloatArray:
        """Return the numbers of a column, ``blank`` where there is none; 0 or more, and finite."""
        found = np.full(len(self.rows), 0.0 if blank is None else blank)
        for number, word in enumerate(self.words(column, "")):
            if not word and blank is not None:
                continue
            value, key = _number(word), f"row {number + 2}, {name}"
            if value is None:
                self.problem(key, "should be a number", repr(word), _remedy(word, name))
            elif not 0.0 <= value < np.inf:
                self.problem(key, "should be 0 or more", word, "")
            else:
                found[number] = value
        return found

    def periods(self, column: int) -> int | None:
        """Return how many periods there are by their weight; None without rows."""
        weights = np.unique(self.numbers(column, "PeriodWeight"))
        if self.problems or not weights.size:
            return None
        number = round(1.0 / weights[0]) if weights[0] > 0.0 else 0
        if weights.size > 1:
            remedy = "periods of unequal weight are not supported; draw as many by their weight"
            found = f"{weights[0]:g} and {weights[1]:g}"
            self.problem("PeriodWeight", "several weights", found, remedy)
        elif number < 1 or abs(number * weights[0] - 1.0) > WEIGHT_ROUNDING:
            message = "should be 1 over the number of periods"
            self.problem("PeriodWeight", message, f"{weights[0]:g}", "")
        return number
