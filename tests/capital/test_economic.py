import numpy as np
import pytest

from coinsure.capital.economic import allocated, capital, diversification, solvency_ratio
from coinsure.risk.uncertainty import tail_sample


@pytest.fixture(scope="module")
def deficits():
    """Deficits of two sectors on 20,000 paths, premium 2 each: (P, 2)."""
    draw = np.random.default_rng(4)
    return np.stack([draw.exponential(1.0, 20_000), draw.gamma(0.5, 2.0, 20_000)], axis=1) - 2.0


def test_capital_is_not_floored():
    surplus = tail_sample(np.arange(1000.0) - 5000.0)
    assert capital(surplus, "var", 0.9).value == -4101.0
    assert capital(surplus, "tvar", 0.9).value == pytest.approx(-4050.5)


@pytest.mark.parametrize("measure", ["tvar", "var"])
def test_allocated_capital_adds_up(deficits, measure):
    pool = tail_sample(deficits.sum(axis=1), deficits)
    parts = allocated(pool, measure, 0.99)
    assert sum(part.value for part in parts) == pytest.approx(capital(pool, measure, 0.99).value)
    tail = pool.co_tail_value_at_risk(0.99)
    assert parts[1].value / parts[0].value == pytest.approx(tail[1].value / tail[0].value)


@pytest.mark.parametrize("measure", ["tvar", "var"])
def test_diversification_and_its_error(measure):
    draw = np.random.default_rng(6)
    values, errors = [], []
    for _ in range(200):
        x = draw.exponential(1.0, (4000, 2))
        sectors = [tail_sample(x[:, 0]), tail_sample(x[:, 1])]
        found = diversification(tail_sample(x.sum(axis=1)), sectors, measure, 0.95)
        values.append(found.value)
        errors.append(found.se)
    # Gamma(2) has VaR 4.7439 and TVaR 5.9177 at 95 %, Exp(1) 2.9957 and 3.9957
    exact = {"var": 1 - 4.743865 / 5.991465, "tvar": 1 - 5.917698 / 7.991465}[measure]
    assert np.mean(values) == pytest.approx(exact, abs=0.003)
    assert np.mean(errors) == pytest.approx(np.std(values), rel=0.2)


def test_sectors_that_need_no_capital_give_no_diversification(deficits):
    rich = tail_sample(deficits[:, 0] - 100.0)
    assert "no capital" in diversification(rich, [rich], "tvar", 0.99).reason


def test_a_refused_figure_refuses_what_is_made_of_it(deficits):
    few = tail_sample(deficits[:1000, 0], deficits[:1000, :1])
    assert "lie beyond" in diversification(few, [few], "tvar", 0.99).reason
    assert "lie beyond" in allocated(few, "var", 0.99)[0].reason


def test_solvency_of_the_stressed_member_before_and_after_joining():
    # 13 / 10.4 = 125.0 %; 4 % of the charge 0.871 with size relief 0.9: 13 / 10.43136 = 124.6 %
    assert solvency_ratio(13.0, 10.4) == pytest.approx(1.25)
    assert solvency_ratio(13.0, 10.4, 0.04 * 0.871 * 0.9) == pytest.approx(1.24624, abs=1e-5)
    with pytest.raises(ValueError, match="no solvency ratio"):
        solvency_ratio(13.0, 0.0)
