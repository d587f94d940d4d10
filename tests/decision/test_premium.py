import numpy as np
import pytest

from coinsure.decision.premium import (
    REASONS,
    Line,
    Terms,
    advise,
    discount_factor,
    distortion_premiums,
    need,
    recommend,
    risk_premium,
    technical_premium,
)
from coinsure.risk.estimate import Estimate
from coinsure.risk.measures import co_tail_value_at_risk, tail_value_at_risk
from coinsure.risk.uncertainty import mean_estimate, tail_sample

TERMS = Terms(hurdle=0.09, target_ratio=2.0, rate_of_costs=0.01, max_rate_change=0.20)

MEAN = Estimate.normal(100.0, 2.0)


def line(**changes):
    """A line whose office premiums are about 150, 170 and 152.6, changed where asked."""
    facts = {
        "name": "ic.fab",
        "current": 160.0,
        "sum_insured": 100_000.0,
        "expense_ratio": 0.29,
        "data_grade": "A",
        "expected_loss": MEAN,
        "capital": Estimate.normal(161.11111111111, 10.0),
        "distortion": Estimate.normal(119.0, 3.0),
        "cross2_charge": 37.888888888889,
    }
    return Line(**(facts | changes))


def test_risk_premium_pays_the_hurdle_on_the_capital_beyond_it():
    # capital 209 earns 9 % of what the premium does not cover: (100 + 0.09 x 209) / 1.09 = 109
    premium = risk_premium(Estimate.exact(100.0), Estimate.exact(209.0), 0.09)
    assert premium.value == pytest.approx(109.0)
    assert premium.value - 100.0 == pytest.approx(0.09 * (209.0 - premium.value))


def test_the_error_of_co_tvar_reaches_the_premium():
    premium = risk_premium(Estimate.normal(100.0, 2.0), Estimate.normal(209.0, 20.0), 0.09)
    assert premium.se == pytest.approx((2.0 + 1.8) / 1.09)


def test_office_premiums_over_the_three_bases_by_hand():
    technical = technical_premium(line(), TERMS)
    # (100 + 14.5) / 1.09 / 0.7, 119 / 0.7 and (100 + 0.09 x 2 x 37.889) / 0.7
    assert technical.co_tvar.value == pytest.approx(114.5 / 1.09 / 0.7)
    assert technical.distortion.value == pytest.approx(170.0)
    assert technical.cross2.value == pytest.approx(106.82 / 0.7)
    assert technical.distortion.se == pytest.approx(3.0 / 0.7)
    assert technical.co_tvar.se == pytest.approx((2.0 + 0.9) / 1.09 / 0.7)
    assert technical.band == pytest.approx((114.5 / 1.09 / 0.7, 170.0))


@pytest.mark.parametrize(
    ("current", "grade", "recommended", "reason"),
    [
        (160.0, "A", 160.0, "inside_band"),
        (150.0, "C", 150.0, "inside_band"),
        (170.0, "C", 170.0, "inside_band"),
        (140.0, "A", 150.0, "raised_to_band"),
        (125.0, "C", 150.0, "raised_to_band"),
        (100.0, "C", 120.0, "raise_limited"),
        (180.0, "B", 170.0, "cut_to_band"),
        (300.0, "A", 240.0, "cut_limited"),
        (180.0, "C", 180.0, "no_cut_for_grade_c"),
        (0.0, "A", 0.0, "no_current_premium"),
    ],
)
def test_recommendations_and_their_reasons(current, grade, recommended, reason):
    found, why = recommend(current, (150.0, 170.0), grade, 0.20)
    assert (found, why) == (pytest.approx(recommended), reason)
    assert why in REASONS


def test_without_every_basis_nothing_is_moved():
    few = Estimate.refused("7 of 1000 rows lie beyond this level, 20 are needed")
    advice = advise([line(capital=few, current=10.0)], TERMS, MEAN).lines[0]
    assert advice.band is None
    assert (advice.recommended, advice.reason) == (10.0, "not_estimated")
    assert advice.technical.co_tvar.reason.startswith("7 of 1000")
    assert advice.rates.technical_low is None


def test_properties_of_recommendations_on_random_lines():
    draw = np.random.default_rng(13)
    for _ in range(500):
        band = tuple(np.sort(draw.gamma(2.0, 50.0, 2)))
        current, limit = float(draw.gamma(2.0, 50.0)), float(draw.uniform(0.0, 0.5))
        for grade in "ABC":
            found, reason = recommend(current, band, grade, limit)
            assert abs(found / current - 1.0) <= limit + 1e-12
            assert grade != "C" or found >= current
            assert (found == current) or reason not in ("inside_band", "no_cut_for_grade_c")
            if band[0] <= current <= band[1]:
                assert found == current
            else:
                assert min(abs(found - edge) for edge in band) <= min(
                    abs(current - e) for e in band
                )


