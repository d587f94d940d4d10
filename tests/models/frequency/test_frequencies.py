"""What every frequency promises; a new kind needs one case here."""

from typing import get_args

import numpy as np
import pytest
from pydantic import TypeAdapter
from scipy import stats

from coinsure.errors import ModelRefusedError
from coinsure.lattice.counts import count_of
from coinsure.models.frequency import (
    FREQUENCIES,
    Bernoulli,
    Binomial,
    Empirical,
    Fixed,
    FrequencySpec,
    Level,
    NegativeBinomial,
    Poisson,
    ZeroInflatedPoisson,
)

RISKS = 120
CASES = {
    "bernoulli": Bernoulli(probabilities=(0.02, 0.5) * 60),
    "binomial": Binomial(probability=0.03),
    "empirical": Empirical(counts=(0, 4, 1, 1, 0)),
    "fixed": Fixed(count=2, years=(1,)),
    "negative_binomial": NegativeBinomial(mean=6.0, dispersion=1.75),
    "poisson": Poisson(per_risk=0.05),
    "zero_inflated_poisson": ZeroInflatedPoisson(per_risk=0.05, zero_inflation=0.2),
}
SCIPY = {
    "binomial": stats.binom(120, 0.03),
    "negative_binomial": stats.nbinom(6.0 / 0.75, 1.0 / 1.75),
    "poisson": stats.poisson(6.0),
}

K = np.arange(150)
PROBABILITIES = {
    "bernoulli": np.convolve(stats.binom(60, 0.02).pmf(K), stats.binom(60, 0.5).pmf(K))[:150],
    "empirical": np.bincount([0, 4, 1, 1, 0], minlength=150) / 5,
    "fixed": (K == 2).astype(float),
    "zero_inflated_poisson": 0.2 * (K == 0) + 0.8 * stats.poisson(6.0 / 0.8).pmf(K),
} | {kind: opponent.pmf(K) for kind, opponent in SCIPY.items()}

every_case = pytest.mark.parametrize("frequency", CASES.values(), ids=CASES.keys())


def test_every_registered_kind_has_a_case():
    assert set(CASES) == set(FREQUENCIES)
    for kind, frequency_class in FREQUENCIES.items():
        assert type(CASES[kind]) is frequency_class
        assert CASES[kind].kind == kind


def test_the_union_holds_every_registered_kind():
    union = get_args(get_args(FrequencySpec)[0])
    assert set(union) == set(FREQUENCIES.values())


@every_case
def test_a_table_of_a_scenario_gives_the_same_frequency(frequency):
    table = frequency.model_dump(exclude_none=True, mode="json")
    assert TypeAdapter(FrequencySpec).validate_python(table) == frequency


@every_case
def test_mean_variance_and_third_moment_are_those_of_the_probabilities(frequency):
    p = PROBABILITIES[frequency.kind]
    mean = p @ K
    variance, third = (p @ (K - mean) ** order for order in (2, 3))
    assert frequency.expected(RISKS) == pytest.approx(mean, rel=1e-12)
    assert frequency.variance(RISKS) == pytest.approx(variance, rel=1e-12)
    count = count_of(frequency, risks=RISKS, year=1)
    assert count.cumulants() == pytest.approx((mean, variance, third), rel=1e-9, abs=1e-12)


@every_case
def test_the_distribution_function_adds_the_probabilities_up(frequency):
    below = np.cumsum(PROBABILITIES[frequency.kind])
    np.testing.assert_allclose(frequency.cdf(K, RISKS), below, rtol=1e-12, atol=1e-15)


@every_case
def test_the_transform_is_that_of_the_probabilities(frequency):
    count, z = count_of(frequency, risks=RISKS, year=1), 0.9 * np.exp(2j * np.arange(7))
    transform = count.transform(z) if hasattr(count, "transform") else np.exp(-count.exponent(z))
    powers = z[:, None] ** K
    np.testing.assert_allclose(
        transform, powers @ PROBABILITIES[frequency.kind], rtol=1e-10, atol=1e-14
    )
    if hasattr(count, "derivative"):
        slope = (powers[:, :-1] * K[1:]) @ PROBABILITIES[frequency.kind][1:]
        np.testing.assert_allclose(count.derivative(z), slope, rtol=1e-10, atol=1e-13)


def test_counts_of_each_risk_add_up_over_the_risks():
    # one risk has 0, 1 or 2 losses with 1/4, 1/2, 1/4: two throws of a coin
    frequency = Empirical(counts=(0, 1, 1, 2), of_each_risk=True)
    opponent = stats.binom(2 * RISKS, 0.5)
    np.testing.assert_allclose(frequency.cdf(K, RISKS), opponent.cdf(K), rtol=1e-11, atol=1e-16)
    assert (frequency.expected(RISKS), frequency.variance(RISKS)) == (120.0, 60.0)
    count, z = count_of(frequency, risks=RISKS, year=1), np.array([0.5 + 0.5j, 0.99j])
    np.testing.assert_allclose(count.transform(z), ((1 + z) / 2) ** 240, rtol=1e-10)
    np.testing.assert_allclose(count.derivative(z), 120 * ((1 + z) / 2) ** 239, rtol=1e-10)
    assert count.cumulants() == pytest.approx((120.0, 60.0, 0.0))


