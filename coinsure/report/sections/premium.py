"""What premium each line needs: bases of capital, band, recommendation and its reason."""

from typing import Any

from coinsure.report.figures import premium_bands
from coinsure.report.findings import Findings
from coinsure.report.quantity import Figure, count, percent
from coinsure.report.section import Drawing, Section
from coinsure.report.sections.verdict import change
from coinsure.report.table import Cell, Column, Named, Table, build, label
from coinsure.report.wording import Phrase, say

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


def reason(line: dict[str, Any]) -> Phrase:
    """Return in one sentence why a premium is recommended."""
    return say(f"reason.{line['reason']}", change=change(line["change"]))


def _lines(findings: Findings) -> list[tuple[Named, dict[str, Any]]]:
    found: list[tuple[Named, dict[str, Any]]] = []
    for number, (sector, lines) in enumerate(findings.summary["premium"]["lines"].items()):
        for key, line in lines.items():
            name = label(findings.summary["lines"][sector][key]["label"])
            found.append((Named(name, number), line))
    return found
