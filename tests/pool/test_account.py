"""The settlement, against tables worked out by hand."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from coinsure.errors import ModelRefusedError
from coinsure.pool import Equal, LeadFee, PoolTerms, Reserve
from coinsure.pool.account import PoolPlan, settle
from coinsure.pool.default import MemberDefaults, drawn_defaults
from coinsure.pool.profit import AfterLeadCommission, BySectorResult, ExperienceAccount, MultiYear
from coinsure.pool.shares import ByExperience
from coinsure.pool.terms import Investment, Membership
from coinsure.tables.accounts import MEMBER_FLOWS
from coinsure.tables.assumed import Assumed
from coinsure.tables.losses import Block, LargeLosses
from coinsure.tables.net import FLOWS, NetTable
from coinsure.tables.own import OwnCover
from coinsure.tables.shares import ShareTable


def net_table(lines, premium, claims, *, recovered=0.0, cost=0.0, ceded=0.0):
    """Make a table of ``claims`` net of reinsurance (L, T, P)."""
    net = np.array(claims, float)
    if net.ndim == 2:
        net = net[:, :, None]
    _, years, paths = net.shape
    like = np.zeros_like(net)
    empty = np.zeros(0, np.int32)
    return NetTable(
        block=Block(0, paths),
        lines=lines,
        treaties=(),
        premium=np.array(premium, float),
        ceded_premium=like[..., 0] + np.asarray(ceded),
        gross=net + np.asarray(recovered),
        net=net,
        cost=like + np.asarray(cost),
        treaty_premium=np.zeros((0, len(net), years)),
        flows=np.zeros((0, len(FLOWS), years, paths)),
        large=LargeLosses(
            np.zeros(years * paths + 1, np.int64),
            empty,
            empty,
            empty,
            empty,
            np.zeros(0),
            np.zeros(0),
        ),
        weight=np.ones(paths),
    )


def share_table(sectors, liability, premium=None):
    """Make shares (M, S); premium follows liability where it is not given."""
    liability = np.array(liability, float)
    names = tuple(f"M{m}" for m in range(1, len(liability) + 1))
    other = liability if premium is None else np.array(premium, float)
    return ShareTable(names, sectors, other, liability)


def plan(net, shares, *, capital=1e6, fails=None, defaults=None, lead=0, expenses=0.0, **terms):
    """Make the plan of a pool whose sectors are the first halves of the line names."""
    members, lines = len(shares.members), len(net.lines)
    sector = [shares.sectors.index(line.split(".")[0]) for line in net.lines]
    return PoolPlan(
        members=shares.members,
        lead=lead,
        capital=np.broadcast_to(np.asarray(capital, float), (members,)),
        fails_in_year=np.zeros(members, int) if fails is None else np.array(fails),
        lines=net.lines,
        sectors=shares.sectors,
        sector_of_line=np.array(sector),
        premium=net.premium,
        expense_ratio=np.broadcast_to(np.asarray(expenses, float), (lines,)),
        terms=PoolTerms(shares=Equal(), **terms),
        defaults=defaults,
    )


def settled(net, shares, *, rule=None, **more):
    accounts = settle(net, shares, rule or BySectorResult(), plan(net, shares, **more))
    assert accounts.residual < 1e-12
    return accounts


def flow(accounts, name):
    """Return a flow of the only path, (M, T)."""
    return accounts.flow[:, MEMBER_FLOWS.index(name), :, 0]


def results(accounts):
    return accounts.flow.sum(axis=1)[:, :, 0]


class TestFiveYears:
    """Two members, two sectors, five years: the reserve builds, hits its cap and is released.

    Sector x (lines x.a 600, x.b 400 of premium): expenses 30 %, reinsurance 50 a year; sector y
    (500): expenses 20 %. Office 2 %, lead fee 1 % of the follower's premium. Set aside 40 % of
    profit, less 25 % tax: 0.3; cap 10 % of premium, release above 80 % of net premium (950, 500).
    Kept before claims: x 1000 - 300 - 20 - 50 = 630, y 500 - 100 - 10 = 390.
    """

    LINES = ("x.a", "x.b", "y.c")
    PREMIUM = (600.0, 400.0, 500.0)
    X = ((300, 300, 500, 700, 130), (130, 30, 300, 200, 400))  # together 430 330 800 900 530
    Y = (290, 450, 190, 350, 410)

    def accounts(self, y=Y, **reserve):
        net = net_table(
            self.LINES,
            np.repeat(np.array(self.PREMIUM)[:, None], 5, axis=1),
            (*self.X, y),
            recovered=np.array([40.0, 0.0, 0.0])[:, None, None],
            cost=np.array([30.0, 20.0, 0.0])[:, None, None],
            ceded=np.array([30.0, 20.0, 0.0])[:, None],
        )
        shares = share_table(("x", "y"), [[0.7, 0.5], [0.3, 0.5]], [[0.6, 0.5], [0.4, 0.5]])
        return settled(
            net,
            shares,
            capital=1000.0,
            expenses=(0.3, 0.3, 0.2),
            management_rate=0.02,
            lead_fee=LeadFee(rate=0.01),
            reserve=Reserve(
                **{
                    "build_of_profit": 0.4,
                    "cap_of_premium": 0.1,
                    "release_above_loss_ratio": 0.8,
                    **reserve,
                }
            ),
        )

    def test_the_flows_that_do_not_depend_on_claims(self):
        accounts = self.accounts()
        for name, lead, follower in (
            ("premium", 850.0, 650.0),  # 600 + 250, 400 + 250
            ("expenses", -230.0, -170.0),
            ("management", -17.0, -13.0),
            ("lead_fee", 6.5, -6.5),
            ("reinsurance", -30.0, -20.0),
        ):
            np.testing.assert_allclose(flow(accounts, name), [[lead] * 5, [follower] * 5])

    def test_the_funds_of_the_sectors(self):
        accounts = self.accounts()
        assert accounts.funds == ("x", "y")
        # results of x: 200, 300, -170, -270, 100; of y: 100, -60, 200, 40, -20
        np.testing.assert_allclose(
            accounts.reserve[..., 0], [[60, 100, 60, 0, 30], [30, 0, 50, 50, 40]], atol=1e-9
        )
        np.testing.assert_allclose(
            accounts.paid_in[..., 0], [[60, 40, 0, 0, 30], [30, 0, 50, 0, 0]], atol=1e-9
        )
        np.testing.assert_allclose(
            accounts.drawn[..., 0], [[0, 0, 40, 60, 0], [0, 30, 0, 0, 10]], atol=1e-9
        )

    def test_what_the_members_pay_in_draw_and_keep(self):
        accounts = self.accounts()
        np.testing.assert_allclose(
            flow(accounts, "to_reserve"), [[-51, -24, -25, 0, -18], [-39, -16, -25, 0, -12]]
        )
        np.testing.assert_allclose(
            flow(accounts, "from_reserve"), [[0, 15, 28, 42, 5], [0, 15, 12, 18, 5]]
        )
        np.testing.assert_allclose(
            flow(accounts, "claims"),
            [[-446, -456, -655, -805, -576], [-274, -324, -335, -445, -364]],
        )
        np.testing.assert_allclose(
            results(accounts),
            [[82.5, 114.5, -72.5, -183.5, -9.5], [127.5, 115.5, 92.5, 13.5, 69.5]],
        )
        assert not accounts.unpaid.any()
        assert not accounts.uninsured.any()

    @pytest.mark.parametrize(
        ("terms", "added"),
        [
            # by premium share: 0.6 of x and 0.5 of y
            ({"held_by": "members"}, [51.0, 60.0, 61.0, 25.0, 38.0]),
            ({"held_by": "pool"}, [0.0] * 5),
        ],
    )
    def test_the_balance_is_capital_of_the_members_who_hold_it(self, terms, added):
        own = np.array([1082.5, 1197.0, 1124.5, 941.0, 931.5])
        np.testing.assert_allclose(self.accounts(**terms).capital[0, :, 0], own + added)

    def test_a_reserve_kept_as_a_liability_is_nobodys_capital_and_is_built_before_tax(self):
        accounts = self.accounts(accounting="liability")
        assert accounts.reserve[0, 0, 0] == pytest.approx(80.0)  # 0.4 x 200
        np.testing.assert_allclose(
            accounts.capital[..., 0], 1000.0 + results(accounts).cumsum(axis=1)
        )

    def test_one_fund_for_the_pool(self):
        accounts = self.accounts(y=(290, 450, 190, 470, 410), scope="pool")
        assert accounts.funds == ("pool",)
        # pool results 300, 240, 30, -350, 80; cap 150; in year 4 claims are 1370, 210 above 1160
        np.testing.assert_allclose(accounts.reserve[0, :, 0], [90, 150, 150, 0, 24], atol=1e-9)
        np.testing.assert_allclose(
            accounts.paid_in[..., 0], [[60, 60, 0, 0, 24], [30, 0, 0, 0, 0]], atol=1e-9
        )
        # excesses of the sectors in year 4: 900 - 760 and 470 - 400
        np.testing.assert_allclose(
            accounts.drawn[..., 0], [[0, 0, 0, 100, 0], [0, 0, 0, 50, 0]], atol=1e-9
        )
        np.testing.assert_allclose(
            flow(accounts, "to_reserve"), [[-51, -36, 0, 0, -14.4], [-39, -24, 0, 0, -9.6]]
        )
        np.testing.assert_allclose(
            flow(accounts, "from_reserve"), [[0, 0, 0, 95, 0], [0, 0, 0, 55, 0]]
        )
        # in capital: by all the premium, 850 : 650
        own = 1000.0 + results(accounts).cumsum(axis=1)[0]
        in_capital = np.array([90, 150, 150, 0, 24]) * 850 / 1500
        np.testing.assert_allclose(accounts.capital[0, :, 0], own + in_capital)


@pytest.mark.parametrize("base", ["pool_premium", "followers_premium"])
def test_the_two_years_of_the_reference_waterfall(base):
    """Premium 100, brokerage 5 %, expenses 8 %, lead fee 2 %, opening reserve 18, cap 20.

    The reserve gets 10 % of the underwriting profit, the lead 5 % of the rest, and a deficit is met
    by the reserve before members are called. Source: hand-worked waterfall, with the fee on the
    premium of the pool: 11.89, 7.6475, 5.4625 and reserve 20, then -8, -8.75, -6.25 and 0.

    With the fee on followers' premium the profit of year 1 is 27: 2 for the reserve, 1.25 for the
    lead and 0.4, 0.35, 0.25 of 23.75 to the members; fees are 2 % of 35 and 25.
    """
    accounts = settled(
        net_table(("s.l",), [[100.0, 100.0]], [[60.0, 130.0]]),
        share_table(("s",), [[0.4], [0.35], [0.25]]),
        rule=AfterLeadCommission(rate=0.05),
        expenses=0.08,
        brokerage_rate=0.05,
        lead_fee=LeadFee(rate=0.02, base=base),
        reserve=Reserve(
            opening=18.0,
            build_of_profit=0.1,
            cap_of_premium=0.2,
            release_above_loss_ratio=0.85,
            accounting="liability",
        ),
    )
    np.testing.assert_allclose(accounts.reserve[0, :, 0], [20.0, 0.0], atol=1e-12)
    years = {
        "pool_premium": ([11.89, 7.6475, 5.4625], [-8.0, -8.75, -6.25]),
        "followers_premium": ([11.95, 7.6125, 5.4375], [-8.0, -8.75, -6.25]),
    }
    np.testing.assert_allclose(results(accounts).T, years[base], atol=1e-12)


def test_a_fee_on_followers_premium_leaves_the_profit_of_the_pool_as_it_is():
    net = net_table(("s.l",), [[1000.0]], [[700.0]])
    shares = share_table(("s",), [[0.4], [0.6]])
    reserve = Reserve(build_of_profit=0.5, accounting="liability")
    between, common = (
        settled(net, shares, lead_fee=LeadFee(rate=0.1, base=base), reserve=reserve)
        for base in ("followers_premium", "pool_premium")
    )
    assert between.reserve[0, 0, 0] == pytest.approx(150.0)  # half of 300
    assert common.reserve[0, 0, 0] == pytest.approx(100.0)  # half of 300 - 100
    np.testing.assert_allclose(flow(between, "lead_fee"), [[60.0], [-60.0]])
    np.testing.assert_allclose(flow(common, "lead_fee"), [[60.0], [-60.0]])  # 100 - its own 40


def test_an_amount_that_is_no_number_shows_in_the_check():
    net = net_table(("s.l",), [[100.0]], [[[50.0, np.nan, 50.0]]])
    shares = share_table(("s",), [[1.0]])
    assert np.isnan(settle(net, shares, BySectorResult(), plan(net, shares)).residual)


def test_several_members_owe_their_own_share_only():
    # the several case of a hand-worked reallocation: shares of 100, capital 30, 100, 20, 50
    accounts = settled(
        net_table(("s.l",), [[0.0]], [[100.0]]),
        share_table(("s",), [[0.4], [0.3], [0.2], [0.1]]),
        capital=(30.0, 100.0, 20.0, 50.0),
    )
    np.testing.assert_allclose(flow(accounts, "claims")[:, 0], [-30.0, -30.0, -20.0, -10.0])
    np.testing.assert_allclose(accounts.unpaid[:, 0, 0], [10.0, 0.0, 0.0, 0.0], atol=1e-12)
    np.testing.assert_allclose(accounts.capital[:, 0, 0], [0.0, 70.0, 0.0, 40.0])


def test_a_member_pays_from_its_capital_and_the_money_of_the_year():
    # premium 60, expenses 6, claims due 120, capital 50: it can pay 104
    accounts = settled(
        net_table(("s.l",), [[100.0]], [[200.0]]),
        share_table(("s",), [[0.4], [0.6]]),
        capital=(1000.0, 50.0),
        expenses=0.1,
    )
    assert flow(accounts, "claims")[1, 0] == pytest.approx(-104.0)
    assert accounts.unpaid[1, 0, 0] == pytest.approx(16.0)
    assert accounts.capital[1, 0, 0] == pytest.approx(0.0, abs=1e-12)


def test_a_member_in_debt_pays_no_claims_and_owes_them_all():
    accounts = settled(
        net_table(("s.l",), [[100.0]], [[10.0]], cost=150.0),
        share_table(("s",), [[1.0]]),
        capital=20.0,
    )
    assert flow(accounts, "claims")[0, 0] == 0.0
    assert accounts.unpaid[0, 0, 0] == 10.0
    assert accounts.capital[0, 0, 0] == -30.0  # 20 + 100 - 150


def test_who_defaults_is_out_of_the_pool_from_the_next_year():
    accounts = settled(
        net_table(("s.l",), [[100.0] * 3], [[400.0, 50.0, 30.0]], recovered=20.0),
        share_table(("s",), [[0.4], [0.6]]),
        capital=(1000.0, 100.0),
    )
    np.testing.assert_allclose(accounts.unpaid[1, :, 0], [80.0, 0.0, 0.0])  # 240 - 160
    np.testing.assert_allclose(flow(accounts, "premium"), [[40.0] * 3, [60.0, 0.0, 0.0]])
    np.testing.assert_allclose(flow(accounts, "claims")[0], [-160.0, -20.0, -12.0])
    # its part of gross claims: without a member there is no reinsurance either
    np.testing.assert_allclose(accounts.uninsured[:, 0], [0.0, 42.0, 30.0])


def test_paths_on_which_a_member_defaults_do_not_touch_the_others():
    accounts = settled(
        net_table(("s.l",), [[100.0] * 2], [[[400.0, 90.0], [50.0, 50.0]]]),
        share_table(("s",), [[0.4], [0.6]]),
        capital=(1000.0, 100.0),
    )
    premium = accounts.flow[1, MEMBER_FLOWS.index("premium")]
    np.testing.assert_array_equal(premium, [[60.0, 60.0], [0.0, 60.0]])
    np.testing.assert_allclose(accounts.uninsured, [[0.0, 0.0], [30.0, 0.0]])


def test_a_declared_failure_pays_no_claims_and_ends_the_membership():
    accounts = settled(
        net_table(("s.l",), [[100.0] * 3], [[50.0, 50.0, 50.0]]),
        share_table(("s",), [[0.4], [0.6]]),
        fails=(0, 2),
        lead=1,
        lead_fee=LeadFee(rate=0.1),
        capital=500.0,
    )
    np.testing.assert_allclose(flow(accounts, "claims"), [[-20.0] * 3, [-30.0, 0.0, 0.0]])
    np.testing.assert_allclose(accounts.unpaid[1, :, 0], [0.0, 30.0, 0.0])
    np.testing.assert_allclose(accounts.uninsured[:, 0], [0.0, 0.0, 30.0])
    np.testing.assert_allclose(flow(accounts, "premium")[1], [60.0, 60.0, 0.0])
    np.testing.assert_allclose(accounts.capital[1, :, 0], [534.0, 0.0, 0.0])  # 60 + 4 - 30
    # the lead is gone: no fee in year 3
    np.testing.assert_allclose(flow(accounts, "lead_fee"), [[-4.0, -4.0, 0.0], [4.0, 4.0, 0.0]])


def test_who_fails_leaves_its_part_of_the_reserve_to_the_others():
    accounts = settled(
        net_table(("s.l",), [[100.0] * 3], [[60.0, 60.0, 140.0]]),
        share_table(("s",), [[0.4], [0.6]]),
        fails=(0, 2),
        reserve=Reserve(build_of_profit=0.5, accounting="equity_after_tax"),
        capital=500.0,
        tax_rate=0.0,
    )
    # year 2 is that of the one who stands: half of 0.4 x 40; year 3 releases 0.4 x 40
    np.testing.assert_allclose(accounts.reserve[0, :, 0], [20.0, 28.0, 12.0])
    np.testing.assert_allclose(flow(accounts, "to_reserve"), [[-8.0, -8.0, 0.0], [-12.0, 0.0, 0.0]])
    np.testing.assert_allclose(flow(accounts, "from_reserve"), [[0.0, 0.0, 16.0], [0.0, 0.0, 0.0]])
    np.testing.assert_allclose(
        accounts.capital[0, :, 0], [500 + 8 + 8, 500 + 8 + 8 + 28, 500 + 16 - 56 + 40 + 16 + 12]
    )


def test_what_nobody_takes_is_neither_paid_for_nor_insured():
    accounts = settled(
        net_table(("s.l",), [[100.0]], [[80.0]], recovered=40.0, cost=10.0),
        share_table(("s",), [[0.5], [0.25]]),
    )
    np.testing.assert_allclose(flow(accounts, "premium")[:, 0], [50.0, 25.0])
    np.testing.assert_allclose(flow(accounts, "claims")[:, 0], [-40.0, -20.0])
    np.testing.assert_allclose(flow(accounts, "reinsurance")[:, 0], [-5.0, -2.5])
    assert accounts.uninsured[0, 0] == pytest.approx(30.0)  # a quarter of 120, not reinsured


def test_full_placement_refuses_a_gap():
    net = net_table(("s.l",), [[100.0]], [[80.0]])
    shares = share_table(("s",), [[0.5], [0.25]])
    with pytest.raises(ModelRefusedError, match=r"s 0\.25"):
        settled(net, shares, full_placement=True)


def test_without_a_reserve_there_are_no_funds():
    accounts = settled(net_table(("s.l",), [[9.0]], [[1.0]]), share_table(("s",), [[1.0]]))
    assert accounts.funds == ()
    assert accounts.reserve.shape == (0, 1, 1)
    assert not accounts.paid_in.any()
    assert not flow(accounts, "to_reserve").any()


def test_tables_of_another_pool_are_refused():
    net = net_table(("s.l",), [[100.0]], [[80.0]])
    shares = share_table(("s",), [[1.0]])
    other = net_table(("s.k",), [[100.0]], [[80.0]])
    dearer = net_table(("s.l",), [[101.0]], [[80.0]])
    with pytest.raises(ValueError, match="lines"):
        settle(other, shares, BySectorResult(), plan(net, shares))
    with pytest.raises(ValueError, match="members"):
        settle(net, share_table(("s",), [[0.5], [0.5]]), BySectorResult(), plan(net, shares))
    with pytest.raises(ValueError, match="premium"):
        settle(dearer, shares, BySectorResult(), plan(net, shares))


def test_levies_brokerage_and_investment_income():
    # premium 200: levies 4, brokerage 10, expenses 40; 146 held for half a year at 4 % earn 2.92
    accounts = settled(
        net_table(("s.l",), [[200.0]], [[100.0]]),
        share_table(("s",), [[0.75], [0.25]]),
        expenses=0.2,
        levy_rate=0.02,
        brokerage_rate=0.05,
        investment=Investment(rate=0.04, years=0.5),
    )
    np.testing.assert_allclose(flow(accounts, "levies")[:, 0], [-3.0, -1.0])
    np.testing.assert_allclose(flow(accounts, "brokerage")[:, 0], [-7.5, -2.5])
    np.testing.assert_allclose(flow(accounts, "investment")[:, 0], [2.19, 0.73])
    np.testing.assert_allclose(results(accounts)[:, 0], [36.69, 12.23])


def test_interest_stays_in_the_reserve():
    # 40 + 4 released as far as claims are above 80; then 6.4 on nothing
    accounts = settled(
        net_table(("s.l",), [[100.0, 100.0]], [[110.0, 50.0]]),
        share_table(("s",), [[1.0]]),
        reserve=Reserve(
            opening=40.0,
            interest=0.1,
            build_of_profit=0.5,
            cap_of_premium=0.3,
            release_above_loss_ratio=0.8,
            accounting="liability",
        ),
    )
    np.testing.assert_allclose(accounts.drawn[0, :, 0], [30.0, 0.0])
    # 14 left; 1.4 of interest, and half of 50 as far as the cap of 30 lets it
    np.testing.assert_allclose(accounts.reserve[0, :, 0], [14.0, 30.0])
    np.testing.assert_allclose(accounts.paid_in[0, :, 0], [0.0, 14.6])


def test_an_opening_reserve_is_divided_among_the_sectors_by_premium():
    accounts = settled(
        net_table(("x.a", "y.b"), [[100.0], [300.0]], [[110.0], [200.0]]),
        share_table(("x", "y"), [[1.0, 1.0]]),
        reserve=Reserve(opening=40.0, build_of_premium=0.1, accounting="liability"),
    )
    # 10 + 10 - 10 of claims above premium, and 30 + 30
    np.testing.assert_allclose(accounts.reserve[:, 0, 0], [10.0, 60.0])


def test_joint_members_step_in_by_share_as_far_as_their_means_go():
    # the joint case of a hand-worked reallocation: shares of 100, capital 30, 100, 20, 50
    accounts = settled(
        net_table(("s.l",), [[0.0]], [[100.0]]),
        share_table(("s",), [[0.4], [0.3], [0.2], [0.1]]),
        capital=(30.0, 100.0, 20.0, 50.0),
        liability="joint",
    )
    paid = flow(accounts, "claims")[:, 0] + flow(accounts, "stepped_in")[:, 0]
    np.testing.assert_allclose(paid, [-30.0, -37.5, -20.0, -12.5])
    np.testing.assert_allclose(accounts.unpaid[:, 0, 0], [10.0, 0.0, 0.0, 0.0], atol=1e-12)
    assert accounts.shortfall[0, 0] == 0.0


def test_joint_members_without_means_leave_the_rest_to_the_insured():
    # 200 due: 80, 60, 40, 20 against 30, 62, 20, 21; 50 + 20 missing, 2 + 1 found
    accounts = settled(
        net_table(("s.l",), [[0.0]], [[200.0]]),
        share_table(("s",), [[0.4], [0.3], [0.2], [0.1]]),
        capital=(30.0, 62.0, 20.0, 21.0),
        liability="joint",
    )
    np.testing.assert_allclose(
        flow(accounts, "stepped_in")[:, 0], [0.0, -2.0, 0.0, -1.0], atol=1e-12
    )
    assert accounts.shortfall[0, 0] == pytest.approx(67.0)


def test_the_lead_of_a_fronted_pool_pays_what_followers_cannot():
    # 100 due as 50, 30, 20; the followers have 10 and 100; the lead 60, then 65
    fronted, direct = (
        settled(
            net_table(("s.l",), [[0.0]], [[100.0]]),
            share_table(("s",), [[0.5], [0.3], [0.2]]),
            capital=(65.0, 10.0, 100.0),
            legal_form=form,
        )
        for form in ("fronted", "direct")
    )
    np.testing.assert_allclose(flow(fronted, "stepped_in")[:, 0], [-15.0, 0.0, 0.0])
    assert fronted.shortfall[0, 0] == pytest.approx(5.0)
    assert direct.shortfall[0, 0] == pytest.approx(20.0)


def test_a_settlement_over_years_holds_the_members_profits_back():
    # 40, then 20 more; a loss of 30 is met; the rest is divided at the end
    accounts = settled(
        net_table(("s.l",), [[100.0] * 4], [[60.0, 80.0, 130.0, 90.0]]),
        share_table(("s",), [[0.75], [0.25]]),
        rule=MultiYear(years=4),
    )
    np.testing.assert_allclose(accounts.held[:, 0], [40.0, 60.0, 30.0, 0.0])
    np.testing.assert_allclose(results(accounts)[0], [0.0, 0.0, 0.0, 30.0], atol=1e-12)
    np.testing.assert_allclose(accounts.capital[1, :, 0] - 1e6, [0.0, 0.0, 0.0, 10.0], atol=1e-9)


def test_who_defaults_takes_no_part_in_what_was_held():
    # 20 held; the second member pays 60 + 40 of 240 and leaves; the first 160 by itself
    accounts = settled(
        net_table(("s.l",), [[100.0] * 3], [[80.0, 400.0, 30.0]]),
        share_table(("s",), [[0.4], [0.6]]),
        rule=ExperienceAccount(margin=0.0),
        capital=(1000.0, 40.0),
    )
    np.testing.assert_allclose(accounts.held[:, 0], [20.0, 0.0, 0.0], atol=1e-12)
    np.testing.assert_allclose(accounts.unpaid[1, :, 0], [0.0, 140.0, 0.0])
    # -120 and the account's 20 in year 2; 40 - 12 in year 3 while the deficit is made good
    np.testing.assert_allclose(results(accounts)[0], [0.0, -100.0, 28.0], atol=1e-12)


def with_membership(net, tables, **more):
    """Settle with the shares of each year, members and sectors being those of the first."""
    made = replace(plan(net, tables[0], **more), yearly=tuple(tables))
    accounts = settle(net, tables[0], BySectorResult(), made)
    assert accounts.residual < 1e-12
    return accounts


def test_who_leaves_sells_and_who_joins_buys_its_part_of_the_reserve():
    """Two members with halves; the second leaves and a third takes its place.

    50 in the reserve: the second gets 80 % of its 25, which leaves 30; the third pays 60 % of its
    half of that, 9.
    """
    accounts = with_membership(
        net_table(("s.l",), [[100.0] * 2], [[50.0, 50.0]]),
        [share_table(("s",), [[0.5], [0.5], [0.0]]), share_table(("s",), [[0.5], [0.0], [0.5]])],
        reserve=Reserve(opening=50.0, build_of_profit=1e-9, accounting="liability"),
        membership=Membership(entry_price=0.6, exit_price=0.8),
    )
    np.testing.assert_allclose(
        flow(accounts, "membership"), [[0.0, 0.0], [0.0, 20.0], [0.0, -9.0]], atol=1e-6
    )
    np.testing.assert_allclose(accounts.reserve[0, :, 0], [50.0, 39.0], atol=1e-6)


def test_members_join_and_leave_a_pool_without_a_reserve_for_nothing():
    accounts = with_membership(
        net_table(("s.l",), [[100.0] * 2], [[50.0, 50.0]]),
        [share_table(("s",), [[0.5], [0.5], [0.0]]), share_table(("s",), [[0.5], [0.0], [0.5]])],
        membership=Membership(entry_price=0.6, exit_price=0.8),
    )
    assert not flow(accounts, "membership").any()
    np.testing.assert_allclose(flow(accounts, "premium"), [[50.0, 50.0], [50.0, 0.0], [0.0, 50.0]])


def test_a_common_reserve_is_owned_by_all_the_premium():
    # premium 300 and 100; the second has 0.5 of x only: 150 of 400; of 40 that is 15
    accounts = with_membership(
        net_table(("x.a", "y.b"), [[300.0] * 2, [100.0] * 2], [[50.0] * 2, [50.0] * 2]),
        [
            share_table(("x", "y"), [[0.5, 1.0], [0.5, 0.0]]),
            share_table(("x", "y"), [[1.0, 1.0], [0.0, 0.0]]),
        ],
        reserve=Reserve(opening=40.0, build_of_profit=1e-9, scope="pool", accounting="liability"),
        membership=Membership(exit_price=1.0),
    )
    np.testing.assert_allclose(flow(accounts, "membership")[:, 1], [0.0, 15.0], atol=1e-6)


def test_a_member_pays_no_more_of_its_capital_than_it_has_committed():
    # premium 50, claims due 100, 30 committed of a capital of 1000: 20 stay unpaid
    net = net_table(("s.l",), [[100.0]], [[200.0]])
    shares = share_table(("s",), [[0.5], [0.5]])
    made = replace(plan(net, shares, capital=1000.0), committed=np.array([np.inf, 30.0]))
    accounts = settle(net, shares, BySectorResult(), made)
    np.testing.assert_allclose(accounts.unpaid[:, 0, 0], [0.0, 20.0])
    np.testing.assert_allclose(accounts.capital[:, 0, 0], [950.0, 970.0])


def test_shares_follow_experience_from_the_next_year():
    """The first member has 0.8 of x and 0.2 of y, which earn 50 and -50 of 100 each.

    It earns 30 of 100 and the other -30 of 100: with half of that shares grow and shrink by 15 %,
    to 0.92 : 0.17 in x and 0.23 : 0.68 in y, which are then filled up to 1.
    """
    net = net_table(("x.a", "y.b"), [[100.0] * 2] * 2, [[50.0] * 2, [150.0] * 2])
    shares = share_table(("x", "y"), [[0.8, 0.2], [0.2, 0.8]])
    made = plan(net, shares)
    terms = made.terms.model_copy(update={"shares": ByExperience(speed=0.5)})
    accounts = settle(net, shares, BySectorResult(), replace(made, terms=terms))
    x, y = 0.92 / 1.09, 0.23 / 0.91
    np.testing.assert_allclose(
        flow(accounts, "premium"), [[100.0, 100 * (x + y)], [100.0, 100 * (2 - x - y)]]
    )
    np.testing.assert_allclose(flow(accounts, "claims")[0], [-70.0, -(50 * x + 150 * y)])


def test_own_recoveries_of_the_year_help_to_pay_its_claims_and_what_is_assumed_burdens_it():
    net = net_table(("s.l",), [[100.0]], [[300.0]], recovered=50.0, cost=10.0)
    shares = share_table(("s",), [[0.5], [0.5]])
    made = plan(net, shares, capital=60.0)
    own = OwnCover(
        names=("layer",),
        member=(0,),
        taker=(-1,),
        cost=np.array([[[5.0]]]),
        recovered=np.array([[[60.0]]]),
        lost=np.zeros((1, 1, 1)),
        ceded=(),
    )
    taken = Assumed((1,), np.array([[[[10.0]]]]), np.array([[[[50.0]]]]))
    accounts = settle(net, shares, BySectorResult(), made, own, taken)
    # each has 60 + 50 - 5 = 105 and owes 150; M1 recovers 55, M2 has to find 40 as a reinsurer
    np.testing.assert_allclose(accounts.unpaid[:, 0, 0], [0.0, 150.0 - 65.0])
    np.testing.assert_allclose(flow(accounts, "own_reinsurance")[:, 0], [55.0, 0.0])
    np.testing.assert_allclose(flow(accounts, "assumed")[:, 0], [0.0, -40.0])
    assert accounts.residual < 1e-12


def test_the_profit_rule_sees_neither_own_reinsurance_nor_what_is_assumed():
    net = net_table(("s.l",), [[100.0]], [[30.0]], recovered=20.0, cost=10.0)
    shares = share_table(("s",), [[0.5], [0.5]])
    none = np.zeros((1, 1, 1))
    own = OwnCover(("q",), (0,), (1,), cost=none + 1.0, recovered=none, lost=none, ceded=())
    taken = Assumed((1,), np.array([[[[10.0]]]]), np.array([[[[20.0]]]]))
    with_both = settle(net, shares, BySectorResult(), plan(net, shares), own, taken)
    alone = settle(net, shares, BySectorResult(), plan(net, shares))
    np.testing.assert_allclose(flow(with_both, "profit"), flow(alone, "profit"))
    moved = with_both.capital - alone.capital
    np.testing.assert_allclose(moved[:, 0, 0], [-1.0, 1.0 - 10.0])


class TestDrawnDefaults:
    """Two of three members may default: a path is settled as if its failures had been declared."""

    YEARS, PATHS = 3, 400

    def settled(self, defaults=None, fails=None, paths=slice(None), **terms):
        claims = np.random.default_rng(5).uniform(20.0, 160.0, (1, self.YEARS, self.PATHS))
        return settled(
            net_table(("s.l",), [[100.0] * self.YEARS], claims[:, :, paths]),
            share_table(("s",), [[0.5], [0.3], [0.2]]),
            fails=fails,
            defaults=defaults,
            capital=60.0,
            lead_fee=LeadFee(rate=0.05),
            reserve=Reserve(build_of_profit=0.3, accounting="equity_after_tax"),
            **terms,
        )

    @pytest.mark.parametrize("liability", ["several", "joint"])
    @pytest.mark.parametrize("legal_form", ["direct", "fronted"])
    def test_like_declared_failures(self, liability, legal_form):
        terms = {"liability": liability, "legal_form": legal_form}
        defaults = MemberDefaults(seed=3, probability=(0.0, 0.3, 0.2), streams=(1, 2, 3))
        found = self.settled(defaults, **terms)
        drawn = drawn_defaults(defaults, self.YEARS, Block(0, self.PATHS))
        first = np.where(drawn.any(axis=1), drawn.argmax(axis=1) + 1, 0)  # (M, P)
        for fails in ((0, 0, 0), (0, 1, 0), (0, 2, 3), (0, 0, 3)):
            paths = np.flatnonzero((first == np.array(fails)[:, None]).all(axis=0))
            assert paths.size
            declared = self.settled(fails=fails, paths=paths, **terms)
            np.testing.assert_array_equal(found.flow[..., paths], declared.flow)
            np.testing.assert_array_equal(found.shortfall[:, paths], declared.shortfall)
            np.testing.assert_array_equal(found.capital[..., paths], declared.capital)

    def test_as_often_as_stated_and_the_same_in_any_block(self):
        defaults = MemberDefaults(seed=3, probability=(0.0, 0.3, 0.01), streams=(1, 2, 3))
        drawn = drawn_defaults(defaults, 5, Block(0, 20_000))
        assert drawn.mean(axis=(1, 2)) == pytest.approx([0.0, 0.3, 0.01], abs=0.006)
        part = drawn_defaults(defaults, 5, Block(1_024, 512))
        np.testing.assert_array_equal(part, drawn[:, :, 1_024:1_536])

    def test_nobody_may_default(self):
        assert drawn_defaults(None, 5, Block(0, 64)) is None


class TestOneYearForManyProfitRules:
    """Years until their claims that are known from another profit rule change nothing."""

    RULES = (
        BySectorResult(),
        AfterLeadCommission(rate=0.2),
        MultiYear(years=2),
        ExperienceAccount(margin=0.05, interest=0.03),
    )
    FIELDS = (
        *("flow", "result", "capital", "reserve", "held"),
        *("paid_in", "drawn", "unpaid", "shortfall", "uninsured"),
    )

    def settle(self, rule, net, capital, known, spare=None, **more):
        shares = share_table(("x", "y"), [[0.5, 0.2], [0.3, 0.3], [0.2, 0.5]])
        pool = plan(
            net,
            shares,
            capital=capital,
            reserve=Reserve(build_of_profit=0.4, interest=0.02),
            lead_fee=LeadFee(rate=0.02),
            **more,
        )
        return settle(net, shares, rule, pool, known=known, spare=spare)

    @pytest.mark.parametrize(
        ("capital", "more", "served"),
        [
            (1e6, {}, 4),  # nobody ever fails
            (250.0, {}, 1),  # somebody fails in the second year
            (1e6, {"fails": (0, 3, 0)}, 3),  # all years but the third
            (1e6, {"defaults": MemberDefaults(1, (0.0, 0.0, 0.4), (7, 8, 9))}, 0),
        ],
    )
    def test_the_bits_are_those_of_each_rule_alone(self, capital, more, served):
        claims = np.random.default_rng(7).lognormal(4.0, 0.8, (2, 4, 300))
        net = net_table(("x.a", "y.b"), [[100.0] * 4] * 2, claims, cost=3.0, ceded=3.0)
        known, spare = {}, None
        for rule in self.RULES:
            found = self.settle(rule, net, capital, known, spare, **more)
            alone = self.settle(rule, net, capital, None, **more)
            for field in self.FIELDS:
                np.testing.assert_array_equal(getattr(found, field), getattr(alone, field))
            assert found.residual == alone.residual < 1e-12
            spare = found
        assert sorted(known) == [(0, year) for year in range(4)]
        pool = SimpleNamespace(committed=None)
        ordinary = [year for year in known.values() if year.serves(year.opening, pool)]
        assert len(ordinary) == served

    def test_who_has_less_money_after_another_rule_still_fails(self):
        """The lead keeps all profit of year 1 under one rule: only then can a follower not pay."""
        claims = [[[0.0], [190.0]], [[0.0], [190.0]]]
        net = net_table(("x.a", "y.b"), [[100.0] * 2] * 2, claims)
        known = {}
        rich = self.settle(BySectorResult(), net, 20.0, known)
        poor = self.settle(AfterLeadCommission(rate=1.0), net, 20.0, known)
        alone = self.settle(AfterLeadCommission(rate=1.0), net, 20.0, None)
        assert not rich.unpaid.any()
        assert poor.unpaid[1:, 1].all()
        np.testing.assert_array_equal(poor.flow, alone.flow)
