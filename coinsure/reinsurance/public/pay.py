"""Taking public money off the losses of a block, year by year."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.errors import ModelRefusedError
from coinsure.reinsurance.public.layer import PublicLayer
from coinsure.reinsurance.public.pay_support import pay_support
from coinsure.reinsurance.public.reinsurance_support import ReinsuranceSupport
from coinsure.reinsurance.treaties.cession import over_lines
from coinsure.tables.net import NetTable, no_public_money


def pay_public(
    net: NetTable,
    layers: Mapping[str, PublicLayer],
    support: Mapping[str, ReinsuranceSupport],
) -> NetTable:
    """Return the table with all that public money pays of losses and of the cost of reinsurance."""
    return pay_support(pay_layers(net, layers), support)


def pay_layers(net: NetTable, layers: Mapping[str, PublicLayer]) -> NetTable:
    """Return the table with what public ``layers`` pay taken off, in the order of the layers.

    Each layer sees what the ones before it have left.

    Raises
    ------
    ModelRefusedError
        If slices are loss ratios of a premium of which nothing is left.
    """
    if not layers:
        return net
    years, paths = net.net.shape[1:]
    left = net.net.copy()
    paid = np.zeros((len(layers), years, paths))
    balance = np.zeros((len(layers), years, paths))
    by_line, cut = np.zeros_like(left), np.zeros_like(left)
    for k, (name, layer) in enumerate(layers.items()):
        lines = [n for n, line in enumerate(net.lines) if layer.covers(line)]
        so_far, fund = np.zeros(paths), _opening(layer, paths)
        for year in range(years):
            open_now = year < (layer.last_year or years)
            losses = left[lines, year]
            kept = over_lines(losses)
            basis = over_lines(net.gross[lines, year]) if layer.basis == "gross" else kept
            unit = _unit(net, layer, lines, year)
            if open_now and unit == 0.0 and kept.any():
                raise ModelRefusedError(
                    f"public_layers.{name}: in year {year + 1} reinsurance takes all the premium "
                    'of its lines, so there is no loss ratio; write basis = "gross" or kind = '
                    '"money_layers"'
                )
            due, top = _due(layer, basis, unit)
            due = np.minimum(due, kept) if open_now else np.zeros(paths)
            due = np.minimum(due, layer.annual_cap)
            if layer.total_cap is not None:
                due = np.minimum(due, np.maximum(layer.total_cap - so_far, 0.0))
            fund = _before_claims(layer, fund, open_now=open_now)
            if layer.fund is not None:
                due = np.minimum(due, fund)
                fund = fund - due
            so_far = so_far + due
            beyond = np.zeros(paths)
            if layer.beyond_cap == "insured" and open_now:
                beyond = np.minimum(np.maximum(basis - top, 0.0), kept - due)
            part = losses / np.where(kept > 0.0, kept, 1.0)
            by_line[lines, year] += part * due
            cut[lines, year] += part * beyond
            left[lines, year] = np.maximum(losses - part * (due + beyond), 0.0)
            paid[k, year], balance[k, year] = due, fund
    public = no_public_money(net)
    return replace(
        net,
        net=left,
        public=replace(
            public, layers=tuple(layers), paid=paid, balance=balance, by_line=by_line, cut=cut
        ),
    )


def _opening(layer: PublicLayer, paths: int) -> FloatArray:
    return np.full(paths, 0.0 if layer.fund is None else layer.fund.opening)


def _before_claims(layer: PublicLayer, balance: FloatArray, *, open_now: bool) -> FloatArray:
    """Return the balance of the fund after interest and contribution of a year."""
    if layer.fund is None:
        return balance
    contribution = layer.fund.contribution if open_now else 0.0
    return balance * (1.0 + layer.fund.interest) + contribution


def _unit(net: NetTable, layer: PublicLayer, lines: list[int], year: int) -> float:
    """Return what a slice of 1 is: 1, or the premium that losses are compared with."""
    if layer.kind == "money_layers":
        return 1.0
    premium = net.premium[lines, year].sum()
    if layer.basis == "net_of_reinsurance":
        premium = max(premium - net.ceded_premium[lines, year].sum(), 0.0)
    return float(premium)


def _due(layer: PublicLayer, losses: FloatArray, unit: float) -> tuple[FloatArray, float]:
    """Return what the slices pay of ``losses`` (P,) before caps, and where the last one ends."""
    due = np.zeros_like(losses)
    for part in layer.layers:
        low, high = part.above * unit, part.up_to * unit
        due += part.share * np.minimum(np.maximum(losses - low, 0.0), high - low)
    return due, layer.layers[-1].up_to * unit
