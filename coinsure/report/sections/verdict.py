"""The first screen: which book, what verdict, how sure."""

from collections.abc import Callable, Mapping
from typing import Any

from coinsure.report.findings import Findings
from coinsure.report.quantity import Figure, count, money, percent, times, together
from coinsure.report.section import Conclusion
from coinsure.report.table import Status
from coinsure.report.wording import Phrase, Value, say

HEADLINES = 5
"""Sentences on the first screen; what else was found follows below them."""

SEVERITY: Mapping[Status, int] = {"bad": 0, "warn": 1, "good": 2}


def opening(findings: Findings) -> Phrase:
    """Return the sentence that names the book and what it rests on."""
    summary = findings.summary
    grades = summary["scenario"]["grades"]
    unrated = grades.get("C", {}).get("premium", 0.0)
    return say(
        "verdict.opening",
        title=findings.title,
        sectors=len(summary["sectors"]),
        lines=sum(len(lines) for lines in summary["lines"].values()),
        members=len(summary["members"]),
        premium=money(findings.premium),
        sum_insured=money(summary["pool"]["sum_insured"]),
        unrated=percent(unrated / findings.premium if findings.premium > 0.0 else 0.0),
        path_years=count(summary["scenario"]["paths"] * summary["scenario"]["years"]),
        seed=str(summary["scenario"]["seed"]),
    )


def conclusions(findings: Findings) -> tuple[list[Conclusion], list[Conclusion]]:
    """Return the five most serious findings in the order they were made, and the others."""
    found = [
        Conclusion(
            f["code"], f["status"], SENTENCES[f["code"]](findings, f["status"], f["figures"])
        )
        for f in findings.summary["verdict"]
    ]
    worst = sorted(range(len(found)), key=lambda n: (SEVERITY[found[n].status], n))[:HEADLINES]
    first = [found[n] for n in sorted(worst)]
    return first, [one for one in found if one not in first]


def change(fraction: float | None) -> Phrase:
    """Return "up by", "down by" or "unchanged" for the change of a premium."""
    if not fraction:
        return say("change.none")
    key = "change.up" if fraction > 0.0 else "change.down"
    return say(key, size=percent(abs(fraction)))


def premium_adequacy(findings: Findings, status: Status, figures: Mapping[str, Any]) -> Phrase:
    """Compare the premium with the band of technical premiums."""
    values: dict[str, Value] = {
        "current": money(figures["current"]),
        "result": money(findings.summary["pool"]["result"]["mean"]),
        "ratio": percent(figures["combined_ratio"]),
        "change": change(figures["change"]),
        "raised": count(figures["lines_raised"]),
        "cut": count(figures["lines_cut"]),
    }
    if figures["technical_low"] is None:
        return Phrase("verdict.premium_adequacy.unknown", values)
    values |= {"low": money(figures["technical_low"]), "high": money(figures["technical_high"])}
    found = Phrase(f"verdict.premium_adequacy.{status}", values)
    if figures["recommended"] >= figures["technical_low"]:
        return found
    return say("sentences", first=found, second=say("verdict.premium_adequacy.held"))


def placement(findings: Findings, status: Status, figures: Mapping[str, Any]) -> Phrase:
    """Say how much of the book nobody takes, and which figures are of what."""
    return say(
        f"verdict.placement.{status}",
        unplaced=percent(figures["unplaced"]),
        sector=findings.sector_name(figures["sector"]),
        most=percent(figures["sector_unplaced"]),
    )


def tail_driver(findings: Findings, status: Status, figures: Mapping[str, Any]) -> Phrase:
    """Name the line that makes the worst years."""
    if figures["line"] is None:
        return say("verdict.tail_driver.unknown")
    return say(
        f"verdict.tail_driver.{status}",
        line=findings.line_name(figures["line"]),
        sector=findings.sector_name(figures["line"].partition(".")[0]),
        share=percent(figures["share"]),
        worst=percent(1.0 - findings.level),
        capital=money(findings.allocated(figures["line"])),
    )


def capital_need(findings: Findings, status: Status, figures: Mapping[str, Any]) -> Phrase:
    """Compare economic capital with the regulator's formula and with what members have."""
    if Figure.of(figures["capital"]).value is None:
        return say("verdict.capital_need.unknown", charge=money(figures["charge"]))
    capital = findings.summary["capital"]
    return say(
        f"verdict.capital_need.{status}",
        measure=say(f"measure.{capital['measure']}", level=percent(findings.level)),
        capital=money(figures["capital"]),
        to_premium=times(figures["capital_to_premium"]),
        charge=money(figures["charge"]),
        to_charge=times(figures["capital_to_charge"]),
        available=money(figures["available"]),
    )


