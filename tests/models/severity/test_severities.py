"""What every severity promises; a new kind needs one case here."""

import itertools
import math
from typing import get_args

import numpy as np
import pytest
from pydantic import TypeAdapter
from scipy import integrate, stats

from coinsure.models.severity import (
    SEVERITIES,
    Beta,
    Burr,
    Constant,
    Empirical,
    Exponential,
    GammaLoss,
    GeneralisedPareto,
    LogLogistic,
    Lognormal,
    Mbbefd,
    Mixture,
    MixturePart,
    Pareto,
    ParetoII,
    SeveritySpec,
    Shifted,
    Spliced,
    Truncated,
    Uniform,
    Weibull,
)

CASES = {
    "beta": Beta(alpha=1.5, beta=2.5),
    "burr": Burr(theta=30.0, alpha=1.7, gamma=1.4),
    "exponential": Exponential(mean=4.0),
    "gamma": GammaLoss(mean=12.0, cv=1.5),
    "generalised_pareto": GeneralisedPareto(threshold=10.0, sigma=5.0, xi=0.4),
    "log_logistic": LogLogistic(median=8.0, shape=2.2),
    "pareto_ii": ParetoII(theta=20.0, alpha=2.5),
    "weibull": Weibull(mean=3.0, shape=0.6),
    "empirical": Empirical(amounts=(3.0, 8.0, 1.0, 8.0), weights=(0.5, 1.0, 0.25, 0.5)),
    "mbbefd": Mbbefd(g=20.0, b=3.0),
    "mixture": Mixture(
        parts=(
            MixturePart(weight=0.6, severity=Exponential(mean=2.0)),
            MixturePart(weight=0.25, severity=Constant(value=5.0)),
            MixturePart(weight=0.15, severity=Pareto(minimum=8.0, alpha=2.2)),
        )
    ),
    "shifted": Shifted(severity=GammaLoss(mean=3.0, shape=2.0), by=1.5),
    "spliced": Spliced(body=Lognormal(mean=2.0, cv=1.0), threshold=4.0, alpha=1.8, above=0.2),
    "truncated": Truncated(severity=Pareto(minimum=50.0, alpha=1.2), upper=1_000.0),
    "mbbefd of Swiss Re": Mbbefd(c=4.0, scale=500.0),
    "mbbefd by its mean": Mbbefd(mean=0.2, total_loss=0.03),
    "mbbefd with a random value": Mbbefd(c=3.0, scale=Lognormal(mean=15.0, cv=0.6)),
    "lognormal between two ends": Truncated(
        severity=Lognormal(median=2.0, sigma=1.2), lower=1.0, upper=30.0
    ),
    "exponential above an end": Truncated(severity=Exponential(mean=5.0), lower=2.0),
    "two clouds": Mixture(
        parts=(
            MixturePart(weight=0.7, severity=Uniform(low=1.0, high=2.0)),
            MixturePart(weight=0.3, severity=Beta(alpha=2.0, beta=3.0, scale=100.0)),
        )
    ),
    "spliced without a jump": Spliced(body=Lognormal(mean=2.0, cv=1.0), threshold=4.0),
    "spliced of single losses": Spliced(
        body=Empirical(amounts=(1.0, 2.0, 5.0)), threshold=5.0, alpha=2.5, above=0.1
    ),
    "ratios seen, of a random value": Empirical(
        amounts=(0.02, 0.1, 0.1, 0.3, 1.0), scale=Lognormal(mean=10.0, cv=0.5)
    ),
    "beta of values seen": Beta(
        alpha=1.5, beta=2.0, scale=Empirical(amounts=(5.0, 12.0, 40.0), weights=(3.0, 2.0, 1.0))
    ),
    "gamma by its shape": GammaLoss(mean=12.0, shape=3.0),
    "beta by its cv": Beta(mean=0.25, cv=0.8),
    "pareto_ii by its cv": ParetoII(mean=10.0, cv=2.0),
    "weibull by its cv": Weibull(mean=3.0, cv=1.0),
    "burr without a mean": Burr(theta=30.0, alpha=0.5, gamma=1.4),
    "log-logistic without a mean": LogLogistic(median=8.0, shape=0.9),
    "generalised Pareto with an end": GeneralisedPareto(threshold=2.0, sigma=5.0, xi=-0.3),
    "generalised Pareto, exponential": GeneralisedPareto(sigma=5.0, xi=0.0),
    "weibull with a lognormal value": Weibull(
        mean=0.1, shape=1.5, scale=Lognormal(mean=10.0, cv=0.3)
    ),
    "constant": Constant(value=7.0),
    "lognormal": Lognormal(mean=2.0, cv=3.0),
    "pareto": Pareto(minimum=50.0, alpha=1.2),
    "uniform": Uniform(low=1_500.0, high=5_000.0),
    "beta with a value": Beta(alpha=0.7, beta=8.0, scale=200_000.0),
    "beta with a random value": Beta(alpha=1.5, beta=1.5, scale=Lognormal(mean=15.0, sigma=0.8)),
    "uniform with a uniform value": Uniform(
        low=0.2, high=1.0, scale=Uniform(low=5.0, high=30.0, scale=2.0)
    ),
    "pareto with a lognormal value": Pareto(
        minimum=0.1, alpha=2.5, scale=Lognormal(mean=10.0, cv=0.3)
    ),
    "constant share of a pareto value": Constant(value=0.9, scale=Pareto(minimum=1.0, alpha=2.0)),
}
SCIPY = {
    "burr": stats.burr12(c=1.4, d=1.7, scale=30.0),
    "exponential": stats.expon(scale=4.0),
    "gamma": stats.gamma(1.5**-2, scale=12.0 * 1.5**2),
    "gamma by its shape": stats.gamma(3.0, scale=4.0),
    # 0.75 / (0.25 x 0.64) - 1 = 3.6875, of which a quarter; 2 x 4 / 3, 10 x 5 / 3
    "beta by its cv": stats.beta(0.25 * 3.6875, 0.75 * 3.6875),
    "pareto_ii by its cv": stats.lomax(8.0 / 3.0, scale=50.0 / 3.0),
    "weibull by its cv": stats.expon(scale=3.0),
    "generalised_pareto": stats.genpareto(0.4, loc=10.0, scale=5.0),
    "generalised Pareto with an end": stats.genpareto(-0.3, loc=2.0, scale=5.0),
    "generalised Pareto, exponential": stats.expon(scale=5.0),
    "log_logistic": stats.fisk(2.2, scale=8.0),
    "pareto_ii": stats.lomax(2.5, scale=20.0),
    "weibull": stats.weibull_min(0.6, scale=3.0 / math.gamma(1.0 + 1.0 / 0.6)),
    "beta": stats.beta(1.5, 2.5),
    "lognormal": stats.lognorm(s=math.sqrt(math.log(10.0)), scale=2.0 / math.sqrt(10.0)),
    "pareto": stats.pareto(1.2, scale=50.0),
    "uniform": stats.uniform(1_500.0, 3_500.0),
    "shifted": stats.gamma(2.0, loc=1.5, scale=1.5),
    "truncated": stats.truncpareto(1.2, 20.0, scale=50.0),
    "exponential above an end": stats.expon(loc=2.0, scale=5.0),
    "beta with a value": stats.beta(0.7, 8.0, scale=200_000.0),
}
INNER = np.linspace(0.001, 0.999, 41)
TAIL = 10.0 ** -np.arange(1.0, 14.0)

