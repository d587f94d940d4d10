"""Numbers as text: digits that the error supports, thousands apart, 万元 or 亿元 or CNY million."""

import math
from dataclasses import dataclass
from typing import Literal

from coinsure.report.quantity import (
    Figure,
    Kind,
    Quantity,
    decimals_of_error,
    decimals_of_size,
    shown_decimals,
)
from coinsure.scenario.money import YUAN

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, Language] = ("zh", "en")

MISSING = "—"
MINUS = "−"

SMALL = 1e-4
"""Numbers without a unit below this are written with an exponent."""

PROSE_DIGITS = 3
"""Significant digits of a number inside a sentence; one more where the error allows."""


SHY = 1e-9
"""What rounding may take from an amount without it falling into the next smaller unit."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A unit to show numbers in: what one of it is worth, and how it is written."""

    worth: float  # of the unit of the summary
    unit: str  # empty for a number without one

    def figure(self, figure: Figure) -> Figure:
        """Return the figure in this unit."""
        return figure.times(1.0 / self.worth)


def digits(value: float, decimals: int) -> str:
    """Write a number with thousands apart and a real minus; round above the point below 0."""
    rounded = round(value, decimals) + 0.0
    text = f"{abs(rounded):,.{max(decimals, 0)}f}"
    return MINUS + text if rounded < 0.0 else text


def money_scale(size: float, unit: str, language: Language) -> Scale:
    """Choose the unit of amounts of about this size, itself given in the scenario's ``unit``."""
    yuan = abs(size) * YUAN[unit] * (1.0 + SHY)
    if language == "en":
        name, worth = ("CNY million", 1e6) if yuan >= 1e5 or yuan == 0.0 else ("CNY", 1.0)
    elif yuan >= 1e8:
        name, worth = "亿元", 1e8
    elif yuan >= 1e4 or yuan == 0.0:
        name, worth = "万元", 1e4
    else:
        name, worth = "元", 1.0
    return Scale(worth / YUAN[unit], name)


def scale(kind: Kind, size: float, unit: str, language: Language) -> Scale:
    """Return the unit in which numbers of a kind and of about this size are shown."""
    if kind == "money":
        return money_scale(size, unit, language)
    if kind in ("percent", "rate"):
        return Scale(0.01, "%")
    if kind == "times":
        return Scale(1.0, "倍" if language == "zh" else "×")
    return Scale(1.0, "")


def most_decimals(kind: Kind, value: float, significant: int) -> int:
    """Return the decimals that a number of a kind and size may have, whatever its error."""
    if kind == "count":
        return 0
    if kind == "percent" and abs(value) >= 1.0:
        return 1
    if kind == "percent":
        return max(decimals_of_size(value, 2), 1)
    return max(decimals_of_size(value, significant), 0)


def in_prose(quantity: Quantity, unit: str, language: Language, *, with_error: bool = True) -> str:
    """Write a number inside a sentence with its unit, and its error behind it if that is wanted.

    The digits are those that the error supports, whether it is written or drawn.
    """
    if quantity.figure.value is None:
        return MISSING
    used = scale(quantity.kind, quantity.figure.value, unit, language)
    figure = used.figure(quantity.figure)
    value = figure.value or 0.0
    if known := bound(figure, used):
        return with_unit(known, used)
    if quantity.kind == "plain" and 0.0 < abs(value) < SMALL:
        return f"{value:.1e}"
    significant = PROSE_DIGITS + (figure.half > 0.0)
    decimals = shown_decimals(figure, most_decimals(quantity.kind, value, significant))
    if figure.half <= 0.0:
        decimals = needed_decimals(value, decimals)
    text, error = digits(value, decimals), plus_minus(figure.half, decimals)
    if not error or not with_error:
        return with_unit(text, used)
    sign = "±" if language == "zh" else " ± "
    if used.unit == "%":
        return f"{text}%{sign}{error}%"
    return with_unit(f"{text}{sign}{error}", used)


def bound(figure: Figure, used: Scale) -> str:
    """Write what is known of a probability that no path, or every path, showed; else nothing."""
    if figure.never_seen and figure.high is not None:
        return below(figure.high)
    if used.unit == "%" and figure.always_seen and figure.low is not None:
        return above(figure.low)
    return ""


def below(bound: float) -> str:
    """Write an upper bound, rounded up, so that what is written is one too."""
    decimals = decimals_of_error(bound)
    step = 10.0**-decimals
    return "<" + digits(math.ceil(bound / step - SHY) * step, decimals)


def above(bound: float) -> str:
    """Write a lower bound of a part of 100, to the first digit of what it leaves, rounded down."""
    decimals = decimals_of_error(100.0 - bound)
    step = 10.0**-decimals
    return ">" + digits(math.floor(bound / step + SHY) * step, decimals)


def needed_decimals(value: float, most: int) -> int:
    """Return the decimals of an exact number without zeros at its end."""
    return next(d for d in range(most + 1) if d == most or round(value, d) == round(value, most))


def plus_minus(half: float, decimals: int) -> str:
    """Write an error to the decimals of its figure; nothing where it is below the last of them."""
    return digits(half, decimals) if round(half, decimals) > 0.0 else ""


def with_unit(text: str, used: Scale) -> str:
    """Put the unit to a number: CNY before it, everything else behind."""
    if used.unit.startswith("CNY"):
        return f"CNY {text}{used.unit[3:]}"
    return text + used.unit
