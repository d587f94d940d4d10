"""What premium each line needs: bases of capital, band, recommendation and its reason."""

from typing import Any

from coinsure.report.figures import premium_bands
from coinsure.report.findings import Findings
from coinsure.report.quantity import Figure, Quantity, count, money, percent
from coinsure.report.section import Drawing, Folded, Section
from coinsure.report.sections.verdict import change
from coinsure.report.table import Cell, Column, Named, Table, build, label
from coinsure.report.wording import Phrase, Value, say

TECHNICAL = (
    Column("line"),
    Column("data_grade"),
    Column("premium_current", "money"),
    Column("expected_loss", "money", "error"),
    Column("technical_co_tvar", "money", "error"),
    Column("technical_distortion", "money", "error"),
    Column("technical_cross2", "money", "error"),
    Column("premium_recommended", "money"),
    Column("premium_change", "percent"),
)
RATES = (
    Column("line"),
    Column("rate_current", "rate"),
    Column("rate_low", "rate"),
    Column("rate_high", "rate"),
    Column("rate_recommended", "rate"),
    Column("combined_current", "percent", "error"),
    Column("combined_recommended", "percent", "error"),
    Column("reason"),
)
MAKEUP = (
    Column("line"),
    Column("premium_recommended", "money"),
    Column("makeup_claims", "money", "error"),
    Column("makeup_reinsurance", "money"),
    Column("makeup_expenses", "money"),
    Column("makeup_costs", "money"),
    Column("makeup_discount", "money", "error"),
    Column("makeup_tax", "money", "error"),
    Column("makeup_profit", "money", "error"),
    Column("premium_minimum", "money", "error"),
)
SPREAD = (
    Column("line"),
    Column("year"),
    Column("ratio_mean", "percent", "error"),
    Column("ratio_median", "percent", "error"),
    Column("ratio_75", "percent", "error"),
    Column("ratio_95", "percent", "error"),
    Column("ratio_above_1", "percent", "error"),
)


def sections(findings: Findings) -> list[Section]:
    """Return the section on premiums."""
    lines = [line for _, line in _lines(findings)]
    raised = sum(line["change"] > 0.0 for line in lines)
    cut = sum(line["change"] < 0.0 for line in lines)
    pool = findings.summary["premium"]["pool"]
    heading = say(
        "heading.premium" if raised or cut else "heading.premium_kept",
        raised=count(raised),
        cut=count(cut),
        kept=count(len(lines) - raised - cut),
        change=change(pool["change"]),
    )
    most = findings.scenario["capital"]["max_rate_change"]
    drawing = Drawing(
        "premium_bands",
        say("alt.premium_bands", raised=count(raised), cut=count(cut)),
        lambda writer: premium_bands.draw(findings, writer),
    )
    return [
        Section(
            "premium",
            heading,
            (
                say("text.premium", hurdle=percent(findings.scenario["capital"]["hurdle"])),
                drawing,
                technical_table(findings),
                rate_table(findings),
                say("text.premium_rule", most=percent(most)),
                makeup_table(findings),
                *ratio_tables(findings),
            ),
            findings.status("premium_adequacy"),
        )
    ]


def technical_table(findings: Findings) -> Table:
    """Return current, technical and recommended premium of every line."""
    pool = findings.summary["premium"]["pool"]
    return build(
        "premium",
        TECHNICAL,
        [[name, line["data_grade"], *_amounts(line)] for name, line in _lines(findings)],
        [say("note.premium_total")],
        total=[say("member.pool"), "", *_amounts(pool)],
    )


def _amounts(found: dict[str, Any]) -> list[Cell]:
    technical = found["technical"]
    return [
        Figure.of(found["current"]),
        Figure.of(found["expected_loss"]),
        *(Figure.of(technical[basis]) for basis in ("co_tvar", "distortion", "cross2")),
        Figure.of(found["recommended"]),
        Figure.of(found["change"]),
    ]


def rate_table(findings: Findings) -> Table:
    """Return rates on the sum insured, combined ratios and the reason of every recommendation."""
    return build(
        "rates",
        RATES,
        [[name, *_ratios(line), reason(line)] for name, line in _lines(findings)],
        total=[say("member.pool"), *_ratios(findings.summary["premium"]["pool"]), ""],
    )


