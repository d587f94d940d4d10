"""Each profit rule against numbers done by hand."""

import numpy as np
import pytest
from pydantic import ValidationError

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
    ProRata,
    Sliding,
)

PREMIUM = [600.0, 400.0]


def test_pro_rata_shares_a_profit_by_premium_and_lets_losses_lie(run):
    parts, _ = run(ProRata(), [[90.0, 10.0], [-90.0, 10.0]], PREMIUM)
    np.testing.assert_allclose(parts, [[60.0, 40.0], [-90.0, 10.0]])


def test_by_sector_result_everybody_keeps_its_own(run):
    parts, _ = run(BySectorResult(), [[90.0, 10.0], [-90.0, 10.0]], PREMIUM)
    np.testing.assert_allclose(parts, [[90.0, 10.0], [-90.0, 10.0]])


def test_after_lead_commission_the_rest_goes_by_premium(run):
    # 5 % of 100 to the lead, 95 as 57 and 38
    parts, _ = run(AfterLeadCommission(rate=0.05), [[90.0, 10.0], [-9.0, -1.0]], PREMIUM)
    np.testing.assert_allclose(parts, [[62.0, 38.0], [-9.0, -1.0]])


def test_by_risk_contribution_weighs_by_the_worst_years(run):
    # the two worst of four years together: 12 and 9; the first member loses 11, the second 10
    rule = ProfitByRiskContribution(level=0.5).read(
        np.array([[4.0, 7.0, 0.0, 1.0], [8.0, 2.0, 1.0, 0.0]])
    )
    np.testing.assert_allclose(rule.weights[:, 0], [5.5, 5.0])
    parts, _ = run(rule, [[90.0, 15.0]], PREMIUM)
    np.testing.assert_allclose(parts, [[55.0, 50.0]])


def test_who_offsets_the_worst_years_gets_no_profit_by_risk():
    rule = ProfitByRiskContribution(level=0.5).read(
        np.array([[4.0, 7.0, 0.0, 1.0], [-1.0, -1.0, 9.0, 0.0]])
    )
    # worst two sums: 9 (year 3) and 6 (year 2): 7 / 2 and (9 - 1) / 2
    np.testing.assert_allclose(rule.weights[:, 0], [3.5, 4.0])


@pytest.mark.parametrize(
    ("carry", "years", "commissions"),
    [
        # profits above the allowance of 50: 150, -250, 50, 150, 100; a tenth of what counts
        ("none", None, [15.0, 0.0, 5.0, 15.0, 10.0]),
        ("years", 1, [15.0, 0.0, 0.0, 15.0, 10.0]),  # 50 of 250 used up, 200 forgotten
        ("years", 2, [15.0, 0.0, 0.0, 0.0, 10.0]),  # 50 and 150 used up, 50 forgotten
        ("extinction", None, [15.0, 0.0, 0.0, 0.0, 5.0]),  # 250 against 50 + 150 + 50
        ("block", 2, [0.0, 0.0, 0.0, 20.0, 10.0]),  # -100, then 200, then 100 at the end
    ],
)
def test_profit_commission_with_every_way_to_carry_a_deficit_forward(
    run, carry, years, commissions
):
    rule = ProfitCommissionRule(rate=0.1, allowance=0.05, carry_forward=carry, years=years)
    totals = [200.0, -200.0, 100.0, 200.0, 150.0]
    parts, _ = run(rule, [[0.6 * total, 0.4 * total] for total in totals], PREMIUM)
    # the members pay it by premium, so that of every commission 0.4 changes hands
    lead = 0.6 * np.array(totals) + 0.4 * np.array(commissions)
    np.testing.assert_allclose(parts[:, 0], lead, atol=1e-9)


def test_commissions_fall_the_longer_deficits_are_carried(run):
    # theory: none >= N years >= extinction >= block, on average
    rng = np.random.default_rng(7)
    totals = rng.normal(50.0, 200.0, 100)
    paid = []
    for carry, years in (("none", None), ("years", 2), ("extinction", None), ("block", 100)):
        rule = ProfitCommissionRule(rate=0.1, carry_forward=carry, years=years)
        parts, _ = run(rule, [[t, 0.0] for t in totals], [0.0, 1.0])
        paid.append(-(parts[:, 1] - np.where(totals > 0.0, totals, 0.0)).sum())
    assert paid == sorted(paid, reverse=True)
    # extinction: a tenth of the highest point of the cumulative profit
    assert paid[2] == pytest.approx(0.1 * totals.cumsum().max())


