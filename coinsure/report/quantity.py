"""A number on its way into the report: value, 95 % interval and what kind of number it is."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["money", "percent", "rate", "times", "count", "plain"]
"""Money in the scenario's unit; fractions shown as percentages (rates on sums insured with more
decimals); multiples; whole numbers; numbers without a unit."""


NEGLIGIBLE = 1e-6
"""An error below this part of its figure is not shown: it is rounding rather than sampling."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its 95 % interval, or the reason why there is none."""

    value: float | None
    low: float | None = None
    high: float | None = None
    reason: str = ""

    @classmethod
    def of(cls, raw: "Figure | Mapping[str, Any] | float | None") -> "Figure":
        """Read a figure of ``summary.json``, or a plain number that has no error."""
        if isinstance(raw, Figure):
            return raw
        if raw is None:
            return cls(None)
        if not isinstance(raw, Mapping):
            return cls(float(raw), float(raw), float(raw))
        if raw.get("value") is None:
            return cls(None, reason=str(raw.get("reason", "")))
        return cls(float(raw["value"]), raw.get("low"), raw.get("high"))

    @property
    def half(self) -> float:
        """Half the width of the interval; 0 for a number known without error."""
        if self.low is None or self.high is None:
            return 0.0
        return (self.high - self.low) / 2.0

    @property
    def never_seen(self) -> bool:
        """Whether this is a probability of something that no path showed."""
        return self.value == 0.0 and self.low == 0.0 and self.high is not None and self.high > 0.0

    @property
    def always_seen(self) -> bool:
        """Whether this is a probability of something that every path showed."""
        return self.value is not None and self.value == self.high and self.low != self.high

    def times(self, factor: float) -> "Figure":
        """Return the figure in another unit."""
        if self.value is None or self.low is None or self.high is None:
            return self
        ends = sorted((self.low * factor, self.high * factor))
        return Figure(self.value * factor, ends[0], ends[1])


def together(parts: Sequence[Figure]) -> Figure:
    """Return the sum of figures; their errors are added, a bound. Missing if one of them is."""
    refused = next((part for part in parts if part.value is None), None)
    if refused is not None:
        return refused
    total = sum(part.value for part in parts if part.value is not None)
    half = sum(part.half for part in parts)
    return Figure(total, total - half, total + half)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure that knows what it measures."""

    kind: Kind
    figure: Figure


def money(raw: Any) -> Quantity:
    """Return an amount in the scenario's unit."""
    return Quantity("money", Figure.of(raw))


def percent(raw: Any) -> Quantity:
    """Return a fraction that is read as a percentage."""
    return Quantity("percent", Figure.of(raw))


def times(raw: Any) -> Quantity:
    """Return a multiple."""
    return Quantity("times", Figure.of(raw))


def count(raw: Any) -> Quantity:
    """Return a whole number."""
    return Quantity("count", Figure.of(raw))


def decimals_of_error(half: float) -> int:
    """Return the decimals to which a figure with this half-width is known.

    The error keeps one digit, two where it starts with 1: 0.034 and 0.13 give 2, 870 gives -2.
    """
    place = math.floor(math.log10(half))
    first = half / 10.0**place
    return -place + (1 if first < 2.0 else 0)


def decimals_of_size(value: float, digits: int) -> int:
    """Return the decimals that show ``digits`` significant digits of a value."""
    if value == 0.0:
        return 0
    return digits - 1 - math.floor(math.log10(abs(value)))


def shown_decimals(figure: Figure, most: int) -> int:
    """Return how many decimals of a figure are shown: what its error supports, at most ``most``.

    More than ``most`` where the error would round to nothing and the figure look exact, unless it
    is below ``NEGLIGIBLE``.
    """
    if figure.half <= NEGLIGIBLE * abs(figure.value or 0.0):
        return most
    supported = decimals_of_error(figure.half)
    return supported if round(figure.half, most) == 0.0 else min(most, supported)
