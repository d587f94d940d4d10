"""What is read off a lattice, against books small enough for a sheet of paper."""

import math

import numpy as np
import pytest

from coinsure.errors import ModelRefusedError
from coinsure.lattice import CountTable, exact_distribution
from coinsure.models.frequency import Fixed, Poisson
from coinsure.models.severity import Constant, Lognormal, Uniform


@pytest.fixture(scope="module")
def two_lines(line, losses):
    """Losses of 0 or 2, and of 0, 1 or 3, all by hand below."""
    coin = losses.points((0.0, 2.0), (0.8, 0.2))
    die = losses.points((0.0, 1.0, 3.0), (0.5, 0.3, 0.2))
    once = Fixed(count=1)
    return exact_distribution([line(once, coin, name="s.a"), line(once, die, name="s.b")], {})


CHANCES = {0: 0.40, 1: 0.24, 2: 0.10, 3: 0.16 + 0.06, 5: 0.04}  # of the total
PARTS = {0: (0.0, 0.0), 1: (0.0, 0.24), 2: (0.2, 0.0), 3: (0.12, 0.16 * 3 + 0.06), 5: (0.08, 0.12)}


def test_probabilities_of_single_amounts(two_lines):
    amounts = np.array([-1.0, 0.0, 0.9, 1.0, 2.0, 3.0, 4.99, 5.0, 6.0])
    below = [0.0, 0.4, 0.4, 0.64, 0.74, 0.96, 0.96, 1.0, 1.0]
    assert two_lines.total.cdf(amounts) == pytest.approx(below, abs=1e-9)
    assert two_lines.total.survival(amounts) == pytest.approx(1.0 - np.array(below), abs=1e-9)


@pytest.mark.parametrize(
    ("p", "value"), [(0.0, 0), (0.4, 0), (0.41, 1), (0.64, 1), (0.7, 2), (0.96, 3), (0.961, 5)]
)
def test_var_is_the_first_amount_that_reaches_the_level(two_lines, p, value):
    assert two_lines.total.value_at_risk(p) == pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize("p", [0.0, 0.3, 0.5, 0.7, 0.9, 0.95, 0.99])
def test_tvar_splits_the_amount_at_var(two_lines, p):
    left, mean, parts = 1.0 - p, 0.0, np.zeros(2)
    for amount in sorted(CHANCES, reverse=True):
        taken = min(left, CHANCES[amount])
        mean += taken * amount
        parts += taken / CHANCES[amount] * np.array(PARTS[amount])
        left -= taken
    assert two_lines.total.tail_value_at_risk(p) == pytest.approx(mean / (1.0 - p), rel=1e-8)
    assert two_lines.co_tail_value_at_risk(p) == pytest.approx(parts / (1.0 - p), rel=1e-8)


def test_the_exceedance_curve_is_survival_at_the_points(two_lines):
    amounts, beyond = two_lines.total.exceedance()
    assert amounts[:6] == pytest.approx(np.arange(6.0))
    assert beyond[:6] == pytest.approx([0.6, 0.36, 0.26, 0.04, 0.04, 0.0], abs=1e-9)


def test_sums_of_uniform_losses_are_polynomials(line):
    # Irwin & Hall: P(U1 + U2 + U3 <= x) = sum (-1)^k C(3, k) (x - k)^3 / 6 over k <= x
    total = exact_distribution([line(Fixed(count=3), Uniform(low=0.0, high=1.0))], {}).total
    x = np.linspace(0.05, 2.95, 59)
    known = sum((-1) ** k * math.comb(3, k) * np.maximum(x - k, 0.0) ** 3 / 6.0 for k in range(4))
    assert total.cdf(x) == pytest.approx(known, abs=1e-7)
    # the upper tail is (3 - x)^3 / 6, so VaR = 3 - (6 (1 - p))^(1/3) and TVaR = 3 - 3/4 of that
    for p in (0.9, 0.99, 0.999):
        width = (6.0 * (1.0 - p)) ** (1.0 / 3.0)
        assert total.value_at_risk(p) == pytest.approx(3.0 - width, rel=1e-6)
        assert total.tail_value_at_risk(p) == pytest.approx(3.0 - 0.75 * width, rel=1e-6)


