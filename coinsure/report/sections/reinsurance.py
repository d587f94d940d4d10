"""From gross to net: what the treaties cost, pay and save."""

from collections.abc import Mapping
from typing import Any

from coinsure.report.findings import Findings
from coinsure.report.quantity import Figure, count, money, together
from coinsure.report.section import Section
from coinsure.report.sections.verdict import total_cost
from coinsure.report.table import Cell, Column, Table, build, label
from coinsure.report.wording import say

TREATIES = (
    Column("step"),
    Column("ceded_premium", "money"),
    Column("recovered", "money", "error"),
    Column("treaty_ratio", "percent", "error"),
    Column("commission", "money", "error"),
    Column("reinstatement", "money", "error"),
    Column("brokerage", "money", "error"),
    Column("lost_by_default", "money", "error"),
    Column("net_cost", "money", "error"),
    Column("losses_left", "money", "error"),
)
BY_LINE = (
    Column("treaty"),
    Column("line"),
    Column("ceded_premium", "money"),
    Column("recovered", "money", "error"),
    Column("treaty_ratio", "percent", "error"),
    Column("commission", "money", "error"),
    Column("reinstatement", "money", "error"),
    Column("net_cost", "money", "error"),
)
RATIOS = (
    Column("line"),
    Column("premium", "money"),
    Column("combined_ratio_gross", "percent", "error"),
    Column("combined_ratio_net", "percent", "error"),
)
REINSURERS = (
    Column("reinsurer"),
    Column("member"),
    Column("solvency_ratio", "percent"),
    Column("default_probability", "percent"),
    Column("owed", "money", "error"),
    Column("lost_by_default", "money", "error"),
    Column("recoverables", "money"),
    Column("recoverable_factor", "percent"),
    Column("counterparty_charge", "money"),
)
STEPS = (
    Column("sector"),
    Column("mean_gross", "money", "error"),
    Column("mean_net", "money", "error"),
    Column("var_of_level_gross", "money", "error"),
    Column("var_of_level_net", "money", "error"),
)


def sections(findings: Findings) -> list[Section]:
    """Return the section on reinsurance, if the pool buys any."""
    if not findings.summary["reinsurance"]:
        return []
    period, gross = findings.return_period("gross", "var")
    _, net = findings.return_period("net", "var", period)
    heading = say(
        "heading.reinsurance",
        cost=money(total_cost(findings)),
        period=count(period),
        gross=money(gross),
        net=money(net),
    )
    blocks = (
        treaty_table(findings),
        line_table(findings),
        ratio_table(findings),
        step_table(findings),
        *([reinsurer_table(findings)] if findings.summary["reinsurers"] else []),
        say("text.reinsurance"),
    )
    return [Section("reinsurance", heading, blocks, findings.status("reinsurance_value"))]


def treaty_table(findings: Findings) -> Table:
    """Return the way from gross to net: premium, recoveries and net cost of every treaty."""
    pool, public = findings.summary["pool"], findings.summary["public"]
    nothing: list[Cell] = [None] * 8
    rows: list[list[Cell]] = [
        [say("step.gross"), *nothing, Figure.of(pool["gross"]["mean"])],
        *(
            [findings.treaty_name(name), *_flows(treaty, BROKERED), Figure.of(treaty["left"])]
            for name, treaty in findings.summary["reinsurance"].items()
        ),
    ]
    layers = [
        Figure.of(instrument["mean"])
        for instrument in (public["instruments"] if public else {}).values()
        if instrument["kind"] == "public_layer"
    ]
    if layers:
        rows.append([say("step.public"), None, together(layers), *nothing[:6], None])
    rows.append([say("step.net"), *nothing, Figure.of(pool["net"]["mean"])])
    return build("reinsurance", TREATIES, rows, [say("note.net_cost"), say("note.treaty_ratio")])


def line_table(findings: Findings) -> Table:
    """Return what every treaty costs and pays each line, and each sector of several lines."""
    rows: list[list[Cell]] = []
    for name, treaty in findings.summary["reinsurance"].items():
        title = findings.treaty_name(name)
        rows += [
            [title, findings.line_name(line), *_flows(flows)]
            for line, flows in treaty["by_line"].items()
        ]
        rows += [
            [title, say("step.sector", sector=findings.sector_name(sector)), *_flows(flows)]
            for sector, flows in treaty["sectors"].items()
        ]
    return build("reinsurance_lines", BY_LINE, rows, [say("note.allocated")])


def ratio_table(findings: Findings) -> Table:
    """Return the expected combined ratios before and after reinsurance, and those of the pool."""
    rows: list[list[Cell]] = [[name, *_ratios(line)] for _, _, line, name in findings.lines()]
    rows += [
        [say("step.sector", sector=name.label), *_ratios(sector)]
        for _, sector, name in findings.sectors()
    ]
    total: list[Cell] = [say("member.pool"), *_ratios(findings.summary["pool"])]
    return build("combined_ratios", RATIOS, rows, [say("note.combined_ratios")], total=total)


FLOWS = ("commission", "reinstatement", "net_cost")
BROKERED = ("commission", "reinstatement", "brokerage", "lost_by_default", "net_cost")


def _flows(treaty: Mapping[str, Any], rest: tuple[str, ...] = FLOWS) -> list[Cell]:
    keys = ("premium", "recovered", "loss_ratio", *rest)
    return [Figure.of(treaty[key]) for key in keys]


def _ratios(part: Mapping[str, Any]) -> list[Cell]:
    keys = ("premium", "combined_ratio_gross", "combined_ratio")
    return [Figure.of(part[key]) for key in keys]


def reinsurer_table(findings: Findings) -> Table:
    """Return what each reinsurer owes, does not pay and costs in capital."""
    rows: list[list[Cell]] = [
        [
            label(one["label"]),
            findings.member_name(one["member"]) if one["member"] else None,
            *(
                Figure.of(one[key])
                for key in (
                    "solvency_ratio",
                    "default_probability",
                    "owed",
                    "lost",
                    "exposure",
                    "factor",
                    "charge",
                )
            ),
        ]
        for one in findings.summary["reinsurers"].values()
    ]
    return build("reinsurers", REINSURERS, rows, [say("note.reinsurers")])


def step_table(findings: Findings) -> Table:
    """Return mean and tail of every sector before and after reinsurance."""
    level = str(findings.level)
    rows: list[list[Cell]] = [
        [
            name,
            Figure.of(sector["gross"]["mean"]),
            Figure.of(sector["net"]["mean"]),
            Figure.of(sector["gross"]["var"][level]),
            Figure.of(sector["net"]["var"][level]),
        ]
        for _, sector, name in findings.sectors()
    ]
    pool = findings.summary["pool"]
    total: list[Cell] = [
        say("member.pool"),
        Figure.of(pool["gross"]["mean"]),
        Figure.of(pool["net"]["mean"]),
        Figure.of(pool["gross"]["var"][level]),
        Figure.of(pool["net"]["var"][level]),
    ]
    return build("gross_to_net", STEPS, rows, total=total)
