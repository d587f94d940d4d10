"""What a member can carry."""

import pytest
from pydantic import ValidationError

from coinsure.pool import Member


def member(**more):
    return Member(
        paid_in_capital_and_reserves=80.0, actual_capital=90.0, minimum_capital=24.0, **more
    )


@pytest.mark.parametrize(
    ("offer", "capacity"), [({}, 8.0), ({"ic": 5.0}, 5.0), ({"ic": 20.0}, 8.0)]
)
def test_an_offer_counts_up_to_a_tenth_of_capital_and_reserves(offer, capacity):
    assert member(capacity=offer).capacity_for("ic") == pytest.approx(capacity)


def test_without_an_appetite_a_member_takes_all_of_a_sector():
    assert member(appetite={"ic": 0.3}).appetite_for("ic") == 0.3
    assert member(appetite={"ic": 0.3}).appetite_for("materials") == 1.0


@pytest.mark.parametrize(
    "wrong",
    [{"appetite": {"ic": 1.2}}, {"capacity": {"ic": -1.0}}, {"fails_in_year": 0}, {"cap": 1}],
)
def test_what_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValidationError):
        member(**wrong)
