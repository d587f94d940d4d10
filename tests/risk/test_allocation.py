import numpy as np
import pytest

from coinsure.risk.allocation import (
    by_covariance,
    capital_return_gradient,
    covariances,
    deviation_contributions,
    diversification,
    equal_priority,
    last_in,
    percentile_layer,
    proportional,
    square_root_contributions,
    square_root_total,
)
from coinsure.risk.measures import standard_deviation, tail_value_at_risk, value_at_risk

INSCO = np.array(
    [
        [15.0, 15.0, 5.0, 7.0, 13.0, 5.0, 15.0, 26.0, 17.0, 16.0],
        [7.0, 13.0, 20.0, 33.0, 20.0, 27.0, 16.0, 19.0, 8.0, 20.0],
        [0.0, 0.0, 11.0, 0.0, 7.0, 8.0, 9.0, 10.0, 40.0, 64.0],
    ]
).T


@pytest.mark.parametrize(
    ("wind", "expected"),
    [
        (99.0, [80.52663316582915, 19.473366834170847]),
        (50.0, [43.611111111111114, 56.388888888888886]),
        (5.0, [4.8730158730158735, 95.12698412698413]),
    ],
)
def test_bodoff_thought_experiments_one_to_three(wind, expected):
    # reference/bodoff_percentile_layer_ex1_3.json: P(wind) = 0.2, P(quake) = 0.05, independent
    parts = np.array([[0.0, 0.0], [wind, 0.0], [0.0, 100.0], [wind, 100.0]])
    weights = [0.76, 0.19, 0.04, 0.01]
    assets = value_at_risk(parts.sum(axis=1), 0.99, weights)
    assert assets == 100.0
    assert percentile_layer(parts, assets, weights) == pytest.approx(expected, abs=1e-9)


def test_percentile_layers_add_up_to_the_assets_anywhere_below_the_maximum():
    for assets in (0.0, 10.0, 22.0, 64.5, 100.0):
        assert percentile_layer(INSCO, assets).sum() == pytest.approx(assets, abs=1e-12)
    with pytest.raises(ValueError, match="largest total 100"):
        percentile_layer(INSCO, 100.5)


def test_totals_below_zero_carry_no_layer():
    parts = np.array([[-5.0, 1.0], [2.0, 2.0], [6.0, 2.0]])
    # 0 to 4: rows two and three, fractions 1/2 and 3/4; 4 to 8: row three
    assert percentile_layer(parts, 8.0) == pytest.approx([4 * 0.625 + 3.0, 4 * 0.375 + 1.0])


def test_insco_units_recover_in_equal_priority():
    # reference/insco_epd_equal_priority.json
    recovered = equal_priority(INSCO, 65.0)
    assert recovered == pytest.approx([12.84, 17.6, 12.66], abs=1e-12)
    assert 1.0 - recovered / INSCO.mean(axis=0) == pytest.approx(
        [0.04179104477611939, 0.03825136612021851, 0.15033557046979862], abs=1e-12
    )
    with pytest.raises(ValueError, match="assets"):
        equal_priority(INSCO, -1.0)


def test_covariances_add_up_to_the_variance_and_respect_weights():
    weights = np.array([1, 2, 0, 1, 3, 1, 1, 2, 1, 1])
    rows = np.repeat(np.arange(10), weights)
    assert covariances(INSCO, weights) == pytest.approx(covariances(INSCO[rows]))
    assert covariances(INSCO).sum() == pytest.approx(standard_deviation(INSCO.sum(axis=1)) ** 2)
    assert deviation_contributions(INSCO).sum() == pytest.approx(
        standard_deviation(INSCO.sum(axis=1))
    )
    assert by_covariance(INSCO, 50.0).sum() == pytest.approx(50.0)


def test_a_part_that_offsets_the_rest_gets_less_than_nothing_by_covariance():
    parts = np.array([[0.0, 2.0], [10.0, -1.0], [20.0, -4.0]])
    assert by_covariance(parts, 10.0) == pytest.approx([10 * 10 / 7, -10 * 3 / 7])


def test_last_in_gives_away_no_more_than_the_whole():
    added = last_in(INSCO, lambda x: tail_value_at_risk(x, 0.8))
    whole = tail_value_at_risk(INSCO.sum(axis=1), 0.8)
    assert added.sum() <= whole
    assert added[0] == pytest.approx(whole - tail_value_at_risk(INSCO[:, 1] + INSCO[:, 2], 0.8))


def test_proportional_shares_and_what_pooling_saves():
    assert proportional([10.0, 30.0], 20.0) == pytest.approx([5.0, 15.0])
    assert diversification([10.0, 30.0], 20.0) == pytest.approx(0.5)
    with pytest.raises(ValueError, match="positive"):
        proportional([0.0, 0.0], 20.0)


def test_only_euler_contributions_point_to_where_returns_rise():
    # reference/rorac_compatibility.json: Tasche, standard deviation of three lines
    cov = np.array([[25.0, 12.0, 6.0], [12.0, 64.0, 48.0], [6.0, 48.0, 144.0]])
    capital = cov.sum(axis=1) / np.sqrt(cov.sum())
    profit = np.array([2.0, 5.0, 4.0])
    assert profit / capital == pytest.approx(
        [0.888603403467107, 0.7703618215541451, 0.38595905403116765]
    )
    assert capital_return_gradient(profit, capital) == pytest.approx(
        [0.03685478030292737, 0.066109158442216, -0.10296393874514348], abs=1e-8
    )


def test_square_root_aggregation_and_its_margins():
    correlation = np.array([[1.0, 0.25], [0.25, 1.0]])
    assert square_root_total([3.0, 4.0], correlation) == pytest.approx(np.sqrt(31.0))
    margins = square_root_contributions([3.0, 4.0], correlation)
    assert margins == pytest.approx([3 * 4 / np.sqrt(31), 4 * 4.75 / np.sqrt(31)])
    grown = (square_root_total([3.0 + 1e-6, 4.0], correlation) - np.sqrt(31.0)) / 1e-6
    assert margins[0] == pytest.approx(3.0 * grown, rel=1e-5)
    assert square_root_contributions([0.0, 0.0], correlation).tolist() == [0.0, 0.0]
