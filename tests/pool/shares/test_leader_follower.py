"""A share for the lead, the rest for the followers, by hand."""

import numpy as np

from coinsure.pool.shares import LeaderFollower


def test_the_lead_gets_its_share_and_followers_divide_the_rest_by_capital(members):
    # the public table of a fab policy of 2013: the lead 50 %, and followers 35, 5, 5, 5
    five = members(7.0, 999.0, 1.0, 1.0, 1.0, lead=(False, True, False, False, False))
    table = LeaderFollower(lead_share=0.5).divide(five, ("ic",))
    np.testing.assert_allclose(table.liability[:, 0], [0.35, 0.5, 0.05, 0.05, 0.05])


def test_what_the_lead_will_not_take_goes_to_the_followers(members):
    three = members(1.0, 1.0, 1.0, lead=(True, False, False), appetite=({"ic": 0.2}, {}, {}))
    table = LeaderFollower(lead_share=0.5, followers="equal").divide(three, ("ic",))
    np.testing.assert_allclose(table.liability[:, 0], [0.2, 0.4, 0.4])


def test_followers_keep_to_their_appetites(members):
    three = members(
        1.0, 1.0, 1.0, lead=(True, False, False), appetite=({}, {"ic": 0.1}, {"ic": 0.3})
    )
    table = LeaderFollower(lead_share=0.5, followers="equal").divide(three, ("ic",))
    np.testing.assert_allclose(table.liability[:, 0], [0.5, 0.1, 0.3])
    np.testing.assert_allclose(table.unplaced, [0.1])
