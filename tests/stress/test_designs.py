"""Designs of public money that cost the same."""

from pathlib import Path

import numpy as np
import pytest

from coinsure.errors import ScenarioError, UsageError
from coinsure.report.designs import design_dict, design_page
from coinsure.report.terminal import design_tables
from coinsure.scenario import load_scenario
from coinsure.stress import BASES, compare_designs
from coinsure.stress.designs import TOLERANCE, factor_for
from coinsure.stress.scaling import largest_factor, scaled, stated

SCENARIOS = Path(__file__).parents[2] / "scenarios"
COMPLETE = Path(__file__).parents[1] / "scenario" / "complete.toml"
FEW = {"simulation.paths": 4_096, "simulation.years": 2}

HEAD = """
label = {{ zh = "方案{name}", en = "Design {name}" }}
description = {{ zh = "方案", en = "A design" }}
scaled = "{term}"
"""
LAYER = """
[public_layers.new]
layers = [{ above = 0.6, up_to = 1.2, share = 0.5 }]
annual_cap = 200
"""
SUBSIDY = """
[premium_subsidies.more]
lines = ["chips"]
rate = 0.1
annual_cap = 200
"""
SMALL = """
[public_layers.tiny]
layers = [{ above = 0.6, up_to = 0.61, share = 0.5 }]
annual_cap = 200
"""


@pytest.fixture(scope="module")
def write(tmp_path_factory):
    folder = tmp_path_factory.mktemp("designs")
    text = COMPLETE.read_text(encoding="utf-8").replace("brings = { chips = 100 }\n", "")
    begin, end = text.index("[public_layers"), text.index("[pool]")
    (folder / "base.toml").write_text(text[:begin] + text[end:], encoding="utf-8")

    def design(name, term, body):
        path = folder / f"{name}.toml"
        path.write_text(HEAD.format(name=name, term=term) + body, encoding="utf-8")
        return path

    return folder / "base.toml", design


@pytest.fixture(scope="module")
def table(write):
    base, design = write
    designs = [
        design("layer", "public_layers.new.share", LAYER),
        design("subsidy", "premium_subsidies.more.rate", SUBSIDY),
        design("tiny", "public_layers.tiny.share", SMALL),
    ]
    return compare_designs(base, designs, FEW)


@pytest.mark.parametrize("basis", BASES)
def test_all_that_can_cost_what_the_first_one_costs(table, basis):
    assert table.designs["layer"][basis].factor == 1.0
    key = {"expected": ("mean",), "one_in_100": ("var", "0.99")}[basis]
    for name in ("layer", "subsidy"):
        found = table.designs[name][basis]
        assert found.reached
        figure = found.study.summary()["public"]["total"]["horizon"]
        for part in key:
            figure = figure[part]
        assert figure["value"] == pytest.approx(table.outlays[basis], rel=TOLERANCE)


def test_a_subsidy_is_the_same_part_of_what_is_due(table):
    # the line has a premium of 300 and a development of its own, which leaves that
    found = table.designs["subsidy"]["expected"]
    assert found.terms == pytest.approx((table.outlays["expected"] / 600.0,), rel=TOLERANCE)


def test_a_design_that_cannot_cost_as_much_is_taken_at_its_most_and_says_so(table):
    found = table.designs["tiny"]["expected"]
    assert not found.reached
    assert found.terms == (1.0,)
    assert found.outlay < table.outlays["expected"]
    shown = design_tables(design_dict(table), "en")
    assert "Design tiny cannot cost as much; the most is" in shown


def test_a_design_is_compared_with_the_scenario_without_it(table):
    rows = {(r.row, r.measure): r for r in table.designs["layer"]["expected"].comparison.rows}
    gain = rows["members.deficit", "mean"].difference
    paid = table.designs["layer"]["expected"].study.summary()["public"]["total"]["fiscal_years"]
    # what public money pays in year 1 is what the members of a fully placed pool save
    assert -gain.value == pytest.approx(paid[0]["mean"]["value"], rel=0.2)
    assert rows["members.deficit", "mean"].paired


def test_the_page_holds_both_languages_and_every_design(table):
    found = design_dict(table)
    page = design_page(found, "zh")
    for text in ("方案layer", "Design subsidy", "The same expected outlay", "百年一遇支出相同"):
        assert text in page


