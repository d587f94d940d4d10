"""What is left of a loss after the deductible of the policy."""

from coinsure.errors import ModelRefusedError
from coinsure.models.severity.distribution import Distribution
from coinsure.models.severity.product import Product
from coinsure.models.severity.severity import Severity
from coinsure.models.severity.shifted import Shifted


def net_of_deductible(severity: Severity, deductible: float, rate: float) -> Distribution:
    """Return the distribution of loss - max(deductible, rate x value).

    A policy pays its positive part. The value of the insured object is the scale of the severity.
    ``cdf``, ``survival`` and the quantiles are those of the difference, which may be negative;
    ``expected`` and ``limited_mean`` are those of its positive part.

    Raises
    ------
    ModelRefusedError
        A rate is asked of a severity that has no scale.
    """
    amount = severity.amount()
    if rate == 0.0:
        return Shifted(amount, deductible)
    if severity.scale is None:
        message = (
            f"deductible_rate = {rate:g} is a fraction of the value of the insured object, but the "
            f"{type(severity).__name__} severity has no scale; give it one, or give a deductible"
        )
        raise ModelRefusedError(message)
    if isinstance(amount, Product):
        return Product(amount.ratio, amount.value, deductible, rate)
    return Shifted(amount, max(deductible, rate * amount.factor))
