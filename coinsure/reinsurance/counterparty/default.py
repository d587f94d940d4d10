"""Default of reinsurers (再保险人违约): what of the recoveries of a block is never paid."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from coinsure.arrays import BoolArray, FloatArray
from coinsure.reinsurance.counterparty.reinsurer import Reinsurer
from coinsure.reinsurance.treaties import TreatySpec
from coinsure.reinsurance.treaties.cession import over_lines
from coinsure.reinsurance.treaties.subject import is_named
from coinsure.tables.net import FLOWS, Counterparties, NetTable

LOST, RECOVERED = FLOWS.index("lost_by_default"), FLOWS.index("recovered")


@dataclass(frozen=True, slots=True, eq=False)
class DefaultPlan:
    """The reinsurers of a programme, and the streams that their defaults are drawn from."""

    seed: int
    reinsurers: Mapping[str, Reinsurer]
    streams: Mapping[str, int]


def collect(net: NetTable, treaties: Mapping[str, TreatySpec], plan: DefaultPlan) -> NetTable:
    """Return the table with what defaulting reinsurers do not pay put back on the lines.

    ``recovered`` stays what is owed. Each line loses in proportion to what it recovers from the
    treaty in the year.
    """
    if not plan.reinsurers:
        return net
    years, paths = net.net.shape[1:]
    left, flows, ceded = net.net.copy(), net.flows.copy(), list(net.ceded)
    owed = np.zeros((len(plan.reinsurers), years, paths))
    lost = np.zeros_like(owed)
    of_default = unpaid(net, plan)
    for r, treaty in enumerate(treaties.values()):
        part = np.zeros((years, paths))
        for name, share in (treaty.reinsurers or {}).items():
            number = tuple(plan.reinsurers).index(name)
            debt = share * net.flows[r, RECOVERED]
            owed[number] += debt
            if name in of_default:
                lost[number] += debt * of_default[name]
                part += share * of_default[name]
        of_lines = net.ceded[r].recovered * part
        ceded[r] = replace(net.ceded[r], lost=of_lines)
        left[list(net.ceded[r].lines)] += of_lines
        flows[r, LOST] = over_lines(of_lines)
    return replace(
        net,
        net=left,
        flows=flows,
        ceded=tuple(ceded),
        counterparties=Counterparties(tuple(plan.reinsurers), owed, lost),
    )


def flows_of_reinsurers(
    net: NetTable, treaties: Mapping[str, TreatySpec], plan: DefaultPlan
) -> dict[str, dict[str, FloatArray]]:
    """Return the flows of every treaty by reinsurer, (7, T, P) in the order of ``FLOWS``."""
    of_default = unpaid(net, plan)
    found: dict[str, dict[str, FloatArray]] = {}
    for r, (treaty, terms) in enumerate(treaties.items()):
        found[treaty] = {}
        for name, share in (terms.reinsurers or {}).items():
            flows = share * net.flows[r]
            flows[LOST] = flows[RECOVERED] * of_default.get(name, 0.0)
            found[treaty][name] = flows
    return found


def unpaid(net: NetTable, plan: DefaultPlan) -> dict[str, FloatArray]:
    """Return the part of its debts that each reinsurer which may fail does not pay, (T, P)."""
    return {
        name: np.where(_defaults(name, one, net, plan), 1.0 - one.paid_in_default, 0.0)
        for name, one in plan.reinsurers.items()
        if one.may_default
    }


def _defaults(name: str, reinsurer: Reinsurer, net: NetTable, plan: DefaultPlan) -> BoolArray:
    """Tell in which years of which paths a reinsurer defaults, (T, P)."""
    # here, because a scenario is read without the compiled kernels
    from coinsure.kernels.draws import yearly_uniforms

    drawn = np.empty(net.net.shape[1:])
    yearly_uniforms(plan.seed, plan.streams[name], net.block.first, drawn)
    return drawn < _probability(reinsurer, net)


def _probability(reinsurer: Reinsurer, net: NetTable) -> FloatArray | float:
    """Return the probability of default in each year, (T, P), by the state of a sector if asked."""
    stress = reinsurer.stress
    if stress is None:
        return reinsurer.default_probability
    lines = [n for n, line in enumerate(net.lines) if is_named(line, (stress.sector,))]
    premium = over_lines(net.premium[lines])[:, None]
    bad = over_lines(net.gross[lines]) > stress.loss_ratio * premium
    return np.where(bad, stress.default_probability, reinsurer.default_probability)