def test_density_and_single_amounts_stand_beside_each_other(line):
    # one loss with probability 0.3: uniform on [0, 10], cut off at 4
    once = CountTable(np.array([0.7, 0.3]))
    total = exact_distribution([line(once, Uniform(low=0.0, high=10.0), limit=4.0)], {}).total
    assert total.cdf(np.array([0.0, 2.0, 3.9])) == pytest.approx([0.7, 0.76, 0.817], abs=1e-6)
    # where a density ends at an amount, a quarter of its last cell is taken for higher ones
    assert total.cdf(4.0) == pytest.approx(1.0, abs=0.03 * total.lattice.step)
    assert total.value_at_risk(0.7) == 0.0
    assert total.value_at_risk(0.76) == pytest.approx(2.0, rel=1e-5)
    assert total.value_at_risk(0.83) == pytest.approx(4.0, rel=1e-9)
    # beyond 0.76: the rest of the density, 0.06 x 3, and the limit, 0.18 x 4
    assert total.tail_value_at_risk(0.76) == pytest.approx((0.18 + 0.72) / 0.24, rel=1e-5)


def test_a_total_that_never_loses_is_zero(line):
    book = exact_distribution([line(Fixed(count=0), Constant(value=5.0))], {})
    assert book.total.value_at_risk(0.99) == 0.0
    assert book.total.tail_value_at_risk(0.99) == 0.0
    assert book.co_tail_value_at_risk(0.99) == pytest.approx([0.0])


def test_a_certain_total_is_that_amount(line):
    book = exact_distribution([line(Fixed(count=4), Constant(value=2.5))], {})
    assert book.total.value_at_risk(0.5) == pytest.approx(10.0, rel=1e-9)
    assert book.total.tail_value_at_risk(0.999) == pytest.approx(10.0, rel=1e-9)


@pytest.mark.parametrize("p", [-0.1, 1.0, 2.0])
def test_a_level_outside_its_range_is_refused(two_lines, p):
    with pytest.raises(ValueError, match="at least 0 and below 1"):
        two_lines.total.value_at_risk(p)


def test_a_level_beyond_the_lattice_is_refused(line, losses):
    heavy = line(Poisson(mean=1.0), losses.lomax(1.5, 1.0))
    total = exact_distribution([heavy], {}).total
    assert total.tail > 1e-7
    with pytest.raises(ModelRefusedError, match="lies beyond the lattice, which ends at"):
        total.value_at_risk(1.0 - 1e-8)


def test_a_tail_beyond_the_lattice_still_counts_in_tvar(line, losses):
    # one Lomax loss for certain: VaR = s (v^(-1/a) - 1), TVaR = (a VaR + s) / (a - 1)
    total = exact_distribution([line(Fixed(count=1), losses.lomax(1.2, 10.0))], {}).total
    value = 10.0 * (0.001 ** (-1.0 / 1.2) - 1.0)
    assert total.value_at_risk(0.999) == pytest.approx(value, rel=1e-5)
    assert total.tail_value_at_risk(0.999) == pytest.approx((1.2 * value + 10.0) / 0.2, rel=1e-6)


def test_jumps_of_a_density_leave_probabilities_in_order(line):
    # narrow losses: their sums have jumps that four points a loss make negative beside
    book = exact_distribution([line(Poisson(mean=2.0), Uniform(low=4.9, high=5.1))], {})
    until, before = book.total.until, book.total.before
    assert (np.diff(until) >= -1e-15).all()
    assert (until >= before - 1e-15).all()
    assert until[-1] == pytest.approx(1.0 - book.total.tail, abs=1e-8)
    assert book.total.cdf(4.0) == pytest.approx(math.exp(-2.0), rel=1e-6)
    assert book.total.cdf(7.0) == pytest.approx(3.0 * math.exp(-2.0), rel=1e-6)


@pytest.mark.parametrize("above", [1e-9, 1e-12])
def test_a_level_nearer_to_1_than_rounding_is_refused_and_not_read_off_noise(line, above):
    total = exact_distribution([line(Poisson(mean=1e-9), Lognormal(mean=10.0, cv=2.0))], {}).total
    with pytest.raises(ModelRefusedError, match="nearer to 1 than a lattice can tell"):
        total.value_at_risk(1.0 - above)
    assert total.tail_value_at_risk(0.995) == pytest.approx(1e-8 / 0.005, rel=1e-9)
