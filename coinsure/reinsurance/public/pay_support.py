"""Taking off the cost of reinsurance what public money pays of the premium of treaties."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.errors import ModelRefusedError
from coinsure.reinsurance.public.reinsurance_support import ReinsuranceSupport
from coinsure.tables.net import NetTable, no_public_money

ROUNDING = 1e-12


def pay_support(net: NetTable, support: Mapping[str, ReinsuranceSupport]) -> NetTable:
    """Return the table with what ``support`` pays taken off the cost of each line.

    Raises
    ------
    ModelRefusedError
        If more than the premium of a treaty is paid.
    """
    if not support:
        return net
    _, lines, years = net.treaty_premium.shape
    by_line, supported = np.zeros((lines, years)), np.zeros((len(support), years))
    for k, terms in enumerate(support.values()):
        paid = _paid(net, terms)
        by_line += paid
        supported[k] = paid.sum(axis=0)
    _require_no_more_than_the_premium(net.treaties, support)
    public = net.public or no_public_money(net)
    return replace(
        net,
        cost=net.cost - by_line[:, :, None],
        public=replace(public, support=by_line, support_names=tuple(support), supported=supported),
    )


def _paid(net: NetTable, terms: ReinsuranceSupport) -> FloatArray:
    """Return what is paid of the premium that each line cedes, (L, T)."""
    covered = [r for r, treaty in enumerate(net.treaties) if terms.covers(treaty)]
    due = terms.rate * np.maximum(net.treaty_premium[covered], 0.0).sum(axis=0)
    if terms.years is not None:
        due[:, terms.years :] = 0.0
    whole = due.sum(axis=0)
    return due * (np.minimum(whole, terms.annual_cap) / np.where(whole > 0.0, whole, 1.0))


def _require_no_more_than_the_premium(
    treaties: tuple[str, ...], support: Mapping[str, ReinsuranceSupport]
) -> None:
    for treaty in treaties:
        rates = {name: of.rate for name, of in support.items() if of.covers(treaty)}
        if sum(rates.values()) > 1.0 + ROUNDING:
            raise ModelRefusedError(
                f"reinsurance_support: {' and '.join(rates)} together pay more than the premium "
                f"of {treaty}; lower a rate"
            )
