"""What every share rule keeps to, whatever its kind."""

from importlib.util import find_spec

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coinsure.pool import SHARE_RULES, ByCapacity, ByCapital, Equal, Fixed, Member
from coinsure.pool.shares import (
    ByExperience,
    ByPremiumBrought,
    ByRiskContribution,
    BySolvencySurplus,
    ByWeight,
    EqualReturn,
    LeaderFollower,
    OptimalQuotas,
)

CASES = {
    "by_capacity": ByCapacity(),
    "by_capital": ByCapital(),
    "by_experience": ByExperience(),
    "by_premium_brought": ByPremiumBrought(),
    "by_risk_contribution": ByRiskContribution(),
    "by_solvency_surplus": BySolvencySurplus(target_ratio=1.5),
    "by_weight": ByWeight(weights={"M1": 3.0, "M2": 2.0}, sectors={"ic": {"M1": 1.0, "M3": 1.0}}),
    "equal": Equal(),
    "equal_return": EqualReturn(),
    "fixed": Fixed(shares={"M1": 0.2, "M2": 0.3, "M3": 0.1}, sectors={"ic": {"M3": 0.15}}),
    "leader_follower": LeaderFollower(lead_share=0.4),
    "optimal_quotas": OptimalQuotas(),
}
SECTORS = ("biomedicine", "ic", "materials")

money = st.floats(1e-2, 1e8)
member_fields = st.tuples(money, st.floats(0.2, 1.0), st.floats(0.0, 2.0))
pools = st.lists(member_fields, min_size=3, max_size=8)
bounded = settings(max_examples=60, deadline=None)


def pool_of(fields, unit=1.0):
    """Make members of (capital, appetite for ic, offered part of the legal capacity there)."""
    return {
        f"M{number}": Member(
            paid_in_capital_and_reserves=base * unit,
            actual_capital=3.0 * base * unit,
            minimum_capital=base * unit,
            appetite={"ic": appetite},
            capacity={"ic": offer * 0.1 * base * unit},
            brings={"ic": 0.02 * base * unit, "materials": (1.0 + offer) * base * unit},
            lead=number == 1,
        )
        for number, (base, appetite, offer) in enumerate(fields, 1)
    }


def test_every_registered_rule_is_tested():
    assert CASES.keys() == SHARE_RULES.keys()


@pytest.mark.parametrize("kind", SHARE_RULES)
def test_the_kind_is_the_name_of_the_file(kind):
    assert SHARE_RULES[kind].model_fields["kind"].default == kind
    assert find_spec(f"coinsure.pool.shares.{kind}")


@pytest.mark.parametrize("kind", CASES)
@bounded
@given(fields=pools)
def test_shares_are_within_appetite_and_add_up_with_what_is_unplaced(kind, fields):
    table = CASES[kind].divide(pool_of(fields), SECTORS)
    assert (table.liability >= 0.0).all()
    assert (table.premium >= 0.0).all()
    np.testing.assert_allclose(table.liability.sum(axis=0) + table.unplaced, 1.0, atol=1e-9)
    np.testing.assert_allclose(table.premium.sum(axis=0), table.liability.sum(axis=0), atol=1e-9)
    appetites = np.array([appetite for _, appetite, _ in fields])
    assert (table.liability[:, SECTORS.index("ic")] <= appetites * (1.0 + 1e-12)).all()


@pytest.mark.parametrize("kind", CASES)
@bounded
@given(fields=pools, data=st.data())
def test_the_order_of_members_does_not_matter(kind, fields, data):
    members = pool_of(fields)
    shuffled = {name: members[name] for name in data.draw(st.permutations(list(members)))}
    table, other = (CASES[kind].divide(of, SECTORS) for of in (members, shuffled))
    place = [other.members.index(name) for name in table.members]
    np.testing.assert_array_equal(table.liability, other.liability[place])


@pytest.mark.parametrize("kind", CASES)
@bounded
@given(fields=pools)
def test_the_currency_does_not_matter(kind, fields):
    table, other = (CASES[kind].divide(pool_of(fields, unit), SECTORS) for unit in (1.0, 2.0**13))
    np.testing.assert_allclose(table.liability, other.liability, rtol=1e-12)


@pytest.mark.parametrize(
    "kind", [kind for kind in CASES if kind not in ("fixed", "leader_follower")]
)
@bounded
@given(fields=pools)
def test_nothing_is_unplaced_while_somebody_in_the_sector_has_room(kind, fields):
    table = CASES[kind].divide(pool_of(fields), SECTORS)
    shares = table.liability[:, SECTORS.index("ic")]
    for share, (_, appetite, _) in zip(shares, fields, strict=True):
        if share > 0.0 and table.unplaced[SECTORS.index("ic")] > 0.0:
            assert share == pytest.approx(appetite)
