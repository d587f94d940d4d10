"""The equalisation reserve (平滑准备金): its terms."""

from typing import Literal, Self

from pydantic import model_validator

from coinsure.spec import Fraction, Money, Positive, Spec


class Reserve(Spec):
    """A fund built in good years and released in bad ones.

    Who holds it and how it is accounted for decides whose capital it is:

    * ``held_by = "pool"``: the balance belongs to the pool's account and is in nobody's capital.
    * ``held_by = "members"``, ``accounting = "equity_after_tax"``: the balance, set aside from
      profit after tax, stays in the equity of the members. It counts in their capital, divided by
      the premium of the members that are still in the pool, whatever each of them paid in; who
      leaves leaves it behind.
    * ``held_by = "members"``, ``accounting = "liability"``: set aside before tax as a liability; it
      is in nobody's capital.
    """

    build_of_profit: Fraction = 0.0
    """Part of a fund's profit of the year that is set aside."""
    build_of_premium: Fraction = 0.0
    """Part of a fund's gross premium that is set aside each year."""
    cap_of_premium: Money = 1.0
    """Largest balance, in years of the fund's gross premium."""
    release_above_loss_ratio: Positive = 1.0
    """Claims above this multiple of premium, both net of reinsurance, are met by the fund."""
    opening: Money = 0.0
    """Balance before year 1, by premium where every sector has a fund of its own."""
    interest: Fraction = 0.0
    """Return a year on the balance at its start; it stays in the fund."""
    scope: Literal["sector", "pool"] = "sector"
    """One fund for each sector, or one for all of them."""
    held_by: Literal["members", "pool"] = "members"
    accounting: Literal["equity_after_tax", "liability"] = "equity_after_tax"

    @model_validator(mode="after")
    def _is_built(self) -> Self:
        if self.build_of_profit == 0.0 and self.build_of_premium == 0.0:
            raise ValueError("nothing is ever set aside: give build_of_profit or build_of_premium")
        return self

    @property
    def in_capital_of_members(self) -> bool:
        """Whether the balance counts in the members' capital."""
        return self.held_by == "members" and self.accounting == "equity_after_tax"
