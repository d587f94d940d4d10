"""``compare``: what changed between two runs, from their results alone."""

from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from coinsure.errors import UsageError
from coinsure.results.archive import Archive, load
from coinsure.results.differences import Difference, differences
from coinsure.study import Study

Run = Study | str | PathLike[str]
"""A finished run, or the folder that one was written to."""

HEADLINES = (
    ("pool.gross", "mean"),
    ("pool.gross", "tvar"),
    ("pool.net", "mean"),
    ("pool.net", "tvar"),
    ("pool.deficit", "mean"),
    ("pool.deficit", "tvar"),
    ("pool.loses", "mean"),
    ("shortfall.unpaid", "mean"),
    ("shortfall.uninsured", "mean"),
)
"""Rows and measures that are shown first."""


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Year 1 of two runs, figure by figure."""

    base: dict[str, str]  # title by language
    other: dict[str, str]
    unit: str
    level: float  # of every TVaR in it
    paired: bool  # both drew the same random numbers: errors of differences are paired
    rows: tuple[Difference, ...]

    def headlines(self) -> list[Difference]:
        """Return the rows that are shown first, in their order."""
        found = {(row.row, row.measure): row for row in self.rows}
        return [found[key] for key in HEADLINES if key in found]

    def __str__(self) -> str:
        """Return the headlines as text, one figure a line."""
        lines = [
            f"{self.base['en']} -> {self.other['en']} ({self.unit}, year 1, TVaR at {self.level:g})"
        ]
        lines += [
            f"{_label(row):<26}{_number(row.base.value)}{_number(row.other.value)}{_gap(row)}"
            for row in self.headlines()
        ]
        lines.append(
            "errors paired: same random numbers"
            if self.paired
            else "errors not paired: the runs differ in seed, paths or years"
        )
        return "\n".join(lines)


def compare(base: Run, other: Run) -> Comparison:
    """Compare two runs; each is a ``Study`` or the folder of a run.

    Raises
    ------
    UsageError
        If the runs are in different units or at different levels.
    StorageError
        If a folder holds no results.
    """
    first, second = _archive(base), _archive(other)
    if first.unit != second.unit:
        raise UsageError(
            f"the runs are in {first.unit} and {second.unit}; give both scenarios the same unit"
        )
    if first.level != second.level:
        raise UsageError(
            f"capital.level is {first.level} in one run and {second.level} in the other; "
            "give both the same level"
        )
    rows = tuple(differences(first, second))
    return Comparison(
        first.title, second.title, first.unit, first.level, first.pairs_with(second), rows
    )


def _archive(run: Run) -> Archive:
    return run.archive() if isinstance(run, Study) else load(Path(run))


def _label(row: Difference) -> str:
    return f"{row.row} {row.measure}"


def _number(value: float | None) -> str:
    return f"{'-':>14}" if value is None else f"{value:>14,.4g}"


def _gap(row: Difference) -> str:
    gap = row.difference
    return f"   ({gap.reason})" if gap.value is None else f"{gap.value:>+14,.4g} ± {gap.se:,.2g}"
