"""Divisions of one amount: closed forms, what they add up to, and errors against repeated runs."""

import numpy as np
import pytest

from coinsure.risk import allocation
from coinsure.risk.distortion import natural_allocation
from coinsure.risk.divisions import (
    by_covariance,
    by_percentile_layer,
    of_deviation,
    of_mean,
    of_tail_value_at_risk,
    of_value_at_risk,
)
from coinsure.risk.joining import MOST_PARTS, by_joining_last, by_shapley
from coinsure.risk.measures import co_tail_value_at_risk, tail_value_at_risk, value_at_risk
from coinsure.risk.natural import natural_allocations

YEARS, LEVEL, RATE = 4, 0.98, 0.15


def parts_of(draw, paths=500):
    """Rows (paths x years, 3): a clustered line, a heavy one and a quiet one."""
    level = draw.gamma(4.0, 0.25, (paths, 1))
    lines = [
        draw.exponential(1.0, (paths, YEARS)) * level,
        draw.gamma(0.3, 3.0, (paths, YEARS)),
        draw.gamma(4.0, 0.2, (paths, YEARS)),
    ]
    return np.stack(lines).reshape(3, -1).T.copy()


def everything(parts):
    var = of_value_at_risk(parts, LEVEL)
    tvar = of_tail_value_at_risk(parts, LEVEL, var.parts)
    return {
        "mean": of_mean(parts),
        "deviation": of_deviation(parts),
        "var": var,
        "tvar": tvar,
        "covariance": by_covariance(parts, tvar.whole, tvar.of_whole),
        "layer": by_percentile_layer(parts, var.whole, var.of_whole),
        "last": by_joining_last(parts, LEVEL),
        "shapley": by_shapley(parts, LEVEL),
        **{
            f"natural_{family}": division
            for family, division in natural_allocations(
                parts, tvar.whole, tvar.of_whole, RATE
            ).items()
        },
    }


@pytest.fixture(scope="module")
def parts():
    return parts_of(np.random.default_rng(1))


@pytest.fixture(scope="module")
def found(parts):
    return everything(parts)


def test_values_are_those_of_the_plain_allocations(parts, found):
    total = parts.sum(axis=1)
    var, tvar = value_at_risk(total, LEVEL), tail_value_at_risk(total, LEVEL)
    assert found["deviation"].parts == pytest.approx(allocation.deviation_contributions(parts))
    assert found["tvar"].parts == pytest.approx(co_tail_value_at_risk(parts, total, LEVEL))
    assert found["covariance"].parts == pytest.approx(allocation.by_covariance(parts, tvar))
    assert found["layer"].parts == pytest.approx(allocation.percentile_layer(parts, var))
    added = allocation.last_in(parts, lambda x: tail_value_at_risk(x, LEVEL))
    assert found["last"].parts == pytest.approx(added * tvar / added.sum())


def test_every_division_adds_up_and_so_does_what_a_row_adds(parts, found):
    total = parts.sum(axis=1)
    tvar = tail_value_at_risk(total, LEVEL)
    premium = (np.minimum(total, tvar).mean() + RATE * tvar) / (1.0 + RATE)
    wholes = {
        "mean": total.mean(),
        "deviation": total.std(),
        "var": value_at_risk(total, LEVEL),
        "layer": value_at_risk(total, LEVEL),
        **dict.fromkeys(("tvar", "covariance", "last", "shapley"), tvar),
    }
    for name, division in found.items():
        whole = wholes.get(name, premium)
        assert division.parts.sum() == pytest.approx(whole, rel=1e-9), name
        estimate, parts_of_it = division.estimates(YEARS)
        assert estimate.value == pytest.approx(whole, rel=1e-9)
        assert sum(e.value for e in parts_of_it) == pytest.approx(whole, rel=1e-9)
        fractions = division.fractions(YEARS)
        assert sum(e.value for e in fractions) == pytest.approx(1.0, rel=1e-9)


@pytest.mark.slow
def test_errors_agree_with_the_scatter_of_repeated_runs():
    draw = np.random.default_rng(2)
    values, errors = {}, {}
    for _ in range(120):
        for name, division in everything(parts_of(draw)).items():
            whole, of_part = division.estimates(YEARS)
            row = [whole, *of_part, *division.fractions(YEARS)]
            values.setdefault(name, []).append([e.value for e in row])
            errors.setdefault(name, []).append([e.se for e in row])
    for name, found in values.items():
        ratio = np.mean(errors[name], axis=0) / np.std(found, axis=0)
        assert ratio.min() > 0.75, (name, ratio.tolist())
        assert ratio.max() < 1.4, (name, ratio.tolist())

    # reference/mvn_euler.json: Tasche (1999), Panjer (2002), Landsman & Valdez (2003)
    mean, deviation = np.array([10.0, 20.0, 15.0]), np.array([5.0, 8.0, 12.0])
    correlation = np.array([[1.0, 0.3, 0.1], [0.3, 1.0, 0.5], [0.1, 0.5, 1.0]])
    covariance = correlation * np.outer(deviation, deviation)
    parts = np.random.default_rng(3).multivariate_normal(mean, covariance, 200_000)
    var = of_value_at_risk(parts, 0.99)
    divisions = {
        "sd": (of_deviation(parts), [2.250722867137919, 6.4904566401186505, 10.363793667286233]),
        "var": (var, [15.235964357021404, 35.09906000629428, 39.10978936488925]),
        "tvar": (
            of_tail_value_at_risk(parts, 0.99, var.parts),
            [15.998658591553465, 37.29845733378209, 42.62173025878108],
        ),
    }
    for division, expected in divisions.values():
        _, estimates = division.estimates(1)
        for estimate, value in zip(estimates, expected, strict=True):
            assert abs(estimate.value - value) < 4.0 * estimate.se


