"""The terms of a profit rule in words, with its numbers."""

from collections.abc import Mapping
from typing import Any

from coinsure.report.quantity import count, percent, times
from coinsure.report.wording import Phrase, Value, say

PARTS = (
    *("rate", "level", "allowance", "carry", "catch_up", "pivot", "lowest", "highest"),
    *("floor", "cap", "margin", "interest"),
)
MULTIPLES = ("capital_to_premium", "slope")
"""Terms of profit rules that are told as percentages, and as multiples."""


def profit_terms(rule: Mapping[str, Any]) -> Phrase:
    """Return the terms of a rule, the ``[pool.profit]`` table of a scenario."""
    values: dict[str, Value] = {key: percent(rule[key]) for key in PARTS if _has(rule, key)}
    values |= {key: times(rule[key]) for key in MULTIPLES if _has(rule, key)}
    values |= {key: count(rule[key]) for key in ("years",) if _has(rule, key)}
    kind = rule["kind"]
    if kind == "profit_commission":
        how = f"incentives.carry_{rule['carry_forward']}"
        values["deficits"] = say(how, years=values.get("years", ""))
    if kind == "experience_account" and "years" not in values:
        return say("incentives.terms_experience_account_open", **values)
    return say(f"incentives.terms_{kind}", **values)


def profit_clause(rule: Mapping[str, Any]) -> Phrase:
    """Return what a rule is called, and its terms where it has numbers."""
    name = say(f"rule.profit.{rule['kind']}")
    terms = profit_terms(rule)
    return say("rule.profit.with_terms", rule=name, terms=terms) if terms.values else name


def _has(rule: Mapping[str, Any], key: str) -> bool:
    return rule.get(key) is not None
