"""Money over random pools: every party's in and out, worked out from the outside."""

import hashlib
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coinsure.pool import Equal, LeadFee, Member, PoolTerms, ProRata, Reserve
from coinsure.pool.account import STEP, PoolPlan, settle
from coinsure.pool.guarantee import GuaranteeFund
from coinsure.pool.plan import SubsidyPlan
from coinsure.pool.profit import (
    AfterLeadCommission,
    BySectorResult,
    Clawback,
    CorridorRule,
    ExperienceAccount,
    Hurdle,
    MultiYear,
    ProfitByRiskContribution,
    ProfitCommissionRule,
    ReadsPilot,
    Sliding,
)
from coinsure.pool.shares import (
    SHARE_RULES,
    ByCapacity,
    ByCapital,
    ByExperience,
    ByPremiumBrought,
    ByRiskContribution,
    BySolvencySurplus,
    ByWeight,
    EqualReturn,
    Fixed,
    LeaderFollower,
    OptimalQuotas,
)
from coinsure.pool.shares.rule import PilotBook, ReadsPilotBook
from coinsure.pool.terms import Investment
from coinsure.reinsurance.public import CompensationFund, PublicLayer, ReinsuranceSupport, Slice
from coinsure.reinsurance.public.pay import pay_public
from coinsure.tables.accounts import MEMBER_FLOWS
from coinsure.tables.losses import Block, LargeLosses
from coinsure.tables.net import FLOWS, NetTable
from coinsure.tables.shares import ShareTable

LINES = ("x.a", "x.b", "y.c", "z.d")
SECTORS = ("x", "y", "z")
SECTOR = np.array([0, 0, 1, 2])


def random_net(rng, years, paths):
    """Make losses of about the premium, now and then ten times as much, partly reinsured."""
    premium = rng.uniform(50.0, 500.0, (4, years))
    gross = premium[..., None] * rng.exponential(0.8, (4, years, paths))
    gross *= np.where(rng.random(gross.shape) < 0.1, 10.0, 1.0)
    net = np.minimum(gross, 1.5 * premium[..., None])
    empty = np.zeros(0, np.int32)
    return NetTable(
        block=Block(0, paths),
        lines=LINES,
        treaties=("t",),
        premium=premium,
        ceded_premium=0.1 * premium,
        gross=gross,
        net=net,
        cost=0.1 * premium[..., None] + 0.02 * (gross - net),
        treaty_premium=0.1 * premium[None],
        flows=np.zeros((1, len(FLOWS), years, paths)),
        large=LargeLosses(
            np.zeros(years * paths + 1, np.int64), *[empty] * 4, np.zeros(0), np.zeros(0)
        ),
        weight=np.ones(paths),
    )


def random_shares(rng, members):
    """Make shares of which in some sectors a part is unplaced."""
    placed = np.array([1.0, rng.uniform(0.5, 1.0), 1.0])
    premium, liability = (
        weights / weights.sum(axis=0) * placed for weights in rng.uniform(0.1, 1.0, (2, members, 3))
    )
    return ShareTable(tuple(f"M{m}" for m in range(members)), SECTORS, premium, liability)


def random_pool(rng, net, shares, reserve, **terms):
    members = len(shares.members)
    return PoolPlan(
        members=shares.members,
        lead=int(rng.integers(members)),
        capital=rng.uniform(50.0, 2000.0, members),
        fails_in_year=np.where(rng.random(members) < 0.2, 2, 0),
        lines=LINES,
        sectors=SECTORS,
        sector_of_line=SECTOR,
        premium=net.premium,
        expense_ratio=rng.uniform(0.1, 0.4, 4),
        terms=PoolTerms(
            shares=Equal(),
            management_rate=0.02,
            lead_fee=LeadFee(rate=0.03, base=rng.choice(["followers_premium", "pool_premium"])),
            reserve=reserve,
            **terms,
        ),
    )


agreements = st.fixed_dictionaries(
    {
        "liability": st.sampled_from(["several", "joint"]),
        "legal_form": st.sampled_from(["direct", "fronted"]),
        "levy_rate": st.sampled_from([0.0, 0.03]),
        "brokerage_rate": st.sampled_from([0.0, 0.05]),
        "investment": st.sampled_from([None, Investment(rate=0.04, years=0.5)]),
        "guarantee_fund": st.sampled_from(
            [
                None,
                GuaranteeFund(contribution_rate=0.05, target_of_premium=0.08, interest=0.02),
                GuaranteeFund(contribution_rate=0.3, target_of_premium=1.0),
            ]
        ),
    }
)
publics = st.sampled_from(
    [
        {},
        {"p": PublicLayer(layers=(Slice(above=0.8, up_to=1.5, share=0.6),), annual_cap=200.0)},
        {
            "x": PublicLayer(
                lines=("x",),
                layers=(Slice(above=100.0, up_to=400.0, share=0.5),),
                kind="money_layers",
                basis="gross",
                annual_cap=300.0,
                total_cap=350.0,
                beyond_cap="insured",
            ),
            "p": PublicLayer(
                layers=(Slice(above=1.0, up_to=3.0, share=1.0),),
                annual_cap=1e6,
                fund=CompensationFund(opening=200.0, contribution=50.0),
            ),
        },
    ]
)
supports = st.sampled_from([{}, {"r": ReinsuranceSupport(rate=0.6, annual_cap=40.0, years=2)}])
subsidies = st.sampled_from([None, (0.4, 0.0), (0.0, 0.3), (0.2, 0.3)])
"""Parts of the premium that are paid to the insured and to their insurers."""

