"""What is left of a loss after the deductible of the policy."""

from coinsure.errors import ModelRefusedError
from coinsure.models.severity.distribution import Distribution
from coinsure.models.severity.product import Product
from coinsure.models.severity.reduced import Reduced
from coinsure.models.severity.severity import Severity
from coinsure.models.severity.stretched import Stretched


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
        return Reduced(amount, deductible)
    if severity.scale is None:
        message = (
            f"deductible_rate = {rate:g} is a fraction of the value of the insured object, but the "
            f"{type(severity).__name__} severity has no scale; give it one, or give a deductible"
        )
        raise ModelRefusedError(message)
    value = severity.scale
    if isinstance(value, Severity):
        least, most = value.support()
        if least < most:
            return Product(Stretched(severity, 1.0), value, deductible, rate)
        value = most
    return Reduced(amount, max(deductible, rate * value))
