import math

import numpy as np
import pytest
from scipy.special import expit, ndtri

from coinsure.risk.distortion import (
    FAMILIES,
    Blend,
    ConstantCostOfCapital,
    DualPower,
    ProportionalHazard,
    TailMean,
    Wang,
    calibrate,
    distorted_weights,
    natural_allocation,
    premium,
)
from coinsure.risk.measures import tail_value_at_risk

# CAS Monograph 15 (Mildenhall & Major 2022), InsCo: ten equally likely losses of three units
INSCO = np.array(
    [
        [15.0, 15.0, 5.0, 7.0, 13.0, 5.0, 15.0, 26.0, 17.0, 16.0],
        [7.0, 13.0, 20.0, 33.0, 20.0, 27.0, 16.0, 19.0, 8.0, 20.0],
        [0.0, 0.0, 11.0, 0.0, 7.0, 8.0, 9.0, 10.0, 40.0, 64.0],
    ]
).T
TOTAL = INSCO.sum(axis=1)
ALL = [
    ProportionalHazard(0.6),
    Wang(0.4),
    DualPower(2.5),
    TailMean(0.55),
    ConstantCostOfCapital(0.1),
]


def even(quantile_of_survival):
    """Weighted sample of a distribution: 2^17 cells of equal width in the logit of the survival."""
    edges = np.linspace(-90.0, 90.0, (1 << 17) + 1)
    middle = (edges[1:] + edges[:-1]) / 2.0
    return quantile_of_survival(expit(middle), expit(-middle)), expit(edges[1:]) - expit(edges[:-1])


def test_constant_cost_of_capital_prices_insco_as_published():
    # reference/insco_natural_allocation.json: 15 % on assets of 100, total 53.5652, unit C 21.3043
    g = ConstantCostOfCapital(0.15)
    assert premium(TOTAL, g) == pytest.approx(53.565217391304344, abs=1e-9)
    assert natural_allocation(INSCO, g) == pytest.approx(
        [13.739130434782608, 18.52173913043478, 21.304347826086957], abs=1e-9
    )


@pytest.mark.parametrize(
    ("family", "parameter", "units"),
    [
        (
            "proportional_hazard",
            0.7204792831984692,
            [14.059543763844964, 18.349410800634296, 21.156262826824968],
        ),
        ("wang", 0.34273094718259955, [14.109163381930378, 18.63747581434346, 20.818578195030515]),
        (
            "dual_power",
            1.5951515018488491,
            [14.126745592259248, 19.11689325049012, 20.32157854855499],
        ),
        ("tvar", 0.2712871287128717, [13.782608695652177, 20.411684782608695, 19.37092391304348]),
        ("ccoc", 0.15, [13.739130434782608, 18.52173913043478, 21.304347826086957]),
    ],
)
def test_families_calibrated_to_one_insco_premium(family, parameter, units):
    # reference/insco_natural_allocation.json, derived
    g = calibrate(TOTAL, 53.565217391304344, family)
    found = {name: getattr(g, name) for name in g.__slots__}
    assert list(found.values()) == pytest.approx([parameter], abs=1e-9)
    assert natural_allocation(INSCO, g) == pytest.approx(units, abs=1e-9)


def test_closed_forms_of_distortion_premiums():
    # reference/distortion_premiums_closed.json
    normal = even(lambda v, u: np.where(v < 0.5, 100.0 - 30.0 * ndtri(v), 100.0 + 30.0 * ndtri(u)))
    assert premium(normal[0], Wang(0.35), normal[1]) == pytest.approx(110.5, abs=1e-5)
    lognormal = even(lambda v, u: np.exp(2.0 + 0.8 * np.where(v < 0.5, -ndtri(v), ndtri(u))))
    assert premium(lognormal[0], Wang(0.35), lognormal[1]) == pytest.approx(
        13.463738035001686, abs=1e-5
    )
    exponential = even(
        lambda v, u: -10.0 * np.where(v < 0.5, np.log(v), np.log1p(-np.minimum(u, 0.5)))
    )
    for g, expected in (
        (ProportionalHazard(0.7), 14.285714285714286),
        (DualPower(3.0), 18.333333333333332),
        (TailMean(0.99), 56.05170185988091),
    ):
        assert premium(exponential[0], g, exponential[1]) == pytest.approx(expected, abs=1e-4)
    lomax = even(lambda v, _: 100.0 * (v ** (-1 / 3) - 1.0))
    assert premium(lomax[0], ProportionalHazard(0.7), lomax[1]) == pytest.approx(
        90.90909090909093, abs=1e-3
    )


def test_weather_options_priced_by_wang():
    # reference/wang_2002_weather_table2.json: Wang (2002) ASTIN Bulletin 32(2), Table 2
    days = np.array(
        [
            *(972.5, 1018.5, 1199.5, 1147.0, 1155.0, 1156.0, 1244.0, 1474.5, 1040.0, 901.0, 1129.5),
            *(940.5, 1573.0, 1077.5, 1090.5, 1055.0, 1129.5, 1517.5, 1488.0, 1090.5, 1065.5, 938.5),
        ]
    )
    payoffs = [np.maximum(days - strike, 0.0) for strike in (1250, 1300, 1350, 1400, 1450, 1500)]
    expected = [47.86, 38.77, 29.68, 20.59, 11.5, 4.11]
    assert [payoff.mean() for payoff in payoffs] == pytest.approx(expected, abs=0.0051)
    prices = [premium(payoff, Wang(0.25)) for payoff in payoffs]
    assert prices == pytest.approx([68.21, 55.45, 42.7, 29.94, 17.18, 6.59], abs=0.0051)


