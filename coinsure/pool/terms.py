"""The terms that the members of the pool agree on: the ``[pool]`` table of a scenario."""

from typing import Literal

from coinsure.models.labels import Source
from coinsure.pool.guarantee import GuaranteeFund
from coinsure.pool.profit import ProfitRuleSpec, ProRata
from coinsure.pool.reserve import Reserve
from coinsure.pool.shares import ShareRuleSpec
from coinsure.spec import Fraction, Money, Spec


class LeadFee(Spec):
    """What the lead insurer earns for running the business (出单费).

    On ``followers_premium`` each follower pays the lead ``rate`` of its own premium: a payment
    between members, behind the pool's result. On ``pool_premium`` the pool's account pays the lead
    ``rate`` of the whole premium, borne by all by premium share, the lead included: a cost before
    the pool's profit, so that less goes into the reserve.
    """

    rate: Fraction = 0.0
    base: Literal["followers_premium", "pool_premium"] = "followers_premium"


class Investment(Spec):
    """Income on premium while it waits for claims (投资收益)."""

    rate: Fraction
    """Return a year."""
    years: Money
    """Years for which a yuan of premium, after all costs, is held on average."""


class Membership(Spec):
    """What a member pays or gets for its part of the reserve when it joins or leaves."""

    entry_price: Fraction = 0.0
    """Part of what its premium share of the reserve comes to that a new member pays in."""
    exit_price: Fraction = 0.0
    """Part of its premium share of the reserve that a leaving member takes; 0 leaves it behind."""


class PoolTerms(Spec):
    """Shares, fees, reserve and liability of the pool."""

    shares: ShareRuleSpec
    profit: ProfitRuleSpec = ProRata()
    lead_fee: LeadFee = LeadFee()
    levy_rate: Fraction = 0.0
    """Taxes and levies on premium (税费、保险保障基金), part of the gross premium."""
    brokerage_rate: Fraction = 0.0
    """What brokers get (经纪费), part of the gross premium, besides the expenses of the lines."""
    management_rate: Fraction = 0.0
    """Cost of the pool's office, part of the gross premium."""
    tax_rate: Fraction = 0.25
    """On profit set aside in a reserve that is accounted for as equity after tax."""
    investment: Investment | None = None
    """Income on premium; none if left out."""
    reserve: Reserve | None = None
    guarantee_fund: GuaranteeFund | None = None
    """Deposits that pay for members in default, before joint liability; none if left out."""
    membership: Membership = Membership()
    """Price of joining and leaving; a member that fails leaves its part behind."""
    liability: Literal["several", "joint"] = "several"
    """Several: each member owes its own share only, and what it cannot pay falls on the insured.
    Joint: the others step in by their liability share, as far as their means go."""
    legal_form: Literal["direct", "fronted"] = "direct"
    """Direct (直接共保): each member is an insurer of the insured. Fronted (首席出单、成员分入):
    the lead insures everything, and bears what a follower cannot pay as far as its means go."""
    own_reinsurance: Literal["allowed", "forbidden"] = "allowed"
    """Whether members may reinsure their own shares; nuclear pools forbid it."""
    full_placement: bool = False
    """Refuse to run while part of a sector has no taker."""
    source: Source | None = None

    @property
    def rate_of_costs(self) -> float:
        """Part of the premium that the pool's account pays away: levies, brokerage, office."""
        return self.levy_rate + self.brokerage_rate + self.management_rate
