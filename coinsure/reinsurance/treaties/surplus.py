"""Surplus (溢额再保险): of each risk the part above a retention line is ceded, in proportion."""

from itertools import pairwise
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import AfterValidator, Field, model_validator

from coinsure.arrays import FloatArray
from coinsure.errors import ModelRefusedError
from coinsure.models.labels import Source
from coinsure.reinsurance.treaties.cession import Cession, Subject
from coinsure.reinsurance.treaties.commission import Corridor, ProfitCommission, SlidingScale
from coinsure.reinsurance.treaties.placing import Reinsurers
from coinsure.reinsurance.treaties.proportional import cede_in_proportion, varying_commission
from coinsure.spec import Fraction, Money, Names, Positive, PositiveRatio, Spec


class Band(Spec):
    """The retention line of the sums insured from an amount on."""

    sum_insured_from: Money
    """Smallest sum insured of the band."""
    retention: Positive
    """Retention line of the risks in the band."""


def _rising(bands: tuple[Band, ...]) -> tuple[Band, ...]:
    starts = [band.sum_insured_from for band in bands]
    if starts[:1] != [0.0] or any(b <= a for a, b in pairwise(starts)):
        raise ValueError("the first band must begin at 0, each other one above the one before")
    return bands


Bands = Annotated[
    tuple[Band, ...],
    Field(strict=False, json_schema_extra={"minItems": 1}),
    AfterValidator(_rising),
]
Shares = Annotated[dict[str, Fraction], Field(min_length=1)]


class Surplus(Spec):
    """Cede of each risk the share of its sum insured above the ``retention`` line.

    The share of a risk with sum insured S and retention R is min(S - R, ``number_of_lines`` x R) /
    S, or nothing where S is below R; it applies to the premium and to every loss of the risk. The
    lines must have sites: without the sum insured of a risk there is no share. A loss of which the
    line is known but not the site is ceded at the share of the line's whole sum insured.
    """

    kind: Literal["surplus"] = "surplus"
    lines: Names
    """Lines ("sector.line") or whole sectors that the treaty covers, all of them with sites."""
    retention: Positive | None = None
    """Retention line: sum insured of one risk that the pool keeps."""
    bands: Bands | None = None
    """Retention lines by bands of sums insured, in place of one retention."""
    number_of_lines: Positive | None = None
    """How many retention lines the treaty takes at most."""
    shares: Shares | None = None
    """Part ceded of each site by name, in place of a retention; others are not ceded."""
    commission: Fraction = 0.0
    """Part of the ceded premium that the reinsurers give back for the cost of the business."""
    sliding_commission: SlidingScale | None = None
    """Commission by the loss ratio in place of a fixed one, at least two steps."""
    profit_commission: ProfitCommission | None = None
    """Part of the reinsurers' profit that comes back besides."""
    risk_limit: Positive | None = None
    """Most that the treaty pays for the loss of one risk in one occurrence."""
    event_limit: Positive | None = None
    """Most that the treaty pays for all losses of one occurrence."""
    corridor: Corridor | None = None
    """Loss corridor: losses of a year that come back to the pool."""
    loss_ratio_limit: PositiveRatio | None = None
    """Most that the treaty pays in a year, as a multiple of the ceded premium."""
    annual_limit: Positive | None = None
    """Most that the treaty pays in a year."""
    brokerage: Fraction = 0.0
    """Part of the premium that the reinsurers pay to the broker."""
    placed: Fraction = 1.0
    """Part of the treaty that reinsurers have taken; limits and premium are for 100 %."""
    reinsurers: Reinsurers | None = None
    """Their parts of what is placed, by name; somebody who always pays if left out."""
    priority: int | None = None
    """Place in the order of treaties; default its place in the file, counted from 1."""
    source: Source | None = None
    """Where the terms come from, or "assumption"."""

    @model_validator(mode="after")
    def _one_way_to_share(self) -> Self:
        ways = [way for way in (self.retention, self.bands, self.shares) if way is not None]
        if len(ways) != 1:
            raise ValueError("give exactly one of retention, bands and shares")
        if (self.number_of_lines is None) == (self.shares is None):
            raise ValueError("give number_of_lines with retention or bands, and not with shares")
        return self

    @model_validator(mode="after")
    def _one_commission(self) -> Self:
        if self.sliding_commission is not None and self.commission > 0.0:
            raise ValueError("give either commission or sliding_commission, not both")
        return self

    @property
    def smallest_loss(self) -> float:
        """Amount below which a single loss matters only in sum: every loss counts by its risk."""
        return 0.0

    @property
    def varying(self) -> tuple[str, ...]:
        """Flows besides recoveries that depend on the losses."""
        return varying_commission(self)

    def cede(self, subject: Subject) -> Cession:
        """Return what the treaty takes of premium and losses."""
        # here, because a scenario is read without the compiled kernels
        from coinsure.kernels.layers import shares_of_losses

        shares = self._shares(subject)
        of_line = np.array(
            [self._average(shares, number, line, subject) for number, line in _numbered(subject)]
        )
        amount = shares_of_losses(
            subject.large.line,
            subject.large.amount,
            subject.covered,
            subject.risks.number,
            shares,
            subject.position,
            of_line,
        )
        return cede_in_proportion(
            self,
            subject,
            premium=of_line[:, None] * subject.premium,
            losses=subject.by_line(amount),
            amount=amount,
        )

    def ceded_share(self, sum_insured: FloatArray) -> FloatArray:
        """Return the part ceded of risks with a ``sum_insured`` each."""
        bands = self.bands or (Band(sum_insured_from=0.0, retention=self.retention or 1.0),)
        retention = np.zeros_like(sum_insured)
        for band in bands:
            retention = np.where(sum_insured >= band.sum_insured_from, band.retention, retention)
        above = np.maximum(sum_insured - retention, 0.0)
        return np.minimum(above, (self.number_of_lines or 0.0) * retention) / sum_insured

    def _shares(self, subject: Subject) -> FloatArray:
        """Return the part ceded of each named risk, (G,)."""
        risks = subject.risks
        if self.shares is not None:
            unknown = sorted(self.shares.keys() - set(risks.name))
            if unknown:
                raise ModelRefusedError(
                    f"surplus: no site {', '.join(unknown)} in {', '.join(subject.lines)}"
                )
            return np.array([self.shares.get(name, 0.0) for name in risks.name])
        if np.isnan(risks.sum_insured).any():
            unknown = [risks.name[g] for g in np.flatnonzero(np.isnan(risks.sum_insured))]
            raise ModelRefusedError(f"surplus: no sum insured of {', '.join(unknown)}")
        return self.ceded_share(risks.sum_insured)

    def _average(self, shares: FloatArray, line: int, name: str, subject: Subject) -> float:
        """Return the ceded part of all sums insured of a line."""
        of_line = subject.risks.belongs[:, line]
        if not of_line.any():
            raise ModelRefusedError(
                f"surplus: {name} has no sites; give the line sites, or cede it by quota share"
            )
        weight = subject.risks.sum_insured[of_line]
        if np.isnan(weight).any():
            if subject.premium.any():
                raise ModelRefusedError(f"surplus: no sums insured to divide the premium of {name}")
            return 0.0
        total = ceded = 0.0
        for share, value in zip(shares[of_line], weight, strict=True):
            total += value
            ceded += share * value
        return ceded / total


def _numbered(subject: Subject) -> list[tuple[int, str]]:
    """Return number in the book and name of each line that the treaty covers."""
    numbers = [int(np.flatnonzero(subject.position == n)[0]) for n in range(len(subject.lines))]
    return list(zip(numbers, subject.lines, strict=True))
