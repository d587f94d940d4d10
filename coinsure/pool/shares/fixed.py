"""Fixed shares: what the members have agreed on."""

from collections.abc import Mapping
from typing import Literal, Self

import numpy as np
from pydantic import Field, model_validator

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
    shares: Shares = Field(default_factory=dict)
    """Liability shares in every sector that has none of its own."""
    sectors: dict[str, Shares] = Field(default_factory=dict)
    """Liability shares of single sectors."""
    premium_shares: Shares = Field(default_factory=dict)
    """Premium shares in every sector that has none of its own."""
    premium_sectors: dict[str, Shares] = Field(default_factory=dict)
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

    def problems(
        self, members: Mapping[str, Member], sectors: tuple[str, ...]
    ) -> tuple[Problem, ...]:
        """Return what does not fit the pool; keys are relative to the rule's own table."""
        found = [
            Problem(
                "", f"{key}.{name}", "no such sector", name, f"choose from {', '.join(sectors)}"
            )
            for key, named in (("sectors", self.sectors), ("premium_sectors", self.premium_sectors))
            for name in named
            if name not in sectors
        ]
        for sector in sectors:
            key, liability = self.liability_of(sector)
            premium_key, premium = self.premium_of(sector)
            found += _misfits(key, liability, members)
            found += _misfits(premium_key, premium, members)
            found += _above_appetite(key, liability, members, sector)
            if abs(sum(premium.values()) - sum(liability.values())) > TOLERANCE:
                found.append(
                    Problem(
                        "",
                        premium_key,
                        f"premium shares of {sector} do not add up to its liability shares",
                        f"{sum(premium.values()):.6g} and {sum(liability.values()):.6g}",
                        "give both the same sum; what is missing to 1 is unplaced",
                    )
                )
        return tuple(dict.fromkeys(found))

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


def _misfits(key: str, shares: Shares, members: Mapping[str, Member]) -> list[Problem]:
    found = [
        Problem("", f"{key}.{name}", "no such member", name, f"choose from {', '.join(members)}")
        for name in shares
        if name not in members
    ]
    total = sum(shares.values())
    if total > 1.0 + TOLERANCE:
        found.append(Problem("", key, "shares add up to more than 1", f"{total:.6g}", "lower them"))
    return found


def _above_appetite(
    key: str, shares: Shares, members: Mapping[str, Member], sector: str
) -> list[Problem]:
    return [
        Problem(
            "",
            f"{key}.{name}",
            f"above the appetite of {name} in {sector}, {members[name].appetite_for(sector):.6g}",
            f"{share:.6g}",
            f"lower the share or raise members.{name}.appetite.{sector}",
        )
        for name, share in shares.items()
        if name in members and share > members[name].appetite_for(sector) + TOLERANCE
    ]
