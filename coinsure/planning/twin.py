"""Two years like the first, drawn where the years of the run do not tell what is uncertain."""

import numpy as np

from coinsure.planning.aim import PILOT_PATH_YEARS
from coinsure.planning.columns import rows_of_lines
from coinsure.planning.make import make_simulation
from coinsure.planning.plan import Plan, pilot_block
from coinsure.reinsurance.programme import reinsure
from coinsure.scenario import Scenario, like_year_one
from coinsure.simulation import simulate
from coinsure.tables.variation import Variation, variation_of_rows


def twin_years(scenario: Scenario, plan: Plan) -> Variation:
    """Draw gross and net losses of two years like year 1 on paths of their own."""
    years = 2
    simulation = make_simulation(like_year_one(scenario, years=years))
    block = pilot_block(PILOT_PATH_YEARS, plan.paths * plan.years, years)
    net = reinsure(simulate(simulation, block), plan.treaties)
    rows = rows_of_lines(plan.layout, "gross", net.gross)
    rows |= rows_of_lines(plan.layout, "net", net.net)
    return variation_of_rows(tuple(rows), np.stack(list(rows.values())))
