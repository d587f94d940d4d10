"""A programme of treaties on a block of losses."""

import hashlib
from itertools import pairwise

import numpy as np
import pytest

from coinsure.errors import ModelRefusedError, UsageError
from coinsure.reinsurance import ExcessOfLoss, QuotaShare, reinsure
from coinsure.reinsurance.programme import by_priority
from coinsure.tables.losses import Block, LargeLosses, LossTable

LAYER = ExcessOfLoss(
    lines=("a",), retention=100.0, limit=100.0, premium=20.0, unlimited_reinstatements=True
)
HALF = QuotaShare(lines=("a",), share=0.5, commission=0.2)


def first(treaty, priority):
    return treaty.model_copy(update={"priority": priority})


def test_without_treaties_net_is_gross(table):
    losses = table(("a.x", "b.y"), [(0, "a.x", 70.0)], small=5.0, years=2, paths=3)
    net = reinsure(losses, {})
    np.testing.assert_array_equal(net.net, losses.by_line)
    assert net.flows.shape == (0, 7, 2, 3)
    assert not net.cost.any()


def test_a_layer_after_a_quota_share_sees_what_the_share_left(table):
    net = reinsure(table(("a.x",), [(0, "a.x", 300.0)]), {"half": HALF, "layer": LAYER})
    assert net.flows[:, 2, 0, 0].tolist() == [150.0, 50.0]  # 300 / 2, then 150 - 100
    assert net.net[0, 0, 0] == 100.0


def test_a_quota_share_after_a_layer_shares_what_the_layer_left_of_losses_and_premium(table):
    net = reinsure(table(("a.x",), [(0, "a.x", 300.0)]), {"layer": LAYER, "half": HALF})
    assert net.flows[:, 2, 0, 0].tolist() == [100.0, 100.0]  # 300 - 100 = 200, / 2
    assert net.flows[:, 0, 0, 0].tolist() == [20.0, 40.0]  # (100 - 20) / 2
    assert net.flows[1, 1, 0, 0] == pytest.approx(8.0)
    assert net.ceded_premium[0, 0] == 60.0
    assert net.net[0, 0, 0] == 100.0


def test_priorities_overrule_the_order_of_the_file(table):
    losses = table(("a.x",), [(0, "a.x", 300.0)])
    net = reinsure(losses, {"layer": first(LAYER, 5), "half": first(HALF, 3)})
    assert net.treaties == ("layer", "half")
    assert net.flows[:, 2, 0, 0].tolist() == [50.0, 150.0]


def test_treaties_of_one_priority_see_the_same_losses_and_premium(table):
    losses = table(("a.x",), [(0, "a.x", 300.0)])
    net = reinsure(losses, {"layer": first(LAYER, 1), "half": first(HALF, 1)})
    assert net.flows[:, 2, 0, 0].tolist() == [100.0, 150.0]
    assert net.flows[:, 0, 0, 0].tolist() == [20.0, 50.0]
    assert net.net[0, 0, 0] == 50.0
    assert net.large.amount[0] == 50.0


def test_treaties_of_one_priority_that_cede_more_than_a_loss_are_refused(table):
    most = QuotaShare(lines=("a",), share=0.8, priority=1)
    with pytest.raises(ModelRefusedError, match=r"one and other .* more than a loss"):
        reinsure(table(("a.x",), [(0, "a.x", 300.0)]), {"one": most, "other": most})


def test_a_treaty_without_priority_takes_its_place_in_the_file():
    treaties = {"a": HALF, "b": first(HALF, 1), "c": first(HALF, 0), "d": HALF}
    assert by_priority(treaties) == [("c",), ("a", "b"), ("d",)]


def test_what_rounding_leaves_below_zero_is_zero(table):
    losses = table(("a.x",), [(0, "a.x", 0.1), (0, "a.x", 0.2)])
    losses.total[:] = 0.3  # 0.1 + 0.2 is a little more
    free = LAYER.model_copy(update={"retention": 0.0})
    assert reinsure(losses, {"layer": free}).net[0, 0, 0] == 0.0


def test_there_is_nothing_to_share_of_a_premium_that_a_layer_has_eaten_up(table):
    dear = LAYER.model_copy(update={"premium": 150.0})
    net = reinsure(table(("a.x",)), {"layer": dear, "half": HALF})
    assert net.flows[:, 0, 0, 0].tolist() == [150.0, 0.0]


def test_a_line_that_the_book_lacks_is_refused(table):
    with pytest.raises(UsageError, match=r"reinsurance\.half\.lines.*found a.*b\.y"):
        reinsure(table(("b.y",)), {"half": HALF})