every_case = pytest.mark.parametrize("severity", CASES.values(), ids=CASES.keys())


def test_every_registered_kind_has_a_case():
    assert set(SEVERITIES) <= set(CASES)
    for kind, severity_class in SEVERITIES.items():
        assert type(CASES[kind]) is severity_class
        assert CASES[kind].kind == kind


def test_the_union_holds_every_registered_kind():
    union = get_args(get_args(SeveritySpec)[0])
    assert set(union) == set(SEVERITIES.values())


@every_case
def test_quantile_rises(severity):
    quantiles = np.concatenate(
        [
            severity.quantile(TAIL[::-1]),
            severity.quantile(INNER[5:-5]),
            severity.quantile_of_survival(TAIL),
        ]
    )
    assert np.all(np.diff(quantiles) >= 0.0)


@every_case
def test_cdf_at_the_quantile_is_the_probability(severity):
    x = severity.quantile(INNER)
    assert np.all(severity.cdf(x * (1.0 + 1e-9)) >= INNER - 1e-12)
    assert np.all(severity.cdf(x * (1.0 - 1e-9)) <= INNER + 1e-12)


@every_case
def test_cdf_and_survival_add_up_to_one(severity):
    x = severity.quantile(INNER) * 1.01
    np.testing.assert_allclose(severity.cdf(x) + severity.survival(x), 1.0, atol=1e-9)


