"""The strip at the top of the page: six figures, each with its error or why there is none."""

import pytest

from coinsure.report.findings import Findings
from coinsure.report.sections import key_figures
from coinsure.report.wording import Writer

ZH, EN = Writer("zh", "万元"), Writer("en", "万元")


@pytest.fixture
def strip(summary, manifest):
    return lambda: {one.key: one for one in key_figures(Findings(summary, manifest))}


def test_capital_comes_first_with_its_error_and_what_it_is(strip):
    found = strip()
    assert next(iter(found)) == "capital"
    # 21,400 +- 1.96 x 2 %, of a premium of 14,403.75
    assert ZH.write(found["capital"].value) == "2.14±0.08亿元"
    assert EN.write(found["capital"].note) == (
        "TVaR at 99.5% of year 1's deficit; 1.49 ± 0.06× the annual premium"
    )


def test_ratios_premium_and_unpaid_claims_are_those_of_the_summary(strip, summary):
    assert [EN.write(one.value) for one in strip().values()][1:5] == [
        "70.0% ± 0.7%",
        "104.1% ± 0.8%",
        "up 4.1%",
        "<0.008%",
    ]
    assert "no claim stayed unpaid" in EN.write(strip()["unpaid"].note)
    summary["shortfall"]["uninsured"] = {"value": 120.0, "se": 2.0, "low": 116.08, "high": 123.92}
    assert "无人承保120±4万元" in ZH.write(strip()["unpaid"].note)


def test_a_premium_that_stays_is_given_once(strip, summary):
    pool = summary["premium"]["pool"]
    pool |= {"recommended": pool["current"], "change": 0.0}
    found = strip()["premium"]
    assert (ZH.write(found.value), ZH.write(found.note)) == ("不变", "现行年保费1.44亿元")


def test_the_weakest_member_is_named_and_missing_where_nobody_states_a_ratio(strip, summary):
    members = summary["members"].values()
    found = strip()["solvency"]
    assert found.value.figure.value == min(
        m["solvency"]["years"][0]["after"]["comprehensive"]["value"] for m in members
    )
    assert "成员八：偿付能力紧张的小公司" in ZH.write(found.note)
    assert "aggregated with its own book" in EN.write(found.note)
    assert "±" in ZH.write(found.value)
    for member in members:  # an error below the digits shown, as runs have it
        ratio = member["solvency"]["years"][0]["after"]["comprehensive"]
        ratio |= {"low": ratio["value"] - 2e-5, "high": ratio["value"] + 2e-5}
    assert "±" not in ZH.write(strip()["solvency"].value)
    for member in members:
        member["solvency"] = {"basis": "pool_part_only", "pool_charge": 1.0}
    found = strip()["solvency"]
    assert found.value.figure.value == min(m["solvency_ratio_after"] for m in members)
    assert "added plainly" in EN.write(found.note)
    for member in members:
        member |= {"solvency_ratio_before": None, "solvency_ratio_after": None}
    assert "solvency" not in strip()


def test_a_figure_that_the_run_is_too_short_for_says_so(strip, summary):
    reason = "only 12 of 2400 rows exceed VaR, 20 are needed"
    summary["capital"]["pool"] = {"value": None, "reason": reason}
    found = strip()["capital"]
    assert ZH.write(found.value) == "—"
    assert EN.write(found.note).startswith("only 12 of 2,400 sampled years are beyond VaR")


def test_the_strip_is_in_both_languages_of_the_page(files):
    page = files["report.html"].decode()
    assert page.count('<dl class="key-figures"') == 2
    assert "<dt>经济资本</dt>" in page
    assert "<dt>Economic capital</dt>" in page
