"""The terms of the equalisation reserve."""

import pytest
from pydantic import ValidationError

from coinsure.pool import Reserve


def test_a_reserve_that_is_never_built_is_refused():
    with pytest.raises(ValidationError, match="give build_of_profit or build_of_premium"):
        Reserve(cap_of_premium=0.5)


@pytest.mark.parametrize(
    ("held_by", "accounting", "counts"),
    [
        ("members", "equity_after_tax", True),
        ("members", "liability", False),
        ("pool", "equity_after_tax", False),
        ("pool", "liability", False),
    ],
)
def test_only_equity_that_members_hold_is_their_capital(held_by, accounting, counts):
    reserve = Reserve(build_of_profit=0.1, held_by=held_by, accounting=accounting)
    assert reserve.in_capital_of_members is counts
