import pytest

from coinsure.capital.limits import PoolLine, RetainedPremium, UnitLiability
from coinsure.decision.premium import Line, Terms, advise
from coinsure.decision.verdict import (
    capital_need,
    data_grade,
    insured_shortfall,
    legal_limits,
    placement,
    premium_adequacy,
    public_money,
    reinsurance_value,
    reserve_flow,
    tail_driver,
)
from coinsure.risk.estimate import Estimate

TERMS = Terms(hurdle=0.1, target_ratio=2.0, rate_of_costs=0.0, max_rate_change=0.20)
UNKNOWN = Estimate.refused("few rows")


def exact(value):
    return Estimate.exact(float(value))


def advice_at(*premiums, capital=None):
    """Lines with expected loss 100: technical 150 by co-TVaR, 140 by distortion, 130 by charge."""
    lines = [
        Line(
            f"s.l{i}", premium, 1e5, 0.0, "A", exact(100), capital or exact(650), exact(140), 150.0
        )
        for i, premium in enumerate(premiums)
    ]
    return advise(lines, TERMS, exact(100 * len(lines)))


@pytest.mark.parametrize(
    ("premiums", "status"),
    [
        ((130.0, 130.0), "good"),
        ((128.0, 130.0), "warn"),
        ((120.0, 120.0), "bad"),
        ((100.0, 200.0), "good"),
    ],
)
def test_premium_adequacy_compares_pool_totals(premiums, status):
    finding = premium_adequacy(advice_at(*premiums), exact(0.9))
    assert (finding.code, finding.status) == ("premium_adequacy", status)
    assert (finding.figures["technical_low"], finding.figures["technical_high"]) == pytest.approx(
        (260, 300)
    )


def test_premium_adequacy_names_the_line_that_must_rise_most():
    figures = premium_adequacy(advice_at(125.0, 100.0, 200.0), exact(0.9)).figures
    assert (figures["line"], figures["line_change"]) == ("s.l1", pytest.approx(0.2))
    assert (figures["lines_raised"], figures["lines_cut"]) == (2, 1)
    assert figures["recommended"] == pytest.approx(130 + 120 + 160)
    assert figures["combined_ratio"] == exact(0.9)


def test_an_unknown_technical_premium_is_a_warning():
    finding = premium_adequacy(advice_at(130.0, capital=UNKNOWN), exact(0.9))
    assert (finding.status, finding.figures["technical_low"]) == ("warn", None)


@pytest.mark.parametrize(
    ("amounts", "status"), [((30, 40, 30), "good"), ((60, 40, 0), "warn"), ((91, 9), "bad")]
)
def test_tail_driver_names_the_line_with_most_of_the_worst_years(amounts, status):
    parts = {f"s.l{i}": exact(amount) for i, amount in enumerate(amounts)}
    finding = tail_driver(parts, exact(100))
    assert finding.status == status
    assert finding.figures["share"].value == max(amounts) / 100
    assert finding.figures["line"] == f"s.l{amounts.index(max(amounts))}"


def test_the_share_of_the_tail_driver_has_an_error():
    part, whole = Estimate.normal(40.0, 2.0), Estimate.normal(100.0, 5.0)
    share = tail_driver({"s.l": part}, whole).figures["share"]
    assert (share.value, share.se) == pytest.approx((0.4, (2 + 0.4 * 5) / 100))


def test_tail_driver_without_losses_is_unknown():
    assert tail_driver({"s.l": UNKNOWN}, UNKNOWN).figures["line"] is None
    assert tail_driver({"s.l": exact(0)}, exact(0)).status == "warn"


@pytest.mark.parametrize(
    ("economic", "status"),
    [(exact(80), "good"), (exact(300), "warn"), (exact(2000), "bad"), (UNKNOWN, "warn")],
)
def test_capital_need_against_the_formula_and_the_members_capital(economic, status):
    finding = capital_need(economic, 200.0, 100.0, 1000.0)
    assert finding.status == status
    assert finding.figures["charge"] == 100.0
    if economic.known:
        assert finding.figures["capital_to_premium"].value == economic.value / 200
        assert finding.figures["capital_to_charge"].value == economic.value / 100


def test_legal_limits_name_the_binding_member_of_the_tightest_unit():
    lines = [PoolLine("plant", 3.0, 3.0, 30.0, "M6"), PoolLine("fab", 20.0, 1.0, 20.0, "M7")]
    held = UnitLiability("fab", "M7", 0.8, 0.8, 0.04, True)
    reinsured = UnitLiability("fab", "M7", 0.8, 1.0, 0.05, True)
    broken = UnitLiability("fab", "M7", 0.8, 1.0, 1.0, False)
    passed = RetainedPremium("M8", 48.0, 40.0, 41.0, True)
    finding = legal_limits([passed], [held], lines)
    assert finding.status == "good"
    assert (finding.figures["risk_unit"], finding.figures["binding_member"]) == ("fab", "M7")
    assert legal_limits([passed], [reinsured], lines).status == "warn"
    assert (
        legal_limits([RetainedPremium("M8", 48.0, None, None, None)], [held], lines).status
        == "warn"
    )
    refused = legal_limits([passed], [held, broken], lines)
    assert (refused.status, refused.figures["member"]) == ("bad", "M7")
    over = legal_limits([RetainedPremium("M8", 48.0, 47.0, 49.0, False)], [], [])
    assert (over.status, over.figures["member"], over.figures["risk_unit"]) == ("bad", "M8", None)


