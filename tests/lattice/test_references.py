"""The exact route against figures published elsewhere, closed forms and another program.

Every figure is of a source outside this package, named where it stands.
"""

import numpy as np
import pytest
from scipy import special

from coinsure.lattice import CountTable, exact_distribution, exact_moments
from coinsure.lattice.counts import Cumulants, NegativeBinomialCount, compound_cumulants
from coinsure.models.frequency import Fixed, NegativeBinomial, Poisson
from coinsure.models.severity import Lognormal, Uniform

LEVELS = (0.9, 0.99, 0.995)

# Four lines, counts Poisson, lognormal losses, a layer per occurrence: FFT on a lattice of 2^-12
# with 2^22 points, checked by mynl/aggregate 1.11.0 to 8e-6 for VaR and 1.3e-7 for the rest.
W1 = {  # mean count, mean and cv of a loss, limit, deductible
    "L1": (8, 2.0, 3.0, 20.0, 0.1),
    "L2": (40, 0.3, 2.0, 3.0, 0.01),
    "L3": (15, 1.0, 2.5, 10.0, 0.05),
    "L4": (5, 6.0, 4.0, 60.0, 0.5),
}
W1_MEAN = (13.491362418215177, 11.03788471030414, 13.093639817485585, 22.97455320658421)
W1_CV = (0.7624648744441848, 0.29687548848602485, 0.527913830692097, 1.0685696263076072)
W1_SKEWNESS = (1.3233103344291772, 0.5481347852460929, 0.9397674673328682, 1.761539396086249)
W1_VAR = (
    (27.825538669715296, 46.338874966006976, 51.2597466580179),
    (15.401325346543285, 19.917804236539425, 21.08753296369352),
    (22.496887186016263, 33.54779348216344, 36.491354283831846),
    (60.90259753072634, 107.06130767836535, 122.15331161996454),
)
W1_TVAR = (
    (35.91819868636535, 53.31370161148351, 58.09851477367422),
    (17.418644749132604, 21.54163589108195, 22.642594789884885),
    (27.40870932384918, 37.65969551000731, 40.45776046301468),
    (80.08336243430075, 126.76510529663034, 139.4335370475949),
)
W1_CO_TVAR = (
    (18.642946141602618, 20.584194927696288, 21.02212601333623),
    (11.48158601913615, 11.568955409377336, 11.609501594001163),
    (15.19747599509319, 15.736816088154862, 15.9375262416741),
    (75.99441837974093, 121.00854217101097, 133.53549342326977),
)
W1_TOTAL_VAR = (99.31896503148216, 149.37035898447053, 163.45742419723052)
W1_TOTAL_TVAR = (121.31642662580587, 168.89850852261085, 182.10464727012084)


@pytest.fixture(scope="module")
def w1_lines(line):
    return [
        line(
            Poisson(mean=float(mean)),
            Lognormal(mean=amount, cv=cv),
            name=f"w1.{name}",
            deductible=deductible,
            limit=limit,
        )
        for name, (mean, amount, cv, limit, deductible) in W1.items()
    ]


@pytest.fixture(scope="module")
def w1(w1_lines):
    return exact_distribution(w1_lines, {})


def test_the_total_of_w1_is_the_reference(w1):
    var = [w1.total.value_at_risk(p) for p in LEVELS]
    tvar = [w1.total.tail_value_at_risk(p) for p in LEVELS]
    assert var == pytest.approx(W1_TOTAL_VAR, rel=1e-6)
    assert tvar == pytest.approx(W1_TOTAL_TVAR, rel=1e-6)


@pytest.mark.parametrize("number", range(3))
def test_the_part_of_every_line_of_w1_is_the_reference(w1, number):
    parts = w1.co_tail_value_at_risk(LEVELS[number])
    assert parts == pytest.approx([line[number] for line in W1_CO_TVAR], rel=1e-6)
    assert parts.sum() == pytest.approx(w1.total.tail_value_at_risk(LEVELS[number]), rel=1e-9)


@pytest.mark.parametrize("number", range(4))
def test_every_line_of_w1_alone_is_the_reference(w1_lines, number):
    alone = exact_distribution([w1_lines[number]], {})
    assert alone.means == pytest.approx([W1_MEAN[number]], rel=1e-9)
    var = [alone.total.value_at_risk(p) for p in LEVELS]
    tvar = [alone.total.tail_value_at_risk(p) for p in LEVELS]
    assert var == pytest.approx(W1_VAR[number], rel=1e-5)  # theirs is read off a cell of 2^-12
    assert tvar == pytest.approx(W1_TVAR[number], rel=1e-6)


