"""Does the money add up, and are the limits kept: every check of the run."""

from collections.abc import Mapping
from typing import Any

from coinsure.report.exact_reasons import exact_reasons
from coinsure.report.findings import Findings
from coinsure.report.quantity import Figure, Kind, Quantity, count, percent
from coinsure.report.section import Block, Folded, Section
from coinsure.report.table import Cell, Column, Mark, Table, build, label
from coinsure.report.wording import Value, say

GROUPS = (Column("check"), Column("passed"), Column("cases", "count"), Column("explained"))
SINGLE = (
    Column("check"),
    Column("subject"),
    Column("passed"),
    Column("check_figure", "mixed"),
    Column("check_limit", "mixed"),
)

KINDS: Mapping[str, Kind] = {
    "conservation": "plain",
    "allocation_to_lines": "plain",
    "allocation_to_sectors": "plain",
    "mean_against_theory": "plain",
    "simulation_against_exact": "plain",
    "treaty_price": "money",
    "own_treaty_price": "money",
    "article_102": "money",
    "article_103": "money",
    "unplaced": "percent",
    "capital_to_premium": "times",
    "member_capital_use": "percent",
}
"""What the figure and the limit of each check are."""


def sections(findings: Findings) -> list[Section]:
    """Return the section on checks."""
    found = findings.summary["checks"]
    failed = [check for check in found if not check["passed"]]
    values = {"checks": count(len(found)), "failed": count(len(failed))}
    heading = say("heading.checks_failed" if failed else "heading.checks", **values)
    blocks: list[Block] = [group_table(findings)]
    if findings.summary["self_check"]["lines"]:
        blocks.append(score_table(findings))
    if findings.summary["self_check"]["no_exact_answer"]:
        blocks.append(no_answer_table(findings))
    blocks.append(Folded(check_table(findings)))
    return [Section("checks", heading, tuple(blocks), "bad" if failed else "good")]


def group_table(findings: Findings) -> Table:
    """Return one row for each kind of check."""
    kinds: dict[str, list[Mapping[str, Any]]] = {}
    for check in findings.summary["checks"]:
        kinds.setdefault(check["name"], []).append(check)
    rows: list[list[Cell]] = [
        [
            say(f"check.{name}.name"),
            _passed(all(check["passed"] for check in checks)),
            Figure.of(len(checks)),
            say(f"check.{name}.meaning"),
        ]
        for name, checks in kinds.items()
    ]
    return build("check_kinds", GROUPS, rows)


def check_table(findings: Findings) -> Table:
    """Return every check with its figure and its limit, those that failed first."""
    ordered = sorted(findings.summary["checks"], key=lambda check: check["passed"])
    rows: list[list[Cell]] = [
        [
            say(f"check.{check['name']}.name"),
            _subject(findings, check),
            _passed(check["passed"]),
            Quantity(KINDS[check["name"]], Figure.of(check["figure"])),
            Quantity(KINDS[check["name"]], Figure.of(check["limit"])),
        ]
        for check in ordered
    ]
    return build("checks", SINGLE, rows)


def score_table(findings: Findings) -> Table:
    """Return how many standard errors each line's figures of year 1 are from the exact ones."""
    found = findings.summary["self_check"]
    levels = list(next(iter(found["lines"].values()))["var"])
    columns = [
        Column("line"),
        Column("score_of_mean", "plain", signed=True),
        Column("score_of_sd", "plain", signed=True),
        *(
            Column(
                "score_of_var",
                "plain",
                heading=say("measure.var", level=percent(float(level))),
                signed=True,
            )
            for level in levels
        ),
    ]
    rows: list[list[Cell]] = [
        [
            findings.line_name(name),
            *map(_score, (scores["mean"], scores["sd"], *scores["var"].values())),
        ]
        for name, scores in found["lines"].items()
    ]
    limit = say("note.score_limit", limit=f"{found['limit']:.2f}")
    return build("exact_scores", columns, rows, [limit])


def no_answer_table(findings: Findings) -> Table:
    """Return the lines that cannot be held to an exact answer, and why."""
    names = {f"{sector}.{key}": label(line["label"]) for sector, key, line, _ in findings.lines()}
    rows: list[list[Cell]] = [
        [findings.line_name(name), exact_reasons(reasons, names)]
        for name, reasons in findings.summary["self_check"]["no_exact_answer"].items()
    ]
    return build("no_exact_answer", [Column("line"), Column("exact_reason")], rows)


def _score(raw: Mapping[str, Any]) -> Figure:
    if raw["z"] is None:
        return Figure(None, reason=raw["reason"])
    return Figure.of(raw["z"])


def _passed(passed: bool) -> Mark:
    return Mark("good", say("passed.yes")) if passed else Mark("bad", say("passed.no"))


def _subject(findings: Findings, check: Mapping[str, Any]) -> Value:
    """Return whom or what a check is about, by name; the subject may be "member: risk unit"."""
    summary = findings.summary
    parts: list[Value] = []
    for key in str(check["subject"]).split(": "):
        if check["name"] == "own_treaty_price":
            parts.append(findings.member_name(summary["own_reinsurance"][key]["member"]))
            parts.append(findings.own_treaty_name(key))
        elif key in summary["members"]:
            parts.append(findings.member_name(key))
        elif key in summary["risk_units"]:
            parts.append(findings.unit_name(key))
        elif key in summary["reinsurance"]:
            parts.append(findings.treaty_name(key))
        elif key.partition(".")[0] in summary["sectors"]:
            parts.append(findings.cover_name(key))
        else:
            parts.append(key)
    return parts
