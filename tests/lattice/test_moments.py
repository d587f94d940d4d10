"""Moments without a lattice, against closed forms and against the lattice."""

import math

import numpy as np
import pytest

from coinsure.lattice import ExactLine, exact_distribution, exact_moments
from coinsure.models.dependence import Gamma
from coinsure.models.frequency import Fixed, Level, NegativeBinomial, Poisson
from coinsure.models.severity import Constant, Lognormal, Pareto, Uniform


def test_poisson_sums_have_the_moments_of_the_loss(line):
    # cumulants are n E[X^k]; of a uniform on [0, 6]: 3, 12, 54
    found = exact_moments([line(Poisson(mean=5.0), Uniform(low=0.0, high=6.0))], {})
    assert found.mean == pytest.approx(15.0)
    assert found.variance == pytest.approx(60.0)
    assert found.third == pytest.approx(270.0)
    assert found.skewness == pytest.approx(270.0 / 60.0**1.5)
    assert found.losses == pytest.approx(5.0)


def test_a_factor_and_a_level_add_their_variance(line):
    # losses of 1: a count of mean 6 with Var = 6 + 36 ((1 + 1/4) (1 + 0.5^2) - 1)
    frequency = Poisson(mean=6.0, systemic=True, level=Level(cv=0.5))
    found = exact_moments(
        [line(frequency, Constant(value=1.0), factor="s")], {"s": Gamma(shape=4.0)}
    )
    assert found.mean == pytest.approx(6.0)
    assert found.variance == pytest.approx(6.0 + 36.0 * (1.25 * 1.25 - 1.0))
    # E[(FL)^3] = (1 + q)(1 + 2q)(1 + c)(1 + 2c); third central moment of a mixed Poisson
    product = (1.25 * 1.5) ** 2
    third = product - 3.0 * 1.25**2 + 2.0
    assert found.third == pytest.approx(6.0 + 3.0 * 36.0 * (1.25**2 - 1.0) + 216.0 * third)


MIXED = {
    "a factor shared by clusters and a level": (
        NegativeBinomial(mean=4.0, dispersion=2.0, systemic=True),
        Poisson(mean=3.0, systemic=True, level=Level(cv=0.6)),
    ),
    "a level of its own beside a factor": (
        Poisson(mean=4.0, level=Level(cv=0.4)),
        Poisson(mean=3.0, systemic=True),
    ),
    "a known count beside a factor": (Fixed(count=3), Poisson(mean=2.0, systemic=True)),
}


@pytest.mark.parametrize("frequencies", MIXED.values(), ids=MIXED.keys())
def test_moments_are_those_of_the_lattice(line, frequencies):
    first, second = frequencies
    lines = [
        line(first, Uniform(low=0.0, high=4.0), name="s.a", factor="s"),
        line(second, Lognormal(mean=2.0, cv=1.0), name="s.b", factor="s", limit=12.0),
    ]
    factors = {"s": Gamma(shape=3.0)}
    total = exact_distribution(lines, factors).total
    moments = exact_moments(lines, factors)
    points, mass = total.lattice.points(), total.density + total.atoms
    mean = mass @ points
    assert mean == pytest.approx(moments.mean, rel=1e-5)
    assert mass @ (points - mean) ** 2 == pytest.approx(moments.variance, rel=1e-4)
    assert mass @ (points - mean) ** 3 == pytest.approx(moments.third, rel=5e-3)


def test_lines_add_up_unless_they_share_a_factor(line):
    frequency = Poisson(mean=3.0, systemic=True)
    lines = [
        line(frequency, Uniform(low=0.0, high=2.0), name=f"s.{name}", factor=name) for name in "ab"
    ]
    alone = [exact_moments([one], {"a": Gamma(shape=2.0), "b": Gamma(shape=5.0)}) for one in lines]
    apart = exact_moments(lines, {"a": Gamma(shape=2.0), "b": Gamma(shape=5.0)})
    assert apart.variance == pytest.approx(sum(one.variance for one in alone))
    assert apart.third == pytest.approx(sum(one.third for one in alone))
    together = [
        line(frequency, Uniform(low=0.0, high=2.0), name=f"s.{name}", factor="s") for name in "ab"
    ]
    shared = exact_moments(together, {"s": Gamma(shape=2.0)})
    # covariance of two lines: variance of the factor times both means
    variance = 2.0 * (3.0 * 4.0 / 3.0 + 9.0 / 2.0) + 2.0 * 9.0 / 2.0
    assert shared.variance == pytest.approx(variance)


def test_a_tail_without_a_variance_has_none(line):
    found = exact_moments([line(Poisson(mean=1.0), Pareto(minimum=1.0, alpha=1.5))], {})
    assert found.mean == pytest.approx(3.0)
    assert found.variance == math.inf
    assert math.isnan(found.skewness)


def test_no_loss_has_no_skewness(line):
    found = exact_moments([line(Fixed(count=0), Constant(value=1.0))], {})
    assert (found.mean, found.variance, found.losses) == (0.0, 0.0, 0.0)
    assert math.isnan(found.skewness)


def test_components_of_a_line_add_up(line):
    one = line(Poisson(mean=2.0), Uniform(low=0.0, high=3.0))
    two = line(Fixed(count=2), Constant(value=5.0))
    both = ExactLine("s.line", (*one.components, *two.components))
    assert exact_moments([both], {}).mean == pytest.approx(3.0 + 10.0)
    assert exact_moments([both], {}).variance == pytest.approx(np.float64(2.0 * 3.0))
