"""Quota share, against figures done by hand."""

import math
from dataclasses import replace

import numpy as np
import pytest
from pydantic import ValidationError

from coinsure.reinsurance import QuotaShare, reinsure


def test_premium_losses_and_large_losses_are_ceded_and_commission_is_earned(table):
    losses = table(
        ("a.x", "a.y"), [(0, "a.x", 200.0), (0, "a.y", 50.0)], premium=(100.0, 60.0), small=10.0
    )
    net = reinsure(losses, {"quota": QuotaShare(lines=("a.x",), share=0.3, commission=0.25)})
    np.testing.assert_allclose(net.gross[:, 0, 0], [210.0, 60.0])
    np.testing.assert_allclose(net.net[:, 0, 0], [147.0, 60.0])  # 210 x 0.7
    np.testing.assert_allclose(net.large.amount, [140.0, 50.0])
    np.testing.assert_allclose(net.ceded_premium[:, 0], [30.0, 0.0])
    np.testing.assert_allclose(net.cost[:, 0, 0], [22.5, 0.0])  # 30 less commission of 7.5
    np.testing.assert_allclose(net.flows[0, :, 0, 0], [30.0, 7.5, 63.0, 0.0, 0.0, 0.0, 0.0])


def test_a_whole_share_leaves_nothing(table):
    losses = table(("a.x",), [(0, "a.x", 123.4)], small=0.1)
    net = reinsure(losses, {"all": QuotaShare(lines=("a",), share=1.0)})
    assert net.net[0, 0, 0] == 0.0
    assert net.large.amount[0] == 0.0
    assert net.ceded_premium[0, 0] == 100.0


def shared(table, losses, years=1, **terms):
    """Return the flows (7, T) of a quota share of 40 % on a premium of 100 a year."""
    treaty = QuotaShare(lines=("a",), share=0.4, **terms)
    return reinsure(table(("a.x",), losses, years=years), {"quota": treaty}).flows[0, :, :, 0]


@pytest.mark.parametrize(
    ("gross", "recovered"),
    # ceded premium 40: of the ceded losses between 28 (70 %) and 48 (120 %) half come back
    [(60.0, 24.0), (90.0, 36.0 - 4.0), (110.0, 44.0 - 8.0), (130.0, 52.0 - 10.0), (200.0, 70.0)],
)
def test_in_a_corridor_losses_come_back(table, gross, recovered):
    corridor = {"low": 0.7, "high": 1.2, "share": 0.5}
    flows = shared(table, [(0, "a.x", gross)], corridor=corridor)
    assert flows[2, 0] == pytest.approx(recovered)


def test_limits_of_a_year_in_money_and_as_a_loss_ratio(table):
    losses = [(0, "a.x", 90.0), (0, "a.x", 110.0)]  # ceded 80 of a premium of 40
    assert shared(table, losses, loss_ratio_limit=1.5)[2, 0] == pytest.approx(60.0)
    assert shared(table, losses, annual_limit=50.0)[2, 0] == pytest.approx(50.0)
    assert shared(table, losses, annual_limit=90.0)[2, 0] == pytest.approx(80.0)


def test_what_a_year_limits_is_taken_off_all_its_losses_pro_rata(table):
    losses = table(("a.x", "a.y"), [(0, "a.x", 150.0), (0, "a.y", 30.0)], small=10.0)
    net = reinsure(losses, {"q": QuotaShare(lines=("a",), share=0.5, annual_limit=50.0)})
    # ceded 80 and 20, half of it is paid
    np.testing.assert_allclose(net.net[:, 0, 0], [160.0 - 40.0, 40.0 - 10.0])
    np.testing.assert_allclose(net.large.amount, [150.0 - 37.5, 30.0 - 7.5])


def test_limits_of_a_risk_and_of_an_occurrence(table):
    here = [{"occurrence": 4, "risk": risk} for risk in (0, 1, 1)]
    amounts = (100.0, 50.0, 150.0)
    losses = [(0, "a.x", amount, more) for amount, more in zip(amounts, here, strict=True)]
    losses.append((0, "a.x", 30.0))
    # ceded 40, 20 + 60 of one risk, and 12
    assert shared(table, losses, risk_limit=50.0)[2, 0] == pytest.approx(40.0 + 50.0 + 12.0)
    assert shared(table, losses, event_limit=70.0)[2, 0] == pytest.approx(70.0 + 12.0)
    both = shared(table, losses, risk_limit=50.0, event_limit=85.0)
    assert both[2, 0] == pytest.approx(85.0 + 12.0)


def test_the_smallest_loss_that_a_limit_can_touch():
    quota = QuotaShare(lines=("a",), share=0.4, risk_limit=50.0, event_limit=20.0)
    assert quota.smallest_loss == pytest.approx(50.0)
    assert QuotaShare(lines=("a",), share=0.0, event_limit=20.0).smallest_loss == math.inf
    assert QuotaShare(lines=("a",), share=0.4).smallest_loss == math.inf


def test_the_commission_slides_with_the_ceded_loss_ratio(table):
    steps = ({"loss_ratio": 0.55, "commission": 0.3}, {"loss_ratio": 0.75, "commission": 0.2})
    losses = [(0, "a.x", 60.0), (1, "a.x", 70.0), (2, "a.x", 300.0)]
    flows = shared(table, losses, years=3, sliding_commission=steps)
    np.testing.assert_allclose(flows[1], [40.0 * 0.275, 40.0 * 0.225, 40.0 * 0.2])


def test_the_profit_commission_is_on_what_losses_commission_and_expenses_leave(table):
    profit = {"rate": 0.5, "expenses": 0.1, "carry_forward": "extinction"}
    losses = [(0, "a.x", 50.0), (1, "a.x", 100.0), (2, "a.x", 0.0)]
    flows = shared(table, losses, years=3, commission=0.2, profit_commission=profit)
    # 40 less 8 and 4: 28 - 20 = 8; 28 - 40 = -12; 28 - 12 = 16
    np.testing.assert_allclose(flows[1], [8.0 + 4.0, 8.0, 8.0 + 8.0])


def test_losses_of_a_year_without_premium_are_made_good_from_later_profits(table):
    losses = table(("a.x",), [(1, "a.x", 50.0)], years=3)
    losses = replace(losses, premium=np.array([[100.0, 0.0, 100.0]]))
    profit = {"rate": 0.2, "carry_forward": "extinction"}
    treaty = QuotaShare(lines=("a",), share=0.4, profit_commission=profit)
    flows = reinsure(losses, {"quota": treaty}).flows[0, :, :, 0]
    # profits 40, -20, 40: 0.2 of 40, nothing, and of 20
    np.testing.assert_allclose(flows[1], [8.0, 0.0, 4.0])


def test_one_commission_or_the_other():
    steps = ({"loss_ratio": 0.55, "commission": 0.3}, {"loss_ratio": 0.75, "commission": 0.2})
    with pytest.raises(ValidationError, match="not both"):
        QuotaShare(lines=("a",), share=0.4, commission=0.1, sliding_commission=steps)


def test_terms_of_a_share_that_is_placed_in_part(table):
    losses = [(0, "a.x", 200.0)]
    whole = shared(table, losses, annual_limit=50.0, commission=0.2, brokerage=0.05)
    half = shared(table, losses, annual_limit=50.0, commission=0.2, brokerage=0.05, placed=0.5)
    np.testing.assert_allclose(half, whole / 2.0)
    assert whole[[2, 6], 0].tolist() == pytest.approx([50.0, 2.0])