def test_rate_on_sum_insured_and_combined_ratio():
    found = advise([line(current=100.0)], TERMS, MEAN).lines[0]
    assert (found.rates.current, found.rates.recommended) == pytest.approx((0.001, 0.0012))
    assert found.rates.technical_high == pytest.approx(0.0017)
    assert found.combined_ratio.value == pytest.approx(1.30)
    assert found.combined_ratio.se == pytest.approx(0.02)
    assert found.combined_ratio_recommended.value == pytest.approx(100 / 120 + 0.3)
    assert found.change == pytest.approx(0.2)


def test_a_line_without_premium_or_sum_insured_has_no_ratio_and_no_rate():
    found = advise([line(current=0.0, sum_insured=0.0)], TERMS, MEAN)
    assert found.lines[0].rates is None
    assert found.lines[0].combined_ratio.reason == "no premium"
    assert (found.lines[0].change, found.change) == (0.0, 0.0)


def test_the_pool_is_the_sum_of_its_lines():
    both = [line(current=100.0), line(name="ic.erection", current=160.0)]
    advice = advise(both, TERMS, Estimate.normal(200.0, 2.5))
    assert (advice.current, advice.recommended) == pytest.approx((260.0, 280.0))
    assert advice.change == pytest.approx(20.0 / 260.0)
    assert advice.band == pytest.approx((2 * 114.5 / 1.09 / 0.7, 2 * 170.0))
    assert advice.technical.distortion.se == pytest.approx(2 * 3.0 / 0.7)
    assert (advice.rates.current, advice.rates.technical_high) == pytest.approx((0.0013, 0.0017))


def test_the_combined_ratio_of_the_pool_has_the_error_of_the_sum():
    # expenses and costs are 0.3 of one premium, 0.4 of the other, which rises to its lower edge
    low = 114.5 / 1.09 / 0.6
    both = [line(current=100.0), line(name="ic.erection", current=160.0, expense_ratio=0.39)]
    advice = advise(both, TERMS, Estimate.normal(200.0, 2.5))
    assert advice.combined_ratio.value == pytest.approx((200 + 30 + 64) / 260)
    assert advice.combined_ratio.se == pytest.approx(2.5 / 260)
    assert advice.recommended == pytest.approx(120 + low)
    assert advice.combined_ratio_recommended.value == pytest.approx(
        (200 + 36 + 0.4 * low) / (120 + low)
    )


def test_a_pool_with_a_line_that_is_not_estimated_has_no_band():
    few = Estimate.refused("7 of 1000 rows lie beyond this level, 20 are needed")
    advice = advise([line(), line(name="ic.erection", capital=few)], TERMS, MEAN)
    assert advice.band is None
    assert advice.technical.co_tvar.reason.startswith("7 of 1000")
    assert advice.technical.distortion.value == pytest.approx(340.0)


@pytest.fixture(scope="module")
def book():
    """Claims of three lines on 8,000 paths of 2 years (Y, L), the third heavy, and their paths."""
    draw = np.random.default_rng(17)
    x = np.stack(
        [
            draw.gamma(4.0, 25.0, 16_000),
            draw.gamma(1.0, 80.0, 16_000),
            draw.binomial(1, 0.02, 16_000) * draw.gamma(2.0, 1000.0, 16_000),
        ],
        axis=1,
    )
    return x, np.repeat(np.arange(8_000), 2)


@pytest.mark.parametrize("family", ["wang", "proportional_hazard", "dual_power"])
def test_both_simulated_bases_charge_the_same_total(book, family):
    losses, path = book
    total = losses.sum(axis=1)
    tail = tail_sample(total, losses, path)
    means = [mean_estimate(part, path) for part in losses.T]
    tvar = tail.tail_value_at_risk(0.99)
    by_tail = [
        risk_premium(m, a, 0.09)
        for m, a in zip(means, tail.co_tail_value_at_risk(0.99), strict=True)
    ]
    expected = (total.mean() + 0.09 * tail_value_at_risk(total, 0.99)) / 1.09
    assert sum(premium.value for premium in by_tail) == pytest.approx(expected, rel=1e-12)
    by_distortion = distortion_premiums(
        losses[:6000], means, tvar, TERMS, family=family, path=path[:6000]
    )
    assert sum(premium.value for premium in by_distortion) == pytest.approx(expected, rel=1e-9)
    assert all(premium.se > mean.se for premium, mean in zip(by_distortion, means, strict=True))
    # the heavy line carries nearly all of co-TVaR; no distortion looks at the far tail only
    co_tvar = co_tail_value_at_risk(losses, total, 0.99)
    assert co_tvar[2] / co_tvar.sum() > 0.8
    assert by_distortion[2].value < by_tail[2].value
    assert by_distortion[0].value > by_tail[0].value


