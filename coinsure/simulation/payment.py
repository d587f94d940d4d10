"""What policies pay for a loss: a severity with its terms, as a table and three numbers."""

from dataclasses import replace
from functools import lru_cache

import numpy as np

from coinsure.errors import ModelRefusedError
from coinsure.models.moments import missing_moment
from coinsure.models.severity import Severity, SeveritySpec, net_of_deductible
from coinsure.models.terms import Terms
from coinsure.simulation.plan import AmountTable, Payment
from coinsure.simulation.split_table import tabulate_amounts


def payment_of_severity(
    severity: SeveritySpec, terms: Terms, *, risks: int, name: str, inflation: float = 1.0
) -> Payment:
    """Return how a loss of ``risks`` equal risks together is paid, each under the same ``terms``.

    The scale of the severity, where there is one, is the value of what was hit, all risks
    together. Losses and values are ``inflation`` times what the severity says.

    Raises
    ------
    ModelRefusedError
        The mean or the variance of the loss is infinite without a limit, or a rate of value is
        asked of a severity without a value.
    """
    _require_moments(severity, terms, name)
    amount = terms.deductible * risks
    if terms.deductible_rate > 0.0 and severity.scale is None:
        message = (
            f"{name}: deductible_rate = {terms.deductible_rate:g} is a fraction of the value of "
            "the insured object; give the severity a scale, or give deductible, an amount"
        )
        raise ModelRefusedError(message)
    if isinstance(severity.scale, Severity):
        if terms.deductible_rate > 0.0:
            before = amount / inflation
            table = _table(severity, name, deductible=before, rate=terms.deductible_rate)
            return _payment(table, inflation, 0.0, terms, risks)
        return _payment(_table(severity, name), inflation, amount, terms, risks)
    scale = inflation * (1.0 if severity.scale is None else severity.scale)
    deductible = max(amount, terms.deductible_rate * scale)
    table = _table(severity.model_copy(update={"scale": None}), name)
    return _payment(table, scale, deductible, terms, risks)


def payment_of_ratio(
    ratio: SeveritySpec,
    terms: Terms,
    *,
    sum_insured: float,
    name: str,
    inflation: float = 1.0,
    total_loss: float = np.inf,
) -> Payment:
    """Return how a damage ``ratio`` of a site is paid; its value is the sum insured.

    Losses and value are ``inflation`` times that. No loss is more than ``total_loss``, as a part of
    the value: a ratio may be multiplied before it is paid.

    Raises
    ------
    ModelRefusedError
        The mean or the variance of the loss is infinite without a limit, or the ratio has a scale
        of its own.
    """
    if ratio.scale is not None:
        message = (
            f"{name}: the severity of a component per site is a ratio of the site's sum insured "
            "and has no scale of its own; leave scale out"
        )
        raise ModelRefusedError(message)
    _require_moments(ratio, terms, name)
    value = inflation * sum_insured
    deductible = max(terms.deductible, terms.deductible_rate * value)
    payment = _payment(_table(ratio, name), value, deductible, terms, 1)
    most = terms.participation * max(total_loss * value - deductible, 0.0)
    return replace(payment, limit=min(payment.limit, most))


def _payment(
    table: AmountTable, scale: float, deductible: float, terms: Terms, risks: int
) -> Payment:
    """Fold the participation into the other numbers."""
    limit = np.inf if terms.limit is None else terms.limit * risks
    part = terms.participation
    return Payment(table, part * scale, part * deductible, part * limit)


def _require_moments(severity: SeveritySpec, terms: Terms, name: str) -> None:
    """Refuse a loss with an infinite mean or variance that no limit bounds."""
    missing = missing_moment(severity, terms)
    if missing is not None:
        raise ModelRefusedError(f"{name}: {missing.message}; {missing.remedy}")


def _table(
    severity: SeveritySpec, name: str, *, deductible: float = 0.0, rate: float = 0.0
) -> AmountTable:
    """Return the table of a severity less max(deductible, rate x value)."""
    title = f"{name}: {severity.kind} severity"
    # frozen specs can be hashed, which their class does not say
    return _remembered(severity, deductible, rate, title)  # pyright: ignore[reportArgumentType]


@lru_cache(maxsize=512)
def _remembered(severity: SeveritySpec, deductible: float, rate: float, title: str) -> AmountTable:
    """Tabulate; remembered, because sites and stresses ask for the same severities again."""
    if rate == 0.0:
        return tabulate_amounts(severity, title)
    return tabulate_amounts(net_of_deductible(severity, deductible, rate), title)
