"""Who carries which part of which sector (共保份额), as a table tinted by share."""

from typing import Any

from coinsure.report.findings import Findings
from coinsure.report.quantity import Figure, percent
from coinsure.report.section import Section
from coinsure.report.table import Cell, Column, Table, build
from coinsure.report.wording import say

FULL = 1e-9
"""A sector with less than this unplaced is fully placed: shares are rounded decimals."""


def sections(findings: Findings) -> list[Section]:
    """Return the section on shares."""
    shares = findings.summary["shares"]
    unplaced = {name: part for name, part in shares["unplaced"].items() if part > FULL}
    if unplaced:
        worst = max(unplaced, key=lambda name: unplaced[name])
        heading = say(
            "heading.shares_unplaced",
            sector=findings.sector_name(worst),
            unplaced=percent(unplaced[worst]),
        )
    else:
        member, sector, share = _largest(shares)
        heading = say(
            "heading.shares",
            member=findings.member_name(member),
            sector=findings.sector_name(sector),
            share=percent(share),
        )
    blocks = [share_table(findings, "liability")]
    if shares["premium"] != shares["liability"]:
        blocks.append(share_table(findings, "premium"))
    return [Section("shares", heading, (*blocks, say("text.shares")))]


def share_table(findings: Findings, kind: str) -> Table:
    """Return members x sectors, of the liability or of the premium."""
    shares = findings.summary["shares"]
    columns = [Column("member")]
    columns += [
        Column(f"share_{name}", "percent", heat=True, heading=findings.sector_name(name))
        for name in shares["sectors"]
    ]
    rows: list[list[Cell]] = [
        [findings.member_name(member), *(Figure.of(share) for share in row)]
        for member, row in zip(shares["members"], shares[kind], strict=True)
    ]
    if kind == "liability":
        unplaced = [Figure.of(shares["unplaced"][name]) for name in shares["sectors"]]
        rows.append([say("member.unplaced"), *unplaced])
    return build(f"shares_{kind}", columns, rows)


def _largest(shares: dict[str, Any]) -> tuple[str, str, float]:
    """Return member, sector and size of the largest liability share."""
    cells = [
        (share, member, sector)
        for member, row in zip(shares["members"], shares["liability"], strict=True)
        for sector, share in zip(shares["sectors"], row, strict=True)
    ]
    share, member, sector = max(cells, key=lambda cell: cell[0])
    return member, sector, share
