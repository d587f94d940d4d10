"""What every profit rule keeps to, whatever its kind."""

from importlib.util import find_spec

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coinsure.pool import PROFIT_RULES
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
from coinsure.pool.profit.by_risk_contribution import WeighedProfit

CASES = {
    "after_lead_commission": AfterLeadCommission(rate=0.1),
    "by_risk_contribution": ProfitByRiskContribution(level=0.9),
    "by_sector_result": BySectorResult(),
    "clawback": Clawback(rate=0.2, years=2),
    "corridor": CorridorRule(floor=0.02, cap=0.05),
    "experience_account": ExperienceAccount(margin=0.05, interest=0.03, years=3),
    "hurdle": Hurdle(rate=0.08, capital_to_premium=0.5, carry=0.2),
    "multi_year": MultiYear(years=3),
    "pro_rata": ProRata(),
    "profit_commission": ProfitCommissionRule(rate=0.2, allowance=0.05, carry_forward="extinction"),
    "sliding": Sliding(pivot=0.6, slope=1.0),
}

money = st.floats(-1e6, 1e6)
years = st.lists(
    st.tuples(st.lists(money, min_size=4, max_size=4), st.lists(st.booleans(), min_size=4)),
    min_size=1,
    max_size=6,
)


def ready(kind):
    """Return the rule of a case; one that reads the pilot has read a small one."""
    rule = CASES[kind]
    if kind == "by_risk_contribution":
        return rule.read(np.array([[1.0, 5.0, 9.0, -1.0, 30.0]] * 2 + [[0.0] * 4 + [-3.0]] * 2))
    return rule


def test_every_registered_rule_is_tested():
    assert CASES.keys() == PROFIT_RULES.keys()


@pytest.mark.parametrize("kind", PROFIT_RULES)
def test_the_kind_is_the_name_of_the_file(kind):
    assert PROFIT_RULES[kind].model_fields["kind"].default == kind
    assert find_spec(f"coinsure.pool.profit.{kind}")


@pytest.mark.parametrize("kind", CASES)
@settings(max_examples=40, deadline=None)
@given(history=years)
def test_money_is_neither_made_nor_lost_in_any_year(kind, history, year):
    rule = ready(kind)
    memory, held = np.zeros((rule.rows(), 1)), np.zeros(1)
    premium = np.array([4e5, 3e5, 2e5, 1e5])
    for number, (own, stays) in enumerate(history, 1):
        standing = np.array(stays[:4], float)
        division = rule.divide(
            year(
                own * standing,
                premium * standing,
                claims=3e5 * standing,
                standing=standing,
                number=number,
                last=number == len(history),
            ),
            memory,
            held,
        )
        gained = division.parts.sum() + (division.held - held)[0]
        earned = (own * standing).sum() + division.interest[0]
        assert gained == pytest.approx(earned, abs=1e-6)
        assert (division.parts[standing == 0.0] == 0.0).all()
        assert division.held[0] >= -1e-9
        memory, held = division.memory, division.held


@pytest.mark.parametrize("kind", CASES)
def test_one_member_alone_gets_everything_in_the_end(kind, run):
    rule = WeighedProfit(np.ones((1, 1))) if kind == "by_risk_contribution" else ready(kind)
    parts, held = run(rule, [[30.0], [-10.0], [20.0]], [100.0])
    assert held[-1] == 0.0
    if kind == "experience_account":  # interest on 25, on 25.75 - 15 and on 11.0725 + 15
        assert parts.sum() == pytest.approx(40.0 + 0.03 * (25.0 + 10.75 + 26.0725))
    else:
        assert parts.sum() == pytest.approx(40.0)


@pytest.mark.parametrize("kind", CASES)
def test_paths_do_not_touch_each_other(kind, year):
    rule = ready(kind)
    own = np.array([[10.0, -50.0, 3.0], [5.0, 60.0, -9.0], [1.0, 1.0, 2.0], [0.0, -2.0, 4.0]])
    premium = np.array([40.0, 30.0, 20.0, 10.0])
    together = rule.divide(year(own, premium), np.zeros((rule.rows(), 1)), np.zeros(1))
    for path in range(3):
        alone = rule.divide(
            year(own[:, path : path + 1], premium), np.zeros((rule.rows(), 1)), np.zeros(1)
        )
        np.testing.assert_array_equal(together.parts[:, path], alone.parts[:, 0])
