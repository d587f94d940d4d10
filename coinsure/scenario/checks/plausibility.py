"""Figures that can be read but cannot be meant: units, horizons, expenses, limits."""

from collections.abc import Iterator

from coinsure.models.frequency import FrequencySpec
from coinsure.risk.estimate import LEAST_PATHS, ONE_PATH
from coinsure.scenario.checks.parts import Parts, line_path
from coinsure.scenario.finding import Finding
from coinsure.scenario.keypath import KeyPath
from coinsure.scenario.wording import shown

_COSTS = ("levy_rate", "brokerage_rate", "management_rate")


def rates(parts: Parts) -> Iterator[Finding]:
    """Yield lines whose premium is no believable part of their sum insured: a mistaken unit."""
    if parts.limits is None:
        return
    low, high = parts.limits.lowest_rate, parts.limits.highest_rate
    for name, line in parts.lines.items():
        rate = line.premium / (line.risks * line.sum_insured)
        if low <= rate <= high:
            continue
        path = line_path(name)
        message = f"the premium is {rate:.3g} of the sum insured, which is hard to believe"
        remedy = (
            f"check unit, risks and sum_insured; between {low:g} and {high:g} is accepted "
            "(limits.lowest_rate, limits.highest_rate)"
        )
        together = tuple((*path, key) for key in ("premium", "risks", "sum_insured"))
        found = shown(line.premium)
        yield Finding((*path, "premium"), message, found, remedy, together=together)


def expenses(parts: Parts) -> Iterator[Finding]:
    """Yield lines whose expenses leave nothing of the premium."""
    if parts.pool is None:
        return
    keys = [key for key in _COSTS if getattr(parts.pool, key) > 0.0] or ["management_rate"]
    named = " and ".join(f"pool.{key} = {getattr(parts.pool, key):g}" for key in keys)
    for name, line in parts.lines.items():
        if line.expense_ratio + parts.pool.rate_of_costs >= 1.0:
            path = (*line_path(name), "expense_ratio")
            message = f"with {named} nothing is left for claims"
            remedy, found = "together they must stay below 1", f"{line.expense_ratio:g}"
            together = (path, *(("pool", key) for key in keys))
            yield Finding(path, message, found, remedy, together=together)


def paths(parts: Parts) -> Iterator[Finding]:
    """Yield a number of paths of which no figure has an error."""
    if parts.simulation is not None and parts.simulation.paths < LEAST_PATHS:
        found = shown(parts.simulation.paths)
        message, remedy = ONE_PATH
        yield Finding(("simulation", "paths"), message, found, remedy, refused=True)


def horizon(parts: Parts) -> Iterator[Finding]:
    """Yield what is said to happen after the last year."""
    if parts.simulation is None:
        return
    last = parts.simulation.years
    named = {(*path, "frequency", "years"): _years(of) for path, of in _frequencies(parts)}
    for name, member in parts.members.items():
        if member.fails_in_year is not None:
            named["members", name, "fails_in_year"] = (member.fails_in_year,)
    for path, years in named.items():
        late = [str(year) for year in years if year > last]
        if late:
            remedy = f"name a year from 1 to {last}, or raise simulation.years = {last}"
            together = (path, ("simulation", "years"))
            found = ", ".join(late)
            yield Finding(path, "lies beyond the horizon", found, remedy, together=together)


def _frequencies(parts: Parts) -> Iterator[tuple[KeyPath, FrequencySpec]]:
    for name, event in parts.events.items():
        yield ("events", name), event.frequency
    for name, line in parts.lines.items():
        for component_name, component in line.components.items():
            yield (*line_path(name), "components", component_name), component.frequency


def _years(frequency: FrequencySpec) -> tuple[int, ...]:
    return frequency.years or () if frequency.kind == "fixed" else ()


def risk_limits(parts: Parts) -> Iterator[Finding]:
    """Yield lines whose largest risk contradicts their terms, or is unknown to article 103."""
    covered = {line for unit in parts.risk_units.values() for line in unit.covers}
    asked = parts.limits is not None and parts.limits.article_103
    for name, line in parts.lines.items():
        path, limit = line_path(name), line.terms.limit
        if line.largest_risk is None and asked and name not in covered:
            message = "article 103 needs the largest insured amount of one risk, and none is given"
            remedy = (
                "add risk_limit or terms.limit, name the line in risk_units, "
                "or write limits.article_103 = false"
            )
            together = ((*path, "risk_limit"), (*path, "terms", "limit"))
            yield Finding(path, message, "", remedy, together=together)
        if line.risk_limit is not None and limit is not None and limit > line.risk_limit:
            key, found = (*path, "risk_limit"), shown(line.risk_limit)
            message = f"terms.limit = {shown(limit)} pays more for one risk"
            remedy = "raise risk_limit or lower the limit"
            yield Finding(key, message, found, remedy, together=(key, (*path, "terms", "limit")))
