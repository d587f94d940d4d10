"""Excess of loss per risk, against figures done by hand and published ones."""

import numpy as np
import pytest
from pydantic import ValidationError
from scipy.special import gammaincinv

from coinsure.reinsurance import ExcessOfLoss, reinsure


def layer(retention=100.0, limit=100.0, premium=0.0, **more):
    return ExcessOfLoss(lines=("a",), retention=retention, limit=limit, premium=premium, **more)


def recovered(table, losses, treaty, lines=("a.x",), **more):
    """Return the recovery of each row of large losses."""
    losses = table(lines, losses, **more)
    return losses.large.amount - reinsure(losses, {"layer": treaty}).large.amount


def test_the_part_between_retention_and_limit_is_paid(table):
    losses = [(0, "a.x", 90.0), (0, "a.x", 130.0), (0, "a.x", 500.0)]
    paid = recovered(table, losses, layer(unlimited_reinstatements=True))
    np.testing.assert_array_equal(paid, [0.0, 30.0, 100.0])


def test_the_annual_limit_is_used_up_in_time_order(table):
    losses = [(0, "a.x", 180.0), (0, "a.x", 190.0), (0, "a.x", 160.0)]
    np.testing.assert_array_equal(recovered(table, losses, layer()), [80.0, 20.0, 0.0])
    one = layer(reinstatements=(1.0,))
    np.testing.assert_array_equal(recovered(table, losses, one), [80.0, 90.0, 30.0])


def test_the_annual_limit_begins_anew_in_every_path_year(table):
    losses = [(0, "a.x", 200.0), (0, "a.x", 200.0), (1, "a.x", 200.0)]
    np.testing.assert_array_equal(recovered(table, losses, layer(), years=2), [100.0, 0.0, 100.0])


def test_reinstatements_are_paid_at_their_rates_pro_rata_to_the_amount_reinstated(table):
    losses = table(("a.x",), [(0, "a.x", 200.0), (0, "a.x", 150.0)])
    net = reinsure(losses, {"layer": layer(premium=1000.0, reinstatements=(1.0, 0.5))})
    # the layer pays 150: the first reinstatement is used whole, half of the second
    np.testing.assert_allclose(net.flows[0, :, 0, 0], [1000.0, 0.0, 150.0, 1250.0, 0.0, 0.0, 0.0])
    assert net.cost[0, 0, 0] == pytest.approx(2250.0)


def test_reinstatements_are_paid_only_once_each(table):
    losses = table(("a.x",), [(0, "a.x", 1000.0)] * 5)
    net = reinsure(losses, {"layer": layer(premium=10.0, reinstatements=(1.0, 0.5))})
    np.testing.assert_allclose(net.flows[0, 2:4, 0, 0], [300.0, 15.0])


def test_rows_of_one_occurrence_that_hit_one_risk_of_a_line_are_one_loss(table):
    here = {"occurrence": 4, "risk": 2}
    losses = [
        (0, "a.x", 60.0, here),
        (0, "a.x", 500.0, {"occurrence": 4, "risk": 1}),
        (0, "a.x", 90.0, here),
        (0, "a.y", 70.0, here),
    ]
    free = layer(unlimited_reinstatements=True)
    paid = recovered(table, losses, free, lines=("a.x", "a.y"))
    np.testing.assert_allclose(paid, [20.0, 100.0, 30.0, 0.0])  # 150 - 100, shared 60 : 90


@pytest.mark.parametrize("fields", [{"occurrence": -1, "risk": 2}, {"occurrence": 4, "risk": -1}])
def test_rows_whose_risk_or_occurrence_is_unknown_are_losses_of_their_own(table, fields):
    losses = [(0, "a.x", 60.0, fields), (0, "a.x", 90.0, fields)]
    np.testing.assert_array_equal(recovered(table, losses, layer()), [0.0, 0.0])


def test_a_row_of_equal_losses_is_looked_at_loss_by_loss(table):
    losses = [(0, "a.x", 480.0, {"count": 4, "occurrence": 1})]  # 120 each
    free = layer(unlimited_reinstatements=True)
    np.testing.assert_array_equal(recovered(table, losses, free), [80.0])
    np.testing.assert_array_equal(recovered(table, losses, layer(limit=10.0)), [10.0])


