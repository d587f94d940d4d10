import numpy as np
import pytest

from coinsure.capital.limits import RiskUnit, pool_line, retained_premium, unit_liabilities, within

# Illustrative members, 亿元: paid-in capital and reserves, default shares of every sector
MEMBERS = ("M1", "M2", "M3", "M4", "M5", "M6", "M7", "M8")
BASE = np.array([1500.0, 900.0, 450.0, 200.0, 40.0, 25.0, 8.0, 12.0])
SHARES = np.array([0.30, 0.18, 0.14, 0.12, 0.08, 0.10, 0.04, 0.04])[:, None]
SITE = np.array([20.0])


def test_a_site_of_20_is_just_carried_by_the_specialist_at_four_per_cent():
    found = {
        u.member: u for u in unit_liabilities(RiskUnit("fab", SHARES, SITE, SITE), MEMBERS, BASE)
    }
    assert all(unit.passed for unit in found.values())
    assert found["M7"].cap == pytest.approx(0.8)
    assert found["M7"].gross == pytest.approx(0.8)
    assert found["M6"].gross == pytest.approx(2.0)
    assert not found["M7"].relies_on_reinsurance


def test_five_per_cent_of_the_same_site_is_refused():
    shares = SHARES.copy()
    shares[[0, 6]] = [[0.29], [0.05]]
    found = {
        u.member: u for u in unit_liabilities(RiskUnit("fab", shares, SITE, SITE), MEMBERS, BASE)
    }
    assert [name for name, unit in found.items() if not unit.passed] == ["M7"]


def test_reinsurance_per_risk_brings_it_back_under_the_cap():
    shares = SHARES.copy()
    shares[[0, 6]] = [[0.29], [0.05]]
    found = unit_liabilities(RiskUnit("fab", shares, SITE, np.array([1.0])), MEMBERS, BASE)[6]
    assert (found.passed, found.relies_on_reinsurance) == (True, True)
    assert found.net == pytest.approx(0.05)


def test_the_line_of_the_pool_is_set_by_the_smallest_cap_over_share():
    line = pool_line(RiskUnit("fab", SHARES, SITE, SITE), MEMBERS, BASE)
    assert (line.amount, line.binding_member) == (pytest.approx(20.0), "M7")
    without = np.delete(np.arange(8), 6)
    names = tuple(MEMBERS[i] for i in without)
    other = pool_line(RiskUnit("fab", SHARES[without], SITE, SITE), names, BASE[without])
    assert (other.amount, other.binding_member) == (pytest.approx(25.0), "M6")


def test_all_covers_of_a_unit_are_added_with_the_share_of_their_sector():
    base = np.array([100.0, 30.0])
    shares = np.array([[0.5, 1.0], [0.5, 0.0]])
    covers, kept = np.array([8.0, 2.0]), np.array([4.0, 2.0])
    first, second = unit_liabilities(RiskUnit("site", shares, covers, kept), ("A", "B"), base)
    assert (first.gross, first.net, first.cap) == pytest.approx((6.0, 4.0, 10.0))
    assert (second.gross, second.net, second.cap) == pytest.approx((4.0, 2.0, 3.0))
    assert second.relies_on_reinsurance
    # A carries 60 % of the unit, B 40 %: 10 / 0.6 and 3 / 0.4
    line = pool_line(RiskUnit("site", shares, covers, kept), ("A", "B"), base)
    assert (line.gross, line.net) == (10.0, 6.0)
    assert (line.amount, line.binding_member) == (pytest.approx(7.5), "B")


def test_a_member_without_a_share_does_not_bind():
    line = pool_line(
        RiskUnit("x", np.array([[0.0], [1.0]]), SITE, SITE), ("A", "B"), np.array([1.0, 50.0])
    )
    assert line.binding_member == "B"
    with pytest.raises(ValueError, match="nobody carries"):
        pool_line(RiskUnit("x", np.array([[0.0]]), SITE, SITE), ("A",), np.array([1.0]))


def test_article_102_is_company_wide():
    # the stressed member: base 12, 85 % of 4 x 12 used, pool premium 4 % of 1.92
    found = retained_premium("M8", 12.0, 0.85 * 48.0, 0.04 * 1.9205)
    assert found.limit == 48.0
    assert found.before == pytest.approx(40.8)
    assert found.after == pytest.approx(40.87682)
    assert found.passed
    assert not retained_premium("M8", 12.0, 48.0, 0.01).passed


def test_without_the_companys_own_premium_article_102_stays_open_unless_the_pool_alone_breaks_it():
    unknown = retained_premium("M8", 12.0, None, 1.0)
    assert (unknown.before, unknown.after, unknown.passed) == (None, None, None)
    assert retained_premium("M8", 12.0, None, 48.1).passed is False


def test_a_limit_may_be_missed_by_rounding_only():
    assert within(0.1 + 0.2, 0.3)
    assert within(0.8 * (1 + 1e-10), 0.8)
    assert not within(0.8 * (1 + 1e-8), 0.8)


def test_covers_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="fab: shares"):
        unit_liabilities(
            RiskUnit("fab", SHARES, np.array([1.0, 2.0]), np.array([1.0, 2.0])), MEMBERS, BASE
        )
    with pytest.raises(ValueError, match="gross amount"):
        unit_liabilities(RiskUnit("fab", SHARES, SITE, np.array([21.0])), MEMBERS, BASE)