def test_reserve_flow_names_payer_and_receiver():
    paid, drawn = {"bio": 300.0, "ic": 20.0}, {"bio": 10.0, "ic": 60.0}
    finding = reserve_flow(paid, drawn, {"bio": 4000.0, "ic": 3000.0}, exact(0.2))
    assert finding.status == "warn"
    assert finding.figures == {
        "payer": "bio",
        "paid": 290.0,
        "receiver": "ic",
        "received": 40.0,
        "received_to_premium": pytest.approx(40 / 3000),
        "probability_exhausted": exact(0.2),
    }
    nobody = reserve_flow({"bio": 1.0}, {"bio": 0.0}, {"bio": 10.0}, exact(0.5))
    assert (nobody.status, nobody.figures["receiver"]) == ("good", None)


def test_a_reserve_that_mostly_runs_dry_is_a_warning_even_if_it_moves_nothing():
    dry = reserve_flow({"bio": 1.0}, {"bio": 0.0}, {"bio": 10.0}, exact(0.9))
    assert dry.status == "warn"
    assert reserve_flow({"bio": 1.0}, {"bio": 0.0}, {"bio": 10.0}, UNKNOWN).status == "good"


def test_reinsurance_is_worth_it_where_the_capital_saved_would_cost_more():
    # illustrative excess of loss: TVaR 100,521 to 28,185; costs 1,280 less 639 recovered
    finding = reinsurance_value(exact(641), exact(100_521), exact(28_185), 0.09)
    assert finding.status == "good"
    assert finding.figures["value"].value == pytest.approx(0.09 * 72_336 - 641)
    assert reinsurance_value(exact(7000), exact(100_521), exact(28_185), 0.09).status == "warn"
    assert reinsurance_value(exact(10), exact(100), exact(101), 0.09).status == "bad"
    assert not reinsurance_value(exact(10), UNKNOWN, exact(101), 0.09).figures["value"].known


def test_the_capital_saved_has_the_errors_of_both_capitals():
    before, after = Estimate.normal(1000.0, 30.0), Estimate.normal(300.0, 10.0)
    figures = reinsurance_value(Estimate.normal(20.0, 1.0), before, after, 0.10).figures
    assert (figures["capital_saved"].value, figures["capital_saved"].se) == (700.0, 40.0)
    assert figures["value"].value == pytest.approx(50.0)  # 0.10 * 700 - 20
    assert figures["value"].se == pytest.approx(5.0)  # 0.10 * 40 + 1


@pytest.mark.parametrize(("unseen", "status"), [(20.0, "good"), (40.0, "warn"), (80.0, "bad")])
def test_data_grade_is_the_share_of_expert_opinion(unseen, status):
    finding = data_grade({"A": 90.0 - unseen, "B": 10.0, "C": unseen})
    assert (finding.status, finding.figures["grade_c"]) == (status, unseen / 100)
    assert data_grade({}).figures["grade_a"] is None


def test_insured_shortfall():
    nothing = exact(0)
    assert insured_shortfall(nothing, nothing, nothing).status == "good"
    assert insured_shortfall(nothing, exact(5), nothing).status == "warn"
    assert insured_shortfall(exact(0.1), nothing, exact(0.001)).status == "warn"
    assert insured_shortfall(exact(0.1), nothing, exact(0.01)).status == "bad"
    assert insured_shortfall(UNKNOWN, nothing, nothing).status == "warn"


def test_public_money():
    mean, rare = exact(5.0), exact(80.0)
    found = public_money(mean, rare, exact(0.1), exact(0.01), 200.0)
    assert found.status == "good"
    assert found.figures["to_premium"].value == pytest.approx(0.025)
    assert public_money(mean, rare, exact(0.1), exact(0.02), 200.0).status == "warn"
    assert public_money(exact(0.0), exact(0.0), exact(0.0), exact(0.0), 200.0).status == "warn"
    assert public_money(mean, rare, exact(0.1), UNKNOWN, 0.0).status == "good"


def test_what_nobody_takes_is_told_by_premium_and_where_it_is_most():
    premium = {"a": 300.0, "b": 100.0}
    assert placement({"a": 0.0, "b": 0.0}, premium) is None
    found = placement({"a": 0.1, "b": 0.5}, premium)
    assert found is not None
    assert found.status == "warn"
    assert found.figures["unplaced"] == pytest.approx((30.0 + 50.0) / 400.0)
    assert (found.figures["sector"], found.figures["sector_unplaced"]) == ("b", 0.5)
    nobody = placement({"a": 1.0, "b": 1.0}, premium)
    assert nobody is not None
    assert nobody.status == "bad"
