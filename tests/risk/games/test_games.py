"""Solutions of games against published and closed answers."""

from itertools import combinations

import numpy as np
import pytest

from coinsure.risk.games import (
    CoinsuranceGame,
    gately,
    in_core,
    least_core,
    marginal,
    nucleolus,
    shapley,
    tau,
    worst_complaint,
)
from coinsure.risk.premium_principles import exponential


def by_size(values):
    """Put values in the order of size, then members, at their bits."""
    members = len(values).bit_length()
    found = np.zeros(len(values) + 1)
    coalitions = (c for size in range(1, members + 1) for c in combinations(range(members), size))
    for value, coalition in zip(values, coalitions, strict=True):
        found[sum(1 << m for m in coalition)] = value
    return found


def of(members, worth):
    """Make a game from a function of the set of members."""
    return np.array(
        [
            worth({m for m in range(members) if c >> m & 1}) if c else 0.0
            for c in range(1 << members)
        ]
    )


LEMAIRE = by_size([46125, 17437.5, 5812.5, 69187.5, 53812.5, 30750, 90000])
"""Lemaire (1991), ASTIN Bulletin 21, management of ASTIN money."""


def test_shapley_of_the_airport_game():
    # Littlechild & Owen (1973): each part of the runway is shared by those who need it
    costs = [10.0, 18.0, 30.0, 50.0]
    answer = shapley(of(4, lambda s: max(costs[m] for m in s)))
    np.testing.assert_allclose(answer, [2.5, 31 / 6, 67 / 6, 187 / 6], atol=1e-9)


def test_shapley_of_ibn_ezra():
    # Aumann (2010)
    values = [120, 60, 40, 30, 120, 120, 120, 60, 60, 40, 120, 120, 120, 60, 120]
    np.testing.assert_allclose(
        shapley(by_size(values)), [80.83333, 20.83333, 10.83333, 7.5], atol=1e-5
    )


def test_the_solutions_of_lemaire():
    np.testing.assert_allclose(nucleolus(LEMAIRE), [52687.5, 24468.75, 12843.75], atol=1e-6)
    np.testing.assert_allclose(shapley(LEMAIRE), [51750.0, 25875.0, 12375.0])
    np.testing.assert_allclose(tau(LEMAIRE), [51900.0, 25687.5, 12412.5])
    np.testing.assert_allclose(gately(LEMAIRE), [51900.0, 25687.5, 12412.5])
    assert in_core(LEMAIRE, shapley(LEMAIRE))
    assert in_core(LEMAIRE, nucleolus(LEMAIRE))


@pytest.mark.parametrize(
    ("estate", "awards"),
    [(100.0, [100 / 3] * 3), (200.0, [50.0, 75.0, 75.0]), (300.0, [50.0, 100.0, 150.0])],
)
def test_the_nucleolus_is_the_award_of_the_talmud(estate, awards):
    # Aumann & Maschler (1985): claims of 100, 200 and 300
    claims = np.array([100.0, 200.0, 300.0])
    values = of(3, lambda s: max(0.0, estate - sum(claims[m] for m in range(3) if m not in s)))
    np.testing.assert_allclose(nucleolus(values), awards, atol=1e-6)


def test_the_nucleolus_of_a_published_game_of_four():
    # R CoopGame 0.2.2, man/nucleolus.Rd
    values = [0, 0, 0, 0, 5, 5, 8, 9, 10, 8, 13, 15, 16, 17, 21]
    np.testing.assert_allclose(nucleolus(by_size(values)), [3.5, 4.5, 5.5, 7.5], atol=1e-6)


def test_the_nucleolus_of_the_airport_game_of_costs():
    # a game of costs is one of gains with the opposite sign
    costs = [10.0, 18.0, 30.0, 50.0]
    answer = -nucleolus(-of(4, lambda s: max(costs[m] for m in s)))
    np.testing.assert_allclose(answer, [5.0, 6.5, 9.25, 29.25], atol=1e-9)


def test_gately_of_the_grid_of_1974():
    answer = gately(by_size([0, 0, 0, 1170, 770, 210, 1530]))
    np.testing.assert_allclose(answer, [827.7049, 476.5574, 225.7377], atol=1e-4)


def test_tau_of_stach():
    np.testing.assert_allclose(tau(by_size([0, 0, 0, 1, 2, 1, 3])), [1.2, 0.6, 1.2])


