"""What is left of a block's losses after reinsurance, and what the reinsurance cost."""

from dataclasses import dataclass

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
class PublicMoney:
    """What public layers pay of the losses, and what they cut off them."""

    layers: tuple[str, ...]  # (K,)
    paid: FloatArray  # (K, T, P)
    balance: FloatArray  # (K, T, P) of the fund behind each layer at the end of the year
    by_line: FloatArray  # (L, T, P) paid
    cut: FloatArray  # (L, T, P) claims that nobody pays, borne by the insured


@dataclass(frozen=True, slots=True, eq=False)
class NetTable:
    """Losses net of reinsurance by line, with the flows of each treaty.

    ``cost`` is premium + adjustment + reinstatement premium - commission of all treaties, by line;
    summed over lines it equals the same sum over ``flows``. ``gross - net`` summed over lines is
    the recovery, and what public money pays or cuts where there is any.
    """

    block: Block
    lines: tuple[str, ...]  # (L,)
    treaties: tuple[str, ...]  # (R,)
    premium: FloatArray  # (L, T) gross written premium, for 100 %
    ceded_premium: FloatArray  # (L, T) adjusted premium of all treaties, without reinstatements
    gross: FloatArray  # (L, T, P)
    net: FloatArray  # (L, T, P)
    cost: FloatArray  # (L, T, P)
    flows: FloatArray  # (R, 7, T, P), in the order of FLOWS
    large: LargeLosses  # what is left of the large losses
    weight: FloatArray  # (P,)
    public: PublicMoney | None = None
