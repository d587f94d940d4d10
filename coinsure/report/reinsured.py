"""``write_reinsured``: what a programme leaves of losses that somebody brings, in Oasis files."""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.reinsurance.counterparty import Reinsurer
from coinsure.reinsurance.hand_made import ReinsuredRows
from coinsure.reinsurance.loss_rows import LossRows
from coinsure.reinsurance.open_results import (
    write_exceedance,
    write_period_losses,
    write_summary_info,
)
from coinsure.report.beside_files import no_drawing
from coinsure.report.folder import new_folder, write_files
from coinsure.report.numerals import Language
from coinsure.report.page import Content, page
from coinsure.report.quantity import Figure, Quantity, count, together
from coinsure.report.run import as_json
from coinsure.report.section import Section
from coinsure.report.table import Cell, Column, Table, build
from coinsure.report.wording import Phrase, Value, say
from coinsure.report.workbook import table_files
from coinsure.results.estimates import figure
from coinsure.risk.estimate import LEAST_PATHS, Estimate
from coinsure.tables.answers import total
from coinsure.tables.net import FLOWS

SCHEMA = 2
"""Version of the layout of ``reinsured.json``."""

UNIT = "yuan"
"""Amounts are in the unit of the losses, whatever it is, and are shown without one."""

SHOWN = tuple(
    Column(key, "plain", "error")
    for key in ("ceded_premium", "commission", "recovered", "reinstatement")
)


def reinsured_dict(losses: LossRows, result: ReinsuredRows) -> dict[str, Any]:
    """Return what each treaty and each reinsurer receives and pays in a mean period, and losses.

    Means have the standard error of independent periods; one period alone has none. A treaty has
    the flows of its reinsurers too, where it names them.
    """
    table = result.table
    periods = table.block.paths
    net = np.zeros(periods)
    np.add.at(net, losses.period - 1, result.net)
    return {
        "schema": SCHEMA,
        "periods": periods,
        "losses": len(losses.line),
        "gross": _mean(table.gross.sum(axis=(0, 1))),
        "net": _mean(net),
        "treaties": {
            name: _mean_flows(table.flows[r])
            | {
                "reinsurers": {
                    reinsurer: _mean_flows(flows)
                    for reinsurer, flows in result.by_reinsurer[name].items()
                }
            }
            for r, name in enumerate(table.treaties)
        },
        "reinsurers": {
            name: _mean_flows(total(flows)) for name, flows in _by_reinsurer(result).items()
        },
    }


def _by_reinsurer(result: ReinsuredRows) -> dict[str, list[FloatArray]]:
    """Return the flows of each reinsurer, treaty by treaty."""
    found: dict[str, list[FloatArray]] = {}
    for of_treaty in result.by_reinsurer.values():
        for name, flows in of_treaty.items():
            found.setdefault(name, []).append(flows)
    return found


def _mean_flows(flows: FloatArray) -> dict[str, Any]:
    """Return the flows (7, T, P) of a mean period by name."""
    return {flow: _mean(flows[f].sum(axis=0)) for f, flow in enumerate(FLOWS)}


def _mean(values: FloatArray) -> dict[str, Any]:
    """Return the mean over periods of ``values`` (P,) with its standard error."""
    mean = float(values.sum()) / values.size
    if values.size < LEAST_PATHS:
        return {"value": mean, "se": None, "low": None, "high": None}
    return figure(Estimate.normal(mean, float(values.std(ddof=1)) / values.size**0.5))


def reinsured_opening(found: Mapping[str, Any]) -> Phrase:
    """Return losses and periods, and what a mean period has before and after the programme."""
    return say(
        "terminal.reinsured",
        losses=count(found["losses"]),
        periods=count(found["periods"]),
        gross=Quantity("plain", Figure.of(found["gross"])),
        net=Quantity("plain", Figure.of(found["net"])),
    )


def reinsured_tables(
    found: Mapping[str, Any], reinsurers: Mapping[str, Reinsurer] | None = None
) -> list[Table]:
    """Return the flows of treaties, and of reinsurers where any are named."""
    treaties: list[list[Cell]] = [_flows(name, flows) for name, flows in found["treaties"].items()]
    tables = [build("reinsured", [Column("treaty"), *SHOWN], treaties)]
    if found["reinsurers"]:
        columns = [Column("reinsurer"), *SHOWN, Column("lost_by_default", "plain", "error")]
        rows: list[list[Cell]] = [
            [*_flows(_label_of(name, reinsurers), flows), Figure.of(flows["lost_by_default"])]
            for name, flows in found["reinsurers"].items()
        ]
        tables.append(build("reinsured_reinsurers", columns, rows))
    return tables


def _label_of(name: str, reinsurers: Mapping[str, Reinsurer] | None) -> Value:
    return (reinsurers[name].label if reinsurers else None) or name


def _flows(name: Value, flows: Mapping[str, Any]) -> list[Cell]:
    paid = together([Figure.of(flows["premium"]), Figure.of(flows["adjustment"])])
    rest = (Figure.of(flows[key]) for key in ("commission", "recovered", "reinstatement"))
    return [name, paid, *rest]


def reinsured_page(
    found: Mapping[str, Any], reinsurers: Mapping[str, Reinsurer] | None, first: Language
) -> str:
    """Return what a programme does as a page in both languages."""
    tables = tuple(reinsured_tables(found, reinsurers))
    content = Content(
        title=say("reinsured.title"),
        opening=reinsured_opening(found),
        first=(),
        further=(),
        sections=[Section("reinsured", say("reinsured.heading"), tables)],
        footer=(say("reinsured.errors"),),
    )
    return page(content, UNIT, first, no_drawing)


def write_reinsured(
    losses: LossRows,
    result: ReinsuredRows,
    folder: Path,
    first: Language,
    reinsurers: Mapping[str, Reinsurer] | None = None,
) -> None:
    """Write page, data and tables, the net losses row by row, and Oasis PLT and EPT tables.

    Raises
    ------
    UsageError, StorageError
        If the folder holds anything but former results, or cannot be written.
    """
    periods = result.table.block.paths
    found = reinsured_dict(losses, result)
    files = {
        "reinsured.html": reinsured_page(found, reinsurers, first).encode(),
        "reinsured.json": as_json(found),
    }
    files |= table_files(reinsured_tables(found, reinsurers), UNIT)
    with new_folder(folder) as fresh:
        write_files(fresh, files)
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
