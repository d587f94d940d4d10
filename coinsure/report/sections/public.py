"""Public money: what the layers of the treasury (财政风险补偿限额) pay, expected and at worst."""

from collections.abc import Mapping
from typing import Any

from coinsure.report.findings import Findings
from coinsure.report.quantity import Figure, count, money, percent
from coinsure.report.section import Section
from coinsure.report.table import Cell, Column, Table, build, label
from coinsure.report.wording import Value, say

OUTLAYS = (
    Column("public_layer"),
    Column("annual_cap", "money"),
    Column("outlay_mean", "money", "error"),
    Column("outlay_probability", "percent", "error"),
    Column("outlay_q95", "money", "error"),
    Column("outlay_q99", "money", "error"),
    Column("outlay_largest", "money"),
)
BUDGET = (
    Column("fiscal_year"),
    Column("outlay_mean", "money", "error"),
    Column("outlay_q95", "money", "error"),
    Column("outlay_q99", "money", "error"),
    Column("outlay_largest", "money"),
)
FUNDS = (
    Column("ruin", "percent"),
    Column("fund_size", "money", "error"),
)


def sections(findings: Findings) -> list[Section]:
    """Return the section on public money, if there is any."""
    public = findings.summary["public"]
    if public is None:
        return []
    total = public["total"]
    heading = say(
        "heading.public", mean=money(total["mean"]), probability=percent(total["probability"])
    )
    years = count(total["horizon"]["years"])
    blocks = (
        layer_table(findings),
        budget_table(findings),
        fund_table(findings),
        say("text.public", years=years, horizon=money(total["horizon"]["mean"])),
    )
    return [Section("public", heading, blocks, "good")]


def layer_table(findings: Findings) -> Table:
    """Return what every layer pays for a year."""
    public = findings.summary["public"]
    rows: list[list[Cell]] = [
        [_name(key, layer), Figure.of(layer["annual_cap"]), *_outlay(layer)]
        for key, layer in public["instruments"].items()
    ]
    if len(rows) > 1:
        rows.append([say("member.pool"), None, *_outlay(public["total"])])
    return build("public_layers", OUTLAYS, rows)


def budget_table(findings: Findings) -> Table:
    """Return what all layers cost in each of the first three fiscal years, and all years."""
    total = findings.summary["public"]["total"]
    rows: list[list[Cell]] = [
        [say("cell.fiscal_year", year=count(year["year"])), *_costs(year)]
        for year in total["fiscal_years"][:3]
    ]
    horizon = total["horizon"]
    rows.append([say("cell.all_years", years=count(horizon["years"])), *_costs(horizon)])
    return build("public_budget", BUDGET, rows)


def fund_table(findings: Findings) -> Table:
    """Return the money that would last over the horizon, by the probability that it does not."""
    sizes = findings.summary["public"]["total"]["fund_size"]
    rows: list[list[Cell]] = [
        [Figure.of(float(ruin)), Figure.of(size)] for ruin, size in sizes.items()
    ]
    return build("public_fund", FUNDS, rows)


def _name(key: str, layer: Mapping[str, Any]) -> Value:
    return label(layer["label"]) if layer["label"] else key


def _outlay(layer: Mapping[str, Any]) -> list[Cell]:
    return [
        Figure.of(layer["mean"]),
        Figure.of(layer["probability"]),
        *(Figure.of(layer["var"][level]) for level in ("0.95", "0.99")),
        Figure.of(layer["largest"]),
    ]


def _costs(year: Mapping[str, Any]) -> list[Cell]:
    return [
        Figure.of(year["mean"]),
        *(Figure.of(year["var"][level]) for level in ("0.95", "0.99")),
        Figure.of(year["largest"]),
    ]
