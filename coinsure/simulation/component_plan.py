"""Components of lines, one copy per site where they are per site, ready to be drawn."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from coinsure.errors import ModelRefusedError
from coinsure.models.dependence import FactorSpec
from coinsure.models.development import STEADY, Indices
from coinsure.models.frequency import FrequencySpec
from coinsure.models.severity import Severity, SeveritySpec
from coinsure.models.take_up import Course
from coinsure.models.terms import Terms
from coinsure.models.uncertainty import Alternative, SizeLevel
from coinsure.simulation.count_table import count_plan
from coinsure.simulation.payment import payment_of_ratio, payment_of_severity
from coinsure.simulation.plan import ComponentPlan, Payment, SizePlan
from coinsure.simulation.quantile_table import tabulate
from coinsure.simulation.split_table import probability_above
from coinsure.simulation.streams import Streams

NO_SITE = -1


@dataclass(frozen=True, slots=True, eq=False)
class ComponentInput:
    """A component of a line as the scenario states it."""

    name: str  # "sector.line.component"
    line: int
    frequency: FrequencySpec
    risks: int
    severity: SeveritySpec
    terms: Terms
    systemic: int = -1  # number of the sector whose factor multiplies the frequency, -1 for none
    sites: tuple[tuple[str, float], ...] = ()  # names and sums insured, where it is per site
    threshold: float = math.inf  # payments of one loss above it are kept one by one
    level: SizeLevel | None = None  # of the severity
    alternatives: tuple[Alternative, ...] = ()
    development: Course = STEADY
    size_factor: int = -1  # number of the yearly factor that multiplies losses, -1 for none

    @property
    def is_stretched(self) -> bool:
        """Whether losses are multiplied by something before they are paid."""
        return self.level is not None or self.size_factor >= 0


def component_plans(
    component: ComponentInput,
    *,
    years: int,
    threshold: float,
    streams: Streams,
    systemic: FactorSpec | None = None,
) -> tuple[ComponentPlan, ...]:
    """Return the plan of a component, or one for each of its sites.

    Payments above the ``threshold`` will be kept one by one. ``systemic`` is the yearly factor that
    ``component.systemic`` numbers. What is not known of the parameters
    is the same for all sites.

    Raises
    ------
    ModelRefusedError
        The frequency or the severity cannot be drawn, or is not meant for one site.
    """
    copies = [(component.name, NO_SITE, component.risks, None)]
    if component.sites:
        _require_per_site(component)
        copies = [
            (f"{component.name}.{site}", number, 1, value)
            for number, (site, value) in enumerate(component.sites)
        ]
    plans: list[ComponentPlan] = []
    for title, site, risks, value in copies:
        sizes = _size_plan(component, value, years, streams)
        plans.append(
            ComponentPlan(
                name=title,
                line=component.line,
                site=site,
                counts=count_plan(
                    component.frequency,
                    risks=risks,
                    years=years,
                    factor=component.systemic,
                    name=title,
                    streams=streams,
                    development=component.development,
                    shared=component.name,
                    systemic=systemic,
                ),
                sizes=sizes,
                stream=streams.number(title, "losses"),
                risk_stream=streams.number(title, "risk"),
                threshold=threshold,
                kept_rate=component.frequency.expected(risks) * _share_above(sizes, threshold),
            )
        )
    return tuple(plans)


def _require_per_site(component: ComponentInput) -> None:
    """Refuse what is said of the whole line where every site has its own frequency."""
    if component.frequency.of_line:
        message = (
            f"{component.name}: the frequency of a component per site is that of one site; give "
            "per_risk instead of mean, or a kind that tells of one risk"
        )
        raise ModelRefusedError(message)


def _size_plan(
    component: ComponentInput, value: float | None, years: int, streams: Streams
) -> SizePlan:
    """Return how losses are drawn and paid, those of a site of this ``value`` if there is one."""
    name, level = component.name, component.level
    if component.is_stretched:
        _require_known_value(component)
    others = [alternative.weight for alternative in component.alternatives]
    severities = [component.severity, *(other.severity for other in component.alternatives)]
    return SizePlan(
        payments=tuple(_payments(component, severity, value, years) for severity in severities),
        chance=np.array([1.0 - math.fsum(others), *others]),
        set_stream=streams.number(name, "severity set"),
        level=level and tabulate(level.factor(), f"{name}: severity level"),
        level_stream=streams.number(name, "severity level"),
        factor=component.size_factor,
    )


def _payments(
    component: ComponentInput, severity: SeveritySpec, value: float | None, years: int
) -> tuple[Payment, ...]:
    """Return how losses of ``severity`` are paid in each year, or in all if they are alike."""

    def pay(step: Indices) -> Payment:
        terms, name = component.terms.times(step.terms), component.name
        if value is None:
            return payment_of_severity(severity, terms, risks=1, name=name, inflation=step.claims)
        return payment_of_ratio(
            severity,
            terms,
            sum_insured=value,
            name=name,
            inflation=step.claims,
            total_loss=1.0 if component.is_stretched else math.inf,
        )

    return by_year(pay, [step.of_amounts() for step in component.development.indices(years)])


def by_year(pay: Callable[[Indices], Payment], steps: Sequence[Indices]) -> tuple[Payment, ...]:
    """Return how losses are paid in each year, or once if all years are alike."""
    return tuple(map(pay, steps[:1] if len(set(steps)) == 1 else steps))


def _require_known_value(component: ComponentInput) -> None:
    """Refuse a deductible on a random value beside a factor on the loss, but not on the value."""
    severities = [component.severity, *(other.severity for other in component.alternatives)]
    random = any(isinstance(severity.scale, Severity) for severity in severities)
    if random and component.terms.deductible_rate > 0.0:
        message = (
            f"{component.name}: {_stretching(component)} multiplies the loss but not the value "
            "that deductible_rate is a part of, and the two cannot be told apart where the value "
            "is drawn at random; give deductible, an amount, or a scale that is a number"
        )
        raise ModelRefusedError(message)


def _stretching(component: ComponentInput) -> str:
    return "severity_level" if component.level is not None else "systemic_severity"


def _share_above(sizes: SizePlan, threshold: float) -> float:
    """Return about the probability of a payment above the ``threshold``."""
    return sum(
        float(chance) * _above(payment, threshold) / len(payments)
        for chance, payments in zip(sizes.chance, sizes.payments, strict=True)
        for payment in payments
    )


def _above(payment: Payment, threshold: float) -> float:
    if threshold >= payment.limit:
        return 0.0
    return probability_above(payment.table, (threshold + payment.deductible) / payment.scale)