def test_the_premium_is_divided_by_premium_and_a_reinstatement_by_the_losses_that_cost_it(table):
    hit = [(0, "a.x", 200.0), (0, "a.y", 150.0)]  # 100 and 50 recovered
    losses = table(("a.x", "a.y", "b.z"), hit, premium=(300.0, 100.0, 50.0))
    net = reinsure(losses, {"layer": layer(premium=40.0, reinstatements=(0.5,))})
    np.testing.assert_allclose(net.ceded_premium[:, 0], [30.0, 10.0, 0.0])
    # 40, and a reinstatement of 100 at half the rate: 20, two thirds of it for a.x
    np.testing.assert_allclose(net.cost[:, 0, 0], [30.0 + 40.0 / 3.0, 10.0 + 20.0 / 3.0, 0.0])
    assert net.net[:, 0, 0].tolist() == [100.0, 100.0, 0.0]


def test_the_cost_is_divided_equally_where_lines_have_no_premium(table):
    net = reinsure(table(("a.x", "a.y"), premium=0.0), {"layer": layer(premium=40.0)})
    np.testing.assert_array_equal(net.cost[:, 0, 0], [20.0, 20.0])


def test_reinstatements_are_either_listed_or_unlimited():
    with pytest.raises(ValidationError, match="not both"):
        layer(reinstatements=(1.0,), unlimited_reinstatements=True)
    with pytest.raises(ValidationError):
        layer(reinstatements=(-1.0,))


def mean_recovery(table, quantiles, retention, limit):
    """Return the mean recovery from losses that are the midpoint quantiles of a distribution."""
    losses = [(0, "a.x", quantile) for quantile in quantiles]
    free = layer(retention, limit, unlimited_reinstatements=True)
    return recovered(table, losses, free).mean()


@pytest.mark.parametrize(
    ("retention", "limit", "premium", "tolerance"),
    [
        # GEMAct, Manuscript_code_blocks.ipynb @4b757ead: Poisson 4, gamma shape 5, 20 xs 5
        (5.0, 20.0, 3.51, 0.005),
        # GEMAct, test_paperscripts.py: the same, 50 xs 2
        (2.0, 50.0, 12.08995159320356, 0.0006),
    ],
)
def test_published_pure_premiums_of_a_layer(table, retention, limit, premium, tolerance):
    quantiles = gammaincinv(5.0, (np.arange(20_000) + 0.5) / 20_000)
    found = 4.0 * mean_recovery(table, quantiles, retention, limit)
    assert found == pytest.approx(premium, abs=tolerance)


def test_the_layer_of_a_lomax_distribution(table):
    # closed form: E min((X - 200)+, 300), alpha 3, theta 100: 50 x ((100/300)^2 - (100/600)^2)
    survival = (np.arange(20_000) + 0.5) / 20_000
    quantiles = 100.0 * (survival ** (-1 / 3) - 1.0)
    found = mean_recovery(table, quantiles, 200.0, 300.0)
    assert found == pytest.approx(4.166666666666666, abs=1e-5)


def test_the_textbook_deductible_of_an_exponential_loss(table):
    # Loss Data Analytics, example 5.5.7: 20 x 0.8 losses of mean 200, deductible 100: 1941
    quantiles = -200.0 * np.log((np.arange(20_000) + 0.5) / 20_000)
    assert 16.0 * mean_recovery(table, quantiles, 100.0, 1e9) == pytest.approx(1941.0, abs=0.5)


def test_the_textbook_deductible_of_four_amounts(table):
    # Loss Data Analytics, example 5.5.6: 300 losses of variance 800, amounts grown by half
    losses = [(0, "a.x", 1.5 * amount) for amount in (40.0, 80.0, 120.0, 200.0)]
    paid = recovered(table, losses, layer(100.0, 1e9, unlimited_reinstatements=True))
    mean = paid.mean()
    assert 300.0 * mean == pytest.approx(22500.0)
    assert 300.0 * paid.var() + 800.0 * mean**2 == pytest.approx(6322500.0)


def test_per_event_the_losses_of_an_occurrence_are_one_loss_over_all_lines(table):
    losses = [
        (0, "a.x", 60.0, {"occurrence": 4}),
        (0, "a.y", 90.0, {"occurrence": 4, "count": 3}),
        (0, "b.z", 500.0, {"occurrence": 4}),
        (0, "a.x", 90.0, {"occurrence": 5}),
        (0, "a.y", 115.0),
    ]
    event = layer(limit=40.0, basis="event", unlimited_reinstatements=True)
    paid = recovered(table, losses, event, lines=("a.x", "a.y", "b.z"))
    np.testing.assert_allclose(paid, [16.0, 24.0, 0.0, 0.0, 15.0])  # 50 > 40, shared 60 : 90


