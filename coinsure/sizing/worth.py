"""What a member's part of the pool is worth to it: result, capital, and profit after its cost."""

from dataclasses import dataclass

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.decision.sizing import Book
from coinsure.risk.estimate import Estimate
from coinsure.risk.influence import Influence, combined, standard_error
from coinsure.risk.uncertainty import clustered, mean_estimate, tail_sample

ROUNDING = 1e-8
"""Part of the capital below which a difference says nothing: the solver's precision."""


@dataclass(frozen=True, slots=True, eq=False)
class Worth:
    """Amounts of year 1, with what each path adds to the economic profit."""

    result: Estimate
    capital: Estimate  # that the pool adds to the member's own
    economic_profit: Estimate  # result less the cost of capital
    return_on_capital: Estimate
    influence: Influence | None  # on the economic profit; None where the capital is refused

    def less(self, other: "Worth") -> Estimate:
        """Return by how much the economic profit exceeds another on the same paths."""
        mine, its = self.economic_profit, other.economic_profit
        if self.influence is None or other.influence is None:
            return self.economic_profit if not mine.known else other.economic_profit
        change = combined([(1.0, self.influence), (-1.0, other.influence)])
        value = (mine.value or 0.0) - (its.value or 0.0)
        return unless_rounding(value, standard_error(change), self.capital)


def unless_rounding(value: float, error: float, capital: Estimate) -> Estimate:
    """Return a difference, exactly 0 where it is no more than rounding beside the capital."""
    if abs(value) + error <= ROUNDING * abs(capital.value or 0.0):
        return Estimate.exact(0.0)
    return Estimate.normal(value, error)


def worth(book: Book, member: int, shares: FloatArray, level: float, hurdle: float) -> Worth:
    """Return what the shares (M, S) are worth to a member, at the price ``hurdle`` of capital."""
    lost = book.lost(member, shares, own=False)
    result = mean_estimate(lost).times(-1.0)
    capital, of_capital = _capital(book, member, shares, level)
    if capital.value is None or of_capital is None or result.value is None:
        refused = Estimate.refused(capital.reason)
        return Worth(result, capital, refused, refused, None)
    of_result = clustered(-(lost - float(np.mean(lost))))
    profit = combined([(1.0, of_result), (-hurdle, of_capital)])
    value = result.value - hurdle * capital.value
    return Worth(
        result,
        capital,
        Estimate.normal(value, standard_error(profit)),
        _return(result, capital, of_result, of_capital),
        profit,
    )


def _capital(
    book: Book, member: int, shares: FloatArray, level: float
) -> tuple[Estimate, Influence | None]:
    """Return the TVaR that the pool adds, and what each path adds to the estimate."""
    whole = tail_sample(book.lost(member, shares))
    found = whole.tail_value_at_risk(level)
    if not found.known or book.own is None:
        return found, whole.tvar_influence(level) if found.known else None
    alone = tail_sample(book.own[member])
    before = alone.tail_value_at_risk(level)
    if found.value is None or before.value is None:
        return Estimate.refused(before.reason), None
    change = combined([(1.0, whole.tvar_influence(level)), (-1.0, alone.tvar_influence(level))])
    return Estimate.normal(found.value - before.value, standard_error(change)), change


def _return(
    result: Estimate, capital: Estimate, of_result: Influence, of_capital: Influence
) -> Estimate:
    """Return result over capital, with the error of both together."""
    if result.value is None or capital.value is None or capital.value <= 0.0:
        return Estimate.refused("needs no capital")
    ratio = result.value / capital.value
    both = combined([(1.0 / capital.value, of_result), (-ratio / capital.value, of_capital)])
    return Estimate.normal(ratio, standard_error(both))
