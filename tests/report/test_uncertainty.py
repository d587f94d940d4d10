"""What the report says of uncertain parameters and of years that differ."""

from coinsure.report.findings import Findings
from coinsure.report.sections import distribution, uncertainty
from coinsure.report.wording import Writer


def written(phrase, lang="en"):
    return Writer(lang, "万元").write(phrase)


def test_the_heading_names_the_line_that_is_known_least(summary, manifest):
    line = summary["uncertainty"]["lines"]["ic"]["tape_out"]["gross"]
    line["parameter_share"] = {"value": 0.4, "se": 0.01, "low": 0.38, "high": 0.42}
    (section,) = uncertainty.sections(Findings(summary, manifest))
    heading = written(section.heading)
    assert "Tape-out" in heading
    assert "40" in heading


def test_the_table_has_a_row_for_pool_sectors_and_lines_and_roots_of_variances(summary, manifest):
    table = uncertainty.uncertainty_table(Findings(summary, manifest))
    assert len(table.rows) == 1 + 4 + 11
    _, total, chance, parameters, share, _ = table.rows[0]
    assert (total.value, round(chance.value**2 + parameters.value**2)) == (8600.0, 8600**2)
    assert share.value == 0.01
    below_zero = [row for row in table.rows if row[4].value < 0.0]
    assert below_zero
    assert all(row[3].value == 0.0 for row in below_zero)


def test_without_uncertain_parameters_there_is_no_section(summary, manifest):
    summary["uncertainty"]["parameters_uncertain"] = False
    assert uncertainty.sections(Findings(summary, manifest)) == []


def test_years_that_differ_are_said_to_differ(summary, manifest):
    alike = distribution.sections(Findings(summary, manifest))[1].blocks
    summary["scenario"]["years_alike"] = False
    differ = distribution.sections(Findings(summary, manifest))[1].blocks
    (said,) = (block for block in differ if block not in alike)
    assert "those of year 1" in written(said) or "that of year 1" in written(said)
    assert "第一年" in written(said, "zh")


def test_every_year_shows_its_own_premium(summary, manifest):
    pool = summary["pool"]
    pool["premium_by_year"] = [100.0, 110.0]
    for kind in ("gross", "net"):
        level = {"mean": pool[kind]["mean"], "tvar": pool[kind]["tvar"]}
        pool[kind]["by_year"] = [{"year": 1, **level}, {"year": 2, **level}]
    table = distribution.year_table(Findings(summary, manifest))
    assert [row[1].value for row in table.rows] == [100.0, 110.0]