def test_a_nucleolus_below_what_members_are_worth_alone_is_a_prenucleolus():
    # two of three take everything; the third alone is worth 1, which the prenucleolus takes away
    values = of(3, lambda s: 1.0 if s == {2} else 6.0 if {0, 1} <= s else 0.0)
    rational = nucleolus(values)
    free = nucleolus(values, individually_rational=False)
    assert rational[2] >= 1.0 - 1e-9
    assert free.sum() == pytest.approx(6.0)
    excess = lambda x: (values - of(3, lambda s: sum(x[m] for m in s)))[1:-1].max()  # noqa: E731
    assert excess(free) <= excess(rational) + 1e-9


@pytest.mark.parametrize("seed", range(8))
def test_the_nucleolus_is_in_the_least_core_and_treats_the_worst_best(seed):
    rng = np.random.default_rng(seed)
    members = int(rng.integers(3, 7))
    values = rng.uniform(0.0, 10.0, 1 << members)
    values[0], values[-1] = 0.0, 25.0
    values[[1 << m for m in range(members)]] = 0.0
    level, payoff = least_core(values)
    answer = nucleolus(values, individually_rational=False)
    assert answer.sum() == pytest.approx(25.0)
    assert worst_complaint(values, answer).excess == pytest.approx(level, abs=1e-7)
    assert worst_complaint(values, payoff).excess == pytest.approx(level, abs=1e-7)


def test_the_worst_treated_coalition_is_named():
    # members 0 and 2 are worth 8 together and get 3
    values = of(3, lambda s: 8.0 if s == {0, 2} else 9.0 if len(s) == 3 else 0.0)
    complaint = worst_complaint(values, [1.0, 6.0, 2.0])
    assert complaint.coalition == (0, 2)
    assert complaint.excess == pytest.approx(5.0)
    assert not in_core(values, [1.0, 6.0, 2.0])
    assert in_core(values, [4.0, 1.0, 4.0])


def test_a_game_without_a_core_has_a_complaint_above_nothing():
    # any two of three get everything
    values = of(3, lambda s: 1.0 if len(s) >= 2 else 0.0)
    level, payoff = least_core(values)
    assert level == pytest.approx(1 / 3)
    np.testing.assert_allclose(payoff, [1 / 3] * 3, atol=1e-9)
    np.testing.assert_allclose(nucleolus(values), [1 / 3] * 3, atol=1e-9)


def test_a_member_alone_gets_all_it_is_worth():
    assert nucleolus([0.0, 7.0]).tolist() == [7.0]
    assert shapley([0.0, 7.0]).tolist() == [7.0]
    assert least_core([0.0, 7.0])[0] == 0.0
    assert worst_complaint([0.0, 7.0], [7.0]).coalition == ()


@pytest.mark.parametrize(
    ("values", "said"),
    [([0.0, 1.0, 2.0], "2\\^M values"), ([1.0, 2.0], "empty"), ([0.0, np.nan], "finite")],
)
def test_what_is_no_game_is_refused(values, said):
    with pytest.raises(ValueError, match=said):
        shapley(values)


def test_members_worth_more_alone_than_together_have_no_nucleolus():
    with pytest.raises(ValueError, match="more alone"):
        nucleolus(by_size([3.0, 3.0, 5.0]))


