"""Facultative cover of one site, against figures done by hand."""

import numpy as np
import pytest

from coinsure.errors import ModelRefusedError
from coinsure.reinsurance import Facultative, QuotaShare, reinsure

SITES = {"a.x": {"old": 40.0, "new": 160.0}, "a.y": {"new": 30.0}}
COVER = Facultative(lines=("a.x",), site="new", retention=20.0, limit=50.0, premium=8.0)


def made(table, **more):
    losses = [
        (0, "a.x", 60.0, {"risk": 1}),
        (0, "a.x", 60.0, {"risk": 0}),
        (0, "a.x", 60.0),
        (0, "a.x", 90.0, {"risk": 1}),
        (0, "a.y", 60.0, {"risk": 0}),
    ]
    return table(("a.x", "a.y"), losses, sites=SITES, **more)


def test_only_the_losses_of_the_site_are_paid(table):
    net = reinsure(made(table), {"cover": COVER})
    np.testing.assert_array_equal(net.large.amount, [20.0, 60.0, 60.0, 40.0, 60.0])
    assert net.flows[0, :3, 0, 0].tolist() == [8.0, 0.0, 90.0]


def test_a_share_of_a_site_is_a_cover_without_retention_that_is_placed_in_part(table):
    share = Facultative(lines=("a.x",), site="new", premium=8.0, placed=0.3, commission=0.25)
    net = reinsure(made(table), {"cover": share})
    np.testing.assert_allclose(net.large.amount, [42.0, 60.0, 60.0, 63.0, 60.0])
    np.testing.assert_allclose(net.flows[0, :3, 0, 0], [2.4, 0.6, 45.0])


def test_the_year_may_have_a_limit(table):
    limited = COVER.model_copy(update={"aggregate_limit": 70.0})
    net = reinsure(made(table), {"cover": limited})
    np.testing.assert_array_equal(net.large.amount, [20.0, 60.0, 60.0, 60.0, 60.0])


def test_a_site_of_two_lines_is_a_risk_in_each(table):
    both = COVER.model_copy(update={"lines": ("a",)})
    net = reinsure(made(table, premium=(300.0, 100.0)), {"cover": both})
    np.testing.assert_array_equal(net.large.amount, [20.0, 60.0, 60.0, 40.0, 20.0])
    np.testing.assert_allclose(net.cost[:, 0, 0], [6.0, 2.0])


def test_what_a_treaty_before_has_left_is_covered(table):
    half = QuotaShare(lines=("a.x",), share=0.5)
    net = reinsure(made(table), {"half": half, "cover": COVER})
    np.testing.assert_array_equal(net.large.amount, [20.0, 30.0, 30.0, 20.0, 60.0])


@pytest.mark.parametrize(("site", "lines"), [("third", ("a.x",)), ("old", ("a",))])
def test_a_site_that_a_line_lacks_is_refused(table, site, lines):
    cover = COVER.model_copy(update={"site": site, "lines": lines})
    with pytest.raises(ModelRefusedError, match=f"has no site {site}"):
        reinsure(made(table), {"cover": cover})
