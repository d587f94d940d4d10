"""Members' own treaties on their shares of hand-made losses."""

import numpy as np
import pytest
from pydantic import ValidationError

from coinsure.reinsurance import ExcessOfLoss, QuotaShare, StopLoss, reinsure
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


def test_cover_in_a_circle_ends_after_one_step(table):
    own = {
        "there": OwnReinsurance(
            member="M1", treaty=QuotaShare(lines=("a",), share=0.5), taken_by="M2"
        ),
        "back": OwnReinsurance(
            member="M2", treaty=QuotaShare(lines=("a",), share=0.5), taken_by="M1"
        ),
    }
    found = cover(table, [(0, "a.x", 100.0)], own)
    # each cedes half of its own 50 and 30, nothing of what it takes
    np.testing.assert_allclose(found.recovered[:, 0, 0], [25.0, 15.0])


def test_no_treaties_no_cover(table):
    assert cover(table, [(0, "a.x", 100.0)], {}) is None


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"taken_by": "M1"}, "cannot reinsure itself"),
        (
            {"treaty": QuotaShare(lines=("a",), share=0.5, reinsurers={"R": 1.0})},
            "name a member with taken_by",
        ),
    ],
)
def test_terms_that_would_be_ignored_are_refused(fields, message):
    treaty = QuotaShare(lines=("a",), share=0.5)
    with pytest.raises(ValidationError, match=message):
        OwnReinsurance(**({"member": "M1", "treaty": treaty} | fields))
