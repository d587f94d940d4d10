"""``write_stresses`` and ``write_comparison``: what runs beside each other leave on disk."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from coinsure.models.labels import Label
from coinsure.report.beside import (
    HEADLINES,
    amounts_table,
    changes_table,
    comparison_dict,
    levels_table,
    meaning_table,
    pairing,
    probabilities_table,
    read,
    stress_dict,
    stress_name,
)
from coinsure.report.folder import new_folder, write_files
from coinsure.report.numerals import Language
from coinsure.report.page import Content, page
from coinsure.report.quantity import money, percent
from coinsure.report.run import as_json
from coinsure.report.section import Drawing, Section
from coinsure.report.spreadsheet import FRACTION, safe
from coinsure.report.wording import Phrase, Writer, say
from coinsure.results.differences import Difference
from coinsure.stress import Comparison, StressTable

INDICATORS = ("loses", "defaults", "happens", "exhausted")
"""Last part of the names of rows of 0 and 1: their means are probabilities."""

DECISIVE = next(headline for headline in HEADLINES if headline.key == "tail_net")
"""The figure whose change heads the page."""


def write_stresses(table: StressTable, folder: Path, first: Language) -> None:
    """Write page, data and spreadsheet of some stresses into ``folder``, all at once.

    Parameters
    ----------
    first
        Language in which the page opens.

    Raises
    ------
    UsageError, StorageError
        If the folder holds anything but earlier results, or cannot be written.
    """
    unit = table.base.scenario.unit
    write(
        folder,
        {
            "stresses.html": stress_page(table, first).encode(),
            "stresses.json": as_json(stress_dict(table)),
            "stresses.csv": long_table(table.comparisons, unit),
        },
    )


def write_comparison(comparison: Comparison, folder: Path, first: Language) -> None:
    """Write page, data and spreadsheet of a comparison into ``folder``, all at once.

    Raises
    ------
    UsageError, StorageError
        If the folder holds anything but earlier results, or cannot be written.
    """
    write(
        folder,
        {
            "comparison.html": comparison_page(comparison, first).encode(),
            "comparison.json": as_json(comparison_dict(comparison)),
            "comparison.csv": long_table({comparison.other["en"]: comparison}, comparison.unit),
        },
    )


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a new folder."""
    with new_folder(folder) as fresh:
        write_files(fresh, files)


def stress_page(table: StressTable, first: Language) -> str:
    """Return the page on some stresses."""
    scenario = table.base.scenario
    title = Label(zh=scenario.title_zh, en=scenario.title)
    heading = _largest_change(table)
    parts = (
        Section("stress_changes", heading, (changes_table(table),)),
        Section("stress_levels", say("stress.heading_levels"), (levels_table(table),)),
        Section("stress_meaning", say("stress.heading_meaning"), (meaning_table(table),)),
    )
    stresses = len(table.comparisons)
    content = Content(
        title=say("stress.title", title=title, stresses=stresses),
        opening=say(
            "stress.opening",
            paths=scenario.simulation.paths,
            seed=str(scenario.simulation.seed),
            level=percent(scenario.capital.level),
        ),
        first=(),
        further=(),
        sections=parts if stresses else parts[1:],
        footer=(say("page.errors"),),
    )
    return page(content, scenario.unit, first, no_drawing)


def comparison_page(comparison: Comparison, first: Language) -> str:
    """Return the page on two runs."""
    base, other = (_label(title) for title in (comparison.base, comparison.other))
    found = next(row for row in comparison.headlines() if row.row == "pool.net")
    heading = say(
        "compare.heading",
        base=money(read(found.base)),
        other=money(read(found.other)),
        change=money(read(found.difference)),
    )
    blocks = (amounts_table(comparison), probabilities_table(comparison))
    content = Content(
        title=say("compare.title", base=base, other=other),
        opening=pairing(comparison),
        first=(),
        further=(),
        sections=(Section("compared", heading, blocks),),
        footer=(say("page.errors"),),
    )
    return page(content, comparison.unit, first, no_drawing)


def long_table(comparisons: Mapping[str, Comparison], unit: str) -> bytes:
    """Return every figure of every comparison as CSV, one a row, numbers in full."""
    file = io.StringIO(newline="")
    out = csv.writer(file)
    heads = [f"{part}{bound}" for part in PARTS for bound in ("", " 95 % low", " 95 % high")]
    out.writerow(["run", "figure", "measure", "unit", *heads])
    for name, comparison in comparisons.items():
        for row in comparison.rows:
            kind = FRACTION if row.row.rpartition(".")[2] in INDICATORS else unit
            out.writerow([safe(name), row.row, row.measure, kind, *_numbers(row)])
    return file.getvalue().encode("utf-8-sig")


PARTS = ("base", "other", "difference")


def _numbers(row: Difference) -> list[str | float]:
    return [
        "" if number is None else number
        for estimate in (row.base, row.other, row.difference)
        for number in (estimate.value, estimate.low, estimate.high)
    ]


def _largest_change(table: StressTable) -> Phrase:
    """Say which stress changes the pool's worst years most."""
    found = {
        name: read(row.difference)
        for name, comparison in table.comparisons.items()
        for row in comparison.rows
        if (row.row, row.measure) == (DECISIVE.row, DECISIVE.measure)
    }
    sizes = {name: abs(gap.value) for name, gap in found.items() if gap.value is not None}
    if not sizes:
        return say("stress.heading_unknown")
    worst = max(sizes, key=lambda name: sizes[name])
    change = found[worst]
    if not change.value:
        return say("stress.heading_unchanged")
    up = change.value > 0.0
    return say(
        "stress.heading_up" if up else "stress.heading_down",
        stress=stress_name(table, worst),
        change=money(change.times(1.0 if up else -1.0)),
    )


def _label(title: Mapping[str, str]) -> Label:
    return Label(zh=title["zh"], en=title["en"])


def no_drawing(drawing: Drawing, writer: Writer) -> str:
    """Refuse to draw: these pages hold tables only."""
    raise ValueError(f"no drawing is expected here: {drawing.key} in {writer.language}")
