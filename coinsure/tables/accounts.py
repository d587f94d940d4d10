"""What every member of the pool received and paid, year by year."""

from collections.abc import Mapping
from dataclasses import dataclass

from coinsure.arrays import FloatArray
from coinsure.tables.losses import Block

MEMBER_FLOWS = (
    "premium",
    "claims",
    "reinsurance",
    "expenses",
    "lead_fee",
    "management",
    "to_reserve",
    "from_reserve",
    "levies",
    "brokerage",
    "investment",
    "stepped_in",
    "profit",
    "membership",
    "subsidy",
    "own_reinsurance",
    "assumed",
    "to_guarantee",
    "from_guarantee",
)
"""Everything that a member receives or pays: signed, + is received, - is paid by it.

``claims`` is what the member really pays (after a default); ``reinsurance`` is its share of the
cost of reinsurance (recoveries are already off the claims). ``stepped_in`` is what it pays to the
insured of what others owe. ``membership`` is the price of joining or leaving, ``subsidy`` the part
of the premium that the state pays to members. ``own_reinsurance`` is what the member's own treaties
recover less what they cost, and what it earns on cover that it gives another member; ``assumed``
is what it earns as a reinsurer of the pool. ``to_guarantee`` and ``from_guarantee`` are deposits in
the guarantee fund and what is given back of them. ``profit`` is what the profit rule gives it above
its own result, or takes. ``lead_fee`` sums to 0 over members, and so does ``profit`` where the rule
holds nothing.
"""

Pages = Mapping[str, tuple[str, ...]]
"""Names of pages, and the flows that are added up on each."""

EVERY_FLOW: Pages = {flow: (flow,) for flow in MEMBER_FLOWS}


@dataclass(frozen=True, slots=True, eq=False)
class MemberAccounts:
    """Member accounts of a block. A member's result of a year is the sum of its flows.

    A page has one flow, or several that are added up; there are only those that were asked for.
    """

    block: Block
    members: tuple[str, ...]
    funds: tuple[str, ...]  # (G,) the reserve's scopes: sector names, ("pool",), or () without one
    pages: tuple[str, ...]  # (F,)
    flow: FloatArray  # (M, F, T, P)
    result: FloatArray  # (M, T, P) all flows added up, in the order in which they were entered
    capital: FloatArray  # (M, T, P) at the end of the year: actual capital plus results so far;
    # (0, T, P) where nobody asked for it
    reserve: FloatArray  # (G, T, P) balance at the end of the year
    held: FloatArray  # (T, P) balance of the profit rule's common account at the end of the year
    paid_in: FloatArray  # (S, T, P) to the reserve, by the sector whose profit it came from
    drawn: FloatArray  # (S, T, P) from the reserve, by the sector whose losses it met
    unpaid: FloatArray  # (M, T, P) claims that a member owed and did not pay
    deposits: FloatArray  # (M, T, P) in the guarantee fund before they are given back, or (0, T, P)
    by_fund: FloatArray  # (T, P) of unpaid claims, what the guarantee fund paid
    shortfall: FloatArray  # (T, P) of them, what nobody else paid either, borne by the insured
    uninsured: FloatArray  # (T, P) claims of the unplaced part, borne by the insured
    residual: float  # worst relative breach of conservation, over parties and path-years

    def page(self, name: str) -> FloatArray:
        """Return what each member has received on a page less what it has paid, (M, T, P).

        Raises
        ------
        ValueError
            Nobody asked for this page.
        """
        return self.flow[:, self.pages.index(name)]