def _ratios(found: dict[str, Any]) -> list[Cell]:
    rate = found["rate_on_sum_insured"] or {}
    keys = ("current", "technical_low", "technical_high", "recommended")
    ratio = found["combined_ratio"]
    return [
        *(Figure.of(rate.get(key)) for key in keys),
        Figure.of(ratio["current"]),
        Figure.of(ratio["recommended"]),
    ]


def makeup_table(findings: Findings) -> Table:
    """Return what every recommended premium pays for, and the least that breaks even."""
    premium = findings.summary["premium"]
    minimum, capital = premium["minimum"], findings.scenario["capital"]
    keys = ("claims", "reinsurance", "expenses", "costs", "discount", "tax", "profit")
    rows: list[list[Cell]] = [
        [
            name,
            Figure.of(premium["makeup"][key]["premium"]),
            *(Figure.of(premium["makeup"][key][part]) for part in keys),
            Figure.of(minimum["horizon"]["lines"][key]),
        ]
        for key, name in _names(findings)
    ]
    notes = [
        say(
            "note.premium_makeup",
            rate=percent(capital["discount_rate"]),
            tax=percent(findings.scenario["pool"]["tax_rate"]),
            confidence=percent(minimum["confidence"]),
            years=count(findings.summary["scenario"]["years"]),
            least=money(minimum["horizon"]["pool"]),
        )
    ]
    return build("premium_makeup", MAKEUP, rows, notes)


def ratio_tables(findings: Findings) -> list[Table | Folded]:
    """Return how the combined ratios of year 1 spread, and folded those of every year."""
    found = findings.summary["premium"]["combined_ratios"]["by_year"]
    of_all: list[tuple[Value | Named, list[dict[str, Any]]]] = [
        *((name, found["lines"][key]) for key, name in _names(findings)),
        (say("member.pool"), found["pool"]),
    ]
    first = [_spread(name, years[0]) for name, years in of_all]
    every = [_spread(name, year) for name, years in of_all for year in years]
    note = say("note.ratio_spread")
    tables: list[Table | Folded] = [build("ratio_spread", SPREAD, first, [note])]
    if len(found["pool"]) > 1:
        tables.append(Folded(build("ratio_spread_years", SPREAD, every, [note])))
    return tables


def _spread(name: Value | Named, year: dict[str, Any]) -> list[Cell]:
    return [
        name,
        count(year["year"]),
        Figure.of(year["mean"]),
        *(Figure.of(year["quantiles"][level]) for level in ("0.5", "0.75", "0.95")),
        Figure.of(year["probability_above_1"]),
    ]


def _names(findings: Findings) -> list[tuple[str, Named]]:
    """Return the key of every line, "sector.line", and its name."""
    return [
        (f"{sector}.{key}", Named(label(line["label"]), number))
        for number, (sector, lines) in enumerate(findings.summary["lines"].items())
        for key, line in lines.items()
    ]


def reason(line: dict[str, Any]) -> Phrase:
    """Return in one sentence why a premium is recommended, and what the line needs instead."""
    return say(f"reason.{line['reason']}", change=change(line["change"]), need=_need(line))


def _need(line: dict[str, Any]) -> Value:
    """Return what a line below its band needs, as a rate or as a retention; else nothing."""
    found, rates = line["need"], line["rate_on_sum_insured"]
    if found is None:
        return ""
    what, premium = say("need.of_premium"), money(found["premium"])
    if rates is not None:
        what, premium = say("need.of_rate"), Quantity("rate", Figure.of(rates["technical_low"]))
    if found["affordable"] is None:
        return say("need.rate", what=what, premium=premium)
    return say(
        "need.rate_or_retention",
        what=what,
        premium=premium,
        capital=money(found["capital"]),
        affordable=money(found["affordable"]),
    )


def _lines(findings: Findings) -> list[tuple[Named, dict[str, Any]]]:
    found: list[tuple[Named, dict[str, Any]]] = []
    for number, (sector, lines) in enumerate(findings.summary["premium"]["lines"].items()):
        for key, line in lines.items():
            name = label(findings.summary["lines"][sector][key]["label"])
            found.append((Named(name, number), line))
    return found
