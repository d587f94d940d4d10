"""A lattice that is enough, and the refusal of one that is not."""

import re

import numpy as np
import pytest

from coinsure.errors import ModelRefusedError, UsageError
from coinsure.lattice import exact_distribution
from coinsure.lattice.fit import LONGEST, common_measure
from coinsure.lattice.reach import TAILS
from coinsure.models.frequency import Fixed, Poisson
from coinsure.models.severity import Constant, Lognormal, Pareto, Uniform


@pytest.fixture(scope="module")
def layer(line):
    return [line(Poisson(mean=8.0), Lognormal(mean=2.0, cv=3.0), deductible=0.1, limit=20.0)]


def enough(message):
    """The lattice that a refusal names."""
    found = re.search(r"step = (\S+) with size = (\d+)[^;]* would do$", message)
    assert found, message
    return {"step": float(found.group(1)), "size": int(found.group(2))}


def test_a_fitted_lattice_holds_all_but_a_millionth(layer):
    total = exact_distribution(layer, {}).total
    assert total.tail <= TAILS[0]
    assert total.aliasing < 1e-12
    assert total.coarseness <= 1e-4


@pytest.mark.parametrize("step", [0.05, 0.5, 5.0])
@pytest.mark.parametrize("size", [64, 128, 512, 8192])
def test_a_lattice_is_either_good_or_refused_with_one_that_is(layer, step, size):
    right = exact_distribution(layer, {}).total.tail_value_at_risk(0.99)
    try:
        found = exact_distribution(layer, {}, step=step, size=size)
    except ModelRefusedError as refusal:
        found = exact_distribution(layer, {}, **enough(str(refusal)))
    assert found.total.tail_value_at_risk(0.99) == pytest.approx(right, rel=1e-4)


def test_a_lattice_too_short_says_what_lies_beyond(layer):
    with pytest.raises(
        ModelRefusedError, match=r"a probability of .* lies beyond its end at 25\.55"
    ):
        exact_distribution(layer, {}, step=0.05, size=512)


def test_a_lattice_too_coarse_says_what_it_adds(layer):
    with pytest.raises(ModelRefusedError, match=r"losses between its points add 0\.\d"):
        exact_distribution(layer, {}, step=5.0, size=512)


@pytest.mark.parametrize("given", [{"step": 0.02}, {"size": 5000}])
def test_what_is_not_given_is_fitted(layer, given):
    found = exact_distribution(layer, {}, **given)
    assert given.items() <= found.total.lattice._asdict().items()
    right = exact_distribution(layer, {}).total.tail_value_at_risk(0.99)
    assert found.total.tail_value_at_risk(0.99) == pytest.approx(right, rel=1e-6)


@pytest.mark.parametrize(
    "lattice", [{"step": 0.0}, {"step": -1.0}, {"step": np.inf}, {"size": 3}, {"coarseness": 0.0}]
)
def test_a_lattice_that_is_none_is_bad_usage(layer, lattice):
    with pytest.raises(UsageError, match="found"):
        exact_distribution(layer, {}, **lattice)


def test_no_line_is_bad_usage():
    with pytest.raises(UsageError, match="at least one line"):
        exact_distribution([], {})


def test_single_amounts_lie_on_points(line):
    lines = [
        line(Poisson(mean=3.0), Constant(value=7.5), name="s.a"),
        line(Poisson(mean=2.0), Constant(value=12.0), name="s.b"),
    ]
    lattice = exact_distribution(lines, {}).total.lattice
    assert lattice.step == pytest.approx(1.5)


def test_limits_lie_on_points(line):
    found = exact_distribution([line(Poisson(mean=0.5), Uniform(low=0.0, high=9.0), limit=4.2)], {})
    point = 4.2 / found.total.lattice.step
    assert point == pytest.approx(round(point), abs=1e-6)
    assert found.total.atoms[round(point)] > 0.1


def test_common_measures():
    assert common_measure([7.5, 12.0]) == pytest.approx(1.5)
    assert common_measure([0.1, 0.25, 3.0]) == pytest.approx(0.05)
    assert common_measure([4.0]) == 4.0


@pytest.mark.parametrize("alpha", [1.05, 1.3, 2.0])
def test_a_heavy_tail_keeps_its_body(line, alpha):
    # one certain loss above 1: VaR = v^(-1/a)
    total = exact_distribution([line(Fixed(count=1), Pareto(minimum=1.0, alpha=alpha))], {}).total
    assert total.lattice.size <= LONGEST
    for p in (0.9, 0.99, 0.999):
        value = (1.0 - p) ** (-1.0 / alpha)
        assert total.value_at_risk(p) == pytest.approx(value, rel=2e-4)
        beyond = value * alpha / (alpha - 1.0)
        assert total.tail_value_at_risk(p) == pytest.approx(beyond, rel=1e-4)


def test_rare_and_frequent_losses_of_very_different_size(line):
    lines = [
        line(Poisson(mean=300.0), Uniform(low=0.0, high=10.0), name="s.small"),
        line(Poisson(mean=0.02), Uniform(low=1e5, high=5e5), name="s.large"),
    ]
    book = exact_distribution(lines, {})
    # nine in ten years are small ones: mean 1,500, variance 300 x 100 / 3
    assert book.total.value_at_risk(0.5) == pytest.approx(1500.0, rel=0.01)
    assert book.total.cdf(2500.0) == pytest.approx(np.exp(-0.02), rel=1e-4)
    assert book.co_tail_value_at_risk(0.99)[0] == pytest.approx(1500.0, rel=1e-3)


def test_a_lattice_with_too_few_points_below_the_lowest_level_is_refused(line):
    book = [
        line(Poisson(mean=1.0), Uniform(low=0.0, high=2.0), name="s.a"),
        line(Poisson(mean=1e-3), Uniform(low=0.0, high=1e5), name="s.b"),
    ]
    message = "there are only .* points below .*, the amount at the level 0.9"
    with pytest.raises(ModelRefusedError, match=message) as refusal:
        exact_distribution(book, {}, step=0.5, size=1 << 18)
    found = exact_distribution(book, {}, **enough(str(refusal.value)))
    alone = exact_distribution(book[:1], {})
    known = alone.total.value_at_risk(0.9 * np.exp(1e-3))
    assert found.total.value_at_risk(0.9) == pytest.approx(known, rel=1e-3)


def test_losses_that_no_lattice_holds_are_refused(line, losses):
    endless = [line(Fixed(count=1), losses.lomax(0.3, 1.0), limit=1e18)]
    with pytest.raises(ModelRefusedError, match="no lattice of at most 1048576 points"):
        exact_distribution(endless, {})


def test_a_level_at_which_there_is_mostly_nothing_decides_nothing(line):
    # P(S > 0) is little above a tenth, so that the amount at 0.9 is next to nothing
    book = [line(Poisson(mean=0.1054), Uniform(low=0.0, high=10.0))]
    total = exact_distribution(book, {}).total
    assert total.lattice.size < 10_000
    assert 0.0 < total.value_at_risk(0.9) < 0.01


def test_a_coarser_answer_has_fewer_points_and_the_same_quantiles(line):
    rare = [line(Poisson(mean=0.9), Lognormal(mean=2.0, cv=3.0), limit=200.0)]
    fine, coarse = (exact_distribution(rare, {}, coarseness=c).total for c in (2e-4, 8e-4))
    assert coarse.density.size < 0.7 * fine.density.size
    for p in (0.75, 0.9, 0.99, 0.995):
        assert coarse.value_at_risk(p) == pytest.approx(fine.value_at_risk(p), rel=1e-4)
