"""Agreed shares, and what is wrong with them."""

import numpy as np
import pytest
from pydantic import ValidationError

from coinsure.errors import ScenarioError
from coinsure.pool import Fixed

SECTORS = ("ic", "materials")


def test_a_sector_with_shares_of_its_own_ignores_the_general_ones(members):
    rule = Fixed(shares={"M1": 0.6, "M2": 0.4}, sectors={"ic": {"M3": 0.9}})
    table = rule.divide(members(1.0, 1.0, 1.0), SECTORS)
    np.testing.assert_array_equal(table.liability, [[0.0, 0.6], [0.0, 0.4], [0.9, 0.0]])
    assert (table.premium == table.liability).all()
    np.testing.assert_allclose(table.unplaced, [0.1, 0.0], atol=1e-12)


def test_premium_and_liability_are_two_vectors(members):
    rule = Fixed(
        shares={"M1": 0.6, "M2": 0.4},
        premium_shares={"M1": 0.7, "M2": 0.3},
        premium_sectors={"ic": {"M1": 0.5, "M2": 0.5}},
    )
    table = rule.divide(members(1.0, 1.0), SECTORS)
    np.testing.assert_array_equal(table.liability, [[0.6, 0.6], [0.4, 0.4]])
    np.testing.assert_array_equal(table.premium, [[0.5, 0.7], [0.5, 0.3]])


@pytest.mark.parametrize(
    ("rule", "key", "found", "remedy"),
    [
        (Fixed(shares={"M1": 0.7, "M9": 0.3}), "shares.M9", "M9", "choose from M1, M2"),
        (Fixed(shares={"M1": 0.7, "M2": 0.4}), "shares", "1.1", "lower"),
        (Fixed(sectors={"ic": {"M1": 1.0}, "bio": {}}), "sectors.bio", "bio", "ic, materials"),
        (
            Fixed(shares={"M2": 1.0}, premium_sectors={"bio": {}}),
            "premium_sectors.bio",
            "bio",
            "ic, materials",
        ),
        (
            Fixed(shares={"M1": 0.6, "M2": 0.4}, sectors={"ic": {"M1": 0.9, "M2": 0.1}}),
            "sectors.ic.M1",
            "0.9",
            "raise members.M1.appetite.ic",
        ),
        (
            Fixed(shares={"M1": 0.5, "M2": 0.4}, premium_shares={"M1": 0.5, "M2": 0.5}),
            "premium_shares",
            "1 and 0.9",
            "same sum",
        ),
        (
            Fixed(shares={"M1": 0.5, "M2": 0.5}, premium_sectors={"ic": {"M7": 1.0}}),
            "premium_sectors.ic.M7",
            "M7",
            "choose from",
        ),
    ],
)
def test_each_mistake_is_named_once_with_its_remedy(members, rule, key, found, remedy):
    two = members(1.0, 1.0, appetite=[{"ic": 0.8}, {}])
    problems = [problem for problem in rule.problems(two, SECTORS) if problem.key == key]
    assert problems
    assert len(set(problems)) == len(problems)
    assert problems[0].found == found
    assert remedy in problems[0].remedy
    with pytest.raises(ScenarioError, match=key):
        rule.divide(two, SECTORS)


def test_all_mistakes_are_reported_together(members):
    rule = Fixed(shares={"M1": 0.9, "M9": 0.4}, sectors={"bio": {"M1": 1.0}})
    keys = [problem.key for problem in rule.problems(members(1.0, 1.0), SECTORS)]
    assert keys == ["sectors.bio", "shares.M9", "shares"]


def test_shares_within_rounding_of_the_whole_are_the_whole(members):
    rule = Fixed(shares={"M1": 0.7, "M2": 0.1, "M3": 0.2 + 1e-13})
    assert not rule.problems(members(1.0, 1.0, 1.0), SECTORS)


def test_a_rule_without_shares_is_refused():
    with pytest.raises(ValidationError, match="no share is given"):
        Fixed()
