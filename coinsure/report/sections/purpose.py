"""What the pool is for: the same book without it, and what insurers that join could carry."""

from collections.abc import Mapping
from typing import Any

from coinsure.report.figures import purpose as figure
from coinsure.report.findings import Findings
from coinsure.report.quantity import Figure, Quantity, money, percent, times
from coinsure.report.section import Drawing, Section
from coinsure.report.table import Cell, Column, Table, build
from coinsure.report.wording import say

WAYS = (
    Column("purpose_measure"),
    Column("without_pool", "mixed"),
    Column("with_pool", "mixed"),
)
COVER = (
    Column("sector"),
    Column("limits_of_cover", "money"),
    Column("kept_alone", "percent"),
    Column("facultative_alone", "percent"),
    Column("uninsured_alone", "percent"),
    Column("uninsured_pool", "percent"),
)
MEMBERS = (
    Column("member"),
    Column("need_alone", "money", "error"),
    Column("need_pool", "money", "error"),
    Column("result_alone", "money", "error"),
    Column("result_pool", "money", "error"),
    Column("largest_alone", "money"),
    Column("largest_pool", "money"),
)
NEWCOMERS = (
    Column("newcomer", "money"),
    Column("sector"),
    Column("share_by_capacity", "percent"),
    Column("share_most", "percent"),
    Column("share_offered", "percent"),
    Column("premium_offered", "money"),
    Column("line_with_newcomer", "money"),
)


def sections(findings: Findings) -> list[Section]:
    """Return the section on the book without the pool, if the scenario describes the market."""
    found = findings.summary["purpose"]
    if not found:
        return []
    alone, pool = found["alone"], found["pool"]
    saved = Figure.of(found["capital_saved"])
    heading = (
        say("heading.purpose_unknown", uninsured=_uninsured(found, "alone"))
        if saved.value is None
        else say(
            "heading.purpose",
            uninsured=_uninsured(found, "alone"),
            alone=money(alone["capital"]),
            pool=money(pool["capital"]),
        )
    )
    text = say(
        "text.purpose",
        years=found["years"],
        capacity=money(found["facultative_capacity"]),
        price=times(found["facultative_price"]),
        hurdle=percent(found["hurdle"]),
        gross=money(found["capital_gross"]),
    )
    tables: list[Table] = [ways_table(findings), cover_table(findings), member_table(findings)]
    if found["newcomers"]:
        tables.append(newcomer_table(findings))
    if saved.value is None:
        return [Section("purpose", heading, (*tables, text))]
    drawing = Drawing("purpose", say("alt.purpose"), lambda writer: figure.draw(findings, writer))
    return [Section("purpose", heading, (drawing, *tables, text))]


def ways_table(findings: Findings) -> Table:
    """Return the book without the pool beside the pool, measure by measure."""
    found = findings.summary["purpose"]
    ways = found["alone"], found["pool"]
    rows: list[list[Cell]] = [
        [say("purpose.insured"), *(money(way["insured"]) for way in ways)],
        [say("purpose.uninsured"), _uninsured(found, "alone"), _uninsured(found, "pool")],
        [say("purpose.capital"), *(money(way["capital"]) for way in ways)],
        [say("purpose.price"), *(_rate(way["price"]) for way in ways)],
        [say("purpose.concentration"), *(_index(way["concentration"]) for way in ways)],
        [say("purpose.largest"), *(percent(way["largest_loss_to_capital"]) for way in ways)],
        [
            say("purpose.whose"),
            *(
                None
                if way["largest_loss_member"] is None
                else findings.member_name(way["largest_loss_member"])
                for way in ways
            ),
        ],
    ]
    return build("purpose", WAYS, rows)


def cover_table(findings: Findings) -> Table:
    """Return by sector who insures the limits of cover without the pool and in it."""
    found = findings.summary["purpose"]["sectors"]
    rows: list[list[Cell]] = []
    for key, _, name in findings.sectors():
        sector = found[key]
        whole = sector["limit_of_cover"]
        alone, pool = sector["alone"], sector["pool"]
        parts = (alone["kept"], alone["facultative"], alone["uninsured"], pool["uninsured"])
        rows.append([name, Figure.of(whole), *(Figure.of(part / whole) for part in parts)])
    return build("purpose_cover", COVER, rows)


def member_table(findings: Findings) -> Table:
    """Return what each member needs, earns and risks on one accident, alone and in the pool."""
    rows: list[list[Cell]] = [
        [findings.member_name(name), *(Figure.of(member[column.key]) for column in MEMBERS[1:])]
        for name, member in findings.summary["purpose"]["members"].items()
    ]
    return build("purpose_members", MEMBERS, rows)


def newcomer_table(findings: Findings) -> Table:
    """Return what insurers of some sizes could be offered in each sector."""
    rows: list[list[Cell]] = [
        [
            Figure.of(newcomer["capital_and_reserves"]),
            name,
            Figure.of(newcomer["sectors"][key]["by_capacity"]),
            Figure.of(newcomer["sectors"][key]["most"]),
            Figure.of(newcomer["sectors"][key]["offered"]),
            Figure.of(newcomer["sectors"][key]["premium"]),
            Figure.of(newcomer["sectors"][key]["line"]),
        ]
        for newcomer in findings.summary["purpose"]["newcomers"]
        for key, _, name in findings.sectors()
    ]
    return build("newcomers", NEWCOMERS, rows, [say("note.newcomers")])


def _uninsured(found: Mapping[str, Any], way: str) -> Quantity:
    """Return the part of the limits of cover that nobody insures."""
    return percent(1.0 - found[way]["insured"] / found["limit_of_cover"])


def _index(raw: Any) -> Quantity:
    return Quantity("plain", Figure.of(raw))


def _rate(raw: Any) -> Quantity:
    return Quantity("rate", Figure.of(raw))
