"""What every profit rule keeps to, whatever its kind."""

from importlib.util import find_spec

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coinsure.pool import PROFIT_RULES, ProRata

CASES = {"pro_rata": ProRata()}


def test_every_registered_rule_is_tested():
    assert CASES.keys() == PROFIT_RULES.keys()


@pytest.mark.parametrize("kind", PROFIT_RULES)
def test_the_kind_is_the_name_of_the_file(kind):
    assert PROFIT_RULES[kind].model_fields["kind"].default == kind
    assert find_spec(f"coinsure.pool.profit.{kind}")


@pytest.mark.parametrize("kind", CASES)
@given(amount=st.floats(0.0, 1e9), shares=st.lists(st.floats(0.0, 1.0), min_size=1, max_size=8))
def test_money_is_neither_made_nor_lost(kind, amount, shares):
    parts = CASES[kind].divide(np.array([amount]), np.array(shares)[:, None])
    whole = amount if sum(shares) > 0.0 else 0.0
    assert (parts >= 0.0).all()
    assert parts.sum() == pytest.approx(whole, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("kind", CASES)
def test_one_member_alone_gets_everything(kind):
    parts = CASES[kind].divide(np.array([12.0, 7.0]), np.array([[0.3]]))
    np.testing.assert_allclose(parts, [[12.0, 7.0]])


def test_pro_rata_divides_by_the_shares_of_those_who_are_left():
    parts = ProRata().divide(np.array([12.0, 12.0]), np.array([[0.4, 0.0], [0.2, 0.2]]))
    np.testing.assert_allclose(parts, [[8.0, 0.0], [4.0, 12.0]])
