"""Experience account (经验账户): the pool's running result earns interest until it is settled."""

from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from coinsure.arrays import FloatArray
from coinsure.pool.in_force import added
from coinsure.pool.profit.rule import Division, ProfitYear
from coinsure.spec import Fraction, Spec


class ExperienceAccount(Spec):
    """Give members a margin of the premium a year, and the rest when the account is settled.

    The account is EA = (EA before + premium - costs - margin) x (1 + interest) - claims. A deficit
    is advanced by the members, by premium, and made good from later years with interest; at the
    settlement a balance is divided by premium and a deficit forgotten. Money that is really held
    earns its interest outside; interest on a deficit is between the members and their account.
    """

    kind: Literal["experience_account"] = "experience_account"
    margin: Fraction
    """What the members keep of each year's premium, whatever the result."""
    interest: Fraction = 0.0
    """Interest a year on the account after premium and before claims."""
    years: Annotated[int, Field(ge=1, le=100)] | None = None
    """Years after which the account is settled; the end of the horizon if left out."""

    def rows(self) -> int:
        """Remember the account, which may be below 0."""
        return 1

    def divide(self, year: ProfitYear, memory: FloatArray, held: FloatArray) -> Division:
        """Divide a ``year``."""
        margin = self.margin * added(year.premium)
        claims = added(year.claims)
        premium = year.total + claims - margin  # after costs and margin
        account = (memory[0] + premium) * (1.0 + self.interest) - claims
        earned = self.interest * np.maximum(held + premium, 0.0) * year.anybody
        settled = year.last or (self.years is not None and year.number % self.years == 0)
        balance = np.zeros_like(account) if settled else np.maximum(account, 0.0)
        balance = np.where(year.anybody > 0.0, balance, held)
        paid = year.total + earned + held - balance
        remembered = np.zeros_like(account) if settled else account
        return Division(year.by_premium(paid), remembered[None], balance, earned)
