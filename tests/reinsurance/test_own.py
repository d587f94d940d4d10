"""Members' own treaties on their shares of hand-made losses."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from coinsure.errors import ModelRefusedError
from coinsure.reinsurance import ExcessOfLoss, QuotaShare, StopLoss, reinsure
from coinsure.reinsurance.counterparty import Reinsurer
from coinsure.reinsurance.counterparty.default import DefaultPlan
from coinsure.reinsurance.own import OwnReinsurance, own_cover
from coinsure.tables.shares import ShareTable

LINES = ("a.x", "a.y", "b.z")
SECTOR_OF_LINE = (0, 0, 1)
MEMBERS = ("M1", "M2", "M3")


def shares(*liability, premium=None):
    of = np.array(liability)
    return ShareTable(MEMBERS, ("a", "b"), of if premium is None else np.array(premium), of)


EVEN = shares([0.5, 0.2], [0.3, 0.2], [0.2, 0.6])


def cover(table, losses, own, tables=(EVEN,), treaties=None, **more):
    net = reinsure(table(LINES, losses, **more), treaties or {})
    return own_cover(net, own, tables, SECTOR_OF_LINE)


def test_a_layer_looks_at_the_members_part_of_each_loss(table):
    layer = ExcessOfLoss(
        lines=("a",), retention=30.0, limit=40.0, premium=6.0, reinstatements=(0.5,)
    )
    own = {"layer": OwnReinsurance(member="M1", treaty=layer)}
    found = cover(table, [(0, "a.x", 100.0), (0, "a.y", 40.0), (0, "b.z", 900.0)], own)
    # half of 100 is 50, of which 20 is above the retention; half of 40 and b.z do not count
    assert found.recovered[0, 0, 0] == pytest.approx(20.0)
    assert found.premium[0, 0] == pytest.approx(6.0)
    # half of the cover is reinstated at half of 6
    assert found.cost[0, 0, 0] == pytest.approx(6.0 + 0.5 * 0.5 * 6.0)
    assert (found.member, found.taker) == ((0,), (-1,))


def test_a_share_is_of_what_the_treaties_of_the_pool_have_left(table):
    pool = {"half": QuotaShare(lines=("a",), share=0.5)}
    own = {
        "mine": OwnReinsurance(
            member="M2",
            treaty=QuotaShare(lines=("a", "b"), share=0.4, commission=0.25),
            taken_by="M3",
        )
    }
    found = cover(table, [(0, "a.x", 100.0), (0, "b.z", 50.0)], own, treaties=pool, premium=100.0)
    # M2 has 0.3 x 50 of a.x and 0.2 x 50 of b.z; premium 0.3 x (50 + 50) and 0.2 x 100
    assert found.recovered[0, 0, 0] == pytest.approx(0.4 * 25.0)
    assert found.premium[0, 0] == pytest.approx(0.4 * 50.0)
    assert found.cost[0, 0, 0] == pytest.approx(0.75 * 0.4 * 50.0)
    assert (found.member, found.taker) == ((1,), (2,))


def test_the_treaties_of_a_member_apply_in_order_and_those_of_others_do_not_count(table):
    own = {
        "first": OwnReinsurance(member="M1", treaty=QuotaShare(lines=("a",), share=0.5)),
        "other": OwnReinsurance(member="M2", treaty=QuotaShare(lines=("a",), share=0.9)),
        "second": OwnReinsurance(
            member="M1",
            treaty=StopLoss(lines=("a",), retention=10.0, limit=100.0, premium=1.0),
        ),
    }
    found = cover(table, [(0, "a.x", 100.0)], own)
    np.testing.assert_allclose(found.recovered[:, 0, 0], [25.0, 27.0, 15.0])


def test_shares_may_change_from_year_to_year(table):
    later = shares([0.1, 0.2], [0.3, 0.2], [0.6, 0.6])
    own = {"mine": OwnReinsurance(member="M1", treaty=QuotaShare(lines=("a",), share=1.0))}
    found = cover(
        table, [(0, "a.x", 100.0), (1, "a.x", 100.0)], own, (EVEN, later), years=2, premium=10.0
    )
    np.testing.assert_allclose(found.recovered[0, :, 0], [50.0, 10.0])
    np.testing.assert_allclose(found.premium[0], [0.5 * 20.0, 0.1 * 20.0])


def test_cover_of_a_share_that_a_member_has_no_longer_costs_nothing(table):
    gone = shares([0.0, 0.2], [0.5, 0.2], [0.5, 0.6])
    layer = ExcessOfLoss(lines=("a",), retention=30.0, limit=40.0, premium=6.0)
    own = {"layer": OwnReinsurance(member="M1", treaty=layer)}
    found = cover(table, [(0, "a.x", 100.0), (1, "a.x", 100.0)], own, (EVEN, gone), years=2)
    np.testing.assert_allclose(found.recovered[0, :, 0], [20.0, 0.0])
    np.testing.assert_allclose(found.premium[0], [6.0, 0.0])
    np.testing.assert_allclose(found.cost[0, :, 0], [6.0, 0.0])


def circle(*shares, lines=("a",), **terms):
    """Make M1 cede to M2, M2 to M3 ..., and the last to M1."""
    return {
        f"from {member}": OwnReinsurance(
            member=member,
            treaty=QuotaShare(lines=lines, share=share, **terms),
            taken_by=MEMBERS[(place + 1) % len(shares)],
        )
        for place, (member, share) in enumerate(zip(MEMBERS, shares, strict=False))
    }


def test_cover_in_a_circle_goes_round_until_all_of_it_is_kept(table):
    own = circle(0.5, 0.4, commission=0.25)
    found = cover(table, [(0, "a.x", 100.0)], own, premium=10.0)
    # M1 bears x = 50 + what M2 cedes, M2 bears y = 30 + what M1 cedes
    x, y = np.linalg.solve([[1.0, -0.4], [-0.5, 1.0]], [50.0, 30.0])
    np.testing.assert_allclose(found.recovered[:, 0, 0], [0.5 * x, 0.4 * y])
    np.testing.assert_allclose(found.premium[:, 0], [0.2 * 0.5 * x, 0.2 * 0.4 * y])
    np.testing.assert_allclose(found.cost[:, 0, 0], 0.75 * found.premium[:, 0])
    kept = [x - 0.5 * x, y - 0.4 * y]
    assert sum(kept) == pytest.approx(80.0)


def test_a_chain_passes_on_in_the_order_of_a_members_treaties(table):
    own = {
        "down": OwnReinsurance(
            member="M1", treaty=QuotaShare(lines=("a",), share=0.5), taken_by="M2"
        ),
        "first": OwnReinsurance(
            member="M2", treaty=QuotaShare(lines=("a.x",), share=0.2), reinsurer="R"
        ),
        "second": OwnReinsurance(
            member="M2", treaty=QuotaShare(lines=("a",), share=0.5, placed=0.8), taken_by="M3"
        ),
    }
    found = cover(table, [(0, "a.x", 100.0), (0, "a.y", 10.0)], own)
    # M2 has 30 and 3 of its own, 25 and 2.5 from M1
    expected = [27.5, 0.2 * 55.0, 0.4 * (0.8 * 55.0 + 5.5)]
    np.testing.assert_allclose(found.recovered[:, 0, 0], expected)


def test_reinstatements_go_round_with_the_premium_and_limited_treaties_pass_nothing_on(table):
    layer = ExcessOfLoss(lines=("a",), retention=30, limit=40, premium=6, reinstatements=(1.0,))
    own = {
        "layer": OwnReinsurance(member="M1", treaty=layer, taken_by="M2"),
        "share": OwnReinsurance(member="M2", treaty=QuotaShare(lines=("a",), share=0.5)),
        "limited": OwnReinsurance(
            member="M2", treaty=QuotaShare(lines=("a",), share=0.5, annual_limit=1e9)
        ),
    }
    found = cover(table, [(0, "a.x", 100.0)], own, premium=0.0)
    # half of M2's 30 and of the 20 of the layer, then half of what is left of the 30 alone
    np.testing.assert_allclose(found.recovered[:, 0, 0], [20.0, 25.0, 7.5])
    # the layer costs 6 and half of it to reinstate
    np.testing.assert_allclose(found.cost[:, 0, 0], [9.0, 4.5, 0.0])


@pytest.mark.parametrize("shares", [(1.0, 1.0), (1.0, 1.0, 1.0)])
def test_a_circle_that_keeps_nothing_is_refused(table, shares):
    with pytest.raises(ModelRefusedError, match=r"from M1, from M2.* pass losses of a\.x round"):
        cover(table, [(0, "a.x", 100.0)], circle(*shares))


def test_a_circle_in_which_one_keeps_something_is_not(table):
    found = cover(table, [(0, "a.x", 100.0)], circle(1.0, 1.0, 0.5))
    # M3 bears all 100 in the end, and cedes as much as M1 and M2 pass on
    x = np.linalg.solve([[1, 0, -0.5], [-1, 1, 0], [0, -1, 1]], [50.0, 30.0, 20.0])
    np.testing.assert_allclose(found.recovered[:, 0, 0], [x[0], x[1], 0.5 * x[2]])


def test_a_reinsurer_that_fails_does_not_pay(table):
    own = {
        name: OwnReinsurance(
            member="M1", treaty=QuotaShare(lines=("a",), share=0.5), reinsurer=name
        )
        for name in ("weak", "sound")
    }
    weak = Reinsurer(default_probability=1.0, paid_in_default=0.2)
    defaults = DefaultPlan(7, {"weak": weak, "sound": Reinsurer()}, {"weak": 1, "sound": 2})
    net = reinsure(table(LINES, [(0, "a.x", 100.0)]), {})
    found = own_cover(net, own, (EVEN,), SECTOR_OF_LINE, defaults)
    np.testing.assert_allclose(found.recovered[:, 0, 0], [25.0, 12.5])
    np.testing.assert_allclose(found.lost[:, 0, 0], [20.0, 0.0])


def test_no_treaties_no_cover(table):
    assert cover(table, [(0, "a.x", 100.0)], {}) is None


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"taken_by": "M1"}, "cannot reinsure itself"),
        (
            {"treaty": QuotaShare(lines=("a",), share=0.5, reinsurers={"R": 1.0})},
            "name one with reinsurer",
        ),
        ({"taken_by": "M2", "reinsurer": "R"}, "one cover has one taker"),
    ],
)
def test_terms_that_would_be_ignored_are_refused(fields, message):
    treaty = QuotaShare(lines=("a",), share=0.5)
    with pytest.raises(ValidationError, match=message):
        OwnReinsurance(**({"member": "M1", "treaty": treaty} | fields))


@settings(max_examples=60, deadline=None)
@given(
    shares=st.lists(st.floats(0.0, 0.95), min_size=2, max_size=3),
    losses=st.lists(st.tuples(st.sampled_from(LINES), st.floats(0.0, 1e3)), max_size=5),
)
def test_a_circle_neither_makes_nor_loses_money(table, shares, losses):
    own = circle(*shares, lines=("a", "b"), commission=0.2)
    found = cover(table, [(0, line, amount) for line, amount in losses], own, premium=50.0)
    flows = zip(found.member, found.taker, strict=True)
    for (member, taker), recovered, cost, share in zip(
        flows, found.recovered[:, 0, 0], found.cost[:, 0, 0], shares, strict=True
    ):
        mine = {k for k, one in enumerate(found.taker) if one == member}
        taken = sum(found.recovered[k, 0, 0] for k in mine)
        direct = sum(EVEN.liability[member, SECTOR_OF_LINE[LINES.index(n)]] * x for n, x in losses)
        assert recovered == pytest.approx(share * (direct + taken))
        written = sum(EVEN.premium[member, sector] for sector in SECTOR_OF_LINE) * 50.0
        received = sum(found.premium[k, 0] for k in mine)
        assert cost == pytest.approx(0.8 * share * (written + received))
        assert taker != member
