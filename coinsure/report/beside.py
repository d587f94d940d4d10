"""Runs beside each other as tables: a base and its stresses, or two runs of any kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coinsure.models.labels import Label
from coinsure.report.quantity import Figure, Kind, percent
from coinsure.report.table import Cell, Column, Table, build
from coinsure.report.wording import Phrase, say
from coinsure.results.differences import Difference
from coinsure.results.estimates import figure
from coinsure.risk.estimate import Estimate
from coinsure.stress import Comparison, StressTable

SCHEMA = 1
"""Version of the layout of ``stresses.json`` and ``comparison.json``."""


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure of year 1 that two runs are compared by: its column is ``column.<key>``."""

    key: str
    row: str
    measure: str
    kind: Kind = "money"
    sign: float = 1.0  # a deficit is shown as a result


HEADLINES = (
    Headline("mean_gross", "pool.gross", "mean"),
    Headline("tail_gross", "pool.gross", "tvar"),
    Headline("mean_net", "pool.net", "mean"),
    Headline("tail_net", "pool.net", "tvar"),
    Headline("result", "pool.deficit", "mean", sign=-1.0),
    Headline("tail_deficit", "pool.deficit", "tvar"),
    Headline("probability_of_deficit", "pool.loses", "mean", "percent"),
    Headline("unpaid", "shortfall.unpaid", "mean"),
    Headline("uninsured", "shortfall.uninsured", "mean"),
)
"""What is compared first, in the order of a committee's questions."""

ROUNDING = 1e-9
"""Part of a year's losses below which an amount is only rounding."""

SHORT = (
    "mean_gross",
    "tail_net",
    "result",
    "tail_deficit",
    "probability_of_deficit",
    "unpaid",
)
"""What of it fits into a terminal."""


def comparison_dict(comparison: Comparison) -> dict[str, Any]:
    """Return every figure that two runs have in common, as ``comparison.json`` holds them."""
    return {
        "schema": SCHEMA,
        "base": dict(comparison.base),
        "other": dict(comparison.other),
        "unit": comparison.unit,
        "level": comparison.level,
        "paired": comparison.paired,
        "rows": [_row_dict(row) for row in comparison.rows],
    }


def stress_dict(table: StressTable) -> dict[str, Any]:
    """Return what every stress changes, as ``stresses.json`` holds it."""
    scenario = table.base.scenario
    return {
        "schema": SCHEMA,
        "base": {"zh": scenario.title_zh, "en": scenario.title},
        "unit": scenario.unit,
        "level": scenario.capital.level,
        "paths": scenario.simulation.paths,
        "seed": scenario.simulation.seed,
        "stresses": {
            name: {
                "label": stress_name(table, name).model_dump(),
                "description": stress_description(table, name).model_dump(),
                "paired": comparison.paired,
                "rows": [_row_dict(row) for row in comparison.rows],
            }
            for name, comparison in table.comparisons.items()
        },
        "unfit": dict(table.unfit),
    }


def levels_table(table: StressTable, wanted: tuple[Headline, ...] = HEADLINES) -> Table:
    """Return the figures of the base and of each stress."""
    first = next(iter(table.comparisons.values()), None)
    rows: list[list[Cell]] = []
    if first is not None:
        found = _by_key(first)
        rows.append([say("stress.base"), *(_read(found, h, "base") for h in wanted)])
    for name, comparison in table.comparisons.items():
        found = _by_key(comparison)
        rows.append([stress_name(table, name), *(_read(found, h, "other") for h in wanted)])
    return build("stress_levels", _columns(wanted, "stress"), rows, notes(table))


def changes_table(table: StressTable, wanted: tuple[Headline, ...] = HEADLINES) -> Table:
    """Return what each stress changes, with paired errors."""
    rows: list[list[Cell]] = []
    for name, comparison in table.comparisons.items():
        found = _by_key(comparison)
        rows.append([stress_name(table, name), *(_read(found, h, "difference") for h in wanted)])
    return build("stress_changes", _columns(wanted, "stress", signed=True), rows, notes(table))


