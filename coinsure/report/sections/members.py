"""What membership means for each insurer: share, result, worst years, solvency, legal limits."""

from collections.abc import Mapping
from typing import Any

from coinsure.report.findings import Findings
from coinsure.report.quantity import Figure, count, percent
from coinsure.report.section import Folded, Section
from coinsure.report.table import Cell, Column, Mark, Status, Table, build, label
from coinsure.report.wording import Value, say

MEMBERS = (
    Column("member"),
    Column("premium_share", "percent"),
    Column("premium", "money"),
    Column("result", "money", "error"),
    Column("probability_of_loss", "percent", "error"),
    Column("capital_standalone", "money", "error"),
    Column("allocated", "money", "error"),
    Column("return_on_capital", "percent", "error"),
)
OWN = (
    Column("member"),
    Column("treaty"),
    Column("taken_by"),
    Column("ceded_premium", "money"),
    Column("recovered", "money", "error"),
    Column("lost_by_default", "money", "error"),
    Column("net_cost", "money", "error"),
    Column("recoverables", "money"),
    Column("counterparty_charge", "money"),
)
ASSUMED = (
    Column("member"),
    Column("assumed_premium", "money"),
    Column("assumed_recovered", "money"),
    Column("assumed_result", "money", "error"),
)
LAW = (
    Column("member"),
    Column("solvency_before", "percent"),
    Column("solvency_after", "percent"),
    Column("article_102"),
    Column("room_102", "money"),
    Column("article_103"),
    Column("room_103", "money"),
)
SOLVENCY = (
    Column("member"),
    Column("year"),
    Column("comprehensive_before", "percent"),
    Column("comprehensive_after", "percent"),
    Column("comprehensive_change", "percent", "error", signed=True),
    Column("core_before", "percent"),
    Column("core_after", "percent"),
    Column("solvency_standing"),
)
OWN_BUSINESS = (
    Column("member"),
    Column("own_result", "money", "error"),
    Column("own_tvar", "money", "error"),
    Column("alone_tvar", "money", "error"),
    Column("joint_result", "money", "error"),
    Column("joint_tvar", "money", "error"),
    Column("joint_change", "money", "error", signed=True),
    Column("joint_loses", "percent", "error"),
)

STATUS: Mapping[str, Status] = {"good": "good", "watch": "warn", "breach": "bad"}

HORIZON = (
    Column("member"),
    Column("result_of_horizon", "money", "error"),
    Column("worst_horizon", "money", "error"),
    Column("probability_of_default", "percent", "error"),
)


def sections(findings: Findings) -> list[Section]:
    """Return the section on members."""
    members = findings.summary["members"]
    broken = [name for name, member in members.items() if _breaches(member)]
    lead = next((name for name, member in members.items() if member["lead"]), None)
    values: dict[str, Any] = {"members": count(len(members))}
    if lead is not None:
        values |= {
            "lead": findings.member_name(lead),
            "share": percent(members[lead]["share"]),
            "result": percent(members[lead]["return_on_capital"]),
        }
    if broken:
        names: Value = [findings.member_name(name) for name in broken]
        heading = say("heading.members_breach", broken=count(len(broken)), names=names, **values)
    elif lead is not None:
        heading = say("heading.members", **values)
    else:
        heading = say("heading.members_without_lead", **values)
    shortfall = findings.summary["shortfall"]
    blocks = (
        member_table(findings),
        law_table(findings),
        solvency_table(findings),
        *solvency_years(findings),
        *own_business_table(findings),
        say("text.members"),
        horizon_table(findings),
        *([own_table(findings)] if findings.summary["own_reinsurance"] else []),
        *([assumed_table(findings)] if findings.summary["assumed"] else []),
        say(
            "text.shortfall",
            liability=say(f"rule.liability.{findings.scenario['pool']['liability']}"),
            probability=percent(shortfall["probability_unpaid"]),
            years=count(findings.summary["scenario"]["years"]),
        ),
    )
    return [Section("members", heading, blocks, findings.status("legal_limits"))]


