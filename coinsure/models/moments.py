"""Losses of which no honest figure can be given: their mean or their variance is infinite."""

import math
from typing import NamedTuple

from coinsure.models.severity import Severity
from coinsure.models.terms import Terms


class Missing(NamedTuple):
    """A moment that does not exist, and what would do."""

    message: str
    remedy: str


def missing_moment(severity: Severity, terms: Terms) -> Missing | None:
    """Return which moment of a loss is infinite and not bounded by a limit, None if all is well.

    Without a mean there is no premium; without a variance a sample has no error that could be given
    with its mean.
    """
    if terms.limit is not None:
        return None
    if math.isinf(severity.expected()):
        return Missing(
            "the mean loss is infinite and has no limit: there is no premium for it",
            "give terms a limit, or take a finite mean (kind pareto: alpha above 1)",
        )
    if severity.tail_index() <= 2.0:
        return Missing(
            f"its tail index is {severity.tail_index():g}, 2 or less, and it has no limit: its "
            "variance is infinite, so that no figure would have an error",
            "give terms a limit, or take a lighter tail (kind pareto: alpha above 2)",
        )
    return None
