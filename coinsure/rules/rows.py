"""The named rows by which rules are compared, of a block that some rules have settled."""

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.tables.accounts import MemberAccounts, Pages
from coinsure.tables.answers import total

PAGES: Pages = {
    "moved": ("to_reserve", "lead_fee", "profit", "membership", "to_guarantee", "from_guarantee")
}
"""Flows that move money between members, or from one year to another, once claims are paid."""

OF_MEMBER = ("deficit", "gain", "loses", "called", "defaults")
OF_POOL = ("shortfall.unpaid", "shortfall.happens", "shortfall.uninsured", "reserve.balance")


def rule_names(members: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of the rows, (K,)."""
    of_members = [f"members.{member}.{what}" for member in members for what in OF_MEMBER]
    return (*of_members, *OF_POOL)


def rule_rows(
    accounts: MemberAccounts, base: FloatArray, spare: FloatArray | None = None
) -> FloatArray:
    """Return the annual rows, (K, T, P); ``base`` (M, T, P) are results under the base's rules.

    ``gain`` is what a member has more than under the base's rules. A member is ``called`` in a year
    whose premiums after costs, with what it draws from the reserve, do not pay the claims it owes.
    Probabilities are the means of rows of 0 and 1. ``spare`` rows (K, T, P) are written over.
    """
    if spare is None:
        spare = np.empty((len(rule_names(accounts.members)), *accounts.held.shape))
    rows = spare
    moved = accounts.page("moved")
    for m, result in enumerate(accounts.result):
        deficit, gain, loses, called, defaults = rows[m * len(OF_MEMBER) :][: len(OF_MEMBER)]
        unpaid = accounts.unpaid[m]
        np.negative(result, out=deficit)
        np.subtract(result, base[m], out=gain)
        np.less(result, 0.0, out=loses)
        np.greater(unpaid + moved[m], result, out=called)
        np.greater(unpaid, 0.0, out=defaults)
    unpaid, happens, uninsured, balance = rows[-len(OF_POOL) :]
    unpaid[:], uninsured[:] = accounts.shortfall, accounts.uninsured
    np.greater(accounts.shortfall, 0.0, out=happens)
    # all that the reserve's funds and the rule's account hold at the end of a year
    balance[:] = total([accounts.held, *accounts.reserve])
    return rows
