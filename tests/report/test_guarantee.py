"""The guarantee fund in the report: deposits by member and year, in both languages."""

import pytest

from coinsure.report.findings import Findings
from coinsure.report.layout import show
from coinsure.report.sections.guarantee import deposit_table, sections
from coinsure.report.wording import Writer


def exactly(value):
    return {"value": value, "se": 0.0, "low": value, "high": value}


@pytest.fixture
def findings(summary, manifest):
    members = summary["members"]
    summary["guarantee"] = {
        "balance": [exactly(144.0 * t) for t in range(1, 6)],
        "members": {name: [exactly(18.0 * t) for t in range(1, 6)] for name in members},
        "paid": exactly(1.5),
        "probability_used": {"value": 0.0, "se": 0.0, "low": 0.0, "high": 7.5e-5},
    }
    return Findings(summary, manifest)


@pytest.mark.parametrize(("language", "bound"), [("zh", "<0.008%"), ("en", "<0.008%")])
def test_the_heading_says_how_likely_it_is_used(findings, language, bound):
    (section,) = sections(findings)
    assert bound in Writer(language, findings.unit).write(section.heading)


def test_deposits_of_members_add_up_in_the_last_row(findings):
    shown = show(deposit_table(findings), Writer("zh", findings.unit))
    assert shown.total
    assert [cell.text for cell in shown.rows[-1][1:]] == ["144", "288", "432", "576", "720"]
    assert {row[1].text for row in shown.rows[:-1]} == {"18"}


def test_without_a_fund_there_is_no_section(summary, manifest):
    assert sections(Findings(summary, manifest)) == []
