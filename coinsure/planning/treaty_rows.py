"""The rows of treaties: what each costs and pays, for the pool, by sector and by line."""

from coinsure.planning.layout import Layout, Rows
from coinsure.reinsurance.programme import by_priority
from coinsure.reinsurance.treaties import TreatySpec
from coinsure.tables.answers import total
from coinsure.tables.net import FLOWS, Ceded, NetTable
from coinsure.tables.own import OwnCover


def treaty_rows(layout: Layout, net: NetTable) -> Rows:
    """Name the flows of each treaty, what it costs after recoveries and which losses it leaves.

    By line and by sector there are recoveries, and of the rest what depends on the losses.
    """
    rows: Rows = {}
    left = total(list(net.gross))
    for name in [name for names in by_priority(layout.treaties) for name in names]:
        number = net.treaties.index(name)
        flow = dict(zip(FLOWS, net.flows[number], strict=True))
        rows |= {f"reinsurance.{name}.{kind}": row for kind, row in flow.items()}
        paid = flow["premium"] + flow["adjustment"] + flow["reinstatement"]
        received = flow["commission"] + (flow["recovered"] - flow["lost_by_default"])
        rows[f"reinsurance.{name}.net_cost"] = paid - received
        left = left - (flow["recovered"] - flow["lost_by_default"])
        rows[f"reinsurance.{name}.left"] = left
        rows |= _by_line(layout, name, layout.treaties[name], net.ceded[number])
    return rows | _counterparty_rows(net)


def own_rows(layout: Layout, own: OwnCover | None) -> Rows:
    """Name what every own treaty of a member recovers, by line too, loses and costs after that."""
    if own is None:
        return {}
    rows: Rows = {}
    for k, name in enumerate(own.names):
        row, recovered, lost = f"own_reinsurance.{name}", own.recovered[k], own.lost[k]
        rows |= {f"{row}.recovered": recovered, f"{row}.lost": lost}
        rows[f"{row}.net_cost"] = own.cost[k] - (recovered - lost)
        ceded = own.ceded[k]
        for line, of_line in zip(ceded.lines, ceded.recovered, strict=True):
            rows[f"{row}.lines.{layout.lines[line]}.recovered"] = of_line
    return rows


def _counterparty_rows(net: NetTable) -> Rows:
    """Name what each reinsurer owes for all treaties, and what of it is lost."""
    found = net.counterparties
    if found is None:
        return {}
    rows: Rows = {}
    for name, owed, lost in zip(found.names, found.owed, found.lost, strict=True):
        rows |= {f"reinsurers.{name}.owed": owed, f"reinsurers.{name}.lost": lost}
    rows["reinsurers.lost"] = total(list(found.lost))
    return rows


def _by_line(layout: Layout, name: str, treaty: TreatySpec, ceded: Ceded) -> Rows:
    """Name what depends on the losses, by line and by sector."""
    flows = {
        "recovered": ceded.recovered,
        "commission": ceded.commission,
        "reinstatement": ceded.reinstatement,
    }
    kinds = ("recovered", *treaty.varying)
    if ceded.lost is not None:
        flows, kinds = flows | {"lost_by_default": ceded.lost}, (*kinds, "lost_by_default")
    rows: Rows = {}
    for group, places in layout.groups(ceded.lines).items():
        row = f"reinsurance.{name}.{group}"
        found = {flow: total([flows[flow][n] for n in places]) for flow in kinds}
        rows |= {f"{row}.{flow}": amount for flow, amount in found.items()}
        cost = total([ceded.reinstatement[n] - ceded.commission[n] for n in places])
        received = found["recovered"] - found.get("lost_by_default", 0.0)
        rows[f"{row}.cost_but_premium"] = cost - received
    return rows
