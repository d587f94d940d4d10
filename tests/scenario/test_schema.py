"""What a loaded scenario is."""

import copy
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from pydantic import ValidationError

from coinsure.capital.cross2 import TREATMENTS, rules
from coinsure.risk.distortion import FAMILIES
from coinsure.scenario import Scenario, json_schema, load_scenario


def test_a_resolved_scenario_is_the_same_scenario_again(complete: Path):
    scenario = load_scenario(complete)
    again = Scenario.model_validate(scenario.resolved())
    assert again.digest() == scenario.digest()
    assert again.resolved() == scenario.resolved()


def test_a_resolved_scenario_fits_the_schema(scenarios: Path):
    jsonschema.validate(load_scenario(scenarios / "henan.toml").resolved(), json_schema())


def test_the_digest_knows_values_and_order_but_not_how_they_were_written(
    complete: Path, tmp_path: Path
):
    base = load_scenario(complete)
    assert load_scenario(complete, {"simulation.seed": 8}).digest() != base.digest()
    same = load_scenario(complete, {"simulation.seed": 7, "pool.tax_rate": 0.25})
    assert same.digest() == base.digest()
    text = complete.read_text(encoding="utf-8")
    fab, air = text.index("[reinsurance.fab]"), text.index("[reinsurance.air]")
    end = text.index("[pool]")
    swapped = tmp_path / "swapped.toml"
    swapped.write_text(text[:fab] + text[air:end] + text[fab:air] + text[end:], encoding="utf-8")
    assert load_scenario(swapped).digest() != base.digest()


def test_lines_come_in_the_order_of_the_file(complete: Path):
    assert list(load_scenario(complete).lines) == ["air.hull", "chips.fab"]


def test_the_largest_risk_is_the_risk_limit_or_the_limit(complete: Path):
    lines = load_scenario(complete).lines
    assert lines["air.hull"].largest_risk == 9.0
    assert lines["chips.fab"].largest_risk == 12_000.0


def test_a_scenario_cannot_be_changed(complete: Path):
    scenario = load_scenario(complete)
    with pytest.raises(ValidationError, match="frozen"):
        scenario.title = "other"


def test_a_copy_keeps_its_history(complete: Path):
    scenario = load_scenario(complete, {"simulation.seed": 8})
    assert copy.deepcopy(scenario).overrides == (("simulation.seed", 8),)


def test_only_kept_levels_can_be_asked_for(complete: Path):
    with pytest.raises(Exception, match=r"capital.level: .*0.9, 0.95, 0.99, 0.995, 0.999 only"):
        load_scenario(complete, {"capital.level": 0.98})


def test_the_choices_are_those_that_later_stages_know():
    definitions = json_schema()["$defs"]
    line, capital = definitions["Line"]["properties"], definitions["Capital"]["properties"]
    assert tuple(line["solvency_class"]["enum"]) == rules().classes
    assert tuple(capital["tech_treatment"]["enum"]) == TREATMENTS
    assert set(capital["distortion"]["enum"]) <= set(FAMILIES)


def test_reading_a_scenario_loads_no_heavy_library(scenarios: Path):
    code = f"""
import sys
from coinsure.scenario import load_scenario
load_scenario({str(scenarios / "henan.toml")!r})
heavy = ("numba", "scipy.special", "scipy.stats", "pandas", "matplotlib")
print(*[name for name in heavy if name in sys.modules])
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""
