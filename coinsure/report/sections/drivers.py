"""What makes the worst years: the pool's capital divided among the lines."""

from coinsure.report.figures import tail_drivers
from coinsure.report.findings import Findings
from coinsure.report.quantity import Figure, percent
from coinsure.report.section import Block, Drawing, Section
from coinsure.report.table import Cell, Column, Table, build
from coinsure.report.wording import say

COLUMNS = (
    Column("line"),
    Column("allocated", "money", "error"),
    Column("allocated_share", "percent"),
    Column("premium_share", "percent"),
    Column("cross2_marginal", "money"),
)

OUTSIZED = 1.5
"""A line with this multiple of its premium's part of the worst years is out of proportion."""


def sections(findings: Findings) -> list[Section]:
    """Return the section on tail drivers."""
    found = findings.finding("tail_driver")
    line = found["figures"]["line"] if found else None
    if line is None or found is None:
        heading = say("heading.drivers_unknown")
    else:
        share, premium = Figure.of(found["figures"]["share"]), _premium_share(findings, line)
        heading = say(
            "heading.drivers"
            if (share.value or 0.0) > OUTSIZED * premium
            else "heading.drivers_even",
            line=findings.line_name(line),
            share=percent(share),
            premium=percent(premium),
        )
    alt = say("alt.tail_drivers", level=percent(findings.level))
    drawing = Drawing("tail_drivers", alt, lambda writer: tail_drivers.draw(findings, writer))
    blocks: tuple[Block, ...] = (driver_table(findings), say("text.drivers"))
    if line is not None:
        blocks = (drawing, *blocks)
    return [Section("drivers", heading, blocks, findings.status("tail_driver"))]


def driver_table(findings: Findings) -> Table:
    """Return each line's part of the economic capital beside its marginal C-ROSS II charge."""
    whole = Figure.of(findings.summary["capital"]["pool"]).value
    charges = findings.summary["capital"]["cross2"]["lines"]
    rows: list[list[Cell]] = []
    for sector, key, line, name in findings.lines():
        part = findings.allocated(f"{sector}.{key}")
        share = part.value / whole if part.value is not None and whole else None
        rows.append(
            [
                name,
                part,
                Figure.of(share),
                Figure.of(line["premium"] / findings.premium),
                Figure.of(charges[sector][key]),
            ]
        )
    return build("tail_drivers", COLUMNS, rows)


def _premium_share(findings: Findings, line: str) -> float:
    sector, _, key = line.partition(".")
    return findings.summary["lines"][sector][key]["premium"] / findings.premium
