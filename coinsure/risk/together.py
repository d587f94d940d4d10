"""How often two totals are both beyond their own quantile: tail dependence as a sample shows it."""

import numpy as np

from coinsure.arrays import IntArray
from coinsure.risk.estimate import MINIMUM_BEYOND, RULE_OF_THREE, Estimate
from coinsure.risk.influence import Influence, standard_error
from coinsure.risk.ranks import TIE
from coinsure.risk.sums import in_groups
from coinsure.risk.tails import TailSample


def both_beyond(first: TailSample, second: TailSample, p: float) -> Estimate:
    """Return P(both totals exceed their own VaR_p | one does), the same for either of the two.

    It is 1 - p where they are independent and 1 where they move as one; as p rises to 1 it tends
    to the coefficient of tail dependence. The error is clustered by path; the interval is Wilson's
    for as many independent trials as give that error. Where no row shows both, the value is 0 with
    the bound 3 / n above it, n paths.

    Notes
    -----
    The quantiles are those of the sample. With the coefficient l the influence of a row is
    1{both} - l / 2 (1{first} + 1{second}), which is right for l = 1 - p to that order and in the
    limit, where the tail is homogeneous: Schmidt & Stadtmueller, Non-parametric estimation of tail
    dependence, Scandinavian Journal of Statistics 33 (2006).

    Raises
    ------
    ValueError
        If the two are not of the same paths and years.
    """
    if (first.paths, first.years) != (second.paths, second.years):
        raise ValueError(
            f"{first.paths} x {first.years} path-years beside {second.paths} x {second.years}"
        )
    chosen: list[IntArray] = []
    for sample in (first, second):
        refusal = sample.value_at_risk(p).reason
        if refusal:
            return Estimate.refused(refusal)
        rows = rows_beyond(sample, p)
        if rows.size < MINIMUM_BEYOND:
            return Estimate.refused(
                f"only {rows.size} of {sample.rows} rows exceed VaR, {MINIMUM_BEYOND} are needed"
            )
        chosen.append(rows)
    mean = 0.5 * (chosen[0].size + chosen[1].size)
    both = np.intersect1d(*chosen, assume_unique=True)
    value = both.size / mean
    bound = min(RULE_OF_THREE * first.rows / (first.paths * mean), 1.0)
    if both.size == 0:
        return Estimate(0.0, 0.0, 0.0, bound)
    if value >= 1.0:
        return Estimate(1.0, 0.0, 1.0 - bound, 1.0)
    error = _error(chosen[0], chosen[1], both, value, first) * first.rows / mean
    return Estimate.probability(value, error)


def rows_beyond(sample: TailSample, p: float) -> IntArray:
    """Return the numbers of the rows that exceed VaR_p, which has to be known."""
    quantile = sample.ranked(sample.beyond(p))
    return sample.row[sample.value > quantile + TIE * abs(quantile)]


def _error(
    first: IntArray, second: IntArray, both: IntArray, value: float, sample: TailSample
) -> float:
    """Return the standard error of the share of rows that show both."""
    rows = np.concatenate([both, first, second])
    weight = np.concatenate([np.ones(both.size), np.full(first.size + second.size, -0.5 * value)])
    path, position = np.unique(rows // sample.years, return_inverse=True)
    by_path = in_groups(position, weight, path.size)
    return standard_error(Influence(path, by_path, sample.paths, sample.years))
