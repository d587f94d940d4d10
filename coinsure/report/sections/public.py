"""Public money (财政资金): what every instrument costs, expected and at worst, and brings."""

from collections.abc import Mapping
from typing import Any

from coinsure.report.findings import Findings
from coinsure.report.quantity import Figure, count, money
from coinsure.report.section import Block, Section
from coinsure.report.table import Cell, Column, Table, build, label
from coinsure.report.wording import Phrase, Value, say

OUTLAYS = (
    Column("instrument"),
    Column("instrument_kind"),
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
BRINGS = (
    Column("instrument"),
    Column("outlay_horizon", "money"),
    Column("firm_years", "count"),
    Column("extra_cover", "money"),
    Column("cover_per_yuan", "plain"),
    Column("outlay_per_firm", "money"),
)
BALANCES = (
    Column("instrument"),
    Column("set_aside", "money"),
    Column("balance_at_end", "money", "error"),
    Column("fund_runs_dry", "percent", "error"),
)
FUNDS = (
    Column("ruin", "percent"),
    Column("fund_size", "money", "error"),
)


BUDGET_YEARS = 3
"""Fiscal years that a budget looks ahead."""


def sections(findings: Findings) -> list[Section]:
    """Return the section on public money, if there is any."""
    public = findings.summary["public"]
    if public is None:
        return []
    total = public["total"]
    years, horizon = count(total["horizon"]["years"]), money(total["horizon"]["mean"])
    heading = say("heading.public", mean=money(total["mean"]), years=years, horizon=horizon)
    blocks: list[Block] = [instrument_table(findings), budget_table(findings)]
    if len(public["instruments"]) > 1:
        blocks.append(budget_by_instrument(findings))
    if total["brings"] is not None and total["brings"]["firm_years"] > 0.0:
        blocks.append(brings_table(findings))
    if _has_fund(findings):
        blocks.append(balance_table(findings))
    blocks.append(fund_table(findings))
    later = total["horizon"]["paid_later"]
    text = say(
        "text.public",
        years=years,
        horizon=horizon,
        later=money(0.0 if later is None else later),
    )
    blocks.append(text)
    return [Section("public", heading, tuple(blocks), "good")]


def instrument_table(findings: Findings) -> Table:
    """Return what every instrument pays for a year."""
    public = findings.summary["public"]
    rows: list[list[Cell]] = [
        [
            _name(key, one),
            say(f"instrument.{one['kind']}"),
            Figure.of(one["annual_cap"]),
            *_outlay(one),
        ]
        for key, one in public["instruments"].items()
    ]
    if len(rows) > 1:
        rows.append([say("cell.all_instruments"), None, None, *_outlay(public["total"])])
    return build("public_instruments", OUTLAYS, rows)


def budget_table(findings: Findings) -> Table:
    """Return what all public money costs in each of the first three fiscal years, and in all."""
    total = findings.summary["public"]["total"]
    rows: list[list[Cell]] = [
        [say("cell.fiscal_year", year=count(year["year"])), *_costs(year)]
        for year in total["fiscal_years"][:BUDGET_YEARS]
    ]
    horizon = total["horizon"]
    rows.append([say("cell.all_years", years=count(horizon["years"])), *_costs(horizon)])
    return build("public_budget", BUDGET, rows, _about_funds(findings))


def budget_by_instrument(findings: Findings) -> Table:
    """Return what every instrument is expected to cost in each of the first fiscal years."""
    public = findings.summary["public"]
    years = [year["year"] for year in public["total"]["fiscal_years"][:BUDGET_YEARS]]
    heads = [say("cell.fiscal_year", year=count(year)) for year in years]
    columns = (
        Column("instrument"),
        *(
            Column(f"year_{y}", "money", "error", heading=h)
            for y, h in zip(years, heads, strict=True)
        ),
    )
    rows: list[list[Cell]] = [
        [_name(key, one), *(Figure.of(year["mean"]) for year in one["fiscal_years"][:BUDGET_YEARS])]
        for key, one in public["instruments"].items()
    ]
    return build("public_budget_instruments", columns, rows)


def brings_table(findings: Findings) -> Table:
    """Return the firms and the cover that subsidies bring over the horizon."""
    public = findings.summary["public"]
    found: list[tuple[Value, Mapping[str, Any]]] = [
        (_name(key, one), one["brings"])
        for key, one in public["instruments"].items()
        if "brings" in one
    ]
    if len(found) > 1:
        found.append((say("cell.all_instruments"), public["total"]["brings"]))
    keys = ("outlay", "firm_years", "cover", "cover_per_yuan", "outlay_per_firm")
    rows: list[list[Cell]] = [
        [name, *(Figure.of(brings[key]) for key in keys)] for name, brings in found
    ]
    return build("public_brings", BRINGS, rows)


def balance_table(findings: Findings) -> Table:
    """Return what is set aside for every fund, what is left of it, and how often nothing is."""
    rows: list[list[Cell]] = [
        [
            _name(key, one),
            Figure.of(one["fund"]["set_aside"]),
            Figure.of(one["fund"]["balance"][-1]),
            Figure.of(one["fund"]["probability_exhausted"]),
        ]
        for key, one in findings.summary["public"]["instruments"].items()
        if "fund" in one
    ]
    return build("public_balances", BALANCES, rows, _about_funds(findings))


def fund_table(findings: Findings) -> Table:
    """Return the money that would last over the horizon, by the probability that it does not."""
    sizes = findings.summary["public"]["total"]["fund_size"]
    rows: list[list[Cell]] = [
        [Figure.of(float(ruin)), Figure.of(size)] for ruin, size in sizes.items()
    ]
    return build("public_fund", FUNDS, rows)


def _has_fund(findings: Findings) -> bool:
    return any("fund" in one for one in findings.summary["public"]["instruments"].values())


def _about_funds(findings: Findings) -> list[Phrase]:
    """Return the note that the outlay of a fund is not what it takes from the budget."""
    return [say("note.fund_outlay")] if _has_fund(findings) else []


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