rules = st.sampled_from(
    [
        AfterLeadCommission(rate=0.1),
        BySectorResult(),
        Clawback(rate=0.2, years=2),
        CorridorRule(floor=0.05, cap=0.1),
        ExperienceAccount(margin=0.02, interest=0.03, years=2),
        Hurdle(rate=0.1, capital_to_premium=0.5, carry=0.2),
        MultiYear(years=2),
        ProfitByRiskContribution(level=0.9),
        ProfitCommissionRule(rate=0.2, carry_forward="extinction"),
        ProRata(),
        Sliding(pivot=0.7, slope=1.0),
    ]
)
reserves = st.one_of(
    st.none(),
    st.builds(
        Reserve,
        build_of_profit=st.floats(0.1, 1.0),
        build_of_premium=st.floats(0.0, 0.1),
        opening=st.sampled_from([0.0, 100.0]),
        interest=st.sampled_from([0.0, 0.03]),
        cap_of_premium=st.floats(0.0, 1.0),
        release_above_loss_ratio=st.floats(0.3, 1.5),
        scope=st.sampled_from(["sector", "pool"]),
        held_by=st.sampled_from(["members", "pool"]),
        accounting=st.sampled_from(["equity_after_tax", "liability"]),
    ),
)


SHARE_CASES = (
    ByCapacity(),
    ByCapital(),
    ByExperience(speed=2.0, most_change=0.5),
    ByPremiumBrought(),
    ByRiskContribution(),
    BySolvencySurplus(target_ratio=1.5),
    ByWeight(weights={"M0": 3.0, "M1": 2.0}),
    Equal(),
    EqualReturn(),
    Fixed(shares={"M0": 0.5, "M1": 0.3}),
    LeaderFollower(lead_share=0.4),
    OptimalQuotas(),
)


def ready(rule, rng, members):
    """Return the rule, which has read deficits of a pilot where it needs to."""
    if isinstance(rule, ReadsPilot):
        return rule.read(rng.normal(-1.0, 10.0, (members, 64)))
    return rule


def random_members(rng, count):
    """Make members whose appetites leave gaps now and then; the first one leads."""
    return {
        f"M{m}": Member(
            paid_in_capital_and_reserves=base,
            actual_capital=2.0 * base,
            minimum_capital=base,
            appetite={"y": rng.uniform(0.5, 1.0)},
            brings={sector: rng.uniform(1.0, 10.0) for sector in SECTORS},
            lead=m == 0,
        )
        for m, base in enumerate(rng.uniform(50.0, 2000.0, count).tolist())
    }


def divided(rule, members, net, rng):
    """Divide the sectors by a share rule, which has read a pilot where it needs to."""
    table = rule.divide(members, SECTORS)
    if not isinstance(rule, ReadsPilotBook):
        return table
    premium = np.zeros(3)
    np.add.at(premium, SECTOR, net.premium[:, 0])
    claims = premium[:, None] * rng.exponential(0.6, (3, 400))
    return rule.read(members, PilotBook(SECTORS, premium, 0.7 * premium, claims))


def check_reserve(accounts, flow, reserve, near):
    """By sector, by member and by balance; never in debt."""
    np.testing.assert_allclose(-flow["to_reserve"].sum(0), accounts.paid_in.sum(0), **near)
    np.testing.assert_allclose(flow["from_reserve"].sum(0), accounts.drawn.sum(0), **near)
    balance = accounts.reserve.sum(0)
    before = np.zeros_like(balance)
    if reserve is not None:
        before[0] = reserve.opening
        before[1:] = balance[:-1]
        before *= 1.0 + reserve.interest
    built = (accounts.paid_in - accounts.drawn).sum(0)
    np.testing.assert_allclose(balance, before + built, **near)
    assert (accounts.reserve >= 0.0).all()
    assert (accounts.paid_in >= 0.0).all()
    assert (accounts.drawn >= 0.0).all()


