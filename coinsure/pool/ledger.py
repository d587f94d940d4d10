"""The ledger of one year: every payment is entered with the member and with the other party."""

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.tables.accounts import MEMBER_FLOWS

PARTIES = ("insured", "reinsurers", "office", "reserve", "outside")
"""Whom the members deal with; "outside" is everybody paid for acquisition and administration."""


class Ledger:
    """Entries of one year. Amounts are (P,), one for each member, not negative unless they return."""

    def __init__(self, flow: FloatArray) -> None:
        """Open the year on the pages ``flow`` (M, F, P) of the members."""
        self.flow = flow
        self.position = {party: np.zeros(flow.shape[-1]) for party in PARTIES}

    def receive(self, flow: str, amounts: list[FloatArray], payer: str) -> None:
        """Enter what ``payer`` pays to the members."""
        for member, amount in enumerate(amounts):
            self.flow[member, MEMBER_FLOWS.index(flow)] = amount
            self.position[payer] -= amount

    def pay(self, flow: str, amounts: list[FloatArray], payee: str) -> None:
        """Enter what the members pay to ``payee``."""
        for member, amount in enumerate(amounts):
            np.negative(amount, out=self.flow[member, MEMBER_FLOWS.index(flow)])
            self.position[payee] += amount

    def pay_member(self, flow: str, amounts: list[FloatArray], payee: int) -> None:
        """Enter what the members pay to one of them; its own amount does not move."""
        page = self.flow[:, MEMBER_FLOWS.index(flow)]
        page[payee] = 0.0
        for member, amount in enumerate(amounts):
            if member != payee:
                np.negative(amount, out=page[member])
                page[payee] += amount

    def pass_on(self, amount: FloatArray, payer: str, payee: str) -> None:
        """Enter a payment between two other parties."""
        self.position[payer] -= amount
        self.position[payee] += amount

    def result(self, member: int) -> FloatArray:
        """Return what a member has received less what it has paid, flows added in their order."""
        total = np.zeros(self.flow.shape[-1])
        for amount in self.flow[member]:
            total += amount
        return total
