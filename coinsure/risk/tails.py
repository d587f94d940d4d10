"""VaR, TVaR and co-TVaR of a run that kept only the rows above a floor, with clustered errors."""

import math
from dataclasses import dataclass, field

import numpy as np

from coinsure.arrays import FloatArray, IntArray
from coinsure.risk.estimate import MINIMUM_BEYOND, NORMAL_975, RULE_OF_THREE, Estimate
from coinsure.risk.influence import Influence, covariance, skewed_estimate, standard_error
from coinsure.risk.ranks import TIE, bounding_ranks, rank
from coinsure.risk.sums import in_groups, in_order

NOT_DEEP_ENOUGH = "the rows kept do not reach down to this level"


@dataclass(frozen=True, slots=True, eq=False)
class TailSample:
    """The largest of paths x years values of a total, with its parts, and where they came from.

    ``parts`` (J, n) may have no rows; where they add up to ``value``, their co-TVaR adds up to the
    TVaR. Values are in descending order; ``equal`` counts rows exactly at ``floor``, by year.
    """

    value: FloatArray  # (n,) all above the floor
    row: IntArray  # (n,) path * years + year
    parts: FloatArray  # (J, n)
    floor: float
    equal: IntArray  # (T,)
    paths: int
    years: int
    cluster: IntArray = field(init=False)  # (n,) position of the row's path in ``path``
    path: IntArray = field(init=False)  # (m,) paths with a row, in the order of their largest

    def __post_init__(self) -> None:
        """Check the order of the rows and number their paths."""
        if self.value.shape != self.row.shape or self.parts.shape[1:] != self.value.shape:
            raise ValueError(
                f"{self.value.shape} values, {self.row.shape} rows, parts {self.parts.shape}"
            )
        if self.equal.shape != (self.years,):
            raise ValueError(f"{self.equal.shape} counts at the floor for {self.years} years")
        if self.value.size and not (
            self.value[-1] > self.floor and (np.diff(self.value) <= 0.0).all()
        ):
            raise ValueError("the values of a tail must descend and lie above its floor")
        path, cluster = self.row, np.arange(self.row.size)
        if self.years > 1:
            path, cluster = _numbered(self.row // self.years)
        object.__setattr__(self, "path", path)
        object.__setattr__(self, "cluster", cluster)

    def of_year(self, year: int) -> "TailSample":
        """Keep the rows of one year (counted from 0): a sample of one value per path."""
        mine = self.row % self.years == year
        return TailSample(
            self.value[mine],
            self.row[mine] // self.years,
            self.parts[:, mine],
            self.floor,
            self.equal[year : year + 1],
            self.paths,
            1,
        )

    @property
    def rows(self) -> int:
        """Path-years of the run, n."""
        return self.paths * self.years

    @property
    def reach(self) -> int:
        """How many of the largest values are known: the rows kept and those at the floor."""
        return self.value.size + int(self.equal.sum())

    def beyond(self, p: float) -> int:
        """Rows beyond the order statistic that is VaR_p."""
        return self.rows - rank(self.rows, p)

    def ranked(self, k: int) -> float:
        """Return the value with exactly k rows before it, 0 <= k < reach."""
        if not 0 <= k < self.reach:
            raise ValueError(f"row {k} of {self.reach} that are known")
        return float(self.value[k]) if k < self.value.size else self.floor

    def value_at_risk(self, p: float) -> Estimate:
        """Return VaR_p with an interval between order statistics.

        The ranks are those of a binomial count, their distance from n p stretched by the root of
        the variance of the exceedance count clustered by path over its variance if all rows were
        independent; the standard error is the interval's width over 2 x 1.96.
        """
        refusal = self._refusal(p)
        if refusal:
            return Estimate.refused(refusal)
        low, high = bounding_ranks(self.rows, p)
        middle = self.rows * p
        stretch = math.sqrt(self._design_effect(p))
        first = math.floor(middle - stretch * (middle - low))
        last = math.ceil(middle + stretch * (high - middle))
        if first < 1 or self.rows - first >= self.reach:
            return Estimate.refused(NOT_DEEP_ENOUGH)
        if last > self.rows:
            return Estimate.refused("too few rows beyond this level for an interval")
        bounds = self.ranked(self.rows - first), self.ranked(self.rows - last)
        return Estimate(
            self.ranked(self.beyond(p)), (bounds[1] - bounds[0]) / (2.0 * NORMAL_975), *bounds
        )

    def tail_value_at_risk(self, p: float) -> Estimate:
        """Return TVaR_p = q + E[(X - q)+] / (1 - p), q = VaR_p.

        Its standard error comes from the influence (x - q)+ / (1 - p), summed over the years of a
        path: Manistre & Hancock (2005), NAAJ 9(2), when every path has one year. The interval
        allows for the skewness of these sums (see ``skewed_estimate``).
        """
        refusal = self._refusal(p) or self._thin(p)
        if refusal:
            return Estimate.refused(refusal)
        q = self.ranked(self.beyond(p))
        excess = in_order(self.value[: self._above(q)] - q)
        return skewed_estimate(q + float(excess) / (self.rows * (1.0 - p)), self.tvar_influence(p))

    def co_tail_value_at_risk(self, p: float) -> tuple[Estimate, ...]:
        """Return the co-TVaR of each part: its mean in the worst 1 - p, the atom at VaR split."""
        refusal = self._refusal(p) or self._thin(p) or self._unknown_atom(p)
        if refusal:
            return tuple(Estimate.refused(refusal) for _ in range(len(self.parts)))
        upto, weight = self._tail_weight(p)
        values = in_order(self.parts[:, :upto] * weight) / (self.rows * (1.0 - p))
        return tuple(
            skewed_estimate(float(value), influence)
            for value, influence in zip(values, self.co_tvar_influences(p), strict=True)
        )

    def exceedance(self, amount: float) -> Estimate:
        """Return P(X > amount); where no row exceeds it, 0 with the bound 3 / n, n paths."""
        if amount < self.floor:
            return Estimate.refused(NOT_DEEP_ENOUGH)
        above = self._above(amount)
        if above == 0:
            return Estimate(0.0, 0.0, 0.0, min(RULE_OF_THREE / self.paths, 1.0))
        if above == self.rows:
            return Estimate(1.0, 0.0, max(1.0 - RULE_OF_THREE / self.paths, 0.0), 1.0)
        error = standard_error(self._influence(np.ones(above)))
        return Estimate.probability(above / self.rows, error)

    def expected_excess(self, amount: float) -> Estimate:
        """Return E[(X - amount)+]: the expected policyholder deficit if ``amount`` is held.

        Butsic (1994), Journal of Risk and Insurance 61(4).
        """
        if amount < self.floor:
            return Estimate.refused(NOT_DEEP_ENOUGH)
        above = self._above(amount)
        if above < MINIMUM_BEYOND:
            return Estimate.refused(
                f"only {above} of {self.rows} rows exceed this amount, {MINIMUM_BEYOND} are needed"
            )
        excess = self.value[:above] - amount
        return skewed_estimate(float(in_order(excess)) / self.rows, self._influence(excess))

    def tvar_influence(self, p: float) -> Influence:
        """Return sum over a path's years of (x - q)+ / (1 - p)."""
        q = self.ranked(self.beyond(p))
        above = self._above(q)
        return self._influence((self.value[:above] - q) / (1.0 - p))

    def var_influence(self, p: float) -> Influence:
        """Return the rows beyond VaR of each path, over n times the density at VaR.

        The density is taken from the interval of ``value_at_risk``, which must not be refused.
        """
        estimate = self.value_at_risk(p)
        if estimate.se is None:
            raise ValueError(estimate.reason)
        count = self._influence(np.ones(min(self.beyond(p), self.value.size)))
        spread = standard_error(count)
        scale = estimate.se / spread if spread > 0.0 else 0.0
        return Influence(count.path, count.value * scale, count.paths, count.years)

    def co_tvar_influences(self, p: float) -> tuple[Influence, ...]:
        """Return, by part, sum over a path's years of w (x_i - m_i) / (1 - p).

        w is 1 above VaR and the part of the atom that belongs to the tail at VaR; m_i is the mean
        of the part where the total is at VaR: over the atom, or over the neighbouring rows.
        """
        upto, weight = self._tail_weight(p)
        middle = self._means_at_quantile(p)
        return tuple(
            self._influence(weight * (part[:upto] - mean) / (1.0 - p))
            for part, mean in zip(self.parts, middle, strict=True)
        )

    def _influence(self, of_row: FloatArray) -> Influence:
        if self.years == 1:
            return Influence(self.path[: of_row.size], of_row, self.paths, 1)
        cluster = self.cluster[: of_row.size]
        seen = int(cluster.max(initial=-1)) + 1
        summed = in_groups(cluster, of_row, seen)
        return Influence(self.path[:seen], summed, self.paths, self.years)

    def _refusal(self, p: float) -> str:
        """Say why there is no VaR at this level, or nothing."""
        beyond = self.beyond(p)
        if beyond < MINIMUM_BEYOND:
            return (
                f"{beyond} of {self.rows} rows lie beyond this level, {MINIMUM_BEYOND} are needed"
            )
        return "" if beyond < self.reach else NOT_DEEP_ENOUGH

    def _thin(self, p: float) -> str:
        """Say why the mean beyond VaR is not known well enough, or nothing."""
        above = self._above(self.ranked(self.beyond(p)))
        if 0 < above < MINIMUM_BEYOND:
            return f"only {above} of {self.rows} rows exceed VaR, {MINIMUM_BEYOND} are needed"
        return ""

    def _unknown_atom(self, p: float) -> str:
        """Rows at the floor are counted, not kept, so their parts are not known."""
        return (
            "VaR is the floor, where rows are counted and their parts not kept"
            if self.beyond(p) >= self.value.size
            else ""
        )

    def _above(self, q: float) -> int:
        """Rows above q."""
        rising = self.value[::-1]
        return rising.size - int(np.searchsorted(rising, q + TIE * abs(q), side="right"))

    def _upto(self, q: float) -> int:
        """Rows above or at q."""
        rising = self.value[::-1]
        return rising.size - int(np.searchsorted(rising, q - TIE * abs(q), side="left"))

    def _tail_weight(self, p: float) -> tuple[int, FloatArray]:
        """Return how many rows are in the tail, and their weights: 1, and a part of 1 at VaR."""
        q = self.ranked(self.beyond(p))
        above = self._above(q)
        upto = self._upto(q)
        weight = np.ones(upto)
        if upto > above:
            weight[above:] = max(self.rows * (1.0 - p) - above, 0.0) / (upto - above)
        return upto, weight

    def _means_at_quantile(self, p: float) -> FloatArray:
        """Return the mean of each part where the total is at VaR, (J,)."""
        beyond = self.beyond(p)
        q = self.ranked(beyond)
        first, last = self._above(q), self._upto(q)
        if last - first == 1:
            reach = math.isqrt(beyond) + 1
            first, last = max(beyond - reach, 0), min(beyond + reach + 1, self.value.size)
        return in_order(self.parts[:, first:last]) / (last - first)

    def _design_effect(self, p: float) -> float:
        """Return the variance of the exceedance count by path over that of independent rows."""
        counted = min(self.beyond(p), self.value.size)
        if self.years == 1 or counted == 0:
            return 1.0
        of_path = np.bincount(self.cluster[:counted])
        squares = float((of_path * of_path).sum())
        variance = squares - counted * counted / self.paths
        return variance / (counted * (1.0 - counted / self.rows))


def _numbered(of_row: IntArray) -> tuple[IntArray, IntArray]:
    """Return the different values in the order in which they come first, and each row's place."""
    if of_row.size == 0:
        return of_row, of_row
    rows, value = np.arange(of_row.size), of_row - of_row.min()
    first = np.empty(int(value.max()) + 1, dtype=np.int64)
    first[value[::-1]] = rows[::-1]  # of rows with the same value the last that is set remains
    comes_first = first[value]
    new = comes_first == rows
    return of_row[new], (np.cumsum(new) - 1)[comes_first]


def var_difference(base: TailSample, other: TailSample, p: float) -> Estimate:
    """Return VaR_p of ``other`` less that of ``base``, with the paired standard error."""
    first, second = base.value_at_risk(p), other.value_at_risk(p)
    if first.value is None or second.value is None:
        return Estimate.refused(first.reason or second.reason)
    return _paired(first.value, second.value, base.var_influence(p), other.var_influence(p))


def tvar_difference(base: TailSample, other: TailSample, p: float) -> Estimate:
    """Return TVaR_p of ``other`` less that of ``base``, with the paired standard error."""
    first, second = base.tail_value_at_risk(p), other.tail_value_at_risk(p)
    if first.value is None or second.value is None:
        return Estimate.refused(first.reason or second.reason)
    return _paired(first.value, second.value, base.tvar_influence(p), other.tvar_influence(p))


def _paired(first: float, second: float, a: Influence, b: Influence) -> Estimate:
    variance = covariance(a, a) + covariance(b, b) - 2.0 * covariance(a, b)
    return Estimate.normal(second - first, math.sqrt(max(variance, 0.0)))
