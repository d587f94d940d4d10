"""The book line by line and sector by sector: premium, losses, ratios, data grade."""

from coinsure.report.findings import Findings
from coinsure.report.quantity import Figure, count, percent
from coinsure.report.section import Section
from coinsure.report.table import Cell, Column, Table, build
from coinsure.report.wording import Phrase, say

LINES = (
    Column("line"),
    Column("sector"),
    Column("data_grade"),
    Column("premium", "money"),
    Column("sum_insured", "money"),
    Column("mean_gross", "money", "error"),
    Column("loss_ratio", "percent", "error"),
    Column("mean_net", "money", "error"),
    Column("combined_ratio", "percent", "error"),
    Column("var_of_level_gross", "money", "error"),
)
SECTORS = (
    Column("sector"),
    Column("premium", "money"),
    Column("mean_gross", "money", "error"),
    Column("mean_net", "money", "error"),
    Column("result", "money", "error"),
    Column("combined_ratio", "percent", "error"),
    Column("var_of_level_net", "money", "error"),
)


def sections(findings: Findings) -> list[Section]:
    """Return the section on sectors and lines."""
    ratios = [(Figure.of(line["combined_ratio"]), name) for _, _, line, name in findings.lines()]
    known = [(figure.value, figure, name) for figure, name in ratios if figure.value is not None]
    if known:
        _, worst, name = max(known, key=lambda row: row[0])
        heading = say(
            "heading.lines",
            lines=count(len(ratios)),
            over=count(sum(value > 1.0 for value, _, _ in known)),
            line=name.label,
            ratio=percent(worst),
        )
    else:
        heading = say("heading.lines_without_ratio", lines=count(len(ratios)))
    blocks = (sector_table(findings), line_table(findings), say("text.lines"))
    return [Section("lines", heading, blocks)]


def line_table(findings: Findings) -> Table:
    """Return premium, losses and ratios of every line."""
    level = str(findings.level)
    rows: list[list[Cell]] = []
    for sector, _, line, name in findings.lines():
        rows.append(
            [
                name,
                findings.sector_name(sector),
                line["data_grade"],
                Figure.of(line["premium"]),
                Figure.of(line["sum_insured"]),
                Figure.of(line["gross"]["mean"]),
                Figure.of(line["loss_ratio"]),
                Figure.of(line["net"]["mean"]),
                Figure.of(line["combined_ratio"]),
                Figure.of(line["gross"]["var"][level]),
            ]
        )
    pool = findings.summary["pool"]
    total: list[Cell] = [
        say("member.pool"),
        "",
        "",
        Figure.of(pool["premium"]),
        Figure.of(pool["sum_insured"]),
        Figure.of(pool["gross"]["mean"]),
        Figure.of(pool["loss_ratio"]["gross"]["mean"]),
        Figure.of(pool["net"]["mean"]),
        Figure.of(pool["combined_ratio"]),
        Figure.of(pool["gross"]["var"][level]),
    ]
    return build("lines", LINES, rows, _notes(findings), total=total)


def sector_table(findings: Findings) -> Table:
    """Return premium, losses and result of every sector."""
    level = str(findings.level)
    rows: list[list[Cell]] = [
        [
            name,
            Figure.of(sector["premium"]),
            Figure.of(sector["gross"]["mean"]),
            Figure.of(sector["net"]["mean"]),
            Figure.of(sector["result"]),
            Figure.of(sector["combined_ratio"]),
            Figure.of(sector["net"]["var"][level]),
        ]
        for _, sector, name in findings.sectors()
    ]
    pool = findings.summary["pool"]
    total: list[Cell] = [
        say("member.pool"),
        Figure.of(pool["premium"]),
        Figure.of(pool["gross"]["mean"]),
        Figure.of(pool["net"]["mean"]),
        Figure.of(pool["result"]["mean"]),
        Figure.of(pool["combined_ratio"]),
        Figure.of(pool["net"]["var"][level]),
    ]
    return build("sectors", SECTORS, rows, _notes(findings), total=total)


def _notes(findings: Findings) -> list[Phrase]:
    return [say("note.level", level=percent(findings.level)), say("note.pool_tail")]
