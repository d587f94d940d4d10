"""How much capital the pool needs: by simulation and by the regulator's formula."""

from coinsure.report.figures import capital_bases
from coinsure.report.findings import Findings
from coinsure.report.quantity import Figure, count, money, percent, times
from coinsure.report.section import Block, Drawing, Section
from coinsure.report.table import Cell, Column, Table, build
from coinsure.report.wording import Phrase, say

COLUMNS = (
    Column("capital_basis"),
    Column("capital", "money", "error"),
    Column("to_premium", "times", "error"),
)
SECTORS = (
    Column("sector"),
    Column("standalone", "money", "error"),
    Column("allocated", "money", "error"),
)
SAFETY = (
    Column("capital_basis"),
    Column("capital", "money"),
    Column("probability_beyond", "percent", "error"),
    Column("probability_of_ruin", "percent", "error"),
    Column("policyholder_deficit", "money", "error"),
    Column("deficit_ratio", "percent", "error"),
)


def sections(findings: Findings) -> list[Section]:
    """Return the section on capital."""
    capital = findings.summary["capital"]
    economic = Figure.of(capital["pool"])
    charge = capital["cross2"]["charge"]
    if economic.value is None or not charge:
        heading = say("heading.capital_unknown", charge=money(charge))
    else:
        heading = say(
            "heading.capital", capital=money(economic), ratio=times(economic.times(1.0 / charge))
        )
    alt = say("alt.capital_bases", capital=money(economic), charge=money(charge))
    drawing = Drawing("capital_bases", alt, lambda writer: capital_bases.draw(findings, writer))
    text = say(
        "text.capital",
        measure=say(f"measure.{capital['measure']}", level=percent(findings.level)),
        saved=percent(capital["diversification"]),
    )
    blocks: tuple[Block, ...] = (
        basis_table(findings),
        sector_table(findings),
        text,
        methods_table(findings),
        say("text.capital_methods", hurdle=percent(capital["methods"]["hurdle"])),
        safety_table(findings),
        *_exhausted(findings),
    )
    if economic.value is not None:
        blocks = (drawing, *blocks)
    return [Section("capital", heading, blocks, findings.status("capital_need"))]


def basis_table(findings: Findings) -> Table:
    """Return the pool's capital on every basis, and as a multiple of its premium."""
    capital = findings.summary["capital"]
    bases = {"standalone": findings.standalone_sum(), "economic": Figure.of(capital["pool"])}
    bases |= {name: Figure.of(charge) for name, charge in capital["cross2"]["alternatives"].items()}
    bases["by_combined_ratio"] = Figure.of(capital["cross2"]["by_combined_ratio"]["charge"])
    if capital["cross2"]["arrears"] > 0.0:
        bases["arrears"] = Figure.of(capital["cross2"]["arrears"])
    rows: list[list[Cell]] = [
        [say(f"basis.{name}"), figure, figure.times(1.0 / findings.premium)]
        for name, figure in bases.items()
    ]
    return build("capital", COLUMNS, rows)


def sector_table(findings: Findings) -> Table:
    """Return the capital of each sector on its own and as a part of the pool."""
    capital = findings.summary["capital"]["sectors"]
    rows: list[list[Cell]] = [
        [name, Figure.of(capital[key]["standalone"]), Figure.of(capital[key]["allocated"])]
        for key, _, name in findings.sectors()
    ]
    return build("sector_capital", SECTORS, rows)


def methods_table(findings: Findings) -> Table:
    """Return risk measures and what every sector bears of each, method by method."""
    found = findings.summary["capital"]["methods"]
    sectors = list(findings.sectors())
    columns = (
        Column("method"),
        Column("method_whole", "money", "error"),
        *(
            Column(f"sector_{number}", "percent", "error", heading=name.label)
            for number, (_, _, name) in enumerate(sectors)
        ),
    )
    rows: list[list[Cell]] = [
        [
            say(f"method.{method}"),
            Figure.of(divided["whole"]),
            *(Figure.of(divided["sectors"][key]["fraction"]) for key, _, _ in sectors),
        ]
        for method, divided in found["divided"].items()
    ]
    note = say("note.capital_methods", level=percent(found["level"]), rows=count(found["rows"]))
    return build("capital_methods", columns, rows, [note])


def safety_table(findings: Findings) -> Table:
    """Return how far amounts of capital last: one bad year, the horizon, what stays unpaid."""
    years = findings.summary["scenario"]["years"]
    rows: list[list[Cell]] = [
        [
            say(f"held.{basis}"),
            Figure.of(found["capital"]),
            Figure.of(found["probability_beyond"]),
            Figure.of(found["horizon"]["probability_of_ruin"]),
            Figure.of(found["policyholder_deficit"]),
            Figure.of(found["deficit_ratio"]),
        ]
        for basis, found in findings.summary["capital"]["safety"].items()
    ]
    return build("capital_safety", SAFETY, rows, [say("note.capital_safety", years=count(years))])


def _exhausted(findings: Findings) -> list[Phrase]:
    """Say how often the equalisation reserve runs dry, if there is one."""
    reserve = findings.summary["reserve"]
    if reserve is None:
        return []
    years = count(findings.summary["scenario"]["years"])
    return [
        say(
            "text.reserve_exhausted",
            probability=percent(reserve["probability_exhausted"]),
            years=years,
        )
    ]
