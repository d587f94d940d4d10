"""Who pays into the equalisation reserve (平滑准备金) and who draws from it."""

from collections.abc import Mapping
from typing import Any

from coinsure.report.figures import reserve_flows
from coinsure.report.findings import Findings
from coinsure.report.quantity import Figure, count, percent
from coinsure.report.section import Drawing, Section
from coinsure.report.sections.verdict import reserve_balance
from coinsure.report.table import Cell, Column, Table, build
from coinsure.report.wording import say

FLOWS = (
    Column("paid_in", "money", "error"),
    Column("drawn", "money", "error"),
    Column("net_drawn", "money", "error"),
)


def sections(findings: Findings) -> list[Section]:
    """Return the section on the reserve, if there is one."""
    reserve = findings.summary["reserve"]
    found = findings.finding("reserve_flow")
    if reserve is None or found is None:
        return []
    heading = reserve_balance(findings, found["status"], found["figures"])
    drawing = Drawing(
        "reserve_flows",
        say("alt.reserve_flows"),
        lambda writer: reserve_flows.draw(findings, writer),
    )
    text = say(
        "text.reserve",
        exhausted=percent(reserve["probability_exhausted"]),
        years=count(findings.summary["scenario"]["years"]),
        scope=say(f"scope.{reserve['scope']}"),
    )
    blocks = (
        drawing,
        sector_table(findings),
        member_table(findings),
        balance_table(findings),
        text,
    )
    return [Section("reserve", heading, blocks, found["status"])]


def sector_table(findings: Findings) -> Table:
    """Return mean payments of every sector into and out of the reserve."""
    flows = findings.summary["reserve"]["sectors"]
    rows: list[list[Cell]] = [
        [name, *_flows(flows[key])] for key, _, name in findings.sectors() if key in flows
    ]
    return build("reserve_sectors", (Column("sector"), *FLOWS), rows)


def member_table(findings: Findings) -> Table:
    """Return mean payments of every member into and out of the reserve."""
    rows: list[list[Cell]] = [
        [findings.member_name(name), *_flows(flow)]
        for name, flow in findings.summary["reserve"]["members"].items()
    ]
    return build("reserve_members", (Column("member"), *FLOWS), rows)


def balance_table(findings: Findings) -> Table:
    """Return the mean balance of each fund at the end of every year."""
    reserve = findings.summary["reserve"]
    years = findings.summary["scenario"]["years"]
    columns = [
        Column("fund"),
        *(
            Column(f"balance_{t}", "money", "error", heading=say("column.end_of_year", year=t))
            for t in range(1, years + 1)
        ),
    ]
    rows: list[list[Cell]] = [
        [
            say("member.pool") if name == "pool" else findings.sector_name(name),
            *(Figure.of(balance) for balance in fund["balance"]),
        ]
        for name, fund in reserve["funds"].items()
    ]
    return build("reserve_balance", columns, rows)


def _flows(flow: Mapping[str, Any]) -> list[Cell]:
    return [Figure.of(flow[key]) for key in ("paid_in", "drawn", "net")]