def check_rates(flow, terms, income, near):
    """Levies and brokerage are their parts of the premium."""
    for name, of in (("levies", "levy_rate"), ("brokerage", "brokerage_rate")):
        np.testing.assert_allclose(-flow[name].sum(0), terms[of] * income, **near)


def check_deposits(accounts, flow, fund, near):
    """What is in the fund is what was paid in, with interest, less what it paid and gave back."""
    moved = flow["to_guarantee"].sum(0) + accounts.by_fund
    given = flow["from_guarantee"].sum(0)
    if fund is None:
        assert not moved.any()
        assert not given.any()
        assert accounts.deposits.shape[0] == 0
        return
    balance = accounts.deposits.sum(0)
    before = np.concatenate([np.zeros_like(balance[:1]), balance[:-1]])
    np.testing.assert_allclose(balance, before * (1.0 + fund.interest) - moved, **near)
    assert (accounts.deposits >= 0.0).all()
    assert not given[:-1].any()
    np.testing.assert_allclose(given[-1], np.where(given[-1] > 0.0, balance[-1], 0.0), **near)


def check_capital(accounts, pool, inside, reserve, near):
    """What members had and every result since, and what they hold of the reserve."""
    own = accounts.flow.sum(axis=1)
    for m, fails in enumerate(pool.fails_in_year):
        until = slice(None) if fails == 0 else slice(0, int(fails) - 1)
        capital = accounts.capital[m, until]
        earned = pool.capital[m] + own[m, until].cumsum(axis=0)
        if reserve is None or not reserve.in_capital_of_members:
            np.testing.assert_allclose(capital, earned, **near)
        else:
            assert (capital >= earned - near["atol"]).all()
    if reserve is not None and reserve.in_capital_of_members and not pool.fails_in_year.any():
        balance = accounts.reserve.sum(0)
        earned = (pool.capital[:, None, None] + own.cumsum(axis=1)).sum(0)
        somebody = (accounts.unpaid == 0.0) & (inside > 0.0)
        held = np.where(somebody.any(axis=0), balance, 0.0)
        np.testing.assert_allclose(accounts.capital.sum(0), earned + held, **near)


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    members=st.integers(1, 4),
    reserve=reserves,
    rule=rules,
    terms=agreements,
    layers=publics,
    support=supports,
    parts=subsidies,
)
def test_every_party_gets_what_the_others_pay(
    seed, members, reserve, rule, terms, layers, support, parts
):
    rng = np.random.default_rng(seed)
    net = pay_public(random_net(rng, 3, 16), layers, support)
    shares = random_shares(rng, members)
    pool = random_pool(rng, net, shares, reserve, **terms)
    of_premium = np.zeros((3, *net.premium.shape))
    if parts is not None:
        of_premium = np.array([*parts, 0.2])[:, None, None] * net.premium
        pool = replace(pool, subsidy=SubsidyPlan(*of_premium))
    accounts = settle(net, shares, ready(rule, rng, members), pool)
    flow = {name: accounts.flow[:, f] for f, name in enumerate(MEMBER_FLOWS)}
    scale = net.premium.sum() + net.gross.sum()
    near = {"rtol": 0.0, "atol": 1e-9 * scale}
    assert accounts.residual < 1e-9

    # who is in the pool on a path: premium tells, since every member has a share everywhere
    inside = (flow["premium"] > 0.0).astype(float)
    carried = np.einsum("ms,mtp->stp", shares.liability, inside)
    written = np.einsum("ms,mtp->stp", shares.premium, inside)
    of_sector = np.eye(3)[SECTOR].T
    gross, claims, cost = (
        np.einsum("sl,ltp->stp", of_sector, of) for of in (net.gross, net.net, net.cost)
    )
    premium = of_sector @ net.premium
    public, cut = np.zeros((2, *gross.shape))
    if net.public is not None:
        public, cut = (
            np.einsum("sl,ltp->stp", of_sector, of) for of in (net.public.by_line, net.public.cut)
        )

    # the insured and the state: premium of what is written
    income = flow["premium"].sum(0) + flow["subsidy"].sum(0)
    subsidy = of_sector @ of_premium[1]
    np.testing.assert_allclose(income, (written * premium[..., None]).sum(0), **near)
    np.testing.assert_allclose(
        flow["subsidy"].sum(0), (written * subsidy[..., None]).sum(0), **near
    )
    # the insured: claims are paid, recovered, unpaid or uninsured
    recovered = (carried * (gross - claims - cut)).sum(0)
    assert (carried * public).sum() <= recovered.sum() + near["atol"]
    borne = accounts.shortfall + accounts.uninsured
    paid = -(flow["claims"] + flow["stepped_in"]).sum(0) + accounts.by_fund
    np.testing.assert_allclose(recovered + paid + borne, gross.sum(0), **near)
    np.testing.assert_allclose(
        accounts.unpaid.sum(0) + flow["stepped_in"].sum(0) - accounts.by_fund,
        accounts.shortfall,
        **near,
    )
    if terms["liability"] == "several" and terms["legal_form"] == "direct":
        assert not flow["stepped_in"].any()
    uninsured = (1.0 - carried) * gross + carried * cut
    np.testing.assert_allclose(accounts.uninsured, uninsured.sum(0), **near)
    # reinsurers, office, outside
    np.testing.assert_allclose(-flow["reinsurance"].sum(0), (written * cost).sum(0), **near)
    np.testing.assert_allclose(-flow["management"].sum(0), 0.02 * income, **near)
    expenses = of_sector @ (pool.expense_ratio[:, None] * net.premium)
    np.testing.assert_allclose(
        -flow["expenses"].sum(0), (written * expenses[..., None]).sum(0), **near
    )
    np.testing.assert_allclose(flow["lead_fee"].sum(0), 0.0, **near)
    check_rates(flow, terms, income, near)
    # the common account: what members put in, and its interest
    assert (accounts.held >= -near["atol"]).all()
    if not isinstance(rule, ExperienceAccount):
        np.testing.assert_allclose(-flow["profit"].sum(0).cumsum(axis=0), accounts.held, **near)
    check_reserve(accounts, flow, reserve, near)
    check_deposits(accounts, flow, terms["guarantee_fund"], near)
    check_capital(accounts, pool, inside, reserve, near)
    # nobody pays more than it has, or more than it owes
    assert (accounts.unpaid >= 0.0).all()
    assert (flow["claims"] <= 0.0).all()


