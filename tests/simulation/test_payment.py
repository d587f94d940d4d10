import numpy as np
import pytest

from coinsure.errors import ModelRefusedError
from coinsure.models.severity import Beta, Lognormal, Pareto, Uniform
from coinsure.models.terms import Terms
from coinsure.simulation.occurrences import payments
from coinsure.simulation.payment import payment_of_ratio, payment_of_severity

WORDS = np.random.default_rng(2).integers(0, 2**64, 2000, dtype=np.uint64)
U = ((WORDS >> np.uint64(12)) | np.uint64(1)) / 2.0**52

TERMS = {
    "none": Terms(),
    "deductible": Terms(deductible=3.0),
    "limit": Terms(deductible=3.0, limit=8.0),
    "participation": Terms(deductible=3.0, limit=8.0, participation=0.7),
    "rate": Terms(deductible_rate=0.2, limit=8.0),
    "the higher": Terms(deductible=3.0, deductible_rate=0.2, limit=8.0, participation=0.5),
}


@pytest.mark.parametrize("case", list(TERMS))
def test_a_loss_of_known_value_is_paid_as_the_terms_say(case):
    terms, severity = TERMS[case], Beta(alpha=2.0, beta=3.0, scale=20.0)
    payment = payment_of_severity(severity, terms, risks=1, name="c")
    want = terms.payment(severity.quantile(U), 20.0)
    assert np.allclose(payments(payment, WORDS), want, rtol=1e-7, atol=1e-7)


@pytest.mark.parametrize("case", list(TERMS))
def test_a_ratio_is_paid_on_the_sum_insured_of_the_site(case):
    terms, ratio = TERMS[case], Beta(alpha=2.0, beta=3.0)
    payment = payment_of_ratio(ratio, terms, sum_insured=20.0, name="c")
    want = terms.payment(20.0 * ratio.quantile(U), 20.0)
    assert np.allclose(payments(payment, WORDS), want, rtol=1e-7, atol=1e-7)


def test_equal_risks_that_share_a_loss_have_the_terms_each():
    severity, terms = Uniform(low=0.0, high=100.0), Terms(deductible=3.0, limit=8.0)
    payment = payment_of_severity(severity, terms, risks=5, name="c")
    want = 5 * terms.payment(severity.quantile(U) / 5)
    assert np.allclose(payments(payment, WORDS), want, rtol=1e-7, atol=1e-6)


@pytest.mark.parametrize("rate", [0.0, 0.1])
def test_a_random_value_pays_on_average_what_its_distribution_says(rate):
    severity = Uniform(low=0.0, high=1.0, scale=Lognormal(mean=15.0, sigma=0.5))
    terms = Terms(deductible_rate=rate)
    payment = payment_of_severity(severity, terms, risks=1, name="c")
    # E[(V B - r V)+] = E[V] E[(B - r)+] = 15 (1 - r)^2 / 2
    step = np.uint64(2**64 // 200_000)
    words = np.arange(200_000, dtype=np.uint64) * step + step // np.uint64(2)
    assert payments(payment, words).mean() == pytest.approx(7.5 * (1.0 - rate) ** 2, rel=1e-4)


def test_an_infinite_mean_needs_a_limit():
    severity = Pareto(minimum=50.0, alpha=1.0)
    with pytest.raises(ModelRefusedError, match=r"s\.l\.c: the mean .* infinite.*limit"):
        payment_of_severity(severity, Terms(deductible=1.0), risks=1, name="s.l.c")
    payment_of_severity(severity, Terms(limit=1000.0), risks=1, name="s.l.c")


def test_an_infinite_variance_needs_a_limit():
    severity = Pareto(minimum=50.0, alpha=2.0)
    for refused in (
        lambda: payment_of_severity(severity, Terms(), risks=1, name="s.l.c"),
        lambda: payment_of_ratio(severity, Terms(), sum_insured=20.0, name="s.l.c"),
    ):
        with pytest.raises(ModelRefusedError, match=r"s\.l\.c: its tail index is 2, .*limit"):
            refused()
    payment_of_severity(severity, Terms(limit=1000.0), risks=1, name="s.l.c")
    payment_of_severity(Pareto(minimum=50.0, alpha=2.01), Terms(), risks=1, name="s.l.c")


def test_a_rate_of_value_needs_a_value():
    with pytest.raises(ModelRefusedError, match=r"s\.l\.c: deductible_rate = 0\.1 .*scale"):
        payment_of_severity(
            Lognormal(mean=1.0, cv=1.0), Terms(deductible_rate=0.1), risks=1, name="s.l.c"
        )


def test_a_ratio_of_a_site_has_no_scale_of_its_own():
    with pytest.raises(ModelRefusedError, match="leave scale out"):
        payment_of_ratio(
            Beta(alpha=1.0, beta=2.0, scale=5.0), Terms(), sum_insured=20.0, name="s.l.c"
        )