@pytest.mark.parametrize("number", range(4))
def test_moments_of_w1_are_the_reference(w1_lines, number):
    found = exact_moments([w1_lines[number]], {})
    assert found.mean == pytest.approx(W1_MEAN[number], rel=1e-9)
    assert found.standard_deviation / found.mean == pytest.approx(W1_CV[number], rel=1e-9)
    assert found.skewness == pytest.approx(W1_SKEWNESS[number], rel=1e-8)


def test_poisson_sums_of_exponentials_have_the_bessel_distribution(line, losses):
    # f(x) = exp(-n - x / m) sqrt(n / (m x)) I1(2 sqrt(n x / m)); Feller, volume II. The figures
    # are its integral and their roots, for n = 5 losses of mean m = 2.
    total = exact_distribution([line(Poisson(mean=5.0), losses.gamma(1.0, 2.0))], {}).total
    levels = (0.9, 0.95, 0.99, 0.995, 0.999)
    var = (18.55113341733215, 21.86830006841691, 28.808758659357466, 31.583489998145303)
    tvar = (23.096931836498566, 26.151914837454505, 32.70556204008495, 35.365624548974615)
    found_var = [total.value_at_risk(p) for p in levels]
    found_tvar = [total.tail_value_at_risk(p) for p in levels]
    assert found_var == pytest.approx([*var, 37.70013662329183], rel=1e-6)
    assert found_tvar == pytest.approx([*tvar, 41.280676528096926], rel=1e-6)
    assert total.cdf(12.0) == pytest.approx(0.6755496200542127, abs=1e-7)
    assert total.cdf(0.0) == pytest.approx(np.exp(-5.0), rel=1e-9)


def test_geometric_sums_of_exponentials_are_exponential(line, losses):
    # P(S > x) = b / (1 + b) exp(-x / (m (1 + b))), Loss Models, example 9.7, with b = 3, m = 100.
    frequency = NegativeBinomial(mean=3.0, dispersion=4.0)
    total = exact_distribution([line(frequency, losses.gamma(1.0, 100.0))], {}).total
    levels = (0.9, 0.99, 0.995, 0.999)
    var = (805.961208216906, 1726.9952454145237, 2004.2541176385018, 2648.029282612142)
    assert [total.value_at_risk(p) for p in levels] == pytest.approx(var, rel=1e-6)
    tvar = [value + 400.0 for value in var]
    assert [total.tail_value_at_risk(p) for p in levels] == pytest.approx(tvar, rel=1e-6)
    amounts = np.array([50.0, 500.0, 5000.0])
    assert total.survival(amounts) == pytest.approx(0.75 * np.exp(-amounts / 400.0), abs=1e-8)


def test_cumulants_of_a_negative_binomial_sum():
    # r = 4, b = 2.5: r b m; r b (v + (1 + b) m^2); by hand from the cumulants of Loss Models, 9.3.
    count = NegativeBinomialCount(mean=10.0, dispersion=3.5).cumulants()
    assert count == pytest.approx((10.0, 35.0, 210.0))
    found = compound_cumulants(count, Cumulants(3.0, 4.0, 6.0))
    assert found == pytest.approx((30.0, 355.0, 6990.0))


def test_a_budget_for_one_or_two_losses(line, losses):
    # Loss Data Analytics, example 5.3.2.
    count = CountTable(np.array([0.0, 0.8, 0.2]))
    book = [line(count, losses.points((0.0, 100.0, 1000.0), (0.2, 0.7, 0.1)))]
    found = exact_moments(book, {})
    assert found.mean == pytest.approx(204.0, abs=1e-9)
    assert found.variance == pytest.approx(98_344.0, abs=1e-6)
    total = exact_distribution(book, {}).total
    # by hand: 0.8 x 0.2 + 0.2 x 0.04; and two losses of 1000
    assert total.cdf(0.0) == pytest.approx(0.168, abs=1e-12)
    assert total.survival(1999.0) == pytest.approx(0.2 * 0.01, abs=1e-12)


def test_geometric_sums_of_a_die_with_four_sides(line, losses):
    # Loss Data Analytics, example 5.3.3.
    die = losses.points((1.0, 2.0, 3.0, 4.0), (0.25,) * 4)
    total = exact_distribution([line(NegativeBinomial(mean=4.0, dispersion=5.0), die)], {}).total
    assert total.cdf(3.0) == pytest.approx(0.3456, abs=1e-9)


def test_poisson_sums_of_uniform_losses(line):
    # Loss Data Analytics, example 5.3.5; the tail by a plain FFT, which has its own step in it.
    book = [line(Poisson(mean=25.0), Uniform(low=5.0, high=95.0))]
    found = exact_moments(book, {})
    assert found.mean == pytest.approx(1250.0)
    assert found.variance == pytest.approx(79_375.0)
    total = exact_distribution(book, {}).total
    assert total.survival(2000.0) == pytest.approx(0.00698388, abs=1e-7)


