"""Why a figure is missing, in the words of the report."""

import re
from collections.abc import Sequence

from coinsure.report.wording import Phrase, Value

Known = tuple[re.Pattern[str], str]
"""How a reason reads, and the key of the message that says it."""

REFUSALS: tuple[Known, ...] = (
    (re.compile(r"only (\d+) of (\d+) rows exceed VaR, (\d+) are needed"), "too_few_beyond"),
    (
        re.compile(r"only (\d+) of (\d+) rows exceed this amount, (\d+) are needed"),
        "too_few_beyond",
    ),
    (re.compile(r"(\d+) parts make too many coalitions, (\d+) are the most"), "too_many_parts"),
    (re.compile(r"(\d+) of (\d+) rows lie beyond this level, (\d+) are needed"), "too_few_beyond"),
    (re.compile(r"the rows kept do not reach down to this level"), "not_kept"),
    (re.compile(r"too few rows beyond this level for an interval"), "no_interval"),
    (re.compile(r"the denominator is 0"), "division"),
    (re.compile(r"TVaR is 0, nothing to divide by"), "nothing_to_divide"),
    (re.compile(r"the sectors need no capital on their own|needs no capital"), "no_capital"),
    (re.compile(r"the margin exceeds the largest loss of the sample"), "margin"),
    (re.compile(r"(\d+) paths are too few for its skewness, (\d+) are needed"), "too_skewed"),
    (re.compile(r"its losses are so heavy that no error of this figure exists"), "too_heavy"),
    (re.compile(r"it does not vary"), "no_spread"),
    (re.compile(r"an amount with a probability of its own lies between the points.*"), "between"),
    (re.compile(r"no premium"), "no_premium"),
    (re.compile(r"a game has 2 to 16 members"), "no_game"),
    (re.compile(r"the worst years lose nothing"), "no_deficit"),
    (re.compile(r"no member's return is known"), "no_return"),
    (re.compile(r"public layers tie the years of a path together"), "tied_years"),
    (re.compile(r"(\d+) paths fill (\d+) batches, (\d+) are needed.*"), "too_few_batches"),
)
"""Reasons that the estimates give, and the message that says each."""


def refusal(reason: str) -> Value:
    """Return the reason as a phrase; one that is not known is handed on as it is."""
    key, values = recognised(reason, REFUSALS)
    return Phrase(f"refusal.{key}", values) if key else reason


def _counted(found: str) -> Value:
    """Return a whole number as one, so that it is written like any other."""
    return int(found) if found.isdecimal() else found


def recognised(reason: str, known: Sequence[Known]) -> tuple[str, dict[str, Value]]:
    """Return the key of a reason's message and what it names, a, b and c; no key if unknown."""
    for pattern, key in known:
        if found := pattern.fullmatch(reason):
            return key, dict(zip("abc", map(_counted, found.groups()), strict=False))
    return "", {}
