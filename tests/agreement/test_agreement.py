"""The agreement sheet: its worked years by hand, its clauses, its files."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from coinsure.agreement import agreement_sheet, worked_years
from coinsure.cli import main
from coinsure.errors import UsageError
from coinsure.pool import PoolTerms
from coinsure.report import agreement_dict
from coinsure.report.agreement import clauses
from coinsure.report.wording import Writer
from coinsure.scenario import load_scenario

SCENARIOS = Path(__file__).parents[2] / "scenarios"
MINIMAL = SCENARIOS / "minimal.toml"


@pytest.fixture(scope="module")
def sheet():
    return agreement_sheet(load_scenario(MINIMAL))


@pytest.mark.parametrize(("year", "ratio"), [(0, 0.4), (1, 0.7), (2, 1.2), (3, 3.0)])
def test_worked_years_of_the_minimal_scenario_are_those_by_hand(sheet, year, ratio):
    worked = sheet.worked
    assert worked.loss_ratios[year] == ratio
    hull, plant = worked.losses[:, year]
    assert hull + plant == pytest.approx(4_500 * ratio, rel=1e-12)
    # profit of each sector after 30 % expenses, 1 % management and 500 of reinsurance for plants
    profits = 2_500 * 0.69 - hull, 2_000 * 0.69 - 500 - plant
    built = sum(0.25 * 0.75 * max(profit, 0.0) for profit in profits)  # a quarter, after 25 % tax
    released = 0.0  # the reserve opens empty
    assert worked.reserve[year] == pytest.approx(built - released, abs=1e-9)
    fee = 0.02 * 1_800  # of the follower's premium
    for m, (share, paid) in enumerate([(0.6, fee), (0.4, -fee)]):
        before = share * (4_500 * (1.0 - 0.30 - 0.01 - ratio) - 500) + paid
        assert worked.result[m, year] == pytest.approx(before - share * built, abs=1e-9)
    assert worked.unpaid[year] == 0.0


def test_chance_has_no_part_in_worked_years(sheet):
    """A year is declared: a member that may default by its rating pays in all of them."""
    rated = load_scenario(MINIMAL, {"members.M2.default_probability": 0.9})
    worked = agreement_sheet(rated).worked
    assert worked.result.tolist() == sheet.worked.result.tolist()
    assert not worked.unpaid.any()


@pytest.mark.parametrize(
    ("reserve", "said"),
    [
        ({}, "25% of profit (after tax at 25%)"),
        ({"accounting": "liability"}, "25% of profit (before tax)"),
        ({"held_by": "pool"}, "held by the pool, in nobody's capital"),
        ({"opening": 700, "interest": 0.02}, "2% interest a year"),
    ],
)
def test_the_clause_of_the_reserve_has_what_the_worked_years_need(reserve, said):
    scenario = load_scenario(MINIMAL, {f"pool.reserve.{key}": of for key, of in reserve.items()})
    terms = next(of for _, key, of in clauses(agreement_sheet(scenario)) if key == "pool.reserve")
    assert said in Writer("en", "万元").write(terms)


@pytest.mark.parametrize(
    ("profit", "said"),
    [
        ({"kind": "clawback", "rate": 0.2, "years": 3}, ["20%", "3 years"]),
        ({"kind": "after_lead_commission", "rate": 0.1}, ["10%"]),
        (
            {"kind": "hurdle", "rate": 0.08, "capital_to_premium": 0.5, "carry": 0.2},
            ["8%", "0.5", "20%", "100%"],
        ),
        (
            {"kind": "profit_commission", "rate": 0.2, "carry_forward": "years", "years": 2},
            ["20%", "2 years"],
        ),
        ({"kind": "corridor", "floor": 0.05, "cap": 0.15}, ["5%", "15%"]),
    ],
)
def test_the_clause_of_the_profit_has_its_numbers(sheet, profit, said):
    pool = PoolTerms.model_validate(sheet.scenario.pool.model_dump() | {"profit": profit})
    other = replace(sheet, scenario=sheet.scenario.model_copy(update={"pool": pool}))
    terms = next(of for _, key, of in clauses(other) if key == "pool.profit")
    for language in ("zh", "en"):
        text = Writer(language, "万元").write(terms)
        assert [word for word in said if word.replace(" years", "") not in text] == []


def test_money_is_conserved_in_larger_pools_too():
    for name in ("henan_public_layer", "henan"):
        worked = agreement_sheet(load_scenario(SCENARIOS / f"{name}.toml")).worked
        assert worked.residual < 1e-9


def test_every_clause_names_a_key_of_the_scenario(sheet):
    keys = [key for _, key, _ in clauses(sheet)]
    assert len(set(keys)) == len(keys)
    for key in keys:
        table, _, term = key.partition(".")
        assert table == "pool"
        assert term in PoolTerms.model_fields


def test_a_loss_ratio_below_zero_is_refused(sheet):
    with pytest.raises(UsageError, match="0 or more"):
        worked_years(sheet.plan, [0.4, -1.0])


def test_the_command_writes_page_data_and_tables(tmp_path, monkeypatch, capsys):
    target = tmp_path / "out"
    monkeypatch.setattr(
        "sys.argv",
        ["coinsure", "agreement", str(MINIMAL), "--out", str(target), "--lang", "zh"],
    )
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    assert "结算示例" in capsys.readouterr().out
    names = {str(path.relative_to(target)) for path in target.rglob("*") if path.is_file()}
    assert {"agreement.html", "agreement.json", "tables/agreement_worked.csv"} <= names
    page = (target / "agreement.html").read_text(encoding="utf-8")
    for text in ("共保协议要素表", "agreement sheet", "pool.lead_fee", "跟随共保人", "Follower"):
        assert text in page


def test_data_hold_every_flow_of_every_member(sheet):
    found = json.loads(json.dumps(agreement_dict(sheet)))
    first = found["settlement"][0]["members"]["M2"]
    assert first["lead_fee"] == pytest.approx(-36.0)
    assert first["result"] == pytest.approx(sum(v for k, v in first.items() if k != "result"))