def test_the_hurdle_may_be_nothing(book):
    losses, _ = book
    means = [Estimate.exact(float(m)) for m in losses.mean(axis=0) * 1.01]
    terms = Terms(hurdle=0.0, target_ratio=2.0, rate_of_costs=0.0, max_rate_change=0.2)
    found = distortion_premiums(losses, means, Estimate.exact(5000.0), terms, family="wang")
    assert [premium.value for premium in found] == pytest.approx([m.value for m in means])


def test_a_margin_that_the_sample_cannot_show_is_refused_with_the_reason(book):
    losses, _ = book
    means = [Estimate.exact(float(m)) for m in losses.mean(axis=0)]
    huge = distortion_premiums(losses, means, Estimate.exact(1e9), TERMS, family="wang")
    assert [premium.reason for premium in huge] == [
        "the margin exceeds the largest loss of the sample"
    ] * 3
    few = distortion_premiums(losses, means, Estimate.refused("few rows"), TERMS, family="wang")
    assert few[1].reason == "few rows"


def test_lines_that_cost_the_same_every_year_bear_no_risk_premium():
    rows = np.tile([300.0, 200.1], (50, 1))
    means = [Estimate.exact(300.0), Estimate.exact(200.1)]
    found = distortion_premiums(rows, means, Estimate.exact(500.1), TERMS, family="wang")
    assert [premium.value for premium in found] == [300.0, 200.1]


def test_input_that_does_not_fit_is_refused(book):
    losses, _ = book
    means = [Estimate.exact(1.0)] * 2
    with pytest.raises(ValueError, match="3 lines, the expected losses 2"):
        distortion_premiums(losses, means, Estimate.exact(1.0), TERMS, family="wang")
    with pytest.raises(ValueError, match="choose one of"):
        distortion_premiums(
            losses, [*means, means[0]], Estimate.exact(900.0), TERMS, family="esscher"
        )
    with pytest.raises(ValueError, match="all of the premium"):
        advise([line(expense_ratio=0.995)], TERMS, MEAN)
    with pytest.raises(ValueError, match="negative"):
        advise([line(current=-1.0)], TERMS, MEAN)


def test_claims_paid_later_are_discounted_from_the_middle_of_their_years():
    # 60 % after half a year, 40 % after a year and a half, at 4 %
    assert discount_factor((0.6, 0.4), 0.04) == pytest.approx(0.6 / 1.04**0.5 + 0.4 / 1.04**1.5)
    assert discount_factor(None, 0.04) == pytest.approx(1.04**-0.5)
    assert discount_factor((0.6, 0.4), 0.0) == 1.0


def test_what_is_earned_on_claims_lowers_every_basis_alike():
    plain = technical_premium(line(), TERMS)
    earned = technical_premium(line(discount=Estimate.exact(7.0)), TERMS)
    for basis in ("co_tvar", "distortion", "cross2"):
        less = getattr(plain, basis).value - getattr(earned, basis).value
        assert less == pytest.approx(7.0 / 0.7)


def test_the_retention_that_today_s_premium_pays_for():
    # 148 x 0.7 = 103.6: 3.6 above the mean pays 9 % on what the capital has beyond the premium
    found = need(line(current=148.0), TERMS, (150.0, 170.0))
    assert found.premium == 150.0
    assert found.affordable == pytest.approx(100.0 + 3.6 * 1.09 / 0.09)
    kept = line(current=148.0, capital=Estimate.exact(found.affordable))
    assert technical_premium(kept, TERMS).co_tvar.value == pytest.approx(148.0)


def test_no_retention_helps_a_premium_below_the_mean_cost():
    assert need(line(current=140.0), TERMS, (150.0, 170.0)).affordable is None
    assert need(line(current=150.0), TERMS, (150.0, 170.0)) is None
    assert need(line(current=140.0), TERMS, None) is None
    advice = advise([line(current=148.0), line(current=160.0)], TERMS, MEAN)
    assert [found.need is None for found in advice.lines] == [False, True]
