"""Why a line, a sector or the pool has no exact answer, in the words of the report."""

import re

from coinsure.report.reasons import Known, recognised
from coinsure.report.wording import Value, say

REASONS: tuple[Known, ...] = (
    (re.compile(r"(.+): its policy-year aggregate .*"), "aggregate"),
    (re.compile(r"(.+): its severity_level .*"), "severity_level"),
    (re.compile(r"(.+): its alternatives .*"), "alternatives"),
    (re.compile(r"(.+): its systemic_severity .*"), "systemic_severity"),
    (re.compile(r"event (\S+) hits (.+) in one occurrence.*"), "event"),
    (re.compile(r"dependence: .*"), "dependence"),
    (re.compile(r"(.+): a factor or a level on a (\S+) count has no transform"), "count"),
    (re.compile(r"(.+): a lognormal factor or level on its mean has no transform.*"), "factor"),
    (re.compile(r"(.+): the mean of its severity is infinite.*"), "infinite_mean"),
    (re.compile(r"public_layers\.(\S+): .*"), "public_layer"),
    (re.compile(r"(?:.*: )?reinsurance\.([^\s:]+):? .*"), "treaty"),
    (re.compile(r"no lattice .*"), "lattice"),
)
"""Reasons that the exact route gives, and the message that says each."""


def exact_reason(reason: str, line: str = "") -> Value:
    """Return the reason as a phrase; one that is not known is handed on as it is.

    Components of the ``line`` that has the reason are called by their own names alone.
    """
    reason = reason.removeprefix(f"{line}.")
    key, values = recognised(reason, REASONS)
    if key == "event":
        values = {"a": values["a"], "b": str(values["b"]).split(" and ")}
    return say(f"exact_reason.{key}", **values) if key else reason