def random_table(seed, paths=64, years=2):
    """Make a random table, whole paths of which can be cut out."""
    rng = np.random.default_rng(seed)
    rows = years * paths
    number = rng.poisson(1.5, rows)
    start = np.concatenate([[0], np.cumsum(number)]).astype(np.int64)
    size = int(start[-1])
    large = LargeLosses(
        start=start,
        line=rng.integers(0, 3, size).astype(np.int32),
        risk=rng.integers(-1, 4, size).astype(np.int32),
        occurrence=np.full(size, -1, np.int32),
        count=rng.integers(1, 3, size).astype(np.int32),
        time=rng.random(size),
        amount=rng.pareto(1.2, size) * 60.0 + 40.0,
    )
    total = rng.random((3, rows)) * 30.0
    np.add.at(total, (large.line, large.row), large.amount)
    return LossTable(
        block=Block(0, paths),
        lines=("a.x", "a.y", "b.z"),
        premium=np.array([[300.0] * years, [200.0] * years, [100.0] * years]),
        total=total.reshape(3, years, paths),
        account_line=np.arange(3, dtype=np.int32),
        large=large,
        weight=np.ones(paths),
    )


def cut(losses, begin, end):
    """Return the paths from ``begin`` to ``end`` as a block of their own."""
    years, paths = losses.total.shape[1:]
    rows = np.arange(years * paths).reshape(years, paths)[:, begin:end].ravel()
    of = losses.large
    chosen = np.concatenate([np.arange(of.start[row], of.start[row + 1]) for row in rows])
    columns = ("line", "risk", "occurrence", "count", "time", "amount")
    return LossTable(
        block=Block(begin, end - begin),
        lines=losses.lines,
        premium=losses.premium,
        total=np.ascontiguousarray(losses.total[..., begin:end]),
        account_line=losses.account_line,
        large=LargeLosses(
            start=np.concatenate([[0], np.cumsum(np.diff(of.start)[rows])]),
            **{name: getattr(of, name)[chosen] for name in columns},
        ),
        weight=losses.weight[begin:end],
    )


PROGRAMME = {
    "quota": QuotaShare(lines=("a.x", "b"), share=0.35, commission=0.3),
    "layer": ExcessOfLoss(
        lines=("a", "b.z"), retention=50.0, limit=120.0, premium=30.0, reinstatements=(1.0,)
    ),
    "second": ExcessOfLoss(lines=("a.y",), retention=170.0, limit=500.0, premium=9.0, priority=2),
}


def test_one_hash_for_every_cut_into_blocks():
    losses = random_table(1)

    def digest(cuts):
        nets = [reinsure(cut(losses, begin, end), PROGRAMME) for begin, end in pairwise(cuts)]
        parts = [
            np.concatenate([getattr(net, n) for net in nets], -1) for n in ("net", "cost", "flows")
        ]
        return hashlib.sha256(b"".join(part.tobytes() for part in parts)).hexdigest()

    assert digest([0, 64]) == digest([0, 7, 32, 33, 64]) == digest([0, 40, 64])


def test_net_and_ceded_are_gross_line_by_line_and_flows_are_the_lines_together():
    losses = random_table(2)
    net = reinsure(losses, PROGRAMME)
    recovered = net.gross - net.net
    assert (net.net >= 0.0).all()
    assert (recovered >= -1e-9 * net.gross).all()
    np.testing.assert_allclose(recovered.sum(axis=0), net.flows[:, 2].sum(axis=0), rtol=1e-12)
    premium, commission, _, reinstatement, lost, _, _ = net.flows.sum(axis=0)
    np.testing.assert_allclose(
        net.cost.sum(axis=0), premium + reinstatement - commission, rtol=1e-12
    )
    np.testing.assert_allclose(net.ceded_premium.sum(axis=0), premium[:, 0], rtol=1e-12)
    assert not lost.any()
    large = np.zeros((3, 128))
    np.add.at(large, (net.large.line, net.large.row), losses.large.amount - net.large.amount)
    small = losses.by_line.copy()
    np.subtract.at(
        small.reshape(3, 128), (losses.large.line, losses.large.row), losses.large.amount
    )
    share = np.array([0.35, 0.0, 0.35])[:, None, None]
    np.testing.assert_allclose(recovered, large.reshape(3, 2, 64) + share * small, atol=1e-9)


def test_what_goes_in_is_not_changed():
    losses = random_table(3)
    before = losses.total.copy(), losses.large.amount.copy(), losses.premium.copy()
    reinsure(losses, PROGRAMME)
    for old, new in zip(before, (losses.total, losses.large.amount, losses.premium), strict=True):
        np.testing.assert_array_equal(old, new)


def test_treaties_of_one_priority_cannot_cede_more_than_the_small_losses(table):
    """Of 10 large 3 and 5 are ceded and 2 are left; of 4 small 4 and 2, which is more than 4."""
    losses = table(("a.x",), [(0, "a.x", 10.0)], small=4.0)
    whole = QuotaShare(lines=("a",), share=1.0, event_limit=3.0, priority=1)
    with pytest.raises(ModelRefusedError, match="whole and half see the same losses and together"):
        reinsure(losses, {"whole": whole, "half": first(HALF, 1)})