def member_table(findings: Findings) -> Table:
    """Return share, result and capital of every member."""
    rows: list[list[Cell]] = [
        [
            _name(member),
            Figure.of(member["share"]),
            Figure.of(member["premium"]),
            Figure.of(member["result"]["mean"]),
            Figure.of(member["probability_of_loss"]),
            Figure.of(member["capital"]["standalone"]),
            Figure.of(member["capital"]["allocated"]),
            Figure.of(member["return_on_capital"]),
        ]
        for member in findings.summary["members"].values()
    ]
    return build("members", MEMBERS, rows, [say("note.solvency")])


def own_table(findings: Findings) -> Table:
    """Return what members' own reinsurance costs and recovers."""
    rows: list[list[Cell]] = [
        [
            findings.member_name(own["member"]),
            findings.own_treaty_name(name),
            _taker(findings, own),
            *(
                Figure.of(own[key])
                for key in (
                    "premium",
                    "recovered",
                    "lost",
                    "net_cost",
                    "exposure",
                    "charge",
                )
            ),
        ]
        for name, own in findings.summary["own_reinsurance"].items()
    ]
    return build("own_reinsurance", OWN, rows, [say("note.own_reinsurance")])


def assumed_table(findings: Findings) -> Table:
    """Return what members earn as reinsurers of the pool."""
    rows: list[list[Cell]] = [
        [
            findings.member_name(name),
            *(Figure.of(one[key]) for key in ("premium", "recovered", "result")),
        ]
        for name, one in findings.summary["assumed"].items()
    ]
    return build("assumed", ASSUMED, rows, [say("note.assumed")])


def _taker(findings: Findings, own: Mapping[str, Any]) -> Value | None:
    """Return the name of the member or the reinsurer that gives the cover, if it is known."""
    if own["taken_by"]:
        return findings.member_name(own["taken_by"])
    if own["reinsurer"]:
        return label(findings.summary["reinsurers"][own["reinsurer"]]["label"])
    return None


def law_table(findings: Findings) -> Table:
    """Return solvency and legal limits of every member."""
    rows: list[list[Cell]] = [
        [
            _name(member),
            Figure.of(member["solvency_ratio_before"]),
            Figure.of(member["solvency_ratio_after"]),
            _article_102(member["article_102"]),
            Figure.of(member["article_102"]["headroom"]),
            _article_103(member["article_103"]),
            Figure.of(_least_room(member["article_103"])),
        ]
        for member in findings.summary["members"].values()
    ]
    return build("members_law", LAW, rows, [say("note.law_room")])


def _least_room(units: list[Mapping[str, Any]]) -> float | None:
    """Return the room under article 103 of the risk unit that leaves least."""
    return min((unit["headroom"] for unit in units), default=None)


def solvency_table(findings: Findings) -> Table:
    """Return every member's ratios in the first and the last year, and after a bad first one."""
    rows: list[list[Cell]] = []
    for member in findings.summary["members"].values():
        position = member["solvency"]
        if position["basis"] == "pool_part_only":
            rows.append(
                [_name(member), *([None] * 6), Mark("warn", say("solvency.pool_part_only"))]
            )
            continue
        first, *later = position["years"]
        rows.extend([_name(member), *_ratios(year)] for year in (first, *later[-1:]))
        rows.append([_name(member), *_after_bad_year(position)])
    return build("members_solvency", SOLVENCY, rows, [say("note.own_books")])


def solvency_years(findings: Findings) -> list[Folded]:
    """Return the ratios of all years, folded, if there are more than the table above shows."""
    rows: list[list[Cell]] = [
        [_name(member), *_ratios(year)]
        for member in findings.summary["members"].values()
        if member["solvency"]["basis"] == "own_book" and len(member["solvency"]["years"]) > 2
        for year in member["solvency"]["years"]
    ]
    return [Folded(build("members_solvency_years", SOLVENCY, rows))] if rows else []


