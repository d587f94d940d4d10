"""The strip of key figures at the top of the page: what a board or a regulator asks first."""

from collections.abc import Iterator
from typing import Any

from coinsure.report.findings import Findings
from coinsure.report.quantity import Figure, Quantity, count, money, percent, times
from coinsure.report.reasons import refusal
from coinsure.report.section import KeyFigure
from coinsure.report.sections.verdict import change
from coinsure.report.table import label
from coinsure.report.wording import Phrase, Value, say

DIGIT = 0.0005
"""Half of the last digit that a percentage without an error shows; a smaller error is not told."""


def key_figures(findings: Findings) -> list[KeyFigure]:
    """Return capital, loss ratio, combined ratio, premium, unpaid claims and weakest member."""
    capital = findings.summary["capital"]
    pool, premium = findings.summary["pool"], findings.summary["premium"]["pool"]
    found = [
        _estimated(
            "capital",
            money(capital["pool"]),
            measure=say(f"measure.{capital['measure']}", level=percent(findings.level)),
            to_premium=times(_over(Figure.of(capital["pool"]), findings.premium)),
        ),
        _estimated("loss_ratio", percent(pool["loss_ratio"]["gross"]["mean"])),
        _estimated(
            "combined_ratio",
            percent(pool["combined_ratio"]),
            result=money(pool["result"]["mean"]),
        ),
        KeyFigure(
            "premium",
            change(premium["change"]),
            say(
                "key_figure.premium.note" if premium["change"] else "key_figure.premium.kept",
                current=money(premium["current"]),
                recommended=money(premium["recommended"]),
            ),
        ),
        _unpaid(findings),
    ]
    return [*found, *_weakest_member(findings)]


def _estimated(key: str, value: Quantity, **values: Value) -> KeyFigure:
    """Return a figure with its note, or with the reason why it is missing."""
    reason = value.figure.reason
    note = (
        say("key_figure.missing", reason=refusal(reason))
        if reason
        else Phrase(f"key_figure.{key}.note", values)
    )
    return KeyFigure(key, value, note)


def _unpaid(findings: Findings) -> KeyFigure:
    shortfall = findings.summary["shortfall"]
    years = count(findings.summary["scenario"]["years"])
    unpaid, uninsured = Figure.of(shortfall["unpaid"]), Figure.of(shortfall["uninsured"])
    note = (
        say("key_figure.unpaid.none", years=years)
        if unpaid.value == uninsured.value == 0.0
        else say(
            "key_figure.unpaid.note",
            years=years,
            unpaid=money(unpaid),
            uninsured=money(uninsured),
        )
    )
    return KeyFigure("unpaid", percent(shortfall["probability_unpaid"]), note)


def _weakest_member(findings: Findings) -> Iterator[KeyFigure]:
    """Yield the lowest solvency ratio with the pool, if any member states its minimum capital."""
    ratios = [
        (ratio, note)
        for member in findings.summary["members"].values()
        for ratio, note in _solvency(member)
    ]
    if ratios:
        lowest, note = min(ratios, key=lambda row: row[0].value or 0.0)
        sure = lowest.half < DIGIT
        yield KeyFigure("solvency", percent(lowest.value if sure else lowest), note)


def _solvency(member: dict[str, Any]) -> Iterator[tuple[Figure, Phrase]]:
    """Yield a member's comprehensive ratio with the pool, and what it is.

    It is that of the end of year 1 where the member states its own book, as in its limits, and
    else that of its charges plainly added.
    """
    own_book = member["solvency"]["basis"] == "own_book"
    if own_book:
        year = member["solvency"]["years"][0]
        after, before = year["after"]["comprehensive"], year["before"]["comprehensive"]
    else:
        after, before = member["solvency_ratio_after"], member["solvency_ratio_before"]
    ratio = Figure.of(after)
    if ratio.value is not None:
        yield (
            ratio,
            say(
                "key_figure.solvency.own_book" if own_book else "key_figure.solvency.plain",
                member=label(member["label"]),
                before=percent(before),
            ),
        )


def _over(amount: Figure, of: float) -> Figure:
    return amount.times(1.0 / of) if of > 0.0 else Figure(None)