def test_per_risk_what_an_occurrence_recovers_has_a_limit_of_its_own(table):
    here = [{"occurrence": 4, "risk": risk} for risk in (0, 1, 2)]
    amounts = (130.0, 160.0, 500.0)  # the layer has 30, 60 and 100
    losses = [(0, "a.x", amount, fields) for amount, fields in zip(amounts, here, strict=True)]
    limited = layer(event_limit=95.0, event_retention=38.0, unlimited_reinstatements=True)
    paid = recovered(table, losses, limited)
    np.testing.assert_allclose(paid, [15.0, 30.0, 50.0])  # 190 - 38 = 152 > 95, half of 190
    kept = layer(event_retention=95.0, unlimited_reinstatements=True)
    np.testing.assert_allclose(recovered(table, losses, kept), [15.0, 30.0, 50.0])


def test_the_aggregate_deductible_comes_first_and_the_annual_limit_after_it(table):
    losses = [(0, "a.x", 180.0), (0, "a.x", 190.0), (0, "a.x", 160.0), (0, "a.x", 150.0)]
    terms = layer(aggregate_deductible=120.0, aggregate_limit=110.0, reinstatements=(1.0,))
    # the layer has 80, 90, 60, 50: the deductible takes 80 and 40, then 110 are paid
    np.testing.assert_allclose(recovered(table, losses, terms), [0.0, 50.0, 60.0, 0.0])


def test_the_annual_limit_is_the_lower_of_reinstatements_and_aggregate_limit():
    assert layer(reinstatements=(1.0, 1.0)).annual_limit == 300.0
    assert layer(reinstatements=(1.0, 1.0), aggregate_limit=250.0).annual_limit == 250.0
    assert layer(aggregate_limit=250.0).annual_limit == 100.0
    assert layer(aggregate_limit=250.0, unlimited_reinstatements=True).annual_limit == 250.0


def test_pro_rata_time_a_reinstatement_costs_what_is_left_of_the_year(table):
    losses = [(0, "a.x", 200.0, {"time": 0.25}), (0, "a.x", 150.0, {"time": 0.5})]
    terms = layer(premium=1000.0, reinstatements=(1.0, 0.5), pro_rata_time=True)
    net = reinsure(table(("a.x",), losses), {"layer": terms})
    # 100 % x 1000 x 100/100 x 3/4 and 50 % x 1000 x 50/100 x 1/2
    assert net.flows[0, 3, 0, 0] == pytest.approx(750.0 + 125.0)


def test_a_deposit_is_adjusted_by_the_rate_on_the_subject_premium(table):
    losses = table(("a.x", "a.y"), [(0, "a.x", 200.0)], premium=(3000.0, 1000.0))
    terms = layer(
        premium=150.0,
        adjustment={"rate": 0.05, "minimum": 120.0},
        reinstatements=(1.0,),
        brokerage=0.1,
    )
    net = reinsure(losses, {"layer": terms})
    # 5 % of 4000 is 200: 150 deposit and 50; the reinstatement costs 200, the broker earns 20
    np.testing.assert_allclose(net.flows[0, :, 0, 0], [150, 0, 100, 200, 0, 50, 20])
    np.testing.assert_allclose(net.ceded_premium[:, 0], [150.0, 50.0])
    np.testing.assert_allclose(net.cost[:, 0, 0], [150.0 + 200.0, 50.0])


def test_the_minimum_premium_is_kept_and_more_than_it_is_returned(table):
    terms = layer(premium=150.0, adjustment={"rate": 0.02, "minimum": 120.0})
    net = reinsure(table(("a.x",), premium=4000.0), {"layer": terms})
    np.testing.assert_allclose(net.flows[0, [0, 5], 0, 0], [150.0, -30.0])
    assert net.ceded_premium[0, 0] == pytest.approx(120.0)


def test_reinsurers_take_only_the_part_that_is_placed(table):
    losses = table(("a.x",), [(0, "a.x", 300.0)])
    terms = layer(premium=20.0, reinstatements=(1.0,), placed=0.6, brokerage=0.1)
    net = reinsure(losses, {"layer": terms})
    np.testing.assert_allclose(net.flows[0, :, 0, 0], [12.0, 0.0, 60.0, 12.0, 0.0, 0.0, 1.2])
    assert net.net[0, 0, 0] == pytest.approx(240.0)
    assert net.large.amount[0] == pytest.approx(240.0)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"basis": "event", "event_limit": 5.0}, "belong to basis risk"),
        ({"basis": "event", "event_retention": 5.0}, "belong to basis risk"),
        ({"pro_rata_time": True}, "no paid reinstatement"),
        ({"pro_rata_time": True, "reinstatements": (0.0,)}, "no paid reinstatement"),
    ],
)
def test_a_term_that_would_be_ignored_is_refused(fields, message):
    with pytest.raises(ValidationError, match=message):
        layer(**fields)