def own_business_table(findings: Findings) -> list[Table]:
    """Return a year of members' own business with and without the pool, where it varies."""
    rows: list[list[Cell]] = [
        [
            _name(member),
            Figure.of(found["own"]["result"]),
            Figure.of(found["own"]["tvar"]),
            Figure.of(found["pool"]["tvar"]),
            Figure.of(found["together"]["result"]),
            Figure.of(found["together"]["tvar"]),
            Figure.of(found["added"]),
            Figure.of(found["together"]["probability_of_loss"]),
        ]
        for member in findings.summary["members"].values()
        if (found := member["own_business"]) is not None
    ]
    note = say("note.own_business", level=percent(findings.level))
    return [build("members_own_business", OWN_BUSINESS, rows, [note])] if rows else []


def _ratios(year: Mapping[str, Any]) -> list[Cell]:
    """Return the cells of one year; the error is in the change, which is all that is sampled."""
    before, after = year["before"], year["after"]
    return [
        count(year["year"]),
        Figure.of(before["comprehensive"]),
        Figure.of(after["comprehensive"]["value"]),
        Figure.of(year["change"]),
        Figure.of(before["core"]),
        Figure.of(after["core"]["value"]),
        _standing(year["status"]),
    ]


def _after_bad_year(position: Mapping[str, Any]) -> list[Cell]:
    bad = position["bad_year"]
    return [
        say("solvency.bad_year", level=percent(bad["level"])),
        None,
        Figure.of(bad["comprehensive"]["value"]),
        Figure.of(bad["change"]),
        None,
        Figure.of(bad["core"]["value"]),
        _standing(bad["status"]),
    ]


def _standing(status: str | None) -> Mark | None:
    return None if status is None else Mark(STATUS[status], say(f"solvency.{status}"))


def horizon_table(findings: Findings) -> Table:
    """Return what each member earns over the whole horizon, and how bad that can be."""
    level = str(findings.level)
    rows: list[list[Cell]] = [
        [
            label(member["label"]),
            Figure.of(member["horizon"]["result"]),
            Figure.of(member["horizon"]["deficit"]["tvar"][level]),
            Figure.of(member["probability_of_default"]),
        ]
        for member in findings.summary["members"].values()
        if "horizon" in member
    ]
    return build(
        "members_horizon", HORIZON, rows, [say("note.level", level=percent(findings.level))]
    )


def _name(member: Mapping[str, Any]) -> Value:
    name = label(member["label"])
    return say("member.lead", name=name) if member["lead"] else name


def _breaches(member: Mapping[str, Any]) -> bool:
    units = member["article_103"]
    return member["article_102"]["passed"] is False or not all(unit["passed"] for unit in units)


def _article_102(law: Mapping[str, Any]) -> Mark:
    """Say how much of the room for retained premium is used."""
    if law["passed"] is None or law["after"] is None:
        return Mark("warn", say("law.unknown"))
    used = percent(law["after"] / law["limit"] if law["limit"] else None)
    if law["passed"]:
        return Mark("good", say("law.kept", used=used))
    return Mark("bad", say("law.broken", used=used))


def _article_103(units: list[Mapping[str, Any]]) -> Mark:
    """Say how much of the cap per risk unit is used, by the unit that uses most."""
    if not units:
        return Mark("warn", say("law.no_units"))
    used = percent(max(_part(unit["net"], unit["cap"]) for unit in units))
    if not all(unit["passed"] for unit in units):
        return Mark("bad", say("law.broken", used=used))
    if any(unit["gross"] > unit["cap"] * (1.0 + 1e-9) for unit in units):
        return Mark("warn", say("law.by_reinsurance", used=used))
    return Mark("good", say("law.kept", used=used))


def _part(amount: float, cap: float) -> float:
    return amount / cap if cap > 0.0 else 0.0