def test_a_deductible_after_a_trend(line, losses):
    # Loss Data Analytics, example 5.5.6: losses 40 to 200, x 1.5 a year later, deductible 100.
    trended = losses.points((60.0, 120.0, 180.0, 300.0), (0.25,) * 4)
    frequency = NegativeBinomial(mean=300.0, dispersion=800.0 / 300.0)
    found = exact_moments([line(frequency, trended, deductible=100.0)], {})
    assert found.mean == pytest.approx(22_500.0)
    assert found.variance == pytest.approx(6_322_500.0)


def test_an_exponential_loss_with_a_deductible(line, losses):
    # Loss Data Analytics, example 5.5.7: 1,941; in full 20 x 0.8 x 200 exp(-1/2).
    book = [line(Poisson(mean=16.0), losses.gamma(1.0, 200.0), deductible=100.0)]
    assert exact_moments(book, {}).mean == pytest.approx(1940.8981, abs=1e-3)


def test_a_higher_deductible_lets_fewer_losses_through(line, losses):
    # Loss Data Analytics, example 5.5.2: 0.4 claims above 30 are 0.1075 above 100.
    lomax = losses.lomax(4.0, 150.0)
    rate = 0.4 / float(lomax.survival(30.0))
    found = exact_moments([line(Poisson(mean=rate), lomax, deductible=100.0)], {})
    assert found.losses == pytest.approx(0.1075, abs=5e-5)


def test_claims_of_a_layer_above_a_high_retention(line):
    # Inputs of Bahnemann (2015), CAS Monograph 2, example 5.13; figures in closed form.
    book = [
        line(Poisson(mean=15.0), Lognormal(mu=5.9809, sigma=1.8), deductible=3000.0, limit=5000.0)
    ]
    found = exact_moments(book, {})
    assert found.losses == pytest.approx(1.9535923221305636, rel=1e-9)
    assert found.mean == pytest.approx(5785.254117279861, rel=1e-9)


@pytest.mark.parametrize(
    ("deductible", "limit", "mean", "tolerance"),
    [(5.0, 20.0, 3.51, 0.005), (2.0, 50.0, 12.08995159320356, 6e-4)],
)
def test_layers_of_gamma_losses(line, losses, deductible, limit, mean, tolerance):
    # Pittarello, Luini & Marchione (2024), GEMAct: 20 xs 5, and 50 xs 2 of its tests.
    book = [line(Poisson(mean=4.0), losses.gamma(5.0, 1.0), deductible=deductible, limit=limit)]
    assert exact_moments(book, {}).mean == pytest.approx(mean, abs=tolerance)


def test_parts_of_a_gamma_total_of_one_scale_follow_the_shapes(line, losses):
    # Furman & Landsman (2005), Insurance: Mathematics and Economics 37.
    once = Fixed(count=1)
    shapes = (2.0, 3.0, 5.0)
    lines = [line(once, losses.gamma(shape, 10.0), name=f"s.{shape:g}") for shape in shapes]
    book = exact_distribution(lines, {})
    assert book.total.value_at_risk(0.99) == pytest.approx(187.83117393312534, rel=1e-6)
    assert book.total.tail_value_at_risk(0.99) == pytest.approx(204.8357625595149, rel=1e-6)
    parts = (40.96715251190298, 61.45072876785447, 102.41788127975744)
    assert book.co_tail_value_at_risk(0.99) == pytest.approx(parts, rel=1e-6)


def test_the_part_of_an_exponential_in_the_sum_of_two(line, losses):
    # Denuit & Dhaene (2012): E[X1 | S = s] = 1 / d - s exp(-d s) / (1 - exp(-d s)), d = 1 - 1/3.
    once = Fixed(count=1)
    lines = [line(once, losses.gamma(1.0, mean), name=f"s.{mean:g}") for mean in (1.0, 3.0)]
    book = exact_distribution(lines, {}, step=0.0125, size=4096)
    point = 400  # 5.0
    found = book.by_line[:, point] / book.total.density[point]
    assert found == pytest.approx((1.3150314670498222, 3.684968532950178), rel=1e-5)


def test_a_sum_of_gamma_losses_is_gamma(line, losses):
    # three losses of shape 0.4: gamma with shape 1.2
    total = exact_distribution([line(Fixed(count=3), losses.gamma(0.4, 5.0))], {}).total
    for p in (0.5, 0.9, 0.99, 0.999):
        value = 5.0 * special.gammaincinv(1.2, p)
        assert total.value_at_risk(p) == pytest.approx(value, rel=2e-5)
        beyond = 6.0 * special.gammaincc(2.2, value / 5.0) / (1.0 - p)
        assert total.tail_value_at_risk(p) == pytest.approx(beyond, rel=1e-6)
