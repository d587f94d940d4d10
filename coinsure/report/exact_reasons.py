"""Why a line, a sector or the pool has no exact answer, in the words of the report."""

import re
from collections.abc import Mapping, Sequence

from coinsure.models.labels import Label
from coinsure.report.reasons import Known, recognised
from coinsure.report.wording import Value, joined, say

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


def exact_reasons(reasons: Sequence[str], lines: Mapping[str, Label]) -> Value:
    """Return reasons one after the other; ``lines`` has the names of lines, "sector.line"."""
    return joined([exact_reason(reason, lines) for reason in reasons])


def exact_reason(reason: str, lines: Mapping[str, Label] | None = None) -> Value:
    """Return the reason as a phrase; one that is not known is handed on as it is."""
    key, values = recognised(reason, REASONS)
    if not key:
        return reason
    if key == "event":
        hit = str(values["b"]).split(" and ")
        values = {"a": values["a"], "b": [_named(line, lines or {}) for line in hit]}
    elif "a" in values:
        values = {**values, "a": _named(str(values["a"]), lines or {})}
    return say(f"exact_reason.{key}", **values)


def _named(place: str, lines: Mapping[str, Label]) -> Value:
    """Return a line, or a component "sector.line.component", by the name of its line."""
    for line, name in lines.items():
        if place == line:
            return name
        if place.startswith(f"{line}."):
            return say("exact_reason.component", line=name, name=place.removeprefix(f"{line}."))
    return place
