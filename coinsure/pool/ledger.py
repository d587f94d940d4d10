"""The ledger of one year: every payment is entered with the member and with the other party."""

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.kernels.rows import enter
from coinsure.pool.in_force import added, as_wide

PARTIES = (
    "insured",
    "reinsurers",
    "own_reinsurers",
    "office",
    "reserve",
    "guarantee",
    "held",
    "state",
    "outside",
)
"""Whom the members deal with.

"own_reinsurers" are those of single members, "guarantee" is the guarantee fund, "held" the common
account of the profit rule, "outside" everybody paid for acquisition and administration, and the
markets that money is invested in.
"""


class Ledger:
    """Entries of one year; members' amounts are (M, P), or (M, 1) if the same on all paths.

    ``balance`` is what each member has received less what it has paid so far.
    """

    def __init__(self, members: int) -> None:
        """Open the year of so many members."""
        self.balance = np.zeros((members, 1))
        self.position = {party: np.zeros(1) for party in PARTIES}
        self._entries: dict[str, tuple[float, FloatArray]] = {}

    def copy(self) -> "Ledger":
        """Return a ledger that goes on from here by itself."""
        other = Ledger(len(self.balance))
        other.balance = self.balance
        other.position, other._entries = dict(self.position), dict(self._entries)
        return other

    def receive(self, flow: str, amounts: FloatArray, payer: str) -> None:
        """Enter what ``payer`` pays to the members."""
        self.position[payer] = self.position[payer] - self._enter(flow, 1.0, amounts)

    def pay(self, flow: str, amounts: FloatArray, payee: str) -> None:
        """Enter what the members pay to ``payee``."""
        self.position[payee] = self.position[payee] + self._enter(flow, -1.0, amounts)

    def pay_member(self, flow: str, amounts: FloatArray, payee: int) -> None:
        """Enter what the members pay to one of them, whose own amount does not move."""
        received = -amounts
        received[payee] = added(np.delete(amounts, payee, axis=0)) if len(amounts) > 1 else 0.0
        self._enter(flow, 1.0, received)

    def _enter(self, flow: str, sign: float, amounts: FloatArray) -> FloatArray:
        """Enter ``amounts`` (M, P) times ``sign`` with the members; return their sum, (P,)."""
        self._entries[flow] = (sign, amounts)
        if amounts.shape[1] == 1:
            if amounts.any():
                self.balance = self.balance + sign * amounts
            return added(amounts)
        before, amounts = as_wide(self.balance, amounts)
        self.balance, total = np.empty_like(before), np.zeros(before.shape[1])
        enter(sign, amounts, before, self.balance, total)
        return total

    def pass_on(self, amount: FloatArray, payer: str, payee: str) -> None:
        """Enter a payment (P,) between two other parties."""
        self.position[payer] = self.position[payer] - amount
        self.position[payee] = self.position[payee] + amount

    def entered_as(self, *flows: str) -> FloatArray:
        """Return what each member has received under ``flows`` less what it has paid, (M, P)."""
        entries = [self._entries[flow] for flow in flows]
        width = max(amounts.shape[1] for _, amounts in entries)
        whole = np.zeros((len(self.balance), width))
        for sign, amounts in entries:
            if sign > 0.0:
                whole += amounts
            else:
                whole -= amounts
        return whole
