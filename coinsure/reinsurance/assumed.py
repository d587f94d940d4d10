"""What members of the pool take as its reinsurers (分入业务)."""

from collections.abc import Mapping, Sequence

import numpy as np

from coinsure.reinsurance.counterparty.default import DefaultPlan, unpaid
from coinsure.reinsurance.treaties import TreatySpec
from coinsure.tables.assumed import Assumed
from coinsure.tables.net import NetTable


def assumed(
    net: NetTable,
    treaties: Mapping[str, TreatySpec],
    plan: DefaultPlan,
    members: Sequence[str],
    sector_of_line: Sequence[int],
) -> Assumed | None:
    """Return the flows of the treaties that members have taken, None where no member has.

    A member gets its part of premium, adjustment and reinstatements less commission and brokerage
    and pays its part of the recoveries, but for what ``plan`` says that it does not pay when it
    defaults. Its own treaties cover its share of the pool, not what it takes as a reinsurer.
    """
    parts = [
        (number, name, share)
        for number, treaty in enumerate(treaties.values())
        for name, share in (treaty.reinsurers or {}).items()
        if plan.reinsurers[name].member is not None
    ]
    if not parts:
        return None
    takers = dict.fromkeys(plan.reinsurers[name].member or "" for _, name, _ in parts)
    place = {member: n for n, member in enumerate(takers)}
    shape = (len(takers), max(sector_of_line) + 1, *net.net.shape[1:])
    premium, recovered = np.zeros(shape), np.zeros(shape)
    lost = unpaid(net, plan)
    for number, name, share in parts:
        taker = place[plan.reinsurers[name].member or ""]
        ceded, brokerage = net.ceded[number], tuple(treaties.values())[number].brokerage
        paid = 1.0 - lost.get(name, 0.0)
        for n, line in enumerate(ceded.lines):
            sector = sector_of_line[line]
            kept = (1.0 - brokerage) * ceded.premium[n, :, None]
            earned = kept + ceded.reinstatement[n] - ceded.commission[n]
            premium[taker, sector] += share * earned
            recovered[taker, sector] += share * paid * ceded.recovered[n]
    return Assumed(tuple(members.index(member) for member in takers), premium, recovered)
