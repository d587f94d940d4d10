"""A reinsurer (再保险人): what the solvency rules ask of its debts, and how likely it fails."""

from typing import Literal, Self

from pydantic import model_validator

from coinsure.models.labels import Label, Source
from coinsure.spec import Fraction, Ratio, Spec

NEVER = 0.0


class DefaultStress(Spec):
    """A year so bad for a ``sector`` that the reinsurer is more likely to fail in it."""

    sector: str
    """Sector whose state counts."""
    loss_ratio: Ratio
    """Gross losses of the sector over its premium above which the year is that bad."""
    default_probability: Fraction
    """Probability of default in such a year."""


class Reinsurer(Spec):
    """A company that takes a part of treaties.

    In a year of default it pays ``paid_in_default`` of what it owes for the year; from the next
    year on somebody else, of the same kind, has its part. Premiums and commissions are paid as
    agreed. Where nothing is said of default it always pays.
    """

    label: Label | None = None
    """Name in the report."""
    domicile: Literal["domestic", "hong_kong", "overseas"] = "domestic"
    """Where it is supervised."""
    solvency_ratio: Ratio | None = None
    """Comprehensive solvency ratio of a domestic reinsurer; without one the worst band counts."""
    meets_local_rules: bool = False
    """Whether an overseas or Hong Kong reinsurer meets all ratios of its own supervisor."""
    collateralised: bool = False
    """Whether what an overseas or Hong Kong reinsurer owes is backed by collateral."""
    direct_insurer: bool = False
    """Whether it is a direct insurer that takes reinsurance besides."""
    independent: bool = True
    """Whether it is a legal person of its own in China, or overseas."""
    on_platform: bool = False
    """Whether the treaties are registered on the transparency platform."""
    default_probability: Fraction = NEVER
    """Probability of default in a year."""
    paid_in_default: Fraction = 0.0
    """Part of what it owes for a year of default that is paid all the same."""
    stress: DefaultStress | None = None
    """Years in which default is more likely; none if left out."""
    member: str | None = None
    """Member of the pool that it is: what it takes is in that member's account and figures."""
    source: Source | None = None
    """Where the numbers come from, or "assumption"."""

    @model_validator(mode="after")
    def _every_key_counts(self) -> Self:
        abroad = self.meets_local_rules or self.collateralised
        if self.domicile == "domestic" and abroad:
            raise ValueError("meets_local_rules and collateralised are for reinsurers abroad")
        if self.domicile != "domestic" and self.solvency_ratio is not None:
            raise ValueError("solvency_ratio is that of a domestic reinsurer; leave it out")
        if self.paid_in_default > 0.0 and not self.may_default:
            raise ValueError("paid_in_default would be ignored: it never defaults")
        if self.collateralised and not self.meets_local_rules:
            raise ValueError("collateral counts only where meets_local_rules = true")
        if self.stress is not None and self.stress.default_probability < self.default_probability:
            raise ValueError("stress.default_probability must not be below default_probability")
        return self

    @property
    def may_default(self) -> bool:
        """Whether it ever fails to pay."""
        stressed = self.stress.default_probability if self.stress else NEVER
        return max(self.default_probability, stressed) > NEVER
