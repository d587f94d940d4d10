"""A premium subsidy (保费补贴): the part of the premium that public money pays."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from coinsure.models.labels import Label, Source
from coinsure.reinsurance.public.lag import in_fiscal_years
from coinsure.spec import Fraction, Money, Names, Positive, Spec


class PremiumSubsidy(Spec):
    """Pay a part of the premium of ``lines``, up to a cap.

    Either way firms bear the rest only, and more of them insure where the line has ``take_up``.
    Paid to the insured, who have paid the whole premium, it leaves the insurers alone. Paid to the
    insurers it may come late: until then they have no income on it, and a receivable that costs
    them capital once it is old. Several subsidies of a line add up.
    """

    label: Label | None = None
    """Name in the report."""
    lines: Names
    """Lines ("sector.line") or whole sectors whose premium is subsidised."""
    rate: Fraction
    """Part of the premium that public money pays."""
    annual_cap: Positive
    """Most that is paid for a year; where it binds, a smaller part of every premium is paid."""
    years: Annotated[int, Field(ge=1)] | None = None
    """Years for which it is paid, from year 1; all of the horizon if left out."""
    paid_to: Literal["insured", "insurer"] = "insured"
    """Who gets the money: firms, or their insurers for a premium that is lower from the start."""
    arrears_months: Money = 0.0
    """Months that insurers wait for their money, counted from each premium."""
    source: Source | None = None
    """Where the terms come from, or "assumption"."""

    @model_validator(mode="after")
    def _arrears_of_insurers(self) -> Self:
        if self.arrears_months > 0.0 and self.paid_to == "insured":
            raise ValueError(
                "arrears_months is what insurers wait for, and this is paid to the insured; leave "
                'it out, or write paid_to = "insurer"'
            )
        return self

    @property
    def in_fiscal_years(self) -> tuple[float, ...]:
        """Parts of what is due for a year that are paid in it, in the next year, and so on."""
        return in_fiscal_years(self.arrears_months)