def test_sliding_weighs_premium_by_loss_ratio(run):
    # loss ratios 0.5 and 0.75: weights 1.1 and 0.85 of premium 600 and 400
    rule = Sliding(pivot=0.6, slope=1.0)
    parts, _ = run(rule, [[70.0, 30.0]], PREMIUM, claims=[300.0, 300.0])
    np.testing.assert_allclose(parts, [[66.0, 34.0]])


def test_sliding_weights_stay_in_their_range(run):
    # loss ratios 0 and 2: weights 1.5 and 0.5
    rule = Sliding(pivot=0.6, slope=10.0)
    parts, _ = run(rule, [[70.0, 40.0]], PREMIUM, claims=[0.0, 800.0])
    np.testing.assert_allclose(parts, [[90.0, 20.0]])


def test_corridor_lifts_and_cuts_results_to_the_pools(run):
    # pool 10 %: members between 8 % and 15 %, so 48 to 90 and 32 to 60; 110 and -10 become 90 and
    # 32, of which 22 too many go by premium
    parts, _ = run(CorridorRule(floor=0.02, cap=0.05), [[110.0, -10.0]], PREMIUM)
    np.testing.assert_allclose(parts, [[90.0 - 13.2, 32.0 - 8.8]])


def test_corridor_holds_in_a_loss_as_well(run):
    # pool -10 %: between -12 % and -5 %; own -130 and 30 are -21.7 % and 7.5 %
    parts, _ = run(CorridorRule(floor=0.02, cap=0.05), [[-130.0, 30.0]], PREMIUM)
    np.testing.assert_allclose(parts, [[-72.0 - 4.8, -20.0 - 3.2]])


def test_hurdle_first_then_the_lead_catches_up(run):
    # hurdle 8 % on half the premium: 40; carry 20 %, catch-up all
    rule = Hurdle(rate=0.08, capital_to_premium=0.5, carry=0.2)
    carried = [0.0, 5.0, 10.0, 20.0]  # of 40, 45, 50 (caught up), 100
    parts, _ = run(rule, [[total, 0.0] for total in (40.0, 45.0, 50.0, 100.0)], PREMIUM)
    rest = 0.6 * (np.array([40.0, 45.0, 50.0, 100.0]) - carried)
    np.testing.assert_allclose(parts[:, 0], rest + carried)


def test_clawback_returns_commissions_newest_first(run):
    # a tenth of 100 and 50 is 10 and 5; then -120: 30 in three years, none back; then -50: in the
    # window 50 - 120 - 50 = -120 are owed, of which the 5 of year 2 are left
    rule = Clawback(rate=0.1, years=2)
    parts, _ = run(rule, [[0.0, t] for t in (100.0, 50.0, -120.0, -50.0)], [0.0, 1.0])
    np.testing.assert_allclose(parts[:, 0], [10.0, 5.0, 0.0, -5.0])


def test_clawback_takes_no_more_than_the_loss(run):
    # window 100 + 50 - 153 = -3
    parts, _ = run(
        Clawback(rate=0.1, years=2), [[0.0, t] for t in (100.0, 50.0, -153.0)], [0.0, 1.0]
    )
    np.testing.assert_allclose(parts[:, 0], [10.0, 5.0, -3.0])


def test_clawback_calls_the_same_loss_back_once(run):
    # window 100 + 50 - 153 = -3, returned in year 3; the years 2 to 4 lack 50 - 153 = -103, of
    # which 3 are returned already: of year 2's 5 the 2 that are left come back, and no more after
    parts, _ = run(
        Clawback(rate=0.1, years=2), [[0.0, t] for t in (100.0, 50.0, -153.0, 0.0, 0.0)], [0.0, 1.0]
    )
    np.testing.assert_allclose(parts[:, 0], [10.0, 5.0, -3.0, -2.0, 0.0], atol=1e-12)
    # a window that still has both good years: the loss of 3 is made good, nothing more is owed
    parts, _ = run(
        Clawback(rate=0.1, years=3), [[0.0, t] for t in (100.0, 50.0, -153.0, 0.0)], [0.0, 1.0]
    )
    np.testing.assert_allclose(parts[:, 0], [10.0, 5.0, -3.0, 0.0], atol=1e-12)