def legal_limits(findings: Findings, status: Status, figures: Mapping[str, Any]) -> Phrase:
    """Say whether articles 102 and 103 hold, and what line the pool can carry."""
    if status == "bad":
        member = figures["member"]
        law = say(
            "verdict.legal_limits.bad",
            article_102=count(figures["article_102_broken"]),
            article_103=count(figures["article_103_broken"]),
            member=findings.member_name(member) if member else "",
        )
    elif figures["article_103_by_reinsurance"]:
        law = say(
            "verdict.legal_limits.by_reinsurance",
            cases=count(figures["article_103_by_reinsurance"]),
        )
    elif figures["article_102_unknown"]:
        law = say("verdict.legal_limits.unknown", cases=count(figures["article_102_unknown"]))
    else:
        law = say("verdict.legal_limits.good")
    if figures["risk_unit"] is None:
        return law
    line = say(
        "verdict.legal_limits.line",
        unit=findings.unit_name(figures["risk_unit"]),
        gross=money(figures["gross"]),
        line=money(figures["pool_line"]),
        member=findings.member_name(figures["binding_member"]),
    )
    return say("sentences", first=law, second=line)


def reserve_balance(findings: Findings, status: Status, figures: Mapping[str, Any]) -> Phrase:
    """Name who pays into the equalisation reserve and who draws from it, on balance."""
    sectors = findings.summary["reserve"]["sectors"]
    payer, receiver = figures["payer"], figures["receiver"]
    paid = Figure.of(sectors[payer]["net"]).times(-1.0)
    if receiver is None:
        return say(
            "verdict.reserve_flow.nobody", payer=findings.sector_name(payer), paid=money(paid)
        )
    return say(
        f"verdict.reserve_flow.{status}",
        payer=findings.sector_name(payer),
        paid=money(paid),
        receiver=findings.sector_name(receiver),
        received=money(sectors[receiver]["net"]),
        to_premium=percent(figures["received_to_premium"]),
    )


def reserve_flow(findings: Findings, status: Status, figures: Mapping[str, Any]) -> Phrase:
    """Say what the reserve moves between sectors, and how likely a fund runs dry."""
    dry = say(
        "verdict.reserve_flow.exhausted",
        probability=percent(figures["probability_exhausted"]),
        years=count(findings.summary["scenario"]["years"]),
    )
    return say("sentences", first=reserve_balance(findings, status, figures), second=dry)


def reinsurance_value(findings: Findings, status: Status, figures: Mapping[str, Any]) -> Phrase:
    """Compare what reinsurance costs with the capital that it saves."""
    cost = total_cost(findings)
    if Figure.of(figures["capital_saved"]).value is None:
        return say("verdict.reinsurance_value.unknown", cost=money(cost))
    return say(
        f"verdict.reinsurance_value.{status}",
        cost=money(cost),
        saved=money(figures["capital_saved"]),
        earned=money(figures["return_on_capital_saved"]),
        hurdle=percent(_hurdle(figures)),
    )


def _hurdle(figures: Mapping[str, Any]) -> float | None:
    """Return the cost of capital that the finding was made with."""
    saved = Figure.of(figures["capital_saved"]).value
    earned = Figure.of(figures["return_on_capital_saved"]).value
    return earned / saved if saved and earned is not None else None


def total_cost(findings: Findings) -> Figure:
    """Return the mean cost of all treaties after recoveries; their errors are added, a bound."""
    treaties = findings.summary["reinsurance"].values()
    return together([Figure.of(treaty["net_cost"]) for treaty in treaties])


def insured_shortfall(findings: Findings, status: Status, figures: Mapping[str, Any]) -> Phrase:
    """Say what policyholders do not get."""
    del figures
    shortfall = findings.summary["shortfall"]
    return say(
        f"verdict.insured_shortfall.{status}",
        unpaid=money(shortfall["unpaid"]),
        uninsured=money(shortfall["uninsured"]),
        probability=percent(shortfall["probability_unpaid"]),
        years=count(findings.summary["scenario"]["years"]),
    )


def public_money(findings: Findings, status: Status, figures: Mapping[str, Any]) -> Phrase:
    """Say what public money costs the treasury, in a mean year and in a rare one."""
    del findings
    if Figure.of(figures["probability"]).value == 0.0:
        return say("verdict.public_money.never")
    return say(
        f"verdict.public_money.{status}",
        mean=money(figures["mean"]),
        to_premium=percent(figures["to_premium"]),
        probability=percent(figures["probability"]),
        rare=money(figures["rare"]),
        capped=percent(figures["probability_capped"]),
    )


def data_grade(findings: Findings, status: Status, figures: Mapping[str, Any]) -> Phrase:
    """Say how much of the premium rests on which kind of data."""
    del findings
    shares = {grade: percent(figures[f"grade_{grade}"]) for grade in "abc"}
    return say(f"verdict.data_grade.{status}", **shares)


SENTENCES: Mapping[str, Callable[[Findings, Status, Mapping[str, Any]], Phrase]] = {
    "placement": placement,
    "premium_adequacy": premium_adequacy,
    "tail_driver": tail_driver,
    "capital_need": capital_need,
    "legal_limits": legal_limits,
    "reinsurance_value": reinsurance_value,
    "reserve_flow": reserve_flow,
    "public_money": public_money,
    "insured_shortfall": insured_shortfall,
    "data_grade": data_grade,
}
"""The sentence of every finding that ``decision.verdict`` can make."""
