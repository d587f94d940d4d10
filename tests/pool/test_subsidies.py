"""Subsidies in the members' books, by hand."""

import numpy as np
import pytest

from coinsure.pool import Equal, PoolTerms, ProRata
from coinsure.pool.account import settle
from coinsure.pool.plan import PoolPlan, SubsidyPlan
from coinsure.pool.terms import Investment
from coinsure.reinsurance.public import ReinsuranceSupport
from coinsure.reinsurance.public.pay_support import pay_support
from coinsure.tables.accounts import MEMBER_FLOWS
from coinsure.tables.losses import Block, LargeLosses
from coinsure.tables.net import FLOWS, NetTable
from coinsure.tables.shares import ShareTable

PREMIUM = np.array([[100.0]])


def settled(*, to_insured=0.0, to_insurers=0.0, waited=0.0, support=None, investment=None):
    """Settle a year of premium 100, expenses 30, reinsurance 20 and claims 40, 60 % of it M1's."""
    empty = np.zeros(0, np.int32)
    net = NetTable(
        block=Block(0, 1),
        lines=("x.a",),
        treaties=("t",),
        premium=PREMIUM,
        ceded_premium=np.array([[20.0]]),
        gross=np.array([[[55.0]]]),
        net=np.array([[[40.0]]]),
        cost=np.array([[[20.0]]]),
        treaty_premium=np.array([[[20.0]]]),
        flows=np.zeros((1, len(FLOWS), 1, 1)),
        large=LargeLosses(np.zeros(2, np.int64), *[empty] * 4, np.zeros(0), np.zeros(0)),
        weight=np.ones(1),
    )
    share = np.array([[0.6], [0.4]])
    pool = PoolPlan(
        members=("M1", "M2"),
        lead=0,
        capital=np.full(2, 1000.0),
        fails_in_year=np.zeros(2, int),
        lines=("x.a",),
        sectors=("x",),
        sector_of_line=np.array([0]),
        premium=PREMIUM,
        expense_ratio=np.array([0.3]),
        terms=PoolTerms(shares=Equal(), levy_rate=0.01, investment=investment),
        subsidy=SubsidyPlan(*np.array([to_insured, to_insurers, waited])[:, None, None]),
    )
    shares = ShareTable(("M1", "M2"), ("x",), share, share)
    accounts = settle(pay_support(net, support or {}), shares, ProRata(), pool)
    assert accounts.residual < 1e-12
    return {name: accounts.flow[0, f, 0, 0] for f, name in enumerate(MEMBER_FLOWS)}


def test_what_the_insured_get_back_leaves_the_insurers_alone():
    assert settled(to_insured=50.0) == settled()


def test_what_insurers_get_takes_the_place_of_premium():
    flow, before = settled(to_insurers=50.0), settled()
    assert flow["premium"] == pytest.approx(30.0)
    assert flow["subsidy"] == pytest.approx(30.0)
    assert flow["levies"] == pytest.approx(-0.6)  # on all of the premium
    assert sum(flow.values()) == pytest.approx(sum(before.values()))


def test_there_is_no_income_on_a_subsidy_while_insurers_wait_for_it():
    # 100 less 1 of levies, 30 of expenses, 20 of reinsurance: 49 for a year at 4 %, 60 % of it;
    # 50 of it comes half a year late
    terms = Investment(rate=0.04, years=1.0)
    on_time = settled(to_insurers=50.0, investment=terms)
    late = settled(to_insurers=50.0, waited=25.0, investment=terms)
    assert on_time["investment"] == pytest.approx(0.6 * 0.04 * 49.0)
    assert late["investment"] == pytest.approx(0.6 * 0.04 * (49.0 - 25.0))


def test_support_lowers_what_members_pay_for_reinsurance():
    # 30 % of 20, at most 5
    flow = settled(support={"s": ReinsuranceSupport(rate=0.3, annual_cap=5.0)})
    assert flow["reinsurance"] == pytest.approx(-0.6 * 15.0)
    assert sum(flow.values()) == pytest.approx(sum(settled().values()) + 3.0)
