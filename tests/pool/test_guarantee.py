"""The guarantee fund, against a table of five years worked out by hand."""

import numpy as np
import pytest

from coinsure.pool.guarantee import GuaranteeFund, contributions, paid_by_fund, refunds
from tests.pool.test_account import flow, net_table, settled, share_table


def column(*amounts):
    return np.array(amounts, float)[:, None]


class TestFiveYears:
    """Premium 100 a year, shares 60, 30 and 10 %, capital 1000, 1000 and 7; several liability.

    Each pays 10 % of its premium until the fund holds 22; interest 10 % of the opening deposits.
    Claims 80, 50, 300, 100, 80; no costs. The rule leaves results where they fall.

    year 1  in 6, 3, 1: together 10. The third has 7 + 10 - 1 - 8 = 8.
    year 2  interest 1; 11 are there and 11 missing, all pay 10: 12.6, 6.3, 2.1, together 21.
            The third has 8 + 10 - 1 - 5 = 12.
    year 3  interest 2.1: above the target, nobody pays. Deposits 13.86, 6.93, 2.31. The third owes
            30 and has 12 + 10 = 22: of the 8 unpaid its own deposit pays 2.31, the others 5.69 by
            13.86 : 6.93. They keep 15.10 of 20.79: 10.0667 and 5.0333. The third is out.
    year 4  premium 90, interest 1.51, together 16.61. The target is 0.22 x 90 = 19.8: 3.19 are paid
            in, 60 : 30, less than the 9 of the rate. Deposits 13.2 and 6.6.
    year 5  interest 1.98 lifts them above the target; both get back 14.52 and 7.26.
    """

    @pytest.fixture
    def accounts(self):
        net = net_table(("x.a",), [[100.0] * 5], [[80, 50, 300, 100, 80]])
        return settled(
            net,
            share_table(("x",), [[0.6], [0.3], [0.1]]),
            capital=(1000.0, 1000.0, 7.0),
            guarantee_fund=GuaranteeFund(
                contribution_rate=0.1, target_of_premium=0.22, interest=0.1
            ),
        )

    def test_what_is_paid_in_and_given_back(self, accounts):
        paid = [[6, 6, 0, 3.19 * 2 / 3, 0], [3, 3, 0, 3.19 / 3, 0], [1, 1, 0, 0, 0]]
        np.testing.assert_allclose(-flow(accounts, "to_guarantee"), paid, atol=1e-9)
        back = [[0, 0, 0, 0, 14.52], [0, 0, 0, 0, 7.26], [0, 0, 0, 0, 0]]
        np.testing.assert_allclose(flow(accounts, "from_guarantee"), back, atol=1e-9)

    def test_the_deposits_of_every_year(self, accounts):
        found = accounts.deposits[:, :, 0]
        expected = [
            [6, 12.6, 10.0666667, 13.2, 14.52],
            [3, 6.3, 5.0333333, 6.6, 7.26],
            [1, 2.1, 0, 0, 0],
        ]
        np.testing.assert_allclose(found, expected, atol=1e-6)

    def test_the_fund_pays_in_full_for_the_member_in_default(self, accounts):
        np.testing.assert_allclose(accounts.by_fund[:, 0], [0, 0, 8, 0, 0])
        np.testing.assert_allclose(accounts.unpaid[:, :, 0].sum(0), [0, 0, 8, 0, 0])
        assert not accounts.shortfall.any()
        assert not flow(accounts, "stepped_in").any()

    def test_every_party_over_the_five_years(self, accounts):
        """The fund took in 20 + 3.19 and interest of 6.59, and paid 8 and gave back 21.78."""
        own = accounts.flow.sum(axis=1)[:, :, 0].sum(axis=1)
        claims = np.array([180.0 + 186.0, 90.0 + 93.0, 8.0 + 5.0 + 22.0])
        premium = np.array([300.0, 150.0, 30.0])
        deposits = np.array([14.52 - 12.0 - 3.19 * 2 / 3, 7.26 - 6.0 - 3.19 / 3, -2.0])
        np.testing.assert_allclose(own, premium - claims + deposits, atol=1e-9)
        assert pytest.approx(8.0 + 21.78) == 20.0 + 3.19 + (1.0 + 2.1 + 1.51 + 1.98)


def test_joint_members_pay_only_what_the_fund_cannot():
    """Year 1: premium 50 each, claims 30 each, 4 % paid in: deposits 2 and 2, the second has 28.

    Year 2: deposits 4 and 4; the second owes 150 and has 28 + 50 - 2 = 76. Of the 74 missing the
    fund pays 8, its own 4 and then the 4 of the first, and the first pays 66 itself.
    """
    net = net_table(("x.a",), [[100.0] * 3], [[60, 300, 0]])
    accounts = settled(
        net,
        share_table(("x",), [[0.5], [0.5]]),
        capital=(1000.0, 10.0),
        liability="joint",
        guarantee_fund=GuaranteeFund(contribution_rate=0.04, target_of_premium=1.0),
    )
    np.testing.assert_allclose(accounts.by_fund[:, 0], [0, 8, 0])
    np.testing.assert_allclose(flow(accounts, "stepped_in")[:, 1], [-66, 0])
    assert not accounts.shortfall.any()


def test_nobody_pays_more_than_is_missing():
    fund = GuaranteeFund(contribution_rate=0.1, target_of_premium=0.2)
    premium, deposits = column(60, 40), column(10, 8)
    np.testing.assert_allclose(contributions(fund, premium, deposits), column(1.2, 0.8))
    assert not contributions(fund, premium, column(15, 5)).any()


def test_own_deposits_come_first_and_a_short_fund_pays_in_proportion():
    """Unpaid 30, 20 and 0 with deposits 10, 0 and 10: 10 of its own, then 10 of 40 by 20 : 20."""
    paid, left = paid_by_fund(column(10, 0, 10), column(30, 20, 0))
    np.testing.assert_allclose(paid, column(15, 5, 0))
    assert not left.any()


def test_what_a_member_in_default_leaves_goes_to_the_others_by_their_deposits():
    np.testing.assert_allclose(refunds(column(6, 3, 3), column(1, 1, 0)), column(8, 4, 0))
    assert not refunds(column(0, 3), column(1, 0)).any()