@pytest.mark.slow
def test_an_outlay_can_be_given(write):
    base, design = write
    path = design("given", "premium_subsidies.more.annual_cap", SUBSIDY.replace("0.1", "0.9"))
    found = compare_designs(base, [path], FEW, outlay=100.0)
    # 50 in each of two years, less than 0.9 of the premium
    assert found.designs["given"]["expected"].terms == pytest.approx((50.0,), rel=TOLERANCE)
    assert found.designs["given"]["one_in_100"].study is found.designs["given"]["expected"].study


@pytest.mark.parametrize(
    ("term", "said"),
    [
        ("public_layers.new.total_cap", "choose from public_layers.new.annual_cap, public_layers"),
        ("public_layers.old.share", "nothing can be scaled by public_layers.old.share"),
        ("public_layers.new.fund", "nothing can be scaled by"),
    ],
)
def test_a_term_that_cannot_be_scaled_is_refused_before_anything_is_run(write, term, said):
    base, design = write
    with pytest.raises(UsageError, match=said):
        compare_designs(base, [design("wrong", term, LAYER)], FEW)


def test_a_design_says_by_what_it_is_scaled(write):
    base, _ = write
    with pytest.raises(UsageError, match="it does not say by which of its numbers"):
        compare_designs(SCENARIOS / "henan.toml", [SCENARIOS / "stress" / "flood_year.toml"])
    path = base.parent / "number.toml"
    head = HEAD.format(name="n", term="x").replace('"x"', "3")
    path.write_text(head + LAYER, encoding="utf-8")
    with pytest.raises(ScenarioError, match="scaled: should be a key"):
        compare_designs(base, [path])


def test_what_pays_nothing_is_nothing_to_go_by(write):
    base, design = write
    never = LAYER.replace("annual_cap = 200", "annual_cap = 0")
    with pytest.raises(UsageError, match=r"its outlay .* is 0"):
        compare_designs(base, [design("never", "public_layers.new.share", never)], FEW)
    with pytest.raises(UsageError, match="buys nothing"):
        compare_designs(base, [design("l", "public_layers.new.share", LAYER)], FEW, outlay=0.0)


def test_the_factor_is_found_where_the_outlay_is_as_wanted():
    assert factor_for(lambda x: 10.0 * x, 35.0, None) == pytest.approx(3.5, rel=TOLERANCE)
    assert factor_for(lambda x: 10.0 * x, 0.35, None) == pytest.approx(0.035, rel=TOLERANCE)
    assert factor_for(lambda x: 10.0 * min(x, 2.0), 35.0, None) >= 2.0
    assert factor_for(lambda x: 10.0 * x, 35.0, 2.0) == 2.0
    assert factor_for(lambda x: np.sqrt(x), 3.0, None) == pytest.approx(9.0, rel=2 * TOLERANCE)


def test_terms_are_scaled_and_parts_stay_parts():
    design = SCENARIOS / "designs" / "fund.toml"
    scenario = load_scenario(SCENARIOS / "henan.toml", stress=design)
    twice = scaled(scenario, "public_layers.fund.fund", 2.0).public_layers["fund"].fund
    assert twice is not None
    assert (twice.opening, twice.contribution, twice.interest) == (3_000.0, 300.0, 0.02)
    more = scaled(scenario, "public_layers.fund.annual_cap", 1.5)
    assert more.public_layers["fund"].annual_cap == 18_000.0
    half = scaled(scenario, "public_layers.fund.share", 0.5)
    assert stated(half, "public_layers.fund.share") == (0.5,)
    assert largest_factor(half, "public_layers.fund.share") == 2.0
    assert largest_factor(half, "public_layers.fund.annual_cap") is None


@pytest.mark.parametrize("path", sorted((SCENARIOS / "designs").glob("*.toml")))
def test_every_shipped_design_fits_the_henan_book_and_can_be_scaled(path):
    scenario = load_scenario(SCENARIOS / "henan.toml", stress=path)
    stress = scenario.provenance.stress
    assert stress is not None
    assert stress.scaled is not None
    assert stated(scenario, stress.scaled)
