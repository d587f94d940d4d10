"""Fixed shares: what the members have agreed on."""

from collections.abc import Mapping
from typing import Literal, Self

import numpy as np
from pydantic import model_validator

from coinsure.arrays import FloatArray
from coinsure.errors import Problem, ScenarioError
from coinsure.pool.member import Member
from coinsure.spec import Fraction, Spec
from coinsure.tables.shares import TOLERANCE, ShareTable

Shares = dict[str, Fraction]


class Fixed(Spec):
    """Agreed shares, one vector for all sectors or one for each; a member not named has none.

    Premium follows liability unless premium shares are given too. What is missing to 1 is unplaced
    on both sides, so the two vectors of a sector have the same sum.
    """

    kind: Literal["fixed"] = "fixed"
    shares: Shares = {}
    """Liability shares in every sector that has none of its own."""
    sectors: dict[str, Shares] = {}
    """Liability shares of single sectors."""
    premium_shares: Shares = {}
    """Premium shares in every sector that has none of its own."""
    premium_sectors: dict[str, Shares] = {}
    """Premium shares of single sectors."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.shares and not self.sectors:
            raise ValueError("no share is given: write shares = { M1 = 0.6, M2 = 0.4 }")
        return self

    def liability_of(self, sector: str) -> tuple[str, Shares]:
        """Return the liability shares of ``sector`` and the key they stand under."""
        if sector in self.sectors:
            return f"sectors.{sector}", self.sectors[sector]
        return "shares", self.shares

    def premium_of(self, sector: str) -> tuple[str, Shares]:
        """Return the premium shares of ``sector`` and the key they stand under."""
        if sector in self.premium_sectors:
            return f"premium_sectors.{sector}", self.premium_sectors[sector]
        if self.premium_shares:
            return "premium_shares", self.premium_shares
        return self.liability_of(sector)

    def problems(self, members: Mapping[str, Member], sectors: tuple[str, ...]) -> tuple[Problem, ...]:
        """Return what does not fit the pool; keys are relative to the rule's own table."""
        found: dict[tuple[str, str], Problem] = {}

        def add(key: str, message: str, value: object, remedy: str) -> None:
            found.setdefault((key, message), Problem("", key, message, str(value), remedy))

        for key, named in (("sectors", self.sectors), ("premium_sectors", self.premium_sectors)):
            for sector in named:
                if sector not in sectors:
                    add(f"{key}.{sector}", "no such sector", sector, f"choose from {', '.join(sectors)}")
        for sector in sectors:
            (key, liability), (premium_key, premium) = self.liability_of(sector), self.premium_of(sector)
            for vector_key, vector in ((key, liability), (premium_key, premium)):
                for name in vector:
                    if name not in members:
                        add(f"{vector_key}.{name}", "no such member", name, f"choose from {', '.join(members)}")
                if sum(vector.values()) > 1.0 + TOLERANCE:
                    add(vector_key, "shares add up to more than 1", f"{sum(vector.values()):.6g}", "lower them")
            for name in liability.keys() & members.keys():
                limit = members[name].appetite_for(sector)
                if liability[name] > limit + TOLERANCE:
                    add(
                        f"{key}.{name}",
                        f"above the appetite of {name} in {sector}, {limit:.6g}",
                        liability[name],
                        f"lower the share or raise members.{name}.appetite.{sector}",
                    )
            if abs(sum(premium.values()) - sum(liability.values())) > TOLERANCE:
                add(
                    premium_key,
                    f"premium shares of {sector} do not add up to its liability shares",
                    f"{sum(premium.values()):.6g} and {sum(liability.values()):.6g}",
                    "give both vectors the same sum; what is missing to 1 is unplaced",
                )
        return tuple(found.values())

    def divide(self, members: Mapping[str, Member], sectors: tuple[str, ...]) -> ShareTable:
        """Divide every sector among ``members``.

        Raises
        ------
        ScenarioError
            With all ``problems``, if the agreed shares do not fit the pool.
        """
        problems = self.problems(members, sectors)
        if problems:
            raise ScenarioError(problems)
        liability = np.zeros((len(members), len(sectors)))
        premium = np.zeros_like(liability)
        for s, sector in enumerate(sectors):
            liability[:, s] = _in_order(members, self.liability_of(sector)[1])
            premium[:, s] = _in_order(members, self.premium_of(sector)[1])
        return ShareTable(tuple(members), sectors, premium, liability)


def _in_order(members: Mapping[str, Member], shares: Shares) -> FloatArray:
    return np.array([shares.get(name, 0.0) for name in members])
