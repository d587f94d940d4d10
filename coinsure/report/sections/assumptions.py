"""What the run rests on: rules, data grades and the source of every table of the scenario."""

from collections.abc import Iterator, Mapping
from typing import Any

from coinsure.models.labels import Label
from coinsure.report.contract_terms import public_terms, treaty_terms
from coinsure.report.findings import Findings
from coinsure.report.profit_terms import profit_clause
from coinsure.report.quantity import Figure, count, money, percent, times
from coinsure.report.section import Block, Folded, Section
from coinsure.report.table import ASSUMPTION, Cell, Column, Table, build, label, source
from coinsure.report.wording import Value, say

RULES = (Column("rule"), Column("setting"))
GRADES = (
    Column("data_grade"),
    Column("grade_meaning"),
    Column("grade_lines", "count"),
    Column("premium", "money"),
    Column("premium_share", "percent"),
)
SOURCES = (Column("place"), Column("name"), Column("data_grade"), Column("source"))
OVERRIDES = (Column("place"), Column("value"))

PUBLIC = ("public_layers", "premium_subsidies", "reinsurance_support")
"""Tables of the scenario from which public money is paid."""


def sections(findings: Findings) -> list[Section]:
    """Return the section on assumptions."""
    sources = list(_sources(findings.scenario, ()))
    assumed = sum(ASSUMPTION in _english(raw).lower() for _, _, _, raw in sources)
    heading = say("heading.assumptions", sources=count(len(sources)), assumed=count(assumed))
    text = say("text.assumptions", source=source(findings.scenario["source"]))
    blocks: list[Block] = [text, rule_table(findings), grade_table(findings)]
    if findings.summary["scenario"]["overrides"]:
        blocks.append(override_table(findings))
    blocks.append(Folded(source_table(findings)))
    return [Section("assumptions", heading, tuple(blocks), findings.status("data_grade"))]


def rule_table(findings: Findings) -> Table:
    """Return what the members have agreed and how capital is measured."""
    pool, capital = findings.scenario["pool"], findings.scenario["capital"]
    rules: list[tuple[str, Value]] = [
        ("shares", say(f"rule.shares.{pool['shares']['kind']}")),
        ("profit", profit_clause(pool["profit"])),
        (
            "lead_fee",
            say(
                f"rule.lead_fee.{pool['lead_fee']['base']}", rate=percent(pool["lead_fee"]["rate"])
            ),
        ),
        ("management", percent(pool["management_rate"])),
        ("levies", percent(pool["levy_rate"])),
        ("brokerage", percent(pool["brokerage_rate"])),
        ("investment", investment_terms(pool.get("investment"))),
        ("reserve", reserve_terms(pool)),
        ("guarantee_fund", guarantee_terms(pool.get("guarantee_fund"))),
        ("liability", say(f"rule.liability.{pool['liability']}")),
        ("legal_form", say(f"rule.legal_form.{pool['legal_form']}")),
        (
            "capital",
            say(f"measure.{capital['measure']}", level=percent(capital["level"])),
        ),
        ("hurdle", percent(capital["hurdle"])),
        ("tech_treatment", say(f"basis.{capital['tech_treatment']}")),
        ("target_ratio", times(capital["target_ratio"])),
        ("distortion", say(f"rule.distortion.{capital['distortion']}")),
        ("max_rate_change", percent(capital["max_rate_change"])),
    ]
    rules.append(("dependence", _dependence(findings.summary["dependence"])))
    for key, treaty in findings.scenario.get("reinsurance", {}).items():
        terms = treaty_terms(treaty, findings.treaty_name(key), findings.reinsurer_name)
        rules.append(("treaty", terms))
    for table in PUBLIC:
        for key, instrument in findings.scenario.get(table, {}).items():
            named = label(instrument["label"]) if instrument.get("label") else key
            terms = public_terms(instrument, named, findings.cover_name, findings.treaty_name)
            rules.append((table, terms))
    rows: list[list[Cell]] = [[say(f"rule.{key}.name"), setting] for key, setting in rules]
    return build("rules", RULES, rows)


