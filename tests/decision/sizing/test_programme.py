"""The cheapest shares: against the full programme of Rockafellar and Uryasev, and by hand."""

import time

import numpy as np
import pytest
from scipy import sparse
from scipy.optimize import linprog

from coinsure.decision.sizing import Book, Conflict, Curve, Limit, Optimum, cheapest, tail_mean
from coinsure.risk.measures import tail_value_at_risk

LEVEL = 0.99


def book_of(n, members, sectors, *, own=False, seed=7):
    rng = np.random.default_rng(seed)
    deficit = rng.pareto(2.5, (sectors, n)) * np.linspace(1.0, 3.0, sectors)[:, None] - 1.0
    deficit += 0.5 * rng.pareto(3.0, n)
    besides = None
    if own:
        common = deficit.sum(axis=0) * np.linspace(-0.3, 0.6, members)[:, None]
        besides = 5.0 * rng.standard_normal((members, n)) + common
    names = tuple(f"M{m}" for m in range(members))
    areas = tuple(f"S{s}" for s in range(sectors))
    return Book(names, areas, deficit, np.linspace(1.0, 2.0, sectors), 0, 0.02, besides)


def one(book, member, sector, sign=1.0):
    weight = np.zeros((len(book.members), len(book.sectors)))
    weight[member, sector] = sign
    return weight


def placed(book):
    return [
        Limit("placement", None, name, sum(one(book, m, s) for m in range(len(book.members))), 1.0,
              equal=True)
        for s, name in enumerate(book.sectors)
    ]  # fmt: skip


def curves_of(book, cost=1.0):
    return [
        Curve(name, tail_mean(book, m, LEVEL), cost * (1.0 + 0.05 * m))
        for m, name in enumerate(book.members)
    ]


def equal_shares(book):
    return np.full((len(book.members), len(book.sectors)), 1.0 / len(book.members))


def full_programme(book, limits, costs, method):
    """The same with a variable for every scenario and member, by HiGHS: least cost and shares."""
    members, n = len(book.members), book.deficit.shape[1]
    shares = members * len(book.sectors)
    own = np.zeros((members, n)) if book.own is None else book.own
    alone = [tail_value_at_risk(besides, LEVEL) for besides in own]
    goal = np.concatenate([np.zeros(shares), costs, np.repeat(costs, n) / (n * (1.0 - LEVEL))])
    fees = np.array([book.fees(m).ravel() for m in range(members)])
    losses = sparse.kron(sparse.eye(members), sparse.csr_array(book.deficit.T))
    losses = losses + sparse.csr_array(np.repeat(fees, n, axis=0))
    heads = -sparse.kron(sparse.eye(members), np.ones((n, 1)))
    tails = [sparse.hstack([losses, heads, -sparse.eye(members * n)])]
    bounds = [-own.ravel()]
    for limit in limits:
        if limit.equal:
            continue
        row = np.zeros(goal.size)
        row[:shares] = limit.weight.ravel()
        for m, factor in limit.curves.items():
            row[shares + m] = factor
            first = shares + members + m * n
            row[first : first + n] = factor / (n * (1.0 - LEVEL))
        tails.append(sparse.csr_array(row[None, :]))
        used = sum(factor * alone[m] for m, factor in limit.curves.items())
        bounds.append([limit.bound + used])
    equal = np.array([limit.weight.ravel() for limit in limits if limit.equal])
    found = linprog(
        goal,
        A_ub=sparse.vstack(tails).tocsr(),
        b_ub=np.concatenate(bounds),
        A_eq=sparse.csr_array(np.pad(equal, ((0, 0), (0, goal.size - shares)))),
        b_eq=[limit.bound for limit in limits if limit.equal],
        bounds=[(0.0, 1.0)] * shares + [(None, None)] * members + [(0.0, None)] * (members * n),
        method=method,
    )
    assert found.status == 0
    return found.fun - sum(c * a for c, a in zip(costs, alone, strict=True)), found.x[:shares]


def limits_of(book):
    capped = [Limit("max_share", "M1", s, one(book, 1, k), 0.3) for k, s in enumerate(book.sectors)]
    budget = 0.25 * tail_value_at_risk(book.deficit.sum(axis=0), LEVEL)
    weight = np.zeros((len(book.members), len(book.sectors)))
    return [*placed(book), *capped, Limit("risk_budget", "M0", None, weight, budget, {0: 1.0})]


@pytest.mark.parametrize("own", [False, True])
def test_objective_and_slack_are_those_of_the_full_programme(own):
    book = book_of(600, 3, 3, own=own)
    limits, curves = limits_of(book), curves_of(book)
    found = cheapest(curves, limits, equal_shares(book))
    assert isinstance(found, Optimum)
    costs = np.array([curve.cost for curve in curves])
    expected, shares = full_programme(book, limits, costs, "highs-ds")
    assert found.cost == pytest.approx(expected, rel=1e-6)
    table = shares.reshape(found.shares.shape)
    heights = np.array([curve.at(table)[0] for curve in curves])
    slack = np.array([-limit.excess(table, heights) for limit in limits])
    if own:  # the shares are unique, so is the slack of every limit
        assert found.slack == pytest.approx(slack, abs=1e-6)
    assert found.slack.min() > -1e-7


