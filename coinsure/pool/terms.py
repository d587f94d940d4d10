"""The terms that the members of the pool agree on: the ``[pool]`` table of a scenario."""

from typing import Literal

from coinsure.pool.profit import ProfitRuleSpec, ProRata
from coinsure.pool.reserve import Reserve
from coinsure.pool.shares import ShareRuleSpec
from coinsure.spec import Fraction, Spec


class LeadFee(Spec):
    """What the lead insurer earns for running the business (出单费).

    On ``followers_premium`` each follower pays the lead ``rate`` of its own premium: a payment
    between members, behind the pool's result. On ``pool_premium`` the pool's account pays the lead
    ``rate`` of the whole premium, borne by all by premium share, the lead included: a cost before
    the pool's profit, so that less goes into the reserve.
    """

    rate: Fraction = 0.0
    base: Literal["followers_premium", "pool_premium"] = "followers_premium"


class PoolTerms(Spec):
    """Shares, fees, reserve and liability of the pool."""

    shares: ShareRuleSpec
    profit: ProfitRuleSpec = ProRata()
    lead_fee: LeadFee = LeadFee()
    management_rate: Fraction = 0.0
    """Cost of the pool's office, part of the gross premium."""
    tax_rate: Fraction = 0.25
    """On profit set aside in a reserve that is accounted for as equity after tax."""
    reserve: Reserve | None = None
    liability: Literal["several"] = "several"
    """Each member owes its own share only; what it cannot pay falls on the insured."""
    legal_form: Literal["direct"] = "direct"
    """Each member is an insurer of the insured (直接共保), not a reinsurer of the lead."""
    full_placement: bool = False
    """Refuse to run while part of a sector has no taker."""
    source: str = ""
