"""Scenario files, read here and nowhere else: ``load_scenario`` gives a checked ``Scenario``."""

from coinsure.scenario.certainty import (
    as_drawn,
    has_uncertain_parameters,
    like_year_one,
    years_persist,
)
from coinsure.scenario.export import json_schema
from coinsure.scenario.load import load_scenario
from coinsure.scenario.outside import parse_override
from coinsure.scenario.provenance import Provenance, Scaled, Stress
from coinsure.scenario.schema import Scenario
from coinsure.scenario.starter import starter
from coinsure.scenario.stress_file import StressError, read_stress

__all__ = [
    "Provenance",
    "Scaled",
    "Scenario",
    "Stress",
    "StressError",
    "as_drawn",
    "has_uncertain_parameters",
    "json_schema",
    "like_year_one",
    "load_scenario",
    "parse_override",
    "read_stress",
    "starter",
    "years_persist",
]
