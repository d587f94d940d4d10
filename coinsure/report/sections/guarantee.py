"""The guarantee fund (互助保证金): what members hold in it, and what it pays."""

from coinsure.report.findings import Findings
from coinsure.report.quantity import Figure, money, percent
from coinsure.report.section import Section
from coinsure.report.table import Cell, Column, Table, build
from coinsure.report.wording import say


def sections(findings: Findings) -> list[Section]:
    """Return the section on the guarantee fund, if there is one."""
    fund = findings.summary["guarantee"]
    if fund is None:
        return []
    heading = say(
        "heading.guarantee",
        used=percent(fund["probability_used"]),
        paid=money(fund["paid"]),
    )
    return [Section("guarantee", heading, (deposit_table(findings), say("text.guarantee")))]


def deposit_table(findings: Findings) -> Table:
    """Return the mean deposit of each member at the end of every year, and all together."""
    fund = findings.summary["guarantee"]
    years = range(1, findings.summary["scenario"]["years"] + 1)
    columns = [
        Column("member"),
        *(
            Column(f"deposit_{t}", "money", "error", heading=say("column.end_of_year", year=t))
            for t in years
        ),
    ]
    rows: list[list[Cell]] = [
        [findings.member_name(name), *map(Figure.of, deposits)]
        for name, deposits in fund["members"].items()
    ]
    total: list[Cell] = [say("member.pool"), *map(Figure.of, fund["balance"])]
    return build("guarantee", columns, rows, total=total)
