"""Figures that can be read but cannot be meant: units, horizons, expenses, limits."""

from collections.abc import Iterator

from coinsure.scenario.checks.parts import Parts, line_path
from coinsure.scenario.finding import Finding


def rates(parts: Parts) -> Iterator[Finding]:
    """Yield lines whose premium is no believable part of their sum insured: a mistaken unit."""
    if parts.limits is None:
        return
    low, high = parts.limits.lowest_rate, parts.limits.highest_rate
    for name, line in parts.lines.items():
        rate = line.premium / (line.risks * line.sum_insured)
        if not low <= rate <= high:
            message = f"the premium is {rate:.3g} of the sum insured, which is hard to believe"
            remedy = (
                f"between {low:g} and {high:g} is accepted (limits.lowest_rate, limits.highest_rate): "
                "check the unit, risks and sum_insured"
            )
            path = line_path(name)
            together = tuple((*path, key) for key in ("premium", "risks", "sum_insured"))
            yield Finding((*path, "premium"), message, f"{line.premium:g}", remedy, together=together)


def expenses(parts: Parts) -> Iterator[Finding]:
    """Yield lines whose expenses leave nothing of the premium."""
    if parts.pool is None:
        return
    for name, line in parts.lines.items():
        load = line.expense_ratio + parts.pool.management_rate
        if load >= 1.0:
            message = f"with pool.management_rate = {parts.pool.management_rate:g} nothing is left for claims"
            remedy = "together they must stay below 1"
            yield Finding((*line_path(name), "expense_ratio"), message, f"{line.expense_ratio:g}", remedy)


def horizon(parts: Parts) -> Iterator[Finding]:
    """Yield what is said to happen after the last year."""
    if parts.simulation is None:
        return
    years = parts.simulation.years
    remedy = f"simulation.years = {years}: name a year from 1 to {years}"
    for name, member in parts.members.items():
        if member.fails_in_year is not None and member.fails_in_year > years:
            path = ("members", name, "fails_in_year")
            yield Finding(path, "lies beyond the horizon", str(member.fails_in_year), remedy)
    frequencies = {("events", name): event.frequency for name, event in parts.events.items()}
    for name, line in parts.lines.items():
        for component_name, component in line.components.items():
            frequencies[*line_path(name), "components", component_name] = component.frequency
    for path, frequency in frequencies.items():
        late = [year for year in getattr(frequency, "years", None) or () if year > years]
        if late:
            yield Finding((*path, "frequency", "years"), "lies beyond the horizon", ", ".join(map(str, late)), remedy)


def risk_limits(parts: Parts) -> Iterator[Finding]:
    """Yield lines whose largest risk contradicts their terms, or is not known where the law asks for it."""
    covered = {line for unit in parts.risk_units.values() for line in unit.covers}
    for name, line in parts.lines.items():
        path = line_path(name)
        if line.risk_limit is not None and line.terms.limit is not None and line.terms.limit > line.risk_limit:
            message = f"terms.limit = {line.terms.limit:g} pays more for one risk"
            yield Finding((*path, "risk_limit"), message, f"{line.risk_limit:g}", "raise risk_limit or lower the limit")
        if parts.limits is None or not parts.limits.article_103:
            continue
        if line.largest_risk is None and name not in covered:
            message = "article 103 cannot be judged: the largest insured amount of one risk is not known"
            remedy = "add risk_limit or terms.limit, name the line in risk_units, or write limits.article_103 = false"
            yield Finding(path, message, "", remedy)
