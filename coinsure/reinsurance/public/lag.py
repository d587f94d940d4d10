"""Which fiscal year public money is paid in."""

import math


def in_fiscal_years(months: float) -> tuple[float, ...]:
    """Return the parts of a year's money that are paid in it, in the next year, and so on.

    It falls due evenly over the year, and each part is paid so many ``months`` later.

    Examples
    --------
    >>> in_fiscal_years(0.0)
    (1.0,)
    >>> in_fiscal_years(3.0)
    (0.75, 0.25)
    >>> in_fiscal_years(18.0)
    (0.0, 0.5, 0.5)
    """
    whole = math.floor(months / 12.0)
    late = months / 12.0 - whole
    found = (*(0.0,) * whole, 1.0 - late, late)
    return found if late > 0.0 else found[:-1]