def test_gammas_of_one_scale_share_by_shape_within_error():
    # reference/gamma_cotvar_same_scale.json: Furman & Landsman (2005)
    parts = 10.0 * np.random.default_rng(4).gamma([2.0, 3.0, 5.0], size=(200_000, 3))
    var = of_value_at_risk(parts, 0.99)
    tvar = of_tail_value_at_risk(parts, 0.99, var.parts)
    expected = [40.96715251190298, 61.45072876785447, 102.41788127975744]
    for estimate, value in zip(tvar.estimates(1)[1], expected, strict=True):
        assert abs(estimate.value - value) < 4.0 * estimate.se
    assert tvar.whole == pytest.approx(204.8357625595149, rel=0.01)
    # E[X_i | S] = shape_i S / 10: every method that looks at S alone divides by shape
    of_layer = by_percentile_layer(parts, var.whole, var.of_whole)
    for fraction, shape in zip(of_layer.fractions(1), (0.2, 0.3, 0.5), strict=True):
        assert abs(fraction.value - shape) < 4.0 * fraction.se


def test_insco_units_bear_the_published_premiums():
    # reference/insco_natural_allocation.json: CAS Monograph 15, assets 100, cost of capital 0.15
    insco = np.array(
        [
            [15.0, 15.0, 5.0, 7.0, 13.0, 5.0, 15.0, 26.0, 17.0, 16.0],
            [7.0, 13.0, 20.0, 33.0, 20.0, 27.0, 16.0, 19.0, 8.0, 20.0],
            [0.0, 0.0, 11.0, 0.0, 7.0, 8.0, 9.0, 10.0, 40.0, 64.0],
        ]
    ).T
    found = natural_allocations(insco, 100.0, np.zeros(10), 0.15)
    expected = {
        "ccoc": [13.739130434782608, 18.52173913043478, 21.30434782608696],
        "proportional_hazard": [14.059543763844964, 18.349410800634296, 21.156262826824968],
        "wang": [14.109163381930378, 18.63747581434346, 20.818578195030515],
        "dual_power": [14.126745592259248, 19.11689325049012, 20.32157854855499],
        "tvar": [13.782608695652177, 20.411684782608695, 19.37092391304348],
    }
    for family, units in expected.items():
        assert found[family].parts == pytest.approx(units, abs=1e-8), family
        assert found[family].whole == pytest.approx(53.565217391304344, abs=1e-9)
    halves = np.add(expected["ccoc"], expected["tvar"]) / 2.0
    assert found["blend"].parts == pytest.approx(halves, abs=1e-8)


def test_assets_below_the_largest_total_are_shared_in_equal_priority(parts):
    from coinsure.risk.distortion import Wang, calibrate

    assets = 8.0
    total = parts.sum(axis=1)
    paid = parts * np.minimum(1.0, assets / total)[:, None]
    premium = (paid.sum(axis=1).mean() + RATE * assets) / (1.0 + RATE)
    wang = calibrate(paid.sum(axis=1), premium, "wang")
    assert isinstance(wang, Wang)
    found = natural_allocations(parts, assets, np.zeros(len(parts)), RATE)["wang"]
    assert found.parts == pytest.approx(natural_allocation(paid, wang), rel=1e-9)


def test_what_has_no_answer_is_refused(parts):
    nothing = np.zeros((100, 2))
    with pytest.raises(ValueError, match="does not vary"):
        of_deviation(nothing)
    with pytest.raises(ValueError, match="lose nothing"):
        of_value_at_risk(nothing, 0.9)
    with pytest.raises(ValueError, match="lose nothing"):
        by_percentile_layer(nothing, 0.0, np.zeros(100))
    with pytest.raises(ValueError, match="lose nothing"):
        by_joining_last(nothing, 0.9)
    with pytest.raises(ValueError, match="lose nothing"):
        natural_allocations(nothing, 0.0, np.zeros(100), RATE)
    with pytest.raises(ValueError, match="does not vary"):
        natural_allocations(nothing + 1.0, 2.0, np.zeros(100), RATE)
    with pytest.raises(ValueError, match="too many coalitions"):
        by_shapley(np.ones((10, MOST_PARTS + 1)), 0.9)
    assert not of_mean(nothing).fractions(1)[0].known


def test_a_part_alone_bears_everything(parts):
    alone = parts[:, :1]
    for name, division in everything(alone).items():
        assert division.fractions(YEARS)[0].value == pytest.approx(1.0), name


def test_shapley_lies_in_the_middle_of_the_orders():
    # two parts: half of what each adds first and half of what it adds last
    parts = parts_of(np.random.default_rng(5))[:, :2]
    alone = [tail_value_at_risk(part, LEVEL) for part in parts.T]
    whole = tail_value_at_risk(parts.sum(axis=1), LEVEL)
    expected = [(alone[0] + whole - alone[1]) / 2.0, (alone[1] + whole - alone[0]) / 2.0]
    assert by_shapley(parts, LEVEL).parts == pytest.approx(expected)