def test_a_zero_inflated_count_has_its_variance_under_factors():
    # N = 0 with 0.2, else Poisson with mean 7.5 F, Var F = 0.25, and a level of variance 0.09
    frequency = ZeroInflatedPoisson(
        mean=6.0, zero_inflation=0.2, systemic=True, level=Level(cv=0.3)
    )
    second = 1.25 * 1.09
    assert frequency.variance(1, 0.25) == pytest.approx(6.0 + 0.8 * 7.5**2 * second - 36.0)


@pytest.mark.parametrize("kind", ["poisson", "negative_binomial", "zero_inflated_poisson"])
def test_exposure_and_trend_multiply_the_mean(kind):
    frequency, risks = CASES[kind].developed(exposure=1.5, trend=0.8, risks=RISKS)
    assert risks == RISKS
    assert frequency.expected(risks) == pytest.approx(1.2 * CASES[kind].expected(RISKS))
    assert frequency.model_copy(update={"mean": None, "per_risk": None}) == CASES[kind].model_copy(
        update={"mean": None, "per_risk": None}
    )


@pytest.mark.parametrize(("exposure", "risks"), [(1.5, 180), (1.01, 122), (0.5, 60)])
def test_a_binomial_count_grows_by_whole_risks_and_keeps_its_mean(exposure, risks):
    frequency, number = CASES["binomial"].developed(exposure=exposure, trend=1.2, risks=RISKS)
    assert number == risks
    assert frequency.expected(number) == pytest.approx(exposure * 1.2 * 3.6)
    assert frequency.probability <= 1.2 * 0.03 * (1.0 + 1e-12)


def test_every_probability_of_a_bernoulli_count_follows_the_trend():
    frequency, _ = CASES["bernoulli"].developed(exposure=1.0, trend=1.5, risks=RISKS)
    assert frequency.probabilities[:2] == pytest.approx((0.03, 0.75))


def test_a_known_count_does_not_develop():
    assert CASES["fixed"].developed(exposure=2.0, trend=2.0, risks=3) == (CASES["fixed"], 3)


@pytest.mark.parametrize("kind", SCIPY)
def test_recursion_gives_the_distribution_with_its_mean_and_variance(kind):
    frequency, opponent = CASES[kind], SCIPY[kind]
    a, b, zero = frequency.recursion(RISKS)
    probabilities = [zero]
    for k in range(1, 80):
        probabilities.append((a + b / k) * probabilities[-1])
    k = np.arange(80)
    np.testing.assert_allclose(probabilities, opponent.pmf(k), rtol=1e-9, atol=1e-18)
    mean = np.dot(k, probabilities)
    assert frequency.expected(RISKS) == pytest.approx(mean, rel=1e-9)
    assert frequency.variance(RISKS) == pytest.approx(np.dot(k**2, probabilities) - mean**2)


@pytest.mark.parametrize("kind", ["poisson", "negative_binomial"])
def test_a_factor_on_the_mean_keeps_the_dispersion(kind):
    frequency = CASES[kind]
    a, b, zero = frequency.recursion(RISKS, factor=3.0)
    mean = (a + b) / (1.0 - a)
    variance = mean / (1.0 - a)
    assert mean == pytest.approx(3.0 * frequency.expected(RISKS))
    assert variance == pytest.approx(3.0 * frequency.variance(RISKS))
    assert zero == pytest.approx(frequency.recursion(RISKS).zero ** 3)


@pytest.mark.parametrize("kind", ["poisson", "negative_binomial", "zero_inflated_poisson"])
@pytest.mark.parametrize(
    ("fields", "found"), [({}, "neither"), ({"mean": 2.0, "per_risk": 0.5}, "mean = 2 and per")]
)
def test_anything_but_one_mean_is_refused(kind, fields, found):
    table = {"kind": kind, **fields}
    if kind == "negative_binomial":
        table["dispersion"] = 2.0
    if kind == "zero_inflated_poisson":
        table["zero_inflation"] = 0.5
    with pytest.raises(ValueError, match=f"exactly one of mean .* per_risk .*; found {found}"):
        TypeAdapter(FrequencySpec).validate_python(table)


@pytest.mark.parametrize(
    "table",
    [
        {"kind": "bernoulli", "probabilities": [0.1]},
        {"kind": "binomial", "probability": 0.1},
        {"kind": "empirical", "counts": [0, 1]},
        {"kind": "fixed", "count": 1},
    ],
)
@pytest.mark.parametrize("factor", [{"systemic": True}, {"level": {"cv": 0.3}}])
def test_a_factor_that_would_be_ignored_is_refused_with_the_reason(table, factor):
    key = next(iter(factor))
    with pytest.raises(ValueError, match=f"{table['kind']} frequency takes no {key}: "):
        TypeAdapter(FrequencySpec).validate_python(table | factor)


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"probabilities": [0.5]}, "1 probabilities for 2 counts"),
        ({"probabilities": [0.5, 0.6]}, "they add up to 1.1"),
    ],
)
def test_counts_whose_probabilities_do_not_fit_are_refused(fields, found):
    with pytest.raises(ValueError, match=found):
        TypeAdapter(FrequencySpec).validate_python(
            {"kind": "empirical", "counts": [0, 1], **fields}
        )


def test_an_empirical_count_that_would_have_to_grow_is_refused():
    with pytest.raises(ModelRefusedError, match="does not say how its counts change"):
        CASES["empirical"].developed(exposure=1.1, trend=1.0, risks=RISKS)
