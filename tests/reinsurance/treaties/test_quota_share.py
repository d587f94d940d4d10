"""Quota share, against figures done by hand."""

import numpy as np

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
