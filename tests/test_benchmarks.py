"""The opponents of the benchmarks do the same work, and a table fails only on its ratios."""

import math

import numpy as np
import pytest

import ratios
import rule_pairs
import w1
import w2
from coinsure.tables.losses import Block

YEARS = 16_384
MEANS = (13.491362418215177, 11.03788471030414, 13.093639817485585, 22.97455320658421)
"""Of the lines of W1, exact: see ``test_w1``."""


def close(one, other):
    """Four standard errors of a difference: one in 16,000 is further away by chance."""
    errors = (np.var(rows, axis=1) / rows.shape[1] for rows in (one, other))
    assert np.all(np.abs(one.mean(axis=1) - other.mean(axis=1)) <= 4.0 * np.sqrt(sum(errors)))


def test_both_programs_of_w1_have_its_exact_means():
    total, large = w1.draw_components(w1.w1(w1.LARGE), Block(0, YEARS))
    for annual in (total[:, 0], w1.best_numpy(YEARS)):
        error = annual.std(axis=1) / math.sqrt(YEARS)
        assert np.all(np.abs(annual.mean(axis=1) - MEANS) <= 4.0 * error)
    assert sum(kept.row.size for kept in large) / YEARS == pytest.approx(0.88, abs=0.05)


def test_all_programs_of_w2_agree():
    plan, treaties = w2.w2()
    block = Block(0, YEARS // 2)
    gross, account = w2.by_kernels(plan, block)
    same_gross, same_account = w2.by_stages(plan, treaties, block)
    assert np.array_equal(gross, same_gross)
    assert account == pytest.approx(same_account)
    other_gross, other_account = w2.best_numpy(YEARS // 2)
    for year in range(w2.YEARS):
        close(gross[:, year], other_gross[:, year])
    close(account, other_account)


def test_the_account_carries_losses_forward_by_hand():
    account = w2.account
    balance, lowest, ruin, paid = account(np.array([[-40.0, 10.0], [50.0, 0.0]]))
    # a loss of 40 leaves -9.4 (30 x 1.02 - 40), then 30 % of the 10 that are left of 50 is paid
    assert balance == pytest.approx([-9.4 * 1.02 + 50.0 - 3.0, (30.0 * 1.02 + 7.0) * 1.02])
    assert lowest == pytest.approx([-9.4, 30.0])
    assert ruin.tolist() == [1.0, 0.0]
    assert paid == pytest.approx([3.0, 3.0])


@pytest.mark.parametrize(
    ("fields", "failed", "verdict"),
    [
        ({"ratio": 2.0, "wide": 1.9, "narrow": 1.9}, False, "ok"),
        ({"ratio": 1.8, "wide": 1.9, "narrow": 1.9}, True, "FAILED"),
        ({"ratio": 1.8, "wide": 1.9, "narrow": 1.9, "why_not": "busy"}, False, "not judged: busy"),
        ({"ratio": 2.0, "wide": 1.9, "narrow": 1.9, "why_not": "busy"}, False, "ok"),
        ({"ratio": 0.02, "most": 0.03}, False, "ok"),
        ({"ratio": 0.04, "most": 0.03}, True, "FAILED"),
        ({"ratio": 0.04}, False, "x"),
    ],
)
def test_a_row_is_judged_by_its_bound(monkeypatch, fields, failed, verdict):
    monkeypatch.setattr(ratios.timing, "vector_bits", lambda: 256)
    row = ratios.Row("name", **fields)
    assert row.failed is failed
    assert str(row).endswith(verdict)


def test_both_programs_of_coalitions_agree():
    losses = np.random.default_rng(5).lognormal(0.0, 1.5, (2000, 5))
    found = ratios.numpy_coalitions(losses, 0.99)
    assert found == pytest.approx(ratios.coalition_tvar(losses, 0.99))


def test_ten_pairs_of_rules_differ_in_nothing_else():
    pairs = rule_pairs.choices(512)
    assert len({choice.name for choice in pairs}) == len(pairs) == 10
    first = pairs[0].scenario
    assert len(first.members) == 8
    for choice in pairs:
        changed = {"shares": choice.scenario.pool.shares, "profit": choice.scenario.pool.profit}
        pool = first.pool.model_copy(update=changed)
        assert choice.scenario == first.model_copy(update={"pool": pool})
