"""The section on dependence says who is bad together, or that nothing shows it."""

import copy

import pytest

from coinsure.report.findings import Findings
from coinsure.report.layout import show
from coinsure.report.sections.assumptions import rule_table
from coinsure.report.sections.dependence import factor_table, pair_table, sections
from coinsure.report.wording import Writer


@pytest.fixture
def told(summary, manifest):
    """Return the findings of a run whose dependence part is changed by a function."""

    def change(function):
        changed = copy.deepcopy(summary)
        function(changed["dependence"])
        return Findings(changed, manifest)

    return change


def heading(findings, language="en"):
    (section,) = sections(findings)
    return Writer(language, findings.unit).write(section.heading)


def cells(table, findings, language="en"):
    return [[c.plain for c in row] for row in show(table, Writer(language, findings.unit)).rows]


def higher(pairs, level, value, half):
    for pair in pairs:
        pair["both_beyond"][level] = {
            "value": value / 2,
            "se": half / 2,
            "low": value / 2 - half,
            "high": value / 2 + half,
        }
    pairs[3]["both_beyond"][level] |= {"value": value, "low": value - half, "high": value + half}


def test_the_pair_that_is_bad_together_most_often_is_the_heading(told):
    findings = told(lambda found: higher(found["sectors"], "0.99", 0.21, 0.02))
    assert heading(findings).startswith("Low-altitude economy and New materials share their bad")
    assert "with probability 21% ± 2%" in heading(findings)
    assert "(1% if they were independent)" in heading(findings)
    assert "低空经济与新材料" in heading(findings, "zh")


def test_a_probability_that_chance_explains_is_no_finding(told):
    def change(found):
        higher(found["sectors"], "0.99", 0.013, 0.006)
        higher(found["sectors"], "0.95", 0.053, 0.004)

    assert heading(told(change)).startswith("No two sectors show bad years together")


def test_a_lower_level_speaks_where_the_higher_one_shows_nothing(told):
    """Fewer years are beyond the higher level: it can be blind to what the lower one shows."""

    def change(found):
        higher(found["sectors"], "0.99", 0.011, 0.005)
        higher(found["sectors"], "0.95", 0.063, 0.005)

    assert heading(told(change)).startswith(
        "Low-altitude economy and New materials share their bad"
    )
    assert "in its worst 5% of years" in heading(told(change))


def test_a_lower_level_speaks_where_the_higher_one_is_not_known(told):
    def change(found):
        for pair in found["sectors"]:
            pair["both_beyond"]["0.99"] = {"value": None, "reason": "the denominator is 0"}

    assert "in its worst 5% of years" in heading(told(change))


def test_too_few_paths_are_said_to_be_too_few(told):
    def change(found):
        for pair in found["sectors"]:
            for level in pair["both_beyond"]:
                pair["both_beyond"][level] = {"value": None, "reason": "the denominator is 0"}

    assert heading(told(change)).startswith("Too few paths")


def test_a_single_sector_has_nothing_to_depend_on(told):
    assert sections(told(lambda found: found["sectors"].clear())) == []


def test_what_was_never_seen_is_given_as_less_than_its_bound(told):
    findings = told(lambda found: None)
    last = cells(pair_table(findings), findings)[-1]
    assert last[:2] == ["New materials", "Integrated circuits"]
    assert last[4] == "<0.8"


def test_factors_are_told_with_what_was_stated_and_used(told):
    findings = told(lambda found: None)
    rows = cells(factor_table(findings), findings)
    assert rows[1] == [
        "New materials: frequencies", "Integrated circuits: loss sizes", "0.3", "0.27", "16",
    ]  # fmt: skip
    assert rows[2][2] == "—"


def test_the_assumptions_name_the_link(told):
    def link(findings):
        rows = cells(rule_table(findings), findings)
        return next(row[1] for row in rows if row[0] == "Link between yearly factors")

    assert link(told(lambda found: None)) == (
        "t copula with 4 degrees of freedom, correlations repaired to the nearest that fit, "
        "lingering from year to year, correlation 0.3 of the normal scores"
    )
    assert link(told(lambda found: found.update(kind=None))) == "none, they are independent"
