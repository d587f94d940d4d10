"""Rows are the sums they claim to be, and every part adds up to its whole."""

import numpy as np
import pytest

from coinsure.planning.columns import annual_rows, horizon_rows
from coinsure.planning.layout import Layout
from coinsure.reinsurance import QuotaShare
from coinsure.tables.accounts import MEMBER_FLOWS, MemberAccounts
from coinsure.tables.losses import Block, LargeLosses
from coinsure.tables.net import FLOWS, Ceded, NetTable
from coinsure.tables.shares import ShareTable

PATHS, YEARS = 64, 2
TREATIES = {"share": QuotaShare(lines=("a", "b"), share=0.25)}
LINES = ("a.fire", "a.flood", "b.hull")


def nothing_large():
    none, whole = np.zeros(0), np.zeros(0, np.int32)
    start = np.zeros(YEARS * PATHS + 1, np.int64)
    return LargeLosses(start, whole, whole, whole, whole, none, none)


@pytest.fixture(scope="module")
def net():
    random = np.random.default_rng(2)
    gross = random.gamma(2.0, 30.0, (3, YEARS, PATHS))
    recovered = 0.25 * gross
    flows = np.zeros((1, len(FLOWS), YEARS, PATHS))
    flows[0, 0], flows[0, 1], flows[0, 2], flows[0, 3] = 12.0, 3.0, recovered.sum(axis=0), 1.0
    premium = np.repeat([[100.0], [80.0], [60.0]], YEARS, axis=1)
    cost = np.full((3, YEARS, PATHS), 10.0 / 3.0)
    ceded = np.full((3, YEARS), 4.0)
    of_lines = Ceded(
        (0, 1, 2), ceded, np.ones((3, YEARS, 1)), recovered, np.full((3, YEARS, PATHS), 1.0 / 3.0)
    )
    return NetTable(
        Block(0, PATHS), LINES, ("share",), premium, ceded, gross, gross - recovered, cost,
        ceded[None], flows, nothing_large(), np.ones(PATHS), ceded=(of_lines,),
    )  # fmt: skip


@pytest.fixture(scope="module")
def layout(net):
    parts = np.array([[0.6, 0.5], [0.4, 0.3]])
    shares = ShareTable(("M1", "M2"), ("a", "b"), parts, parts)
    return Layout(LINES, ("a", "b"), (0, 0, 1), 0.7 * net.premium, shares, TREATIES)


@pytest.fixture(scope="module")
def accounts():
    random = np.random.default_rng(3)
    flow = random.normal(0.0, 5.0, (2, len(MEMBER_FLOWS), YEARS, PATHS))
    paid = np.abs(random.normal(0.0, 1.0, (2, YEARS, PATHS)))
    unpaid = np.zeros((2, YEARS, PATHS))
    unpaid[1, 0, 3] = 7.0
    return MemberAccounts(
        Block(0, PATHS), ("M1", "M2"), ("a", "b"), MEMBER_FLOWS, flow, flow.sum(axis=1),
        np.ones((2, YEARS, PATHS)), paid, np.zeros((YEARS, PATHS)), paid, 0.5 * paid,
        unpaid, np.zeros((0, YEARS, PATHS)), np.zeros((YEARS, PATHS)), unpaid.sum(axis=0),
        np.zeros((YEARS, PATHS)), 0.0,
    )  # fmt: skip


@pytest.fixture(scope="module")
def rows(layout, net, accounts):
    return annual_rows(layout, net, accounts)


@pytest.mark.parametrize("kind", ["gross", "net", "burden", "deficit"])
def test_lines_add_up_to_sectors_and_sectors_to_the_pool(rows, kind):
    sector_a = rows[f"lines.a.fire.{kind}"] + rows[f"lines.a.flood.{kind}"]
    assert rows[f"sectors.a.{kind}"] == pytest.approx(sector_a)
    assert rows[f"pool.{kind}"] == pytest.approx(sector_a + rows[f"sectors.b.{kind}"])


def test_deficit_is_the_placed_part_of_claims_and_costs_less_premium(rows, net):
    hull = 0.8 * (net.net[2] + net.cost[2] - 0.7 * 60.0)
    assert rows["lines.b.hull.deficit"] == pytest.approx(hull)
    assert rows["lines.b.hull.burden"] == pytest.approx(net.net[2] + net.cost[2])


def test_what_a_treaty_costs_is_paid_less_received(rows, net):
    expected = 12.0 + 1.0 - 3.0 - net.flows[0, 2]
    assert rows["reinsurance.share.net_cost"] == pytest.approx(expected)


def test_members_deficits_are_minus_their_flows_and_add_up(rows, accounts):
    assert rows["members.M1.deficit"] == pytest.approx(-accounts.flow[0].sum(axis=0))
    assert rows["members.deficit"] == pytest.approx(-accounts.flow.sum(axis=(0, 1)))


def test_a_default_shows_in_its_year_and_once_over_the_horizon(rows):
    assert rows["members.M2.defaults"].sum() == 1.0
    assert rows["shortfall.unpaid"][0, 3] == 7.0
    assert horizon_rows(rows)["shortfall.happens"].sum() == 1.0


def test_gross_ratio_uses_gross_premium_and_net_ratio_what_is_kept(rows, net):
    gross = (net.gross.sum(axis=0) > 1.0 * 240.0).astype(float)
    kept = (net.net.sum(axis=0) > 1.0 * (240.0 - 12.0)).astype(float)
    assert np.array_equal(rows["pool.gross_ratio_above.1.0"], gross)
    assert np.array_equal(rows["pool.net_ratio_above.1.0"], kept)
    assert 0.0 < gross.mean() < 1.0


def test_the_deepest_deficit_is_the_capital_that_just_lasts(rows):
    deficit = np.array([[3.0, -1.0, 2.0], [-5.0, 4.0, 1.0], [4.0, -2.0, -9.0]])
    found = horizon_rows(rows | {"pool.deficit": deficit})
    assert found["pool.deepest_deficit"].tolist() == [3.0, 3.0, 3.0]


def test_horizon_rows_add_up_the_years(rows):
    found = horizon_rows(rows)
    assert found["pool.deficit"] == pytest.approx(rows["pool.deficit"].sum(axis=0))
    assert found["pool.loses"] == pytest.approx((found["pool.deficit"] > 0.0).astype(float))