@every_case
def test_quantile_of_survival_is_the_quantile_of_the_complement(severity):
    np.testing.assert_allclose(
        severity.quantile_of_survival(INNER), severity.quantile(1.0 - INNER), rtol=1e-9
    )


@every_case
def test_quantile_of_survival_is_accurate_far_in_the_tail(severity):
    x = severity.quantile_of_survival(TAIL)
    low, high = severity.support()
    if low < high:
        near_the_end = x > high * (1.0 - 1e-5)  # there x itself cannot say more
        survival = severity.survival(x[~near_the_end])
        np.testing.assert_allclose(survival, TAIL[~near_the_end], rtol=1e-9)


@every_case
def test_quantile_is_accurate_far_in_the_lower_tail(severity):
    x = severity.quantile(TAIL)
    low, _ = severity.support()
    above_the_end = x > low * (1.0 + 1e-5)
    if severity.support()[1] > low:
        np.testing.assert_allclose(severity.cdf(x[above_the_end]), TAIL[above_the_end], rtol=1e-9)


@every_case
def test_quantiles_end_at_the_support(severity):
    low, high = severity.support()
    assert severity.quantile(0.0) == severity.quantile_of_survival(1.0) == low
    assert severity.quantile(1.0) == severity.quantile_of_survival(0.0) == high


@every_case
def test_nothing_lies_outside_the_support(severity):
    low, high = severity.support()
    assert severity.cdf(-1.0) == 0.0
    assert severity.survival(-1.0) == 1.0
    assert severity.cdf(0.5 * low) == 0.0
    if math.isfinite(high):
        assert severity.survival(2.0 * high) == 0.0
        assert severity.cdf(2.0 * high) == 1.0


@every_case
def test_mean_without_a_limit_is_the_mean(severity):
    assert severity.limited_mean(np.inf) == pytest.approx(severity.expected(), rel=1e-10)


@every_case
def test_limited_mean_is_the_integral_of_the_survival(severity):
    for limit in severity.quantile(np.array([0.05, 0.5, 0.9, 0.999])):
        low, high = severity.support()
        kinks = sorted({x for x in (low, high, *severity.breaks()) if 0.0 < x < limit})
        edges = [0.0, *kinks, limit]
        pieces = [
            integrate.quad(lambda x: float(severity.survival(x)), a, b, epsabs=0.0, epsrel=1e-8)[0]
            for a, b in itertools.pairwise(edges)
        ]
        assert severity.limited_mean(limit) == pytest.approx(sum(pieces), rel=1e-6)


@every_case
def test_limited_mean_of_a_limit_below_the_smallest_loss_is_the_limit(severity):
    tiny = 1e-12 * float(severity.quantile(0.5))
    assert severity.limited_mean(tiny) == pytest.approx(tiny, rel=1e-4)
    assert severity.limited_mean(0.0) == 0.0


@every_case
def test_a_scale_multiplies_every_loss(severity):
    if severity.scale is None:
        scaled = severity.model_copy(update={"scale": 4.0})
        np.testing.assert_allclose(scaled.quantile(INNER), 4.0 * severity.quantile(INNER))
        x = severity.quantile(0.4)
        assert scaled.expected() == pytest.approx(4.0 * severity.expected())
        assert scaled.limited_mean(4.0 * x) == pytest.approx(4.0 * severity.limited_mean(x))


@every_case
def test_arrays_keep_their_shape(severity):
    u = np.array([[0.1, 0.5, 0.9], [0.2, 0.6, 0.95]])
    x = severity.quantile(u)
    for answer in (x, severity.quantile_of_survival(u), severity.cdf(x), severity.survival(x)):
        assert answer.shape == (2, 3)
    assert severity.limited_mean(x).shape == (2, 3)
    assert np.ndim(severity.quantile(0.5)) == 0
    assert x[1, 1] == pytest.approx(float(severity.quantile(0.6)), rel=1e-9)


@every_case
def test_a_table_of_a_scenario_gives_the_same_severity(severity):
    table = severity.model_dump(exclude_none=True)
    assert TypeAdapter(SeveritySpec).validate_python(table) == severity


