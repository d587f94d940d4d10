"""``write_reinsured``: what a programme leaves of losses that somebody brings, in Oasis files."""

import csv
from pathlib import Path
from typing import Any

from coinsure.arrays import FloatArray
from coinsure.reinsurance.hand_made import ReinsuredRows
from coinsure.reinsurance.loss_rows import LossRows
from coinsure.reinsurance.open_results import (
    write_exceedance,
    write_period_losses,
    write_summary_info,
)
from coinsure.report.folder import new_folder
from coinsure.report.run import as_json
from coinsure.tables.answers import total
from coinsure.tables.net import FLOWS

SCHEMA = 1
"""Version of the layout of ``reinsured.json``."""


def reinsured_dict(losses: LossRows, result: ReinsuredRows) -> dict[str, Any]:
    """Return what each treaty and each reinsurer receives and pays in a mean period, and losses.

    A treaty has the flows of its reinsurers too, where it names them.
    """
    table = result.table
    periods = table.block.paths
    gross, net = float(losses.amount.sum()), float(result.net.sum())
    return {
        "schema": SCHEMA,
        "periods": periods,
        "losses": len(losses.line),
        "gross": gross / periods,
        "net": net / periods,
        "treaties": {
            name: _mean_flows(table.flows[r], periods)
            | {
                "reinsurers": {
                    reinsurer: _mean_flows(flows, periods)
                    for reinsurer, flows in result.by_reinsurer[name].items()
                }
            }
            for r, name in enumerate(table.treaties)
        },
        "reinsurers": {
            name: _mean_flows(total(flows), periods)
            for name, flows in _by_reinsurer(result).items()
        },
    }


def _by_reinsurer(result: ReinsuredRows) -> dict[str, list[FloatArray]]:
    """Return the flows of each reinsurer, treaty by treaty."""
    found: dict[str, list[FloatArray]] = {}
    for of_treaty in result.by_reinsurer.values():
        for name, flows in of_treaty.items():
            found.setdefault(name, []).append(flows)
    return found


def _mean_flows(flows: FloatArray, periods: int) -> dict[str, float]:
    """Return the flows (7, T, P) of a mean period by name."""
    return {flow: float(flows[f].sum()) / periods for f, flow in enumerate(FLOWS)}


def write_reinsured(losses: LossRows, result: ReinsuredRows, folder: Path) -> None:
    """Write ``reinsured.json``, the net losses row by row, and Oasis PLT and EPT tables.

    Raises
    ------
    UsageError, StorageError
        If the folder holds anything but former results, or cannot be written.
    """
    periods = result.table.block.paths
    with new_folder(folder) as fresh:
        (fresh / "reinsured.json").write_bytes(as_json(reinsured_dict(losses, result)))
        write_period_losses(fresh / "net_plt.csv", losses, result.net, periods)
        write_exceedance(fresh / "gross_ept.csv", losses, losses.amount, periods)
        write_exceedance(fresh / "net_ept.csv", losses, result.net, periods)
        write_summary_info(fresh / "summary_info.csv", losses)
        with (fresh / "net.csv").open("w", encoding="utf-8-sig", newline="") as file:
            out = csv.writer(file)
            out.writerow(["period", "event", "line", "gross", "net"])
            events = ["" if event < 0 else event for event in losses.event.tolist()]
            rows = zip(losses.period, events, losses.line, losses.amount, result.net, strict=True)
            out.writerows(rows)
