"""A public layer (财政风险补偿限额): what the treasury pays of a bad year, within its caps."""

from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from coinsure.models.labels import Label, Source
from coinsure.reinsurance.public.fund import CompensationFund
from coinsure.reinsurance.treaties.subject import is_named
from coinsure.spec import Fraction, Money, Names, Positive, Spec, require_ratio


class Slice(Spec):
    """A slice of a year's losses, and the part of it that public money pays."""

    above: Money
    """Where the slice begins: a loss ratio, or money."""
    up_to: Positive
    """Where it ends."""
    share: Fraction
    """Part of the slice that is paid."""

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if self.up_to <= self.above:
            raise ValueError(f"up_to = {self.up_to:g} must be more than above = {self.above:g}")
        return self


def _in_order(layers: tuple[Slice, ...]) -> tuple[Slice, ...]:
    for low, high in pairwise(layers):
        if high.above < low.up_to:
            raise ValueError(
                f"the slice above {high.above:g} begins before the one below ends, at {low.up_to:g}"
            )
    return layers


class PublicLayer(Spec):
    """Pay a share of each slice of the year's losses of ``lines``, up to the caps.

    A commitment of public money needs an amount and an end: the cap of a year is mandatory. What a
    year pays is taken off the losses pro rata to what reinsurance has left of them, never more than
    that. Loss ratios are losses over premium, both gross or both net of reinsurance.
    """

    kind: Literal["loss_ratio_layers", "money_layers"] = "loss_ratio_layers"
    """Whether slices are loss ratios or money."""
    label: Label | None = None
    """Name in the report."""
    lines: Names | None = None
    """Lines ("sector.line") or whole sectors that the layer covers; all of them if left out."""
    layers: Annotated[
        tuple[Slice, ...], Field(strict=False, min_length=1), AfterValidator(_in_order)
    ]
    """Slices, lowest first."""
    basis: Literal["gross", "net_of_reinsurance"] = "net_of_reinsurance"
    """Losses that the slices are cut from."""
    annual_cap: Money
    """Most that is paid for a year."""
    total_cap: Money | None = None
    """Most that is paid for all years of the horizon together; no such cap if left out."""
    last_year: Annotated[int, Field(ge=1)] | None = None
    """Last year for which it pays, counted from 1; the end of the horizon if left out."""
    beyond_cap: Literal["members", "insured"] = "members"
    """Who bears what is above the last slice: the members, or the insured, whose claims are cut."""
    paid_next_year: Fraction = 0.0
    """Part of what is due for a year that the treasury pays in the fiscal year after it."""
    fund: CompensationFund | None = None
    """A fund that pays, as far as it goes, in place of the budget; none if left out."""
    source: Source | None = None
    """Where the terms come from, or "assumption"."""

    @model_validator(mode="after")
    def _is_no_per_cent(self) -> Self:
        if self.kind == "loss_ratio_layers":
            for number, layer in enumerate(self.layers):
                require_ratio(f"layers.{number}.above", layer.above, 'kind = "money_layers"')
        return self

    @property
    def in_fiscal_years(self) -> tuple[float, ...]:
        """Parts of what is due for a year that are paid in it, in the next year, and so on."""
        return (1.0 - self.paid_next_year, self.paid_next_year)

    def covers(self, line: str) -> bool:
        """Tell whether it covers a ``line``, "sector.line"."""
        return self.lines is None or is_named(line, self.lines)