@pytest.mark.slow
def test_twenty_thousand_scenarios_take_a_second_and_agree_with_the_full_programme():
    book = book_of(20_000, 3, 4, own=True)
    limits, curves = limits_of(book), curves_of(book)
    cheapest(curves, limits, equal_shares(book))
    begun = time.process_time()
    found = cheapest(curves, limits, equal_shares(book))
    assert time.process_time() - begun <= 1.0
    costs = np.array([curve.cost for curve in curves])
    expected, shares = full_programme(book, limits, costs, "highs-ipm")
    assert found.cost == pytest.approx(expected, rel=1e-6)
    table = shares.reshape(found.shares.shape)
    heights = np.array([curve.at(table)[0] for curve in curves])
    assert found.slack == pytest.approx(
        [-limit.excess(table, heights) for limit in limits], abs=1e-6 * book.deficit.max()
    )


def test_proportional_shares_cost_what_the_pool_costs():
    """Tail means of parts in proportion add up to that of the whole, and no table is below it."""
    book = book_of(2_000, 4, 3)
    curves = [Curve(m, tail_mean(book, k, LEVEL), 1.0) for k, m in enumerate(book.members)]
    start = np.repeat([[0.4], [0.3], [0.2], [0.1]], 3, axis=1)
    found = cheapest(curves, placed(book), start)
    assert found.cost == pytest.approx(tail_value_at_risk(book.deficit.sum(axis=0), LEVEL))
    assert found.shares == pytest.approx(start, abs=1e-6)  # of all that cost the same, the nearest


def test_fees_move_money_between_members_and_no_capital():
    book = book_of(500, 3, 2)
    shares = equal_shares(book)
    paid = [float((book.fees(m) * shares).sum()) for m in range(3)]
    assert sum(paid) == pytest.approx(0.0, abs=1e-15)
    assert paid[1] == pytest.approx(0.02 * 3.0 / 3.0)
    assert sum(book.lost(m, shares) for m in range(3)) == pytest.approx(book.deficit.sum(axis=0))


def test_the_slope_is_the_growth_of_the_tail_mean():
    book = book_of(3_000, 3, 3, own=True)
    at, shares = tail_mean(book, 1, LEVEL), equal_shares(book)
    value, slope = at(shares)
    moved = shares.copy()
    moved[1, 2] += 1e-7
    assert (at(moved)[0] - value) / 1e-7 == pytest.approx(slope[1, 2], rel=1e-4)
    other = np.zeros_like(shares)
    assert at(other)[0] == pytest.approx(0.0)
    assert at(shares)[0] + float((slope * (moved - shares)).sum()) <= at(moved)[0] + 1e-12


def test_a_conflict_names_what_gives_way_and_what_forces_it():
    book = book_of(500, 3, 2)
    caps = [
        Limit("max_share", m, s, one(book, k, j), 0.3)
        for k, m in enumerate(book.members)
        for j, s in enumerate(book.sectors)
    ]
    found = cheapest(curves_of(book), [*placed(book), *caps], equal_shares(book))
    assert isinstance(found, Conflict)
    assert sum(gap for _, gap in found.missed) == pytest.approx(0.2)  # 3 x 0.3 of 1, twice
    named = {id(limit) for limit, _ in found.missed} | {id(limit) for limit in found.against}
    assert named == {id(limit) for limit in (*placed(book), *caps)} or len(named) == 8


def test_a_budget_that_cannot_be_kept_conflicts_with_the_placement():
    book = book_of(500, 2, 1)
    budget = [Limit("risk_budget", m, None, np.zeros((2, 1)), 0.1, {k: 1.0})
              for k, m in enumerate(book.members)]  # fmt: skip
    found = cheapest(curves_of(book), [*placed(book), *budget], equal_shares(book))
    assert isinstance(found, Conflict)
    assert [limit.kind for limit, _ in found.missed] == ["placement"]
    ((_, gap),) = found.missed
    whole = tail_value_at_risk(book.deficit[0], LEVEL)
    carried = 1.0 - gap
    fee = 0.02 * book.premium[0]
    # both budgets are used up: follower (t + fee) w, lead t v - fee w
    follower = 0.1 / (whole + fee)
    assert carried == pytest.approx(follower + (0.1 + fee * follower) / whole)


@pytest.mark.parametrize("bad", [{"curves": {0: -1.0}}, {"curves": {0: 1.0}, "equal": True}])
def test_a_limit_has_to_be_convex(bad):
    with pytest.raises(ValueError, match="not a convex limit"):
        Limit("fairness", "M0", None, np.zeros((1, 1)), 0.0, **bad)
