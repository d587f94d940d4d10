"""The root of a rising function of one number, without loading a library of optimisation for it."""

from collections.abc import Callable

_NARROWEST = 1e-14  # half the width of a bracket, relative to its ends


def rising_root(function: Callable[[float], float], low: float, high: float) -> float:
    """Return where a rising continuous ``function`` is 0 between ``low`` and ``high``.

    False position, in which an end that stays twice counts half (Illinois: Dowell & Jarratt,
    BIT 11, 1971), until rounding is all that is left.

    Raises
    ------
    ValueError
        The function is above 0 at ``low``, or below it at ``high``.
    """
    below, above = function(low), function(high)
    if below > 0.0 or above < 0.0:
        raise ValueError(f"no root between {low:g} and {high:g}: {below:g} and {above:g}")
    if below == 0.0:
        return low
    moved_low = moved_high = False
    while above > 0.0:
        least = _NARROWEST * max(abs(low), abs(high))
        if high - low <= 2.0 * least:
            break
        x = low - below * (high - low) / (above - below)
        x = min(max(x, low + least), high - least)
        value = function(x)
        if value < 0.0:
            low, below = x, value
            above = 0.5 * above if moved_low else above
        else:
            high, above = x, value
            below = 0.5 * below if moved_high else below
        moved_low, moved_high = value < 0.0, value >= 0.0
    return high
