"""What members would pay for the books that they bring, and who would rather keep its own."""

from collections.abc import Mapping
from typing import Any

from coinsure.report.findings import Findings
from coinsure.report.quantity import Figure
from coinsure.report.section import Section
from coinsure.report.table import Cell, Column, Mark, Status, Table, build
from coinsure.report.wording import say

COLUMNS = (
    Column("member"),
    Column("sharing_rule"),
    Column("own_tvar_99", "money", "error"),
    Column("change_of_tvar_90", "money", "error", signed=True),
    Column("change_of_tvar_99", "money", "error", signed=True),
    Column("negative_share", "percent"),
    Column("falling_share", "percent"),
    Column("sharing_verdict"),
)
LIGHTS: Mapping[str, Status] = {"better": "good", "unclear": "warn", "worse": "bad"}


def sections(findings: Findings) -> list[Section]:
    """Return the section on sharing, if members bring books."""
    found = findings.summary["sharing"]
    if not found:
        return []
    heading = say(
        "heading.sharing",
        members=str(len(found["own"])),
        conditional=_count(found["rules"]["conditional_mean"]),
        proportional=_count(found["rules"]["mean_proportional"]),
        linear=_count(found["rules"]["linear_regression"]),
    )
    return [Section("sharing", heading, (sharing_table(findings), say("text.sharing")))]


def sharing_table(findings: Findings) -> Table:
    """Return members x rules: the tail of the own book, what a rule changes, and what is odd."""
    found = findings.summary["sharing"]
    rows: list[list[Cell]] = []
    for member, own in found["own"].items():
        for rule, of_member in found["rules"].items():
            share = of_member[member]
            rows.append(
                [
                    findings.member_name(member),
                    say(f"sharing.{rule}"),
                    Figure.of(own["tvar"]["0.99"]),
                    Figure.of(share["change_of_tvar"]["0.9"]),
                    Figure.of(share["change_of_tvar"]["0.99"]),
                    Figure.of(share["negative"]),
                    Figure.of(share["falling"]),
                    Mark(LIGHTS[share["verdict"]], say(f"sharing.{share['verdict']}")),
                ]
            )
    return build("sharing", COLUMNS, rows)


def _count(of_rule: Mapping[str, Any]) -> str:
    """Return how many members a rule leaves better off."""
    return str(sum(share["verdict"] == "better" for share in of_rule.values()))
