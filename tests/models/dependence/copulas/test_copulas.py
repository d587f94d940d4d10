"""What every copula promises of its numbers; a new kind needs one case here."""

import math

import numpy as np
import pytest
from pydantic import ValidationError
from scipy import stats

from coinsure.models.dependence.copulas import COPULAS, Gaussian, T

PAIR = (("a", "b", 0.5),)
CASES = {
    "gaussian": lambda **given: Gaussian(correlation=PAIR, **given),
    "t": lambda df=4.0, **given: T(df=df, correlation=PAIR, **given),
}
RHO = (-0.9, -0.3, 0.0, 0.6, 0.99)

every_kind = pytest.mark.parametrize("kind", CASES)


def test_every_registered_kind_has_a_case():
    assert set(CASES) == set(COPULAS)
    assert all(CASES[kind]().kind == kind for kind in COPULAS)


@every_kind
@pytest.mark.parametrize("measure", ["pearson", "spearman", "kendall"])
def test_a_measure_and_the_correlation_of_the_scores_lead_back_to_each_other(kind, measure):
    copula = CASES[kind](measure=measure)
    for rho in RHO:
        assert copula.score_correlation(copula.measured(rho)) == pytest.approx(rho, abs=1e-9)
    for end in (-1.0, 1.0):
        assert copula.score_correlation(end) == pytest.approx(end, abs=1e-9)


@every_kind
def test_kendalls_tau_is_the_closed_form_of_elliptical_copulas(kind):
    # reference: copula_closed_forms.json, gauss_tau for correlation 0.6
    assert CASES[kind](measure="kendall").measured(0.6) == pytest.approx(0.4096655293982669)
    assert CASES[kind](measure="kendall").score_correlation(0.5) == pytest.approx(
        math.sqrt(0.5), abs=1e-15
    )


def test_spearman_of_the_gaussian_copula_is_the_closed_form():
    # reference: copula_closed_forms.json, gauss_spearman for correlation 0.6
    assert CASES["gaussian"]().spearman(0.6) == pytest.approx(0.5819201041240698)
    assert CASES["gaussian"](measure="spearman").score_correlation(0.5) == pytest.approx(
        2.0 * math.sin(math.pi / 12.0)
    )


def test_spearman_of_the_t_copula_is_twelve_times_the_mean_product_of_ranks_less_three():
    # rho_S = 12 E[U V] - 3; given X = x, Y is rho x + a multiple of a t with one more degree
    df, rho = 4.0, 0.6
    t, given = stats.t(df), stats.t(df + 1.0)
    place, weight = np.polynomial.legendre.leggauss(300)
    u, weight = 0.5 + 0.5 * place, 0.5 * weight
    x = t.ppf(u)[:, None]
    spread = np.sqrt((df + x * x) * (1.0 - rho * rho) / (df + 1.0))
    v = t.cdf(rho * x + spread * given.ppf(u))
    exact = 12.0 * float((weight * u) @ v @ weight) - 3.0
    assert CASES["t"](df=df).spearman(rho) == pytest.approx(exact, abs=1e-4)


def test_the_t_copula_tends_to_the_gaussian_one():
    far = CASES["t"](df=1000.0)
    assert far.spearman(0.6) == pytest.approx(CASES["gaussian"]().spearman(0.6), abs=1e-3)
    assert far.tail_dependence(0.5) < 1e-9


@pytest.mark.parametrize(
    ("df", "expected"),
    [
        # reference: t_copula_tail_dependence.json, correlations -0.5, 0, 0.5, 0.9
        (2.0, (0.0576688856224373, 0.18169011381620936, 0.3910022189557705, 0.7176856442107861)),
        (4.0, (0.011724811003954639, 0.07558681842161241, 0.2531699951003227, 0.6298118711924645)),
    ],
)
def test_tail_dependence_of_the_t_copula_is_the_closed_form(df, expected):
    copula = CASES["t"](df=df)
    found = [copula.tail_dependence(rho) for rho in (-0.5, 0.0, 0.5, 0.9)]
    assert found == pytest.approx(expected, abs=1e-12)
    assert copula.tail_dependence(1.0) == 1.0
    assert copula.tail_dependence(-1.0) == 0.0


def test_the_gaussian_copula_has_no_tail_dependence():
    assert [CASES["gaussian"]().tail_dependence(rho) for rho in (-0.5, 0.9, 1.0)] == [0.0, 0.0, 1.0]


def test_names_come_in_the_order_of_the_pairs():
    copula = Gaussian(correlation=[["c", "a", 0.1], ["a", "b", 0.2]])
    assert copula.names == ("c", "a", "b")


@every_kind
@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        ([("a", "a", 1.0)], "a with itself"),
        ([("a", "b", 0.1), ("b", "a", 0.1)], "b and a twice"),
        ([], "would be ignored"),
        ([("a", "b", np.nextafter(1.0, 2.0))], "less than or equal to 1"),
    ],
)
def test_pairs_that_make_no_sense_are_refused(kind, pairs, words):
    given = {"df": 3.0} if kind == "t" else {}
    with pytest.raises(ValidationError, match=words):
        COPULAS[kind](correlation=pairs, **given)
