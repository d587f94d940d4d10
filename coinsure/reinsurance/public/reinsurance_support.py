"""Support of the reinsurance premium (再保险保费补贴): public money for cover, not for losses."""

from typing import Annotated

from pydantic import Field

from coinsure.models.labels import Label, Source
from coinsure.spec import Fraction, Names, Positive, Spec


class ReinsuranceSupport(Spec):
    """Pay a part of what the pool pays for its treaties, up to a cap.

    The premium is the one after adjustment; reinstatement premiums stay with the pool. Where
    several instruments support a treaty their parts add up.
    """

    label: Label | None = None
    """Name in the report."""
    treaties: Names | None = None
    """Treaties whose premium is supported; all of them if left out."""
    rate: Fraction
    """Part of the premium that public money pays."""
    annual_cap: Positive
    """Most that is paid for a year; where it binds, a smaller part of every premium is paid."""
    years: Annotated[int, Field(ge=1)] | None = None
    """Years for which it is paid, from year 1; all of the horizon if left out."""
    source: Source | None = None
    """Where the terms come from, or "assumption"."""

    def covers(self, treaty: str) -> bool:
        """Tell whether it supports a ``treaty``."""
        return self.treaties is None or treaty in self.treaties

    @property
    def in_fiscal_years(self) -> tuple[float, ...]:
        """Parts of what is due for a year that are paid in it, in the next year, and so on."""
        return (1.0,)
