"""What a terminal shows of a run, of stresses, of a comparison, of treaties: aligned text."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from coinsure.models.labels import Label
from coinsure.recommendation import Recommendation
from coinsure.reinsurance.counterparty import Reinsurer
from coinsure.report import recommendation as advised
from coinsure.report.beside import (
    amounts_table,
    changes_table,
    levels_table,
    probabilities_table,
    short,
)
from coinsure.report.designs import Found, buys_table, costs_table, headline
from coinsure.report.findings import Findings
from coinsure.report.layout import show
from coinsure.report.monospace import grids, left, width
from coinsure.report.numerals import Language
from coinsure.report.quantity import Figure, count, money, percent
from coinsure.report.recommendation_verdict import conclusions as advised_verdict
from coinsure.report.reinsured import UNIT, reinsured_opening, reinsured_tables
from coinsure.report.rules import choices_table, heading
from coinsure.report.section import Conclusion
from coinsure.report.sections import conclusions
from coinsure.report.table import Cell, Column, Status, Table, build
from coinsure.report.wording import Phrase, Value, Writer, say
from coinsure.rules import RuleTable
from coinsure.stress import BASES, Comparison, StressTable

COLUMNS = 100
"""Widest line of running text."""

SHAPES: dict[Status, str] = {"good": "●", "warn": "▲", "bad": "■"}
"""A traffic light without colour."""

FIGURES = (Column("figure"), Column("before", "money", "error"), Column("after", "money", "error"))


def run_summary(summary: dict[str, Any], lang: str) -> str:
    """Return verdict and key figures of a run from the content of its ``summary.json``."""
    findings = Findings(summary, {})
    writer = Writer(language(lang), findings.unit)
    first, _ = conclusions(findings)
    head = summary["scenario"]
    title = say(
        "terminal.title",
        title=findings.title,
        paths=count(head["paths"]),
        years=count(head["years"]),
        seed=str(head["seed"]),
    )
    lines = [writer.write(title), "", *verdict(first, writer)]
    lines += ["", grids([show(key_figures(findings), writer)]), ""]
    lines += [writer.write(line) for line in closing(findings)]
    return "\n".join(lines)


def verdict(found: Sequence[Conclusion], writer: Writer) -> list[str]:
    """Return conclusions behind their traffic lights, broken into lines."""
    words = {one.status: writer.write(say(f"status.{one.status}")) for one in found}
    widest = max(map(width, words.values()), default=0)
    return [
        wrapped(
            writer.write(one.sentence), f"{SHAPES[one.status]} {left(words[one.status], widest)}  "
        )
        for one in found
    ]


def stress_table(table: StressTable, lang: str) -> str:
    """Return the figures of the base and what each stress changes, with paired errors."""
    writer = Writer(language(lang), table.base.scenario.unit)
    parts = [levels_table(table, short()), changes_table(table, short())]
    return grids([show(part, writer) for part in parts])


def design_tables(found: Found, lang: str) -> str:
    """Return what designs of public money cost and buy at the same outlay."""
    writer = Writer(language(lang), found["unit"])
    parts: list[str] = []
    for basis in BASES:
        tables = [costs_table(found, basis), buys_table(found, basis)]
        parts += [writer.write(headline(found, basis)), grids([show(t, writer) for t in tables])]
    return "\n\n".join(parts)


def rules_text(table: RuleTable, lang: str) -> str:
    """Return the pool under each choice of rules, and what members have more than under its own."""
    writer = Writer(language(lang), table.scenario.unit)
    short = choices_table(table)
    wanted = (
        "share_rule",
        "profit_rule",
        "concentration",
        "complaint",
        "stable",
        "probability_unpaid",
    )
    kept = [i for i, column in enumerate(short.columns) if column.key in wanted]
    columns = [short.columns[i] for i in kept]
    rows = [[row[i] for i in kept] for row in short.rows]
    return "\n".join(
        [
            writer.write(heading(table)),
            "",
            grids([show(build("rules_pool", columns, rows, short.notes), writer)]),
        ]
    )


def recommendation_text(found: Recommendation, lang: str) -> str:
    """Return what is recommended, how far it holds, and the limits it keeps to."""
    writer = Writer(language(lang), found.now.scenario.unit)
    tables = [advised.terms_table(found), advised.limits_table(found)]
    return "\n".join(
        [
            *verdict(advised_verdict(found), writer),
            "",
            grids([show(table, writer) for table in tables]),
        ]
    )


def comparison(comparison: Comparison, lang: str) -> str:
    """Return the headlines of two runs beside each other."""
    writer = Writer(language(lang), comparison.unit)
    title = say("compare.title", base=_pick(comparison.base), other=_pick(comparison.other))
    parts = [amounts_table(comparison), probabilities_table(comparison)]
    return writer.write(title) + "\n\n" + grids([show(part, writer) for part in parts])


def reinsured(
    found: Mapping[str, Any], lang: str, reinsurers: Mapping[str, Reinsurer] | None = None
) -> str:
    """Return what a programme does in a mean period from the content of ``reinsured.json``."""
    writer = Writer(language(lang), UNIT)
    tables = reinsured_tables(found, reinsurers)
    opening = writer.write(reinsured_opening(found))
    return f"{opening}\n\n{grids([show(table, writer) for table in tables])}"


def language(name: str) -> Language:
    """Return a language of the catalogue; any other name means English."""
    return "zh" if name.lower().startswith("zh") else "en"


def key_figures(findings: Findings) -> Table:
    """Return mean, worst years and capital of the pool, before and after reinsurance."""
    pool, level = findings.summary["pool"], str(findings.level)
    at = percent(findings.level)
    rows: list[list[Cell]] = [
        [
            name,
            Figure.of(
                pool["gross"][measure] if measure == "mean" else pool["gross"][measure][level]
            ),
            Figure.of(pool["net"][measure] if measure == "mean" else pool["net"][measure][level]),
        ]
        for name, measure in (
            (say("terminal.mean"), "mean"),
            (say("measure.var", level=at), "var"),
            (say("measure.tvar", level=at), "tvar"),
        )
    ]
    return build("key_figures", FIGURES, rows)


def closing(findings: Findings) -> list[Phrase]:
    """Return result, capital, premium and checks, a sentence each."""
    summary = findings.summary
    checks = summary["checks"]
    failed = [check["name"] for check in checks if not check["passed"]]
    names: list[Value] = [say(f"check.{name}.name") for name in dict.fromkeys(failed)]
    public = summary["public"]
    outlay = public and say(
        "terminal.public",
        mean=money(public["total"]["mean"]),
        rare=money(public["total"]["var"]["0.99"]),
    )
    return [
        say(
            "terminal.result",
            result=money(summary["pool"]["result"]["mean"]),
            loses=percent(summary["pool"]["probability_of_deficit"]),
        ),
        say(
            "terminal.capital",
            capital=money(summary["capital"]["pool"]),
            charge=money(summary["capital"]["cross2"]["charge"]),
        ),
        say(
            "terminal.premium",
            current=money(summary["premium"]["pool"]["current"]),
            recommended=money(summary["premium"]["pool"]["recommended"]),
        ),
        *([outlay] if outlay else []),
        say(
            "terminal.checks_failed" if failed else "terminal.checks",
            checks=count(len(checks)),
            failed=count(len(failed)),
            names=names,
        ),
    ]


def wrapped(text: str, lead: str, columns: int = COLUMNS) -> str:
    """Return a text broken into lines, the first after ``lead``, the others below its start.

    Latin words and numbers stay whole; Chinese breaks anywhere but before a punctuation mark.
    """
    indent = " " * width(lead)
    lines, line = [], lead
    for piece in re.findall(
        r"[\u2e80-\uffef][，。；：、！？）」”’…).,;]*|[^\s\u2e80-\uffef]+|\s+", text
    ):
        if width(line) + width(piece.rstrip()) > columns and line.strip():
            lines.append(line.rstrip())
            line = indent + piece.lstrip()
        else:
            line += piece
    return "\n".join([*lines, line.rstrip()])


def _pick(title: dict[str, str]) -> Value:
    return Label(zh=title["zh"], en=title["en"])
