"""What is left of a block's losses after reinsurance, and what the reinsurance cost."""

from dataclasses import dataclass

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.tables.losses import Block, LargeLosses

FLOWS = (
    "premium",
    "commission",
    "recovered",
    "reinstatement",
    "lost_by_default",
    "adjustment",
    "brokerage",
)
"""Axis of ``NetTable.flows``: what passes between the pool, a treaty's reinsurers and its broker.

All are >= 0 but ``adjustment``, the premium after the deposit, which may be a return. ``premium``
is the deposit; ``brokerage`` goes from the reinsurers to the broker, all others touch the pool.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Ceded:
    """The flows of one treaty by the n lines that it covers, with the losses that caused them.

    Commission and reinstatement are (n, T, 1) where they are the same on all paths.
    """

    lines: tuple[int, ...]  # (n,) places in the book
    premium: FloatArray  # (n, T) after adjustment
    commission: FloatArray  # (n, T, P)
    recovered: FloatArray  # (n, T, P)
    reinstatement: FloatArray  # (n, T, P)
    lost: FloatArray | None = None  # (n, T, P) of what is recovered, by default; None is nothing


@dataclass(frozen=True, slots=True, eq=False)
class Counterparties:
    """What each reinsurer owes for its parts of all treaties, and does not pay."""

    names: tuple[str, ...]  # (I,)
    owed: FloatArray  # (I, T, P)
    lost: FloatArray  # (I, T, P)


@dataclass(frozen=True, slots=True, eq=False)
class PublicMoney:
    """What public layers pay of the losses and cut off them, and what is paid of reinsurance."""

    layers: tuple[str, ...]  # (K,)
    paid: FloatArray  # (K, T, P)
    balance: FloatArray  # (K, T, P) of the fund behind each layer at the end of the year
    by_line: FloatArray  # (L, T, P) paid
    cut: FloatArray  # (L, T, P) claims that nobody pays, borne by the insured
    support: FloatArray  # (L, T) paid of the cost of reinsurance
    support_names: tuple[str, ...]  # (N,)
    supported: FloatArray  # (N, T) the same by instrument


def no_public_money(net: "NetTable") -> PublicMoney:
    """Return public money that pays nothing."""
    none, varying = np.zeros((0, *net.net.shape[1:])), np.zeros_like(net.net)
    fixed = np.zeros(net.net.shape[:2])
    return PublicMoney((), none, none, varying, varying, fixed, (), fixed[:0])


@dataclass(frozen=True, slots=True, eq=False)
class NetTable:
    """Losses net of reinsurance by line, with the flows of each treaty.

    ``cost`` is premium + adjustment + reinstatement premium - commission of all treaties, by line,
    less what public money pays of it; before that, summed over lines, it equals the same sum over
    ``flows``. ``gross - net`` summed over lines is the recovery less what is lost by default, and
    what public money pays or cuts where there is any.
    """

    block: Block
    lines: tuple[str, ...]  # (L,)
    treaties: tuple[str, ...]  # (R,)
    premium: FloatArray  # (L, T) gross written premium, for 100 %
    ceded_premium: FloatArray  # (L, T) adjusted premium of all treaties, without reinstatements
    gross: FloatArray  # (L, T, P)
    net: FloatArray  # (L, T, P)
    cost: FloatArray  # (L, T, P)
    treaty_premium: FloatArray  # (R, L, T) adjusted premium of each treaty
    flows: FloatArray  # (R, 7, T, P), in the order of FLOWS
    large: LargeLosses  # what is left of the large losses
    weight: FloatArray  # (P,)
    ceded: tuple[Ceded, ...] = ()  # (R,)
    counterparties: Counterparties | None = None  # None where nobody is named
    public: PublicMoney | None = None
