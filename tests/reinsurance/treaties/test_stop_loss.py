"""Stop-loss, against figures done by hand."""

import numpy as np
import pytest

from coinsure.reinsurance import QuotaShare, StopLoss, reinsure


def test_the_year_above_an_amount_is_paid_and_taken_off_all_losses_pro_rata(table):
    losses = table(
        ("a.x", "a.y"), [(0, "a.x", 90.0), (1, "a.y", 20.0)], premium=50.0, small=10.0, years=2
    )
    treaty = StopLoss(lines=("a",), retention=70.0, limit=30.0, premium=6.0)
    net = reinsure(losses, {"stop": treaty})
    # year 1 costs 100 + 10: 40 above 70, 30 are paid; year 2 costs 10 + 30
    np.testing.assert_allclose(net.flows[0, 2, :, 0], [30.0, 0.0])
    np.testing.assert_allclose(net.net[:, 0, 0], [100.0 * 8 / 11, 10.0 * 8 / 11])
    np.testing.assert_allclose(net.large.amount, [90.0 * 8 / 11, 20.0])
    np.testing.assert_allclose(net.cost[:, 0, 0], [3.0, 3.0])


def test_retention_and_limit_as_loss_ratios_of_the_premium_that_is_left(table):
    losses = table(("a.x",), [(0, "a.x", 300.0)])
    treaties = {
        "half": QuotaShare(lines=("a",), share=0.5),
        "stop": StopLoss(
            lines=("a",), basis="loss_ratio", retention=1.2, limit=0.8, premium=3.0, placed=0.9
        ),
    }
    net = reinsure(losses, treaties)
    # 150 of a premium of 50: 60 are kept, at most 40 are paid, 90 % of it
    assert net.flows[1, 2, 0, 0] == pytest.approx(36.0)
    assert net.net[0, 0, 0] == pytest.approx(114.0)


def test_a_deposit_is_adjusted(table):
    treaty = StopLoss(
        lines=("a",), retention=70.0, limit=30.0, premium=6.0, adjustment={"rate": 0.08}
    )
    net = reinsure(table(("a.x",)), {"stop": treaty})
    np.testing.assert_allclose(net.flows[0, [0, 5], 0, 0], [6.0, 2.0])
