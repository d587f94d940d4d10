"""How often two totals are beyond their quantiles together, against numbers done by hand."""

import math

import numpy as np
import pytest
from scipy import stats

from coinsure.risk.tails import TailSample
from coinsure.risk.together import both_beyond, rows_beyond


def sample(values, *, years=1, keep=0.2):
    """Return the tail of ``values`` in path order, a row for each year of a path."""
    values = np.asarray(values, float)
    floor = np.sort(values)[int((1.0 - keep) * values.size) - 1]
    row = np.flatnonzero(values > floor)
    order = row[np.argsort(-values[row], kind="stable")]
    equal = np.array([np.count_nonzero(values[t::years] == floor) for t in range(years)])
    empty = np.empty((0, order.size))
    return TailSample(values[order], order, empty, floor, equal, values.size // years, years)


def test_the_rows_beyond_a_quantile_are_those_of_the_largest_values():
    values = np.random.default_rng(1).permutation(1000).astype(float)
    rows = rows_beyond(sample(values), 0.95)
    assert sorted(values[rows]) == list(range(950, 1000))


def test_totals_that_share_a_part_of_their_worst_rows_by_hand():
    x, y = np.zeros(10_000), np.zeros(10_000)
    x[:1000] = 1000.0 + np.arange(1000)
    y[:1000] = 1000.0 + np.roll(np.arange(1000), 75)
    # beyond 99 %: the last 100 of x are rows 900 to 999, those of y are rows 0 to 74 and 975 to 999
    found = both_beyond(sample(x), sample(y), 0.99)
    assert found.value == pytest.approx(0.25)
    # influence: 0.75 on 25 rows, -0.125 on 2 x 75
    square = 25 * 0.75**2 + 150 * 0.125**2
    mean = (25 * 0.75 - 150 * 0.125) / 10_000
    error = math.sqrt((square / 10_000 - mean**2) / 10_000) / 0.01
    assert found.se == pytest.approx(error)
    trials = 0.25 * 0.75 / error**2
    low, high = stats.binomtest(round(0.25 * trials), round(trials)).proportion_ci(method="wilson")
    assert (found.low, found.high) == (pytest.approx(low, abs=0.01), pytest.approx(high, abs=0.01))


def test_totals_that_never_meet_have_a_bound():
    x = np.arange(5000.0)
    found = both_beyond(sample(x), sample(x[::-1]), 0.98)
    assert (found.value, found.se, found.low) == (0.0, 0.0, 0.0)
    # three in 5,000 paths, over the 2 % that are beyond
    assert found.high == pytest.approx(3.0 / 5000 / 0.02)


def test_totals_that_move_as_one_are_always_together():
    x = np.arange(5000.0)
    found = both_beyond(sample(x), sample(2.0 * x), 0.98)
    assert (found.value, found.high) == (1.0, 1.0)
    assert found.low == pytest.approx(1.0 - 0.03)


def test_the_years_of_a_path_are_not_counted_as_independent():
    rng = np.random.default_rng(2)
    x, y = rng.normal(size=(2, 20_000))
    once = both_beyond(sample(x), sample(y), 0.95)
    five = both_beyond(sample(np.repeat(x, 5), years=5), sample(np.repeat(y, 5), years=5), 0.95)
    assert five.value == pytest.approx(once.value)
    assert five.se == pytest.approx(once.se)


@pytest.mark.parametrize("rho", [0.0, 0.7])
def test_the_interval_holds_the_exact_value_as_often_as_it_says(rho):
    # independent: 1 - p; otherwise by the bivariate normal distribution
    rng, p, inside, spread, errors = np.random.default_rng(3), 0.95, 0, [], []
    end = stats.norm.ppf(p)
    joint = stats.multivariate_normal([0.0, 0.0], [[1.0, rho], [rho, 1.0]]).cdf([-end, -end])
    for _ in range(400):
        x, z = rng.normal(size=(2, 4000))
        y = rho * x + math.sqrt(1.0 - rho * rho) * z
        found = both_beyond(sample(x), sample(y), p)
        inside += found.low <= joint / (1.0 - p) <= found.high
        spread.append(found.value)
        errors.append(found.se)
    assert inside / 400 == pytest.approx(0.95, abs=0.035)
    assert np.std(spread) == pytest.approx(np.mean(errors), rel=0.12)


def test_too_few_rows_beyond_are_no_figure():
    x = np.arange(1000.0)
    assert both_beyond(sample(x), sample(x), 0.99).reason.startswith("10 of 1000 rows")
    # almost all rows are 0, the quantile among them, and only ten exceed it
    rare = np.where(x < 990.0, 0.0, x)
    found = both_beyond(sample(rare), sample(x), 0.95)
    assert found.reason == "only 10 of 1000 rows exceed VaR, 20 are needed"


def test_totals_of_different_runs_are_not_compared():
    with pytest.raises(ValueError, match="1000 x 1 path-years beside 500 x 2"):
        both_beyond(sample(np.arange(1000.0)), sample(np.arange(1000.0), years=2), 0.9)
