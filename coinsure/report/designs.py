"""Designs of public money that cost the same, beside each other, and the files they leave."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from coinsure.report.beside_files import no_drawing, write
from coinsure.report.numerals import Language
from coinsure.report.page import Content, page
from coinsure.report.quantity import Figure, count, money, percent
from coinsure.report.run import as_json
from coinsure.report.section import Section
from coinsure.report.table import Cell, Column, Table, build, label
from coinsure.report.wording import Phrase, say
from coinsure.results.estimates import figure
from coinsure.risk.estimate import Estimate
from coinsure.stress import BASES, Basis, Design, DesignTable

SCHEMA = 1
"""Version of the layout of ``designs.json``."""

Found = Mapping[str, Any]
"""What ``design_dict`` has found."""

COST_TABLES = {"expected": "design_costs_expected", "one_in_100": "design_costs_one_in_100"}
BUY_TABLES = {"expected": "design_buys_expected", "one_in_100": "design_buys_one_in_100"}
SECTIONS = {"expected": "designs_expected", "one_in_100": "designs_one_in_100"}

CHANGES = (
    ("shortfall", ("shortfall.unpaid", "shortfall.uninsured"), "mean", 1.0),
    ("capital", ("pool.deficit",), "tvar", 1.0),
    ("result", ("members.deficit",), "mean", -1.0),
)
"""What a design changes: key, rows that are added, measure, and sign."""

COSTS = (
    Column("design"),
    Column("scaled_term"),
    Column("scaled_value"),
    Column("outlay_expected", "money", "error"),
    Column("outlay_rare", "money", "error"),
)
BUYS = (
    Column("design"),
    Column("change_shortfall", "money", "error", signed=True),
    Column("change_capital", "money", "error", signed=True),
    Column("change_result", "money", "error", signed=True),
    Column("firm_years", "count"),
    Column("extra_cover", "money"),
)


def design_dict(table: DesignTable) -> dict[str, Any]:
    """Return what every design costs and buys, as ``designs.json`` holds it."""
    scenario = table.base.scenario
    return {
        "schema": SCHEMA,
        "base": {"zh": scenario.title_zh, "en": scenario.title},
        "unit": scenario.unit,
        "level": scenario.capital.level,
        "paths": scenario.simulation.paths,
        "years": scenario.simulation.years,
        "seed": scenario.simulation.seed,
        "outlays": dict(table.outlays),
        "designs": {
            name: {
                "label": _name(name, of["expected"]),
                **{basis: _design(of[basis]) for basis in BASES},
            }
            for name, of in table.designs.items()
        },
    }


def costs_table(found: Found, basis: Basis) -> Table:
    """Return what each design costs, and the number that was scaled for it."""
    rows: list[list[Cell]] = []
    notes: list[Phrase] = []
    for design in found["designs"].values():
        name, of = label(design["label"]), design[basis]
        said = money if of["scaled"].endswith((".fund", ".annual_cap")) else percent
        value = [said(term) for term in of["terms"]]
        outlays = (Figure.of(of[key]) for key in BASES)
        rows.append([name, of["scaled"], value, *outlays])
        if not of["reached"]:
            notes.append(say("note.not_reached", design=name, most=money(of[basis])))
    return build(COST_TABLES[basis], COSTS, rows, notes)


def buys_table(found: Found, basis: Basis) -> Table:
    """Return what each design buys, against the scenario without it."""
    rows: list[list[Cell]] = []
    for design in found["designs"].values():
        of = design[basis]
        changes = (Figure.of(of["changes"][key]) for key, *_ in CHANGES)
        brings = (Figure.of(of[key]) for key in ("firm_years", "cover"))
        rows.append([label(design["label"]), *changes, *brings])
    note = say("note.level_of_year_1", level=percent(found["level"]))
    return build(BUY_TABLES[basis], BUYS, rows, [note])


def headline(found: Found, basis: Basis) -> Phrase:
    """Return what the designs cost by a basis."""
    outlay, years = money(found["outlays"][basis]), count(found["years"])
    return say(f"designs.heading_{basis}", outlay=outlay, years=years)


def write_designs(found: Found, folder: Path, first: Language) -> None:
    """Write page and data of some designs into ``folder``, all at once.

    Raises
    ------
    UsageError, StorageError
        If the folder holds anything but earlier results, or cannot be written.
    """
    files = {"designs.html": design_page(found, first).encode(), "designs.json": as_json(found)}
    write(folder, files)


def design_page(found: Found, first: Language) -> str:
    """Return the page on some designs."""
    sections = tuple(
        Section(
            SECTIONS[basis],
            headline(found, basis),
            (costs_table(found, basis), buys_table(found, basis)),
        )
        for basis in BASES
    )
    content = Content(
        title=say("designs.title", title=label(found["base"])),
        opening=say(
            "designs.opening",
            paths=found["paths"],
            seed=str(found["seed"]),
            years=count(found["years"]),
        ),
        first=(),
        further=(),
        sections=sections,
        footer=(say("page.errors"),),
    )
    return page(content, found["unit"], first, no_drawing)


def _name(name: str, design: Design) -> dict[str, str]:
    stress = design.study.scenario.provenance.stress
    return stress.label.model_dump() if stress else {"zh": name, "en": name}


def _design(design: Design) -> dict[str, Any]:
    public = design.study.summary()["public"]["total"]
    brings = public["brings"] or {"firm_years": 0.0, "cover": 0.0}
    stress = design.study.scenario.provenance.stress
    return {
        "scaled": stress.scaled if stress else None,
        "factor": design.factor,
        "terms": list(design.terms),
        "reached": design.reached,
        "expected": public["horizon"]["mean"],
        "one_in_100": public["horizon"]["var"]["0.99"],
        "changes": {
            key: figure(_change(design, rows, measure).times(sign))
            for key, rows, measure, sign in CHANGES
        },
        "firm_years": brings["firm_years"],
        "cover": brings["cover"],
    }


def _change(design: Design, rows: tuple[str, ...], measure: str) -> Estimate:
    """Return the change of some rows together; their errors are added, a bound."""
    found = {(row.row, row.measure): row.difference for row in design.comparison.rows}
    parts = [found[row, measure] for row in rows]
    refused = next((part for part in parts if part.value is None), None)
    if refused is not None:
        return refused
    return Estimate.normal(
        sum(part.value or 0.0 for part in parts), sum(part.se or 0.0 for part in parts)
    )