class TestCoinsurance:
    """Closed form of Fragnelli & Marina (2003) with the variance principle."""

    GAME = CoinsuranceGame.by_variance(1000.0, 160_000.0, [0.002, 0.004, 0.005, 0.01])
    CRITICAL = 1390.4225805154601
    AT_CRITICAL = (138.5281385281387, 47.619047619047706, 35.85434173669478, 16.040100250626665)

    def test_quotas_and_the_price_of_all_together(self):
        np.testing.assert_allclose(self.GAME.quotas, np.array([10, 5, 4, 2]) / 21)
        assert self.GAME.prices[-1] == pytest.approx(1000 + 160_000 / 1050)

    def test_the_critical_premium(self):
        assert self.GAME.critical_premium == pytest.approx(self.CRITICAL, abs=1e-6)

    def test_at_the_critical_premium_the_core_is_one_point(self):
        gains = self.GAME.gains(self.CRITICAL)
        np.testing.assert_allclose(marginal(gains), self.AT_CRITICAL, atol=1e-5)
        assert in_core(gains, marginal(gains), tolerance=1e-8)
        assert least_core(gains)[0] == pytest.approx(0.0, abs=1e-6)
        np.testing.assert_allclose(nucleolus(gains), self.AT_CRITICAL, atol=1e-5)
        np.testing.assert_allclose(tau(gains), self.AT_CRITICAL, atol=1e-5)
        np.testing.assert_allclose(
            shapley(gains),
            [139.1077366619165, 43.54050604824607, 37.079254881112526, 18.31413054323273],
            atol=1e-5,
        )

    def test_above_it_the_core_is_empty_and_below_it_is_not(self):
        assert least_core(self.GAME.gains(1.02 * self.CRITICAL))[0] > 1.0
        assert least_core(self.GAME.gains(0.98 * self.CRITICAL))[0] <= 1e-9

    def test_the_nucleolus_grows_linearly_with_a_premium_below_the_critical_one(self):
        points = [nucleolus(self.GAME.gains(p)) for p in (1370.0, 1375.0, 1380.0)]
        np.testing.assert_allclose(points[1], (points[0] + points[2]) / 2, atol=1e-6)

    def test_the_exponential_principle_agrees_with_a_normal_risk(self):
        # log E exp(a X) / a = mean + a variance / 2 for a normal risk
        x = 100.0 + 10.0 * np.random.default_rng(1).standard_normal(200_000)
        game = CoinsuranceGame.by_exponential(x, [0.01, 0.02])
        np.testing.assert_allclose(game.quotas, [2 / 3, 1 / 3])
        expected = x.mean() + x.var() * np.array([0.01, 0.02, 0.02 / 3]) / 2
        np.testing.assert_allclose(game.prices[1:], expected, rtol=1e-5)

    def test_with_a_cost_of_capital_the_cheapest_takes_everything(self):
        game = CoinsuranceGame.by_cost_of_capital([0.0, 0.0, 0.0, 8.0], [0.1, 0.08, 0.2], 0.75)
        assert game.quotas.tolist() == [0.0, 1.0, 0.0]
        # mean 2, TVaR 8: 2 + 6 x hurdle of the cheapest
        np.testing.assert_allclose(
            game.prices[1:], [2.6, 2.48, 2.48, 3.2, 2.6, 2.48, 2.48], atol=1e-12
        )

    def test_aversions_must_be_above_nothing(self):
        with pytest.raises(ValueError, match="above 0"):
            CoinsuranceGame.by_variance(1.0, 1.0, [0.1, 0.0])


class TestBorch:
    """Three exponential insurers pool their risks; Borch (1962), Gerber & Pafumi (1998).

    Optimal parts are a / a_i of the total, 1 / a the sum of 1 / a_i, and the prices of the parts
    then add up to that of the total at a: 35.32 instead of 53.16 before.
    """

    AVERSIONS = (0.01, 0.02, 0.05)
    BEFORE = np.repeat(  # outcomes by insurer, as often as their probability in tenths
        [[10.0, 0.0, 0.0], [0.0, 40.0, 0.0], [5.0, 5.0, 60.0], [0.0] * 3, [100.0, 20.0, 10.0]],
        [2, 2, 1, 4, 1],
        axis=0,
    )

    def test_the_quotas_and_the_price_of_the_pool(self):
        game = CoinsuranceGame.by_exponential(self.BEFORE.sum(axis=1), self.AVERSIONS)
        quotas = [0.5882352941176471, 0.29411764705882354, 0.11764705882352941]
        np.testing.assert_allclose(game.quotas, quotas, rtol=1e-12)
        assert game.prices[-1] == pytest.approx(35.324756409169595, abs=1e-9)

    def test_the_prices_of_the_parts_add_up_to_it_and_were_higher_before(self):
        total, pairs = self.BEFORE.sum(axis=1), list(enumerate(self.AVERSIONS))
        game = CoinsuranceGame.by_exponential(total, self.AVERSIONS)
        after = [exponential(game.quotas[m] * total, a) for m, a in pairs]
        assert sum(after) == pytest.approx(35.32475640916959, abs=1e-9)
        before = [exponential(self.BEFORE[:, m], a) for m, a in pairs]
        assert sum(before) == pytest.approx(53.16155225303242, abs=1e-9)


def test_with_one_share_for_each_member_shapley_is_proportional():
    # members carry fixed parts of one loss: its tail value grows in proportion
    parts = np.array([0.5, 0.3, 0.2])
    values = of(3, lambda s: 40.0 * sum(parts[m] for m in s))
    np.testing.assert_allclose(shapley(values), 40.0 * parts)
    np.testing.assert_allclose(nucleolus(values), 40.0 * parts, atol=1e-9)
