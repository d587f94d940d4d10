"""The ledger and the check that nothing is made or lost."""

import numpy as np
import pytest

from coinsure.pool import Equal, PoolTerms
from coinsure.pool.book import SectorBook
from coinsure.pool.conservation import breach, expected
from coinsure.pool.in_force import InForce
from coinsure.pool.ledger import Ledger
from coinsure.tables.shares import ShareTable


def rows(*values):
    return np.array(values, float)[:, None]


@pytest.fixture
def ledger():
    return Ledger(2)


def test_a_payment_is_entered_on_both_sides(ledger):
    ledger.receive("premium", rows(60.0, 40.0), "insured")
    ledger.pay("expenses", rows(18.0, 12.0), "outside")
    np.testing.assert_array_equal(ledger.balance, [[42.0], [28.0]])
    assert ledger.position["insured"].tolist() == [-100.0]
    assert ledger.position["outside"].tolist() == [30.0]


def test_a_payment_between_members_adds_up_to_nothing(ledger):
    ledger.pay_member("lead_fee", rows(5.0, 3.0), 1)
    assert ledger.entered_as("lead_fee").tolist() == [[-5.0], [5.0]]
    np.testing.assert_array_equal(ledger.balance, [[-5.0], [5.0]])


def test_a_lead_without_followers_earns_no_fee():
    alone = Ledger(1)
    alone.pay_member("lead_fee", rows(5.0), 0)
    assert alone.balance.tolist() == [[0.0]]


def test_a_copy_goes_on_by_itself(ledger):
    ledger.receive("premium", rows(60.0, 40.0), "insured")
    other = ledger.copy()
    other.pay("claims", np.array([[30.0, 50.0], [20.0, 10.0]]), "insured")
    np.testing.assert_array_equal(other.balance, [[30.0, 10.0], [20.0, 30.0]])
    assert other.position["insured"].tolist() == [-50.0, -40.0]
    np.testing.assert_array_equal(ledger.balance, [[60.0], [40.0]])
    assert ledger.position["insured"].tolist() == [-100.0]


def test_flows_are_added_up_on_a_page(ledger):
    ledger.pay("to_reserve", np.array([[5.0, 6.0], [1.0, 2.0]]), "reserve")
    ledger.receive("membership", rows(0.0, 3.0), "reserve")
    page = ledger.entered_as("to_reserve", "membership")
    np.testing.assert_array_equal(page, [[-5.0, -6.0], [2.0, 1.0]])


def test_others_may_pay_each_other(ledger):
    ledger.pass_on(np.array([1.0, 2.0, 3.0]), "reinsurers", "insured")
    assert ledger.position["reinsurers"].tolist() == [-1.0, -2.0, -3.0]
    assert ledger.position["insured"].tolist() == [1.0, 2.0, 3.0]


@pytest.mark.parametrize(
    ("slip", "part"),
    [
        ({}, 0.0),
        ({"premium": rows(56.0, 37.0)}, 1.0),
        ({"expenses": rows(18.0, 11.0)}, 1.0),
        ({"management": rows(0.0, 0.0)}, 2.0),
        ({"levies": rows(0.6, 0.2)}, 0.2),
        ({"brokerage": rows(1.8, 1.0)}, 0.2),
        ({"investment": rows(0.5, 0.7)}, 0.2),
        ({"profit": rows(3.0, 0.0)}, 1.0),
        ({"reinsurance": rows(3.0, 2.5)}, 0.5),
        ({"claims": rows(27.6, 21.4)}, 3.0),
        ({"public": np.array([2.0])}, 1.0),
        ({"to_insured": np.array([5.0])}, 1.0),
        ({"subsidy": rows(5.0, 2.0)}, 1.0),
        ({"support": np.array([0.5])}, 0.5),
        ({"to_reserve": rows(4.0, 4.0)}, 1.0),
        ({"recovered": np.array([9.0])}, 1.0),
        ({"gained": rows(-2.0, 1.0)}, 1.0),
        ({"own": rows(4.0, -2.0)}, 2.0),
        ({"assumed": rows(3.0, -1.0)}, 2.0),
        ({"to_guarantee": rows(1.0, 0.5)}, 0.5),
    ],
)
def test_every_slip_is_seen_as_a_part_of_the_money(ledger, slip, part):
    """Premium 100, claims 60 of which 10 reinsured for 5: 165 in all; a slip of 1 is 1 / 165.

    Of the premium the state pays 8 to members and 6 to the insured, and 1 to the reinsurers.
    """
    book = SectorBook(
        premium=rows(100.0),
        ceded=rows(5.0),
        expenses=rows(30.0),
        cost=rows(5.0),
        gross=rows(60.0),
        net=rows(46.0),
        public=rows(3.0),
        cut=rows(1.0),
        to_insured=rows(6.0),
        to_insurers=rows(8.0),
        waited=rows(0.0),
        support=rows(1.0),
    )
    whole = np.array([[0.6], [0.4]])
    held = InForce(ShareTable(("M1", "M2"), ("s",), whole, whole), np.ones((2, 1)))
    ledger.receive("premium", slip.get("premium", rows(55.0, 37.0)), "insured")
    ledger.receive("subsidy", slip.get("subsidy", rows(5.0, 3.0)), "state")
    ledger.pass_on(slip.get("to_insured", np.array([6.0])), "state", "insured")
    ledger.pass_on(slip.get("support", np.array([1.0])), "state", "reinsurers")
    ledger.pay("expenses", slip.get("expenses", rows(18.0, 12.0)), "outside")
    ledger.pay("management", slip.get("management", rows(1.2, 0.8)), "office")
    ledger.pay("levies", slip.get("levies", rows(0.6, 0.4)), "state")
    ledger.pay("brokerage", slip.get("brokerage", rows(1.8, 1.2)), "outside")
    ledger.receive("investment", slip.get("investment", rows(0.5, 0.5)), "outside")
    ledger.pay("profit", slip.get("profit", rows(3.0, -1.0)), "held")
    ledger.pay("reinsurance", slip.get("reinsurance", rows(3.0, 2.0)), "reinsurers")
    ledger.pay("to_reserve", slip.get("to_reserve", rows(5.0, 4.0)), "reserve")
    ledger.pay("to_guarantee", slip.get("to_guarantee", rows(1.5, 0.5)), "guarantee")
    ledger.pass_on(slip.get("recovered", np.array([10.0])), "reinsurers", "insured")
    ledger.pass_on(slip.get("public", np.array([3.0])), "state", "insured")
    ledger.pay("claims", slip.get("claims", rows(27.6, 18.4)), "insured")
    ledger.receive("own_reinsurance", slip.get("own", rows(2.0, -2.0)), "own_reinsurers")
    ledger.receive("assumed", slip.get("assumed", rows(1.0, -1.0)), "reinsurers")
    before = expected(
        book,
        held,
        PoolTerms(shares=Equal(), management_rate=0.02, levy_rate=0.01, brokerage_rate=0.03),
        shortfall=np.ones(1),  # that is cut
        set_aside=np.array([9.0]),
        deposited=np.array([2.0]),
        earned=np.array([0.7]),
        covered=np.zeros(1),
        assumed=np.zeros(1),
    )
    position = before.after_profit(held_back=np.array([2.0]), interest=np.array([0.3]))
    gained = (ledger.balance + slip.get("gained", 0.0)).sum(axis=0)
    miss = breach(ledger, position, gained)
    assert miss == pytest.approx(part / 165.0, abs=1e-15)
