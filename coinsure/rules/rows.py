"""The named rows by which rules are compared, of a block that some rules have settled."""

from collections.abc import Sequence

from coinsure.arrays import FloatArray
from coinsure.tables.accounts import MEMBER_FLOWS, MemberAccounts
from coinsure.tables.answers import indicator, total

MOVED = ("to_reserve", "lead_fee", "profit", "membership")
"""Flows that move money between members, or from one year to another, once claims are paid."""

_BEFORE = [number for number, name in enumerate(MEMBER_FLOWS) if name not in MOVED]


def deficits(accounts: MemberAccounts) -> FloatArray:
    """Return what each member loses in a year, after everything, (M, T, P)."""
    return -_added(accounts, range(len(MEMBER_FLOWS)))


def rule_rows(accounts: MemberAccounts, base: FloatArray) -> dict[str, FloatArray]:
    """Name the annual rows, each (T, P); ``base`` (M, T, P) are deficits under the base's rules.

    ``gain`` is what a member has more than under the base's rules. A member is ``called`` in a year
    whose premiums after costs, with what it draws from the reserve, do not pay the claims it owes.
    """
    lost = deficits(accounts)
    before = accounts.unpaid - _added(accounts, _BEFORE)
    rows: dict[str, FloatArray] = {}
    for m, member in enumerate(accounts.members):
        rows[f"members.{member}.deficit"] = lost[m]
        rows[f"members.{member}.gain"] = base[m] - lost[m]
        rows[f"members.{member}.loses"] = indicator(lost[m] > 0.0)
        rows[f"members.{member}.called"] = indicator(before[m] > 0.0)
        rows[f"members.{member}.defaults"] = indicator(accounts.unpaid[m] > 0.0)
    rows["shortfall.unpaid"] = accounts.shortfall
    rows["shortfall.happens"] = indicator(accounts.shortfall > 0.0)
    rows["shortfall.uninsured"] = accounts.uninsured
    # all that the reserve's funds and the rule's account hold at the end of a year
    rows["reserve.balance"] = total([accounts.held, *accounts.reserve])
    return rows


def _added(accounts: MemberAccounts, flows: Sequence[int]) -> FloatArray:
    """Add flows of each member in their order, (M, T, P)."""
    return total([accounts.flow[:, flow] for flow in flows])