def test_wang_price_of_a_loss_with_probability_five_per_cent():
    # reference/wang_bernoulli.json: 100 Phi(Phi^-1(0.05) + shift)
    for shift, price in ((0.1, 6.119083621334431), (0.15, 6.747632352630166)):
        assert premium([0.0, 100.0], Wang(shift), [0.95, 0.05]) == pytest.approx(price, abs=1e-9)


def test_tail_mean_distortion_is_tvar():
    values = np.random.default_rng(4).normal(size=400).round(1)
    for p in (0.0, 0.3, 0.95, 0.999):
        assert premium(values, TailMean(p)) == pytest.approx(
            tail_value_at_risk(values, p), rel=1e-12
        )


@pytest.mark.parametrize("g", ALL)
def test_premium_is_between_mean_and_maximum_and_moves_with_cash(g):
    values = np.random.default_rng(6).normal(size=300)
    charged = premium(values, g)
    assert values.mean() < charged <= values.max()
    assert premium(2.0 * values - 5.0, g) == pytest.approx(2.0 * charged - 5.0)
    assert premium([3.0, 3.0], g) == pytest.approx(3.0)


@pytest.mark.parametrize("g", ALL)
def test_natural_allocation_adds_up_and_takes_ties_at_their_mean(g):
    draw = np.random.default_rng(7)
    total = draw.integers(0, 8, 200).astype(float)
    first = draw.normal(size=200)
    parts = np.stack([first, total - first], axis=1)
    levelled = np.array([first[total == value].mean() for value in total])
    allocated = natural_allocation(parts, g)
    assert allocated.sum() == pytest.approx(premium(total, g))
    assert allocated == pytest.approx(
        natural_allocation(np.stack([levelled, total - levelled], axis=1), g)
    )
    assert distorted_weights(total, g).sum() == pytest.approx(1.0)


@pytest.mark.parametrize("g", ALL)
def test_weights_mean_the_same_as_repeated_rows_in_a_premium(g):
    times = np.array([1, 3, 0, 2, 1, 4, 1, 1, 2, 0])
    rows = np.repeat(np.arange(10), times)
    assert premium(TOTAL, g, times) == pytest.approx(premium(TOTAL[rows], g))
    assert natural_allocation(INSCO, g, times) == pytest.approx(natural_allocation(INSCO[rows], g))


@pytest.mark.parametrize("g", ALL)
def test_assets_limit_the_premium_and_its_allocation(g):
    allocated = natural_allocation(INSCO, g, assets=55.0)
    assert allocated.sum() == pytest.approx(premium(np.minimum(TOTAL, 55.0), g))
    assert premium(TOTAL, g, assets=55.0) == pytest.approx(premium(np.minimum(TOTAL, 55.0), g))
    assert natural_allocation(INSCO, g, assets=100.0) == pytest.approx(natural_allocation(INSCO, g))


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_calibration_finds_every_premium_between_mean_and_maximum(family):
    for target in (46.6, 47.0, 70.0, 99.0):
        assert premium(TOTAL, calibrate(TOTAL, target, family)) == pytest.approx(target, rel=1e-10)


def test_calibration_with_assets_prices_what_is_paid():
    g = calibrate(TOTAL, 50.0, "wang", assets=65.0)
    assert premium(TOTAL, g, assets=65.0) == pytest.approx(50.0)


def test_a_premium_that_no_distortion_charges_is_refused():
    for target in (46.5, 100.0, 120.0):
        with pytest.raises(ValueError, match=r"between the mean 46\.6 and the maximum 100"):
            calibrate(TOTAL, target, "wang")
    with pytest.raises(ValueError, match="choose one of"):
        calibrate(TOTAL, 50.0, "wong")


@pytest.mark.parametrize(
    ("make", "parameter"),
    [
        (ProportionalHazard, 1.5),
        (ProportionalHazard, 0.0),
        (Wang, -0.1),
        (DualPower, 0.5),
        (TailMean, 1.0),
        (ConstantCostOfCapital, -0.01),
        (Wang, math.nan),
    ],
)
def test_a_distortion_that_is_not_concave_is_refused(make, parameter):
    with pytest.raises(ValueError, match="found"):
        make(parameter)


def test_negative_assets_and_flat_parts_are_refused():
    with pytest.raises(ValueError, match="assets"):
        natural_allocation(INSCO, Wang(0.1), assets=-1.0)
    with pytest.raises(ValueError, match="two axes"):
        natural_allocation(TOTAL, Wang(0.1))
    with pytest.raises(ValueError, match="one axis"):
        premium(INSCO, Wang(0.1))


def test_a_blend_of_distortions_charges_the_blend_of_their_premiums():
    first, second = TailMean(0.3), ConstantCostOfCapital(0.15)
    blend = Blend(first, second, 0.25)
    expected = 0.75 * premium(INSCO_TOTAL, first) + 0.25 * premium(INSCO_TOTAL, second)
    assert premium(INSCO_TOTAL, blend) == pytest.approx(expected)
    with pytest.raises(ValueError, match="weight"):
        Blend(first, second, 1.5)


INSCO_TOTAL = [22.0, 28.0, 36.0, 40.0, 40.0, 40.0, 40.0, 55.0, 65.0, 100.0]