def test_a_good_year_in_a_window_of_losses_earns_no_commission(run):
    # -100 and 40 leave a loss of 60, more than the 4 of the year: they are returned at once
    parts, _ = run(
        Clawback(rate=0.1, years=1), [[0.0, t] for t in (-100.0, 40.0, 30.0)], [0.0, 1.0]
    )
    np.testing.assert_allclose(parts[:, 0], [0.0, 0.0, 3.0], atol=1e-12)


@pytest.mark.parametrize("rounding", [1e-13, 0.0, -1e-13])
@pytest.mark.parametrize(
    "rule",
    [
        ProRata(),
        AfterLeadCommission(rate=0.1),
        Sliding(pivot=0.6, slope=1.0),
        MultiYear(years=2),
        Hurdle(rate=0.0, capital_to_premium=1.0, carry=0.2),
    ],
)
def test_rounding_is_no_profit(run, rule, rounding):
    """A reserve that takes the whole profit leaves 50 and -50: no profit, whatever rounding says.

    Had rounding a say, the 50 would change hands by its sign.
    """
    parts, _ = run(rule, [[50.0 + rounding, -50.0]], PREMIUM)
    np.testing.assert_allclose(parts, [[50.0, -50.0]], atol=1e-9)


def test_multi_year_holds_profits_until_the_block_is_closed(run):
    # 100 held; of -130 it pays 100, by premium; 30 are borne; 80 held, then divided with the end
    rule = MultiYear(years=3)
    own = [[70.0, 30.0], [-90.0, -40.0], [50.0, 30.0], [10.0, 0.0]]
    parts, held = run(rule, own, PREMIUM)
    np.testing.assert_allclose(
        parts, [[0.0, 0.0], [-30.0, 0.0], [48.0, 32.0], [6.0, 4.0]], atol=1e-12
    )
    np.testing.assert_allclose(held, [100.0, 0.0, 0.0, 0.0])


def test_the_experience_account_of_the_reference(year):
    """EA = (EA + P (1 - m)) (1 + i) - L: premium 10, margin 10 %, interest 3 %.

    Source: hand-worked case of a funds-withheld experience account, final 17.200948718699998.
    """
    rule = ExperienceAccount(margin=0.1, interest=0.03)
    memory, held = np.zeros((1, 1)), np.zeros(1)
    balances, paid = [], []
    for number, loss in enumerate((4.0, 15.0, 2.0, 0.0, 9.0), 1):
        made = year([10.0 - loss], [10.0], claims=[loss], number=number, last=False)
        division = rule.divide(made, memory, held)
        memory, held = division.memory, division.held
        balances.append(memory[0, 0])
        paid.append(division.parts[0, 0])
    np.testing.assert_allclose(
        balances,
        [5.27, -0.30189999999999984, 6.959042999999999, 16.43781429, 17.200948718699998],
        rtol=1e-12,
    )
    # the members get their margin of 1, advance the deficit and get it back with interest
    assert paid[0] == pytest.approx(1.0)
    assert paid[1] == pytest.approx(1.0 - 0.3019)
    assert paid[2] == pytest.approx(1.0 + 0.3019 * 1.03)
    assert held[0] == pytest.approx(17.200948718699998)


@pytest.mark.parametrize(
    ("rule", "options", "said"),
    [
        (ProfitCommissionRule, {"rate": 0.1, "carry_forward": "years"}, "give years"),
        (ProfitCommissionRule, {"rate": 0.1, "years": 3}, "give years"),
        (Sliding, {"pivot": 0.6, "slope": 1.0, "lowest": 1.2}, "must enclose 1"),
        (
            Hurdle,
            {"rate": 0.1, "capital_to_premium": 1.0, "carry": 0.3, "catch_up": 0.2},
            "never catches up",
        ),
        (MultiYear, {"years": 1}, "greater than or equal to 2"),
    ],
)
def test_options_that_contradict_each_other_are_refused(rule, options, said):
    with pytest.raises(ValidationError, match=said):
        rule(**options)
