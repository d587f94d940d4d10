"""How much of a year's variance is chance, and how much is what nobody knows of the parameters."""

import math
from collections.abc import Mapping
from typing import Any

from coinsure.report.findings import Findings
from coinsure.report.quantity import Figure, percent
from coinsure.report.section import Section
from coinsure.report.table import Cell, Column, Table, build
from coinsure.report.wording import say

COLUMNS = (
    Column("of_book"),
    Column("sd_gross", "money"),
    Column("sd_process", "money"),
    Column("sd_parameter", "money"),
    Column("parameter_share_gross", "percent", "error"),
    Column("parameter_share_net", "percent", "error"),
)


def sections(findings: Findings) -> list[Section]:
    """Return the section on uncertain parameters, if the scenario has any."""
    found = findings.summary["uncertainty"]
    if not found["parameters_uncertain"]:
        return []
    shares = {
        f"{sector}.{key}": Figure.of(line["gross"]["parameter_share"])
        for sector, lines in found["lines"].items()
        for key, line in lines.items()
    }
    known = {name: share.value for name, share in shares.items() if share.value is not None}
    if known:
        most = max(known, key=lambda name: known[name])
        heading = say(
            "heading.uncertainty",
            share=percent(_not_below_zero(Figure.of(found["pool"]["gross"]["parameter_share"]))),
            line=findings.line_name(most),
            most=percent(_not_below_zero(shares[most])),
        )
    else:
        heading = say("heading.uncertainty_unknown")
    return [Section("uncertainty", heading, (uncertainty_table(findings), say("text.uncertainty")))]


def uncertainty_table(findings: Findings) -> Table:
    """Return standard deviations of a year, by chance and by parameters, and the latter's part."""
    found = findings.summary["uncertainty"]
    rows = [_row(say("member.pool"), found["pool"])]
    rows += [_row(name, found["sectors"][key]) for key, _, name in findings.sectors()]
    rows += [_row(name, found["lines"][sector][key]) for sector, key, _, name in findings.lines()]
    return build("uncertainty", COLUMNS, rows)


def _row(name: Cell, found: Mapping[str, Any]) -> list[Cell]:
    gross = found["gross"]
    deviations: list[Cell] = [_deviation(gross[part]) for part in ("total", "process", "parameter")]
    shares: list[Cell] = [Figure.of(found[kind]["parameter_share"]) for kind in ("gross", "net")]
    return [name, *deviations, *shares]


def _deviation(variance: Mapping[str, Any]) -> Figure:
    """Return the root of a variance; an estimate below 0 is one of 0."""
    figure = _not_below_zero(Figure.of(variance))
    return figure if figure.value is None else Figure.of(math.sqrt(figure.value))


def _not_below_zero(figure: Figure) -> Figure:
    return Figure.of(0.0) if figure.value is not None and figure.value < 0.0 else figure
