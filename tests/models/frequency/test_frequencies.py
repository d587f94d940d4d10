"""What every frequency promises; a new kind needs one case here."""

from typing import get_args

import numpy as np
import pytest
from pydantic import TypeAdapter
from scipy import stats

from coinsure.models.frequency import (
    FREQUENCIES,
    Binomial,
    Fixed,
    FrequencySpec,
    Level,
    NegativeBinomial,
    Poisson,
)

RISKS = 120
CASES = {
    "binomial": Binomial(probability=0.03),
    "fixed": Fixed(count=2, years=(1,)),
    "negative_binomial": NegativeBinomial(mean=6.0, dispersion=1.75),
    "poisson": Poisson(per_risk=0.05),
}
SCIPY = {
    "binomial": stats.binom(120, 0.03),
    "negative_binomial": stats.nbinom(6.0 / 0.75, 1.0 / 1.75),
    "poisson": stats.poisson(6.0),
}

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


@pytest.mark.parametrize("kind", ["poisson", "negative_binomial"])
@pytest.mark.parametrize(
    ("fields", "found"), [({}, "neither"), ({"mean": 2.0, "per_risk": 0.5}, "mean = 2 and per")]
)
def test_anything_but_one_mean_is_refused(kind, fields, found):
    table = {"kind": kind, **fields}
    if kind == "negative_binomial":
        table["dispersion"] = 2.0
    with pytest.raises(ValueError, match=f"exactly one of mean .* per_risk .*; found {found}"):
        TypeAdapter(FrequencySpec).validate_python(table)


@pytest.mark.parametrize(
    "table", [{"kind": "binomial", "probability": 0.1}, {"kind": "fixed", "count": 1}]
)
@pytest.mark.parametrize("factor", [{"systemic": True}, {"level": {"cv": 0.3}}])
def test_a_factor_that_would_be_ignored_is_refused_with_the_reason(table, factor):
    key = next(iter(factor))
    with pytest.raises(ValueError, match=f"{table['kind']} frequency takes no {key}: "):
        TypeAdapter(FrequencySpec).validate_python(table | factor)


def test_level_is_a_factor_of_mean_one():
    assert Level(cv=0.25).factor().variance == pytest.approx(0.0625)
