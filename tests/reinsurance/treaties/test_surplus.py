"""Surplus, against figures done by hand."""

import numpy as np
import pytest
from pydantic import ValidationError

from coinsure.errors import ModelRefusedError
from coinsure.reinsurance import Surplus, reinsure

FOUR = {"a.x": {"one": 5.0, "two": 20.0, "three": 60.0, "four": 150.0}}
EIGHT_LINES = Surplus(lines=("a.x",), retention=10.0, number_of_lines=8.0, commission=0.25)


def losses_of(amounts):
    return [(0, "a.x", amount, {"risk": risk}) for risk, amount in enumerate(amounts)]


def test_each_risk_cedes_its_share_of_every_loss(table):
    # closed form: min(max(S - R, 0), k R) / S of the sums insured 5, 20, 60, 150: 0, 1/2, 5/6, 8/15
    shares = EIGHT_LINES.ceded_share(np.array(list(FOUR["a.x"].values())))
    expected = [0.0, 0.5, 0.8333333333333334, 0.5333333333333333]
    np.testing.assert_allclose(shares, expected, rtol=0.0, atol=1e-12)
    losses = table(("a.x",), losses_of([2.0, 10.0, 30.0, 150.0]), sites=FOUR)
    net = reinsure(losses, {"surplus": EIGHT_LINES})
    np.testing.assert_allclose(losses.large.amount - net.large.amount, [0.0, 5.0, 25.0, 80.0])
    assert net.net[0, 0, 0] == pytest.approx(192.0 - 110.0)


def test_the_premium_is_divided_by_sums_insured(table):
    net = reinsure(table(("a.x",), premium=470.0, sites=FOUR), {"surplus": EIGHT_LINES})
    # of 235 insured 0 + 10 + 50 + 80 are ceded, twice that of the premium of 470
    np.testing.assert_allclose(net.flows[0, :2, 0, 0], [280.0, 70.0])


def test_a_loss_of_which_the_site_is_not_known_is_ceded_at_the_share_of_the_line(table):
    losses = table(("a.x",), [(0, "a.x", 47.0, {"occurrence": 3, "count": 2})], sites=FOUR)
    net = reinsure(losses, {"surplus": EIGHT_LINES})
    assert net.net[0, 0, 0] == pytest.approx(47.0 - 28.0)  # 140 of 235


def test_retentions_by_bands_of_sums_insured(table):
    bands = (
        {"sum_insured_from": 0.0, "retention": 10.0},
        {"sum_insured_from": 60.0, "retention": 40.0},
    )
    surplus = Surplus(lines=("a.x",), bands=bands, number_of_lines=2.0)
    losses = table(("a.x",), losses_of([5.0, 20.0, 60.0, 150.0]), sites=FOUR)
    net = reinsure(losses, {"surplus": surplus})
    np.testing.assert_allclose(net.large.amount, [5.0, 10.0, 40.0, 70.0])


def test_the_shares_of_the_sites_may_be_given(table):
    surplus = Surplus(lines=("a.x",), shares={"two": 0.2, "four": 0.9})
    losses = table(("a.x",), losses_of([10.0] * 4), premium=235.0, sites=FOUR)
    net = reinsure(losses, {"surplus": surplus})
    np.testing.assert_allclose(net.large.amount, [10.0, 8.0, 10.0, 1.0])
    assert net.flows[0, 0, 0, 0] == pytest.approx(4.0 + 135.0)


def test_each_line_has_its_own_sites(table):
    sites = {"a.x": {"one": 20.0}, "a.y": {"one": 100.0, "two": 50.0}}
    losses = table(
        ("a.x", "b.z", "a.y"),
        [
            (0, "a.x", 10.0, {"risk": 0}),
            (0, "b.z", 10.0, {"risk": 1}),
            (0, "a.y", 10.0, {"risk": 0}),
            (0, "a.y", 10.0, {"risk": 1}),
        ],
        sites=sites,
    )
    net = reinsure(losses, {"s": Surplus(lines=("a",), retention=10.0, number_of_lines=100.0)})
    np.testing.assert_allclose(net.large.amount, [5.0, 10.0, 1.0, 2.0])


def test_a_line_without_sites_is_refused(table):
    with pytest.raises(ModelRefusedError, match=r"a\.x has no sites"):
        reinsure(table(("a.x",)), {"surplus": EIGHT_LINES})


def test_a_site_that_the_lines_lack_is_refused(table):
    surplus = Surplus(lines=("a",), shares={"five": 0.2})
    with pytest.raises(ModelRefusedError, match=r"no site five in a\.x"):
        reinsure(table(("a.x",), sites=FOUR), {"surplus": surplus})


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"retention": 10.0},
        {"number_of_lines": 2.0},
        {"retention": 10.0, "number_of_lines": 2.0, "shares": {"one": 0.1}},
        {"shares": {"one": 0.1}, "number_of_lines": 2.0},
        {"bands": ({"sum_insured_from": 5.0, "retention": 1.0},), "number_of_lines": 2.0},
        {
            "retention": 10.0,
            "number_of_lines": 2.0,
            "commission": 0.1,
            "sliding_commission": (
                {"loss_ratio": 0.5, "commission": 0.3},
                {"loss_ratio": 0.9, "commission": 0.2},
            ),
        },
    ],
)
def test_terms_that_do_not_fit_together_are_refused(fields):
    with pytest.raises(ValidationError):
        Surplus(lines=("a",), **fields)
