"""What rules that need losses read before the run: the pilot, never the paths they divide."""

from dataclasses import replace

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.planning.plan import Plan
from coinsure.pool.profit import ReadsPilot
from coinsure.tables.net import NetTable

RULE_PATH_YEARS = 1 << 18
"""Path-years of the pilot that rules read."""


def reads_pilot(plan: Plan) -> bool:
    """Tell whether a rule of the plan needs the pilot before anything can be settled."""
    return isinstance(plan.profit, ReadsPilot)


def read_pilot(plan: Plan, pilot: NetTable) -> Plan:
    """Return the plan with the rules that have seen the losses of the ``pilot``."""
    if not isinstance(plan.profit, ReadsPilot):
        return plan
    return replace(plan, profit=plan.profit.read(_deficits(plan, pilot)))


def _deficits(plan: Plan, pilot: NetTable) -> FloatArray:
    """Return each member's deficit of its own shares in year 1, (M, P)."""
    shares = plan.shares
    deficits = np.zeros((len(shares.members), pilot.net.shape[2]))
    for line, sector in enumerate(plan.layout.sector_of_line):
        kept = plan.layout.margin[line, 0] - pilot.cost[line, 0]
        deficits += shares.liability[:, sector, None] * pilot.net[line, 0]
        deficits -= shares.premium[:, sector, None] * kept
    return deficits
