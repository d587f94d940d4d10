"""How bad a year can be: the exceedance curve, return periods and loss ratios."""

from coinsure.report.figures import exceedance
from coinsure.report.findings import Findings
from coinsure.report.quantity import Figure, count, money, percent
from coinsure.report.section import Block, Drawing, Section
from coinsure.report.table import Cell, Column, Table, build
from coinsure.report.wording import Phrase, say

PERIODS = (
    Column("period", "count"),
    Column("var_gross", "money"),
    Column("var_gross", "money", "interval", heading=say("column.interval")),
    Column("tvar_gross", "money", "error"),
    Column("var_net", "money"),
    Column("var_net", "money", "interval", heading=say("column.interval")),
    Column("tvar_net", "money", "error"),
)
RATIOS = (
    Column("loss_ratio_above", "percent"),
    Column("probability_gross", "percent", "error"),
    Column("probability_net", "percent", "error"),
)
YEARS = (
    Column("year", "count"),
    Column("premium", "money"),
    Column("mean_gross", "money", "error"),
    Column("tvar_of_level_gross", "money", "error"),
    Column("mean_net", "money", "error"),
    Column("tvar_of_level_net", "money", "error"),
)


def sections(findings: Findings) -> list[Section]:
    """Return the sections on the exceedance curve and on return periods."""
    return [_curve(findings), _periods(findings)]


def _curve(findings: Findings) -> Section:
    period, gross = findings.return_period("gross", "var")
    other, net = findings.return_period("net", "var", period)
    same = period == other and findings.summary["reinsurance"]
    heading = say(
        "heading.exceedance" if same else "heading.exceedance_gross",
        period=count(period),
        gross=money(gross),
        net=money(net),
    )
    alt = say("alt.exceedance", period=count(period), gross=money(gross), net=money(net))
    drawing = Drawing("exceedance", alt, lambda writer: exceedance.draw(findings, writer))
    return Section("exceedance", heading, (drawing, say("text.exceedance")))


def _periods(findings: Findings) -> Section:
    heading = _reach(findings)
    above = findings.summary["pool"]["loss_ratio"]["gross"]["above"]
    over = Figure.of(above["1.0"]) if "1.0" in above else Figure(None)
    blocks: list[Block] = [
        period_table(findings),
        say("text.return_periods"),
        ratio_table(findings),
        say(
            "text.deficit",
            over=percent(over),
            loses=percent(findings.summary["pool"]["probability_of_deficit"]),
            horizon=percent(findings.summary["pool"]["horizon"]["probability_of_deficit"]),
            years=count(findings.summary["scenario"]["years"]),
        ),
    ]
    if "by_year" in findings.summary["pool"]["gross"]:
        blocks.append(year_table(findings))
    if not findings.summary["scenario"]["years_alike"]:
        blocks.append(say("text.years_differ"))
    return Section("return_periods", heading, tuple(blocks))


def _reach(findings: Findings) -> Phrase:
    """Say how far the sample reaches, and how well the losses there are known."""
    period = min(findings.return_period(kind, "var", 10**9)[0] for kind in ("gross", "net"))
    gross, net = (
        percent(figure.half / figure.value if figure.value else 0.0)
        for _, figure in (findings.return_period(kind, "var", period) for kind in ("gross", "net"))
    )
    if not findings.summary["reinsurance"]:
        return say("heading.return_periods_gross", period=count(period), gross=gross)
    return say("heading.return_periods", period=count(period), gross=gross, net=net)


def period_table(findings: Findings) -> Table:
    """Return the losses of each return period, before and after reinsurance."""
    pool = findings.summary["pool"]
    rows: list[list[Cell]] = []
    for gross, net in zip(
        pool["gross"]["return_periods"], pool["net"]["return_periods"], strict=True
    ):
        cells = [gross["var"], gross["var"], gross["tvar"], net["var"], net["var"], net["tvar"]]
        rows.append([Figure.of(gross["period"]), *(Figure.of(cell) for cell in cells)])
    return build("return_periods", PERIODS, rows)


def ratio_table(findings: Findings) -> Table:
    """Return how likely a year's loss ratio is above each level."""
    ratio = findings.summary["pool"]["loss_ratio"]
    rows = [
        [Figure.of(float(level)), Figure.of(gross), Figure.of(ratio["net"]["above"][level])]
        for level, gross in ratio["gross"]["above"].items()
    ]
    return build("loss_ratios", RATIOS, rows)


def year_table(findings: Findings) -> Table:
    """Return mean and TVaR of every year of the horizon, with errors."""
    pool, level = findings.summary["pool"], str(findings.level)
    rows: list[list[Cell]] = []
    years = zip(
        pool["premium_by_year"], pool["gross"]["by_year"], pool["net"]["by_year"], strict=True
    )
    for premium, gross, net in years:
        cells = [premium, gross["mean"], gross["tvar"][level], net["mean"], net["tvar"][level]]
        rows.append([Figure.of(gross["year"]), *(Figure.of(cell) for cell in cells)])
    note: Phrase = say("note.level", level=percent(findings.level))
    return build("by_year", YEARS, rows, [note])
