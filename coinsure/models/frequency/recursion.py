"""``Recursion``: the three numbers that fix a count distribution of the (a, b, 0) class."""

from typing import NamedTuple


class Recursion(NamedTuple):
    """p(k) = (a + b / k) p(k - 1) for k >= 1, with p(0) = ``zero``.

    Source: Klugman, Panjer & Willmot, Loss Models, section 6.5 and appendix B.2.
    """

    a: float
    b: float
    zero: float
