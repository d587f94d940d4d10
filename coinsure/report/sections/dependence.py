"""Whether the sectors have their bad years together, and what links their yearly factors."""

from collections.abc import Mapping, Sequence
from typing import Any

from coinsure.report.findings import Findings
from coinsure.report.quantity import Figure, Quantity, percent
from coinsure.report.section import Block, Section
from coinsure.report.table import Cell, Column, Table, build
from coinsure.report.wording import Phrase, Value, say

PAIRS = (
    Column("first_sector"),
    Column("second_sector"),
    Column("correlation", "plain", "error"),
    Column("both_beyond_95", "percent", "error"),
    Column("both_beyond_99", "percent", "error"),
)
LINKS = (
    Column("first_factor"),
    Column("second_factor"),
    Column("stated_correlation", "plain"),
    Column("used_correlation", "plain"),
    Column("tail_dependence", "percent"),
)

CLEAR = 1.5
"""A probability this many half-widths of its interval above that of independence is no chance
find, even as the highest of several."""


def sections(findings: Findings) -> list[Section]:
    """Return the section on dependence, if there is more than one sector."""
    found = findings.summary["dependence"]
    if not found["sectors"]:
        return []
    blocks: list[Block] = [pair_table(findings), say("text.dependence")]
    if found["factors"]:
        blocks += [factor_table(findings), say(f"text.dependence_{found['kind']}")]
        if found["repaired"]:
            blocks.append(say("text.dependence_repaired"))
    return [Section("dependence", _heading(findings, found["sectors"]), tuple(blocks))]


def _heading(findings: Findings, pairs: Sequence[Mapping[str, Any]]) -> Phrase:
    """Return which pair is bad together beyond chance, at the highest level that shows one."""
    none = None
    for level in ("0.99", "0.95"):
        figures = [Figure.of(pair["both_beyond"][level]) for pair in pairs]
        known = [figure.value for figure in figures if figure.value is not None]
        if not known:
            continue
        most = next(i for i, figure in enumerate(figures) if figure.value == max(known))
        worst = 1.0 - float(level)
        if max(known) - CLEAR * figures[most].half <= worst:
            none = say("heading.dependence_none", worst=percent(worst))
            continue
        return say(
            "heading.dependence",
            first=findings.sector_name(pairs[most]["first"]),
            second=findings.sector_name(pairs[most]["second"]),
            worst=percent(worst),
            share=Quantity("percent", figures[most]),
        )
    return none or say("heading.dependence_unknown")


def pair_table(findings: Findings) -> Table:
    """Return, for every two sectors, the correlation and how often both are bad."""
    rows: list[list[Cell]] = [
        [
            findings.sector_name(pair["first"]),
            findings.sector_name(pair["second"]),
            Figure.of(pair["correlation"]),
            Figure.of(pair["both_beyond"]["0.95"]),
            Figure.of(pair["both_beyond"]["0.99"]),
        ]
        for pair in findings.summary["dependence"]["sectors"]
    ]
    return build("sector_pairs", PAIRS, rows)


def factor_table(findings: Findings) -> Table:
    """Return every two factors that are linked, as stated and as used."""
    rows: list[list[Cell]] = [
        [
            _factor(findings, pair["first"]),
            _factor(findings, pair["second"]),
            Figure.of(pair["stated"]),
            Figure.of(pair["used"]),
            Figure.of(pair["tail_dependence"]),
        ]
        for pair in findings.summary["dependence"]["factors"]
    ]
    return build("linked_factors", LINKS, rows)


def _factor(findings: Findings, name: str) -> Value:
    """Return what a factor is called: by its sector, or as that of loss sizes."""
    place, _, of_sizes = name.partition(":")
    key = "factor.sizes" if of_sizes else "factor.frequencies"
    return say(key, place=findings.cover_name(place))