def test_every_registered_share_rule_is_settled():
    assert {rule.kind for rule in SHARE_CASES} == SHARE_RULES.keys()


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    count=st.integers(2, 4),
    by=st.sampled_from(SHARE_CASES),
    rule=rules,
    reserve=reserves,
    terms=agreements,
)
def test_every_share_rule_with_every_profit_rule_keeps_the_money(
    seed, count, by, rule, reserve, terms
):
    """Shares and what is unplaced are 1, and members' money is what other parties are short of."""
    rng = np.random.default_rng(seed)
    net, members = random_net(rng, 4, 16), random_members(rng, count)
    shares = divided(by, members, net, rng)
    np.testing.assert_allclose(shares.liability.sum(axis=0) + shares.unplaced, 1.0, atol=1e-9)
    pool = random_pool(rng, net, shares, reserve, **terms)
    appetite = np.array([[m.appetite_for(s) for s in SECTORS] for m in members.values()])
    pool = replace(pool, terms=pool.terms.model_copy(update={"shares": by}), appetite=appetite)
    accounts = settle(net, shares, ready(rule, rng, count), pool)
    assert accounts.residual < 1e-9
    near = 1e-9 * (net.premium.sum() + net.gross.sum())
    paid = {name: accounts.flow[:, f].sum(0) for f, name in enumerate(MEMBER_FLOWS)}
    recovered = net.gross.sum(0) - net.net.sum(0)
    borne = accounts.shortfall + accounts.uninsured
    # nobody of the insured gets more than the loss, and what members and reinsurers leave is theirs
    met = accounts.by_fund - (paid["claims"] + paid["stepped_in"])
    assert (met + borne <= net.gross.sum(0) + near).all()
    assert (met + borne >= net.net.sum(0) - near).all()
    assert (met + borne + recovered >= net.gross.sum(0) - near).all()
    np.testing.assert_allclose(paid["lead_fee"], 0.0, atol=near)


@pytest.mark.parametrize("scope", ["sector", "pool"])
def test_one_hash_for_every_cut_into_blocks(scope):
    rng = np.random.default_rng(11)
    paths = STEP + 1000
    net, shares = random_net(rng, 4, paths), random_shares(rng, 3)
    pool = random_pool(rng, net, shares, Reserve(build_of_profit=0.5, scope=scope))

    def part(begin, end):
        cut = {
            name: getattr(net, name)[..., begin:end] for name in ("gross", "net", "cost", "flows")
        }
        return replace(net, block=Block(begin, end - begin), **cut)

    def digest(cuts):
        blocks = [settle(part(*ends), shares, ProRata(), pool) for ends in pairwise(cuts)]
        names = (
            *("flow", "capital", "reserve", "paid_in", "drawn", "unpaid", "uninsured"),
            *("held", "shortfall"),
        )
        tables = [np.concatenate([getattr(b, name) for b in blocks], axis=-1) for name in names]
        assert 0.0 < np.mean(tables[5] > 0.0) < 0.5  # some default, so that shares differ by path
        return hashlib.sha256(b"".join(table.tobytes() for table in tables)).hexdigest()

    whole = digest([0, paths])
    assert digest([0, 1, 2, 3, 40, 512, paths]) == whole
    assert digest([0, STEP - 7, STEP + 5, paths]) == whole
