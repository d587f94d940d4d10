"""From gross to net: what the treaties cost, pay and save."""

from coinsure.report.findings import Findings
from coinsure.report.quantity import Figure, count, money
from coinsure.report.section import Section
from coinsure.report.sections.verdict import total_cost
from coinsure.report.table import Cell, Column, Table, build
from coinsure.report.wording import say

TREATIES = (
    Column("treaty"),
    Column("ceded_premium", "money"),
    Column("recovered", "money", "error"),
    Column("commission", "money", "error"),
    Column("reinstatement", "money", "error"),
    Column("net_cost", "money", "error"),
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
    blocks = (treaty_table(findings), step_table(findings), say("text.reinsurance"))
    return [Section("reinsurance", heading, blocks, findings.status("reinsurance_value"))]


def treaty_table(findings: Findings) -> Table:
    """Return premium, recoveries and net cost of every treaty."""
    rows: list[list[Cell]] = [
        [
            findings.treaty_name(name),
            Figure.of(treaty["premium"]),
            *(
                Figure.of(treaty[key])
                for key in ("recovered", "commission", "reinstatement", "net_cost")
            ),
        ]
        for name, treaty in findings.summary["reinsurance"].items()
    ]
    return build("reinsurance", TREATIES, rows, [say("note.net_cost")])


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
    rows.append(
        [
            say("member.pool"),
            Figure.of(pool["gross"]["mean"]),
            Figure.of(pool["net"]["mean"]),
            Figure.of(pool["gross"]["var"][level]),
            Figure.of(pool["net"]["var"][level]),
        ]
    )
    return build("gross_to_net", STEPS, rows)