def grade_table(findings: Findings) -> Table:
    """Return how many lines and how much premium have data of each grade."""
    rows: list[list[Cell]] = [
        [
            grade,
            say(f"grade.{grade}"),
            Figure.of(found["lines"]),
            Figure.of(found["premium"]),
            Figure.of(found["premium"] / findings.premium),
        ]
        for grade, found in sorted(findings.summary["scenario"]["grades"].items())
    ]
    return build("grades", GRADES, rows)


def override_table(findings: Findings) -> Table:
    """Return what was changed on top of the scenario file."""
    rows: list[list[Cell]] = [
        [key, str(value)] for key, value in findings.summary["scenario"]["overrides"]
    ]
    return build("overrides", OVERRIDES, rows)


def source_table(findings: Findings) -> Table:
    """Return the source of every table of the resolved scenario, with its data grade."""
    rows: list[list[Cell]] = [
        [place or say("sources.whole"), name, grade, source(raw)]
        for place, name, grade, raw in _sources(findings.scenario, ())
    ]
    return build("sources", SOURCES, rows)


def _sources(
    table: Mapping[str, Any], path: tuple[str, ...]
) -> Iterator[tuple[str, Label | None, str | None, str | Mapping[str, Any]]]:
    """Yield place, name, grade and source of a table and of those in it, in file order."""
    if table.get("source"):
        name = label(table["label"]) if "label" in table else None
        yield ".".join(path), name, table.get("data_grade"), table["source"]
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _sources(value, (*path, key))


def _english(raw: str | Mapping[str, Any]) -> str:
    return raw if isinstance(raw, str) else raw["en"]


def _dependence(found: Mapping[str, Any]) -> Value:
    """Return what links the yearly factors, as they were used."""
    if found["kind"] is None:
        return say("rule.dependence.none")
    parts: list[Value] = []
    if found["factors"]:
        df = f"{found['df']:g}" if found["df"] is not None else ""
        parts.append(say(f"rule.dependence.{found['kind']}", df=df))
    if found["repaired"]:
        parts.append(say("rule.dependence.repaired"))
    if found["persistence"] > 0.0:
        parts.append(say("rule.dependence.persistence", value=f"{found['persistence']:g}"))
    return parts


def investment_terms(terms: Mapping[str, Any] | None) -> Value:
    """Return the terms on which premium earns income."""
    if terms is None:
        return say("rule.investment.none")
    return say("rule.investment.terms", rate=percent(terms["rate"]), years=f"{terms['years']:g}")


def guarantee_terms(fund: Mapping[str, Any] | None) -> Value:
    """Return the terms of the guarantee fund."""
    if fund is None:
        return say("rule.guarantee_fund.none")
    return say(
        "rule.guarantee_fund.terms",
        rate=percent(fund["contribution_rate"]),
        target=times(fund["target_of_premium"]),
        interest=percent(fund["interest"]),
    )


def reserve_terms(pool: Mapping[str, Any]) -> Value:
    """Return the terms of the equalisation reserve of the ``[pool]`` table."""
    reserve = pool.get("reserve")
    if reserve is None:
        return say("rule.reserve.none")
    after_tax = reserve["accounting"] == "equity_after_tax"
    return say(
        "rule.reserve.terms",
        scope=say(f"scope.{reserve['scope']}"),
        profit=percent(reserve["build_of_profit"]),
        tax=say("rule.reserve.after_tax", rate=percent(pool["tax_rate"]))
        if after_tax
        else say("rule.reserve.before_tax"),
        premium=percent(reserve["build_of_premium"]),
        cap=times(reserve["cap_of_premium"]),
        trigger=percent(reserve["release_above_loss_ratio"]),
        opening=money(reserve["opening"]),
        interest=percent(reserve["interest"]),
        held=say("rule.reserve.held_by_pool")
        if reserve["held_by"] == "pool"
        else say("rule.reserve.equity" if after_tax else "rule.reserve.liability"),
    )
