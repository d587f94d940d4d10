"""The ledger of one year: every payment is entered with the member and with the other party."""

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.pool.in_force import added

PARTIES = (
    "insured",
    "reinsurers",
    "own_reinsurers",
    "office",
    "reserve",
    "held",
    "state",
    "outside",
)
"""Whom the members deal with.

"own_reinsurers" are those of single members, "held" is the common account of the profit rule,
"outside" everybody paid for acquisition and administration, and the markets that money is invested
in.
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

    def receive(self, flow: str, amounts: FloatArray, payer: str) -> None:
        """Enter what ``payer`` pays to the members."""
        self._entries[flow] = (1.0, amounts)
        self.balance = self.balance + amounts
        self.position[payer] = self.position[payer] - added(amounts)

    def pay(self, flow: str, amounts: FloatArray, payee: str) -> None:
        """Enter what the members pay to ``payee``."""
        self._entries[flow] = (-1.0, amounts)
        self.balance = self.balance - amounts
        self.position[payee] = self.position[payee] + added(amounts)

    def pay_member(self, flow: str, amounts: FloatArray, payee: int) -> None:
        """Enter what the members pay to one of them, whose own amount does not move."""
        received = -amounts
        received[payee] = added(np.delete(amounts, payee, axis=0)) if len(amounts) > 1 else 0.0
        self._entries[flow] = (1.0, received)
        self.balance = self.balance + received

    def pass_on(self, amount: FloatArray, payer: str, payee: str) -> None:
        """Enter a payment (P,) between two other parties."""
        self.position[payer] = self.position[payer] - amount
        self.position[payee] = self.position[payee] + amount

    def entered_as(self, *flows: str) -> FloatArray:
        """Return what each member has received under ``flows`` less what it has paid, (M, P)."""
        (sign, amounts), *others = (self._entries[flow] for flow in flows)
        whole = sign * amounts
        for sign, amounts in others:
            whole = whole + sign * amounts
        return whole
