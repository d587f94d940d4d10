"""What one accident can cost (危险单位), what line the law allows for it, and who binds."""

from coinsure.report.findings import Findings
from coinsure.report.quantity import Figure, money
from coinsure.report.section import Section
from coinsure.report.table import Cell, Column, Table, build, label
from coinsure.report.wording import say

COLUMNS = (
    Column("risk_unit"),
    Column("covers"),
    Column("unit_gross", "money"),
    Column("unit_net", "money"),
    Column("pool_line", "money"),
    Column("line_to_gross", "times"),
    Column("binding_member"),
    Column("unit_unplaced", "percent"),
)


def sections(findings: Findings) -> list[Section]:
    """Return the section on risk units, if the scenario names any."""
    units = findings.summary["risk_units"]
    if not units:
        return []
    tightest = min(units, key=lambda name: units[name]["pool_line"] / units[name]["gross"])
    unit = units[tightest]
    enough = unit["pool_line"] >= unit["gross"] * (1.0 - 1e-9)
    heading = say(
        "heading.risk_units" if enough else "heading.risk_units_short",
        unit=label(unit["label"]),
        gross=money(unit["gross"]),
        line=money(unit["pool_line"]),
        member=findings.member_name(unit["binding_member"]),
    )
    return [Section("risk_units", heading, (unit_table(findings), say("text.risk_units")))]


def unit_table(findings: Findings) -> Table:
    """Return every risk unit with the pool's line and the member that binds it."""
    rows: list[list[Cell]] = [
        [
            label(unit["label"]),
            [findings.line_name(line) for line in unit["covers"]],
            Figure.of(unit["gross"]),
            Figure.of(unit["net"]),
            Figure.of(unit["pool_line"]),
            Figure.of(unit["pool_line"] / unit["gross"]),
            findings.member_name(unit["binding_member"]),
            Figure.of(unit["unplaced"]),
        ]
        for unit in findings.summary["risk_units"].values()
    ]
    return build("risk_units", COLUMNS, rows)