@pytest.mark.parametrize("name", SCIPY)
def test_agrees_with_scipy(name):
    severity, opponent = CASES[name], SCIPY[name]
    x = opponent.ppf(INNER)
    np.testing.assert_allclose(severity.quantile(INNER), x, rtol=1e-11)
    np.testing.assert_allclose(severity.cdf(x), opponent.cdf(x), rtol=1e-11)
    np.testing.assert_allclose(severity.survival(x), opponent.sf(x), rtol=1e-11)
    np.testing.assert_allclose(severity.quantile_of_survival(TAIL), opponent.isf(TAIL), rtol=1e-9)
    assert severity.expected() == pytest.approx(opponent.mean(), rel=1e-12)


def test_the_json_schema_can_be_produced_although_a_scale_is_a_severity():
    schema = TypeAdapter(SeveritySpec).json_schema()
    assert set(schema["$defs"]) == {"MixturePart"} | {cls.__name__ for cls in SEVERITIES.values()}
    assert schema["$defs"]["Beta"]["properties"]["alpha"]["description"].startswith("First shape")


def test_an_unknown_kind_is_answered_with_the_kinds_there_are():
    kinds = ", ".join(f"'{kind}'" for kind in SEVERITIES)
    with pytest.raises(ValueError, match=kinds):
        TypeAdapter(SeveritySpec).validate_python({"kind": "betta", "alpha": 1.0})


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("lognormal", math.inf),
        ("pareto", 1.2),
        ("pareto_ii", 2.5),
        ("generalised_pareto", 2.5),
        ("generalised Pareto with an end", math.inf),
        ("burr", 1.7 * 1.4),
        ("log_logistic", 2.2),
        ("constant share of a pareto value", 2.0),
        ("pareto with a lognormal value", 2.5),
        ("mixture", 2.2),
        ("spliced", 1.8),
        ("truncated", math.inf),
        ("empirical", math.inf),
    ],
)
def test_the_tail_index_says_which_moments_exist(name, index):
    assert CASES[name].tail_index() == pytest.approx(index)


def test_a_gamma_takes_one_of_shape_and_cv():
    for options in ({}, {"shape": 2.0, "cv": 0.5}):
        with pytest.raises(ValueError, match="exactly one of shape and cv"):
            GammaLoss(mean=1.0, **options)


@pytest.mark.parametrize("cv", [0.05, 0.4, 1.7, 12.0])
def test_a_cv_is_that_of_scipy(cv):
    known = Weibull(mean=2.0, cv=cv)
    spread = stats.weibull_min(known.form)
    assert spread.std() / spread.mean() == pytest.approx(cv, rel=1e-9)


@pytest.mark.parametrize(
    ("make", "fields", "words"),
    [
        (Beta, {"alpha": 1.0}, "alpha and beta, or mean and cv"),
        (Beta, {"mean": 0.2, "cv": 2.0}, "cv below 2"),
        (ParetoII, {"mean": 1.0, "cv": 1.0}, "greater than 1"),
        (ParetoII, {"mean": 1.0, "alpha": 3.0}, "theta and alpha, or mean and cv"),
        (Weibull, {"mean": 1.0}, "shape, or cv"),
    ],
)
def test_parameters_that_do_not_go_together_are_refused(make, fields, words):
    with pytest.raises(ValueError, match=words):
        make(**fields)


def test_a_negative_scale_is_refused():
    with pytest.raises(ValueError, match="greater than 0"):
        Constant(value=1.0, scale=-3.0)


def test_a_scale_of_a_scale_is_refused():
    random = Lognormal(mean=2.0, cv=1.0, scale=Lognormal(mean=3.0, cv=1.0))
    with pytest.raises(ValueError, match="the scale of a scale must be a number"):
        Beta(alpha=1.0, beta=1.0, scale=random)


@pytest.mark.parametrize(
    "severity", [LogLogistic(median=5.0, shape=4.5), Burr(theta=5.0, gamma=4.5, alpha=1.2)]
)
def test_amounts_whose_powers_are_too_large_for_a_number_are_never_reached(severity):
    huge = np.array([1e80, 1e300, np.inf])
    assert severity.unit_cdf(huge).tolist() == [1.0, 1.0, 1.0]
    assert severity.unit_survival(huge).tolist() == [0.0, 0.0, 0.0]
    assert severity.unit_limited_mean(huge) == pytest.approx(severity.unit_expected(), rel=1e-12)