def meaning_table(table: StressTable) -> Table:
    """Return what each stress supposes."""
    rows: list[list[Cell]] = [
        [stress_name(table, name), stress_description(table, name)] for name in table.comparisons
    ]
    return build("stress_meaning", [Column("stress"), Column("description")], rows)


def amounts_table(comparison: Comparison) -> Table:
    """Return amounts of two runs beside each other."""
    return _beside("compared_amounts", comparison, "money")


def probabilities_table(comparison: Comparison) -> Table:
    """Return probabilities of two runs beside each other."""
    return _beside("compared_probabilities", comparison, "percent")


def short() -> tuple[Headline, ...]:
    """Return the headlines that fit into a terminal."""
    return tuple(headline for headline in HEADLINES if headline.key in SHORT)


def notes(table: StressTable) -> list[Phrase]:
    """Return the level of the tail figures, and stresses that could not be laid on the scenario."""
    level = say("note.level_of_year_1", level=percent(table.base.scenario.capital.level))
    return [level, *(say("note.unfit", stress=n, reason=why) for n, why in table.unfit.items())]


def pairing(comparison: Comparison) -> Phrase:
    """Say how the errors of differences are to be read."""
    return say("note.paired" if comparison.paired else "note.unpaired")


def stress_name(table: StressTable, name: str) -> Label:
    """Return what a stress is called."""
    stress = table.stressed[name].scenario.provenance.stress
    return stress.label if stress else Label(zh=name, en=name)


def stress_description(table: StressTable, name: str) -> Label:
    """Return the sentence that a stress says of itself."""
    stress = table.stressed[name].scenario.provenance.stress
    return stress.description if stress else Label(zh=name, en=name)


def read(estimate: Estimate) -> Figure:
    """Return an estimate as the report reads it."""
    return Figure(estimate.value, estimate.low, estimate.high, estimate.reason)


def _beside(key: str, comparison: Comparison, kind: Kind) -> Table:
    found = _by_key(comparison)
    columns = (
        Column("figure"),
        Column("base_run", kind, "error"),
        Column("other_run", kind, "error"),
        Column("difference", kind, "error", signed=True),
    )
    rows: list[list[Cell]] = [
        [say(f"column.{h.key}"), *(_read(found, h, part) for part in PARTS)]
        for h in HEADLINES
        if h.kind == kind and (h.row, h.measure) in found
    ]
    level = say("note.level_of_year_1", level=percent(comparison.level))
    return build(key, columns, rows, [level, pairing(comparison)])


PARTS = ("base", "other", "difference")


def _columns(wanted: tuple[Headline, ...], name: str, *, signed: bool = False) -> list[Column]:
    return [Column(name), *(Column(h.key, h.kind, "error", signed=signed) for h in wanted)]


def _by_key(comparison: Comparison) -> Mapping[tuple[str, str], Difference]:
    return {(row.row, row.measure): row for row in comparison.rows}


def _read(found: Mapping[tuple[str, str], Difference], headline: Headline, part: str) -> Figure:
    row = found.get((headline.row, headline.measure))
    if row is None:
        return Figure(None)
    estimates: Mapping[str, Estimate] = {
        "base": row.base,
        "other": row.other,
        "difference": row.difference,
    }
    shown = read(estimates[part]).times(headline.sign)
    return Figure(0.0, 0.0, 0.0) if _is_rounding(shown, found) else shown


def _is_rounding(shown: Figure, found: Mapping[tuple[str, str], Difference]) -> bool:
    """Whether a figure is nothing but what rounding leaves of a 0, beside the losses of a year."""
    whole = found.get(("pool.gross", "mean"))
    if whole is None or whole.base.value is None or shown.value is None:
        return False
    return 0.0 < abs(shown.value) + shown.half <= ROUNDING * whole.base.value


def _row_dict(row: Difference) -> dict[str, Any]:
    return {
        "row": row.row,
        "measure": row.measure,
        "base": figure(row.base),
        "other": figure(row.other),
        "difference": figure(row.difference),
    }
