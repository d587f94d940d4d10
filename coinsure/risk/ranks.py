"""Which order statistic is a quantile, and which ones bound it."""

import math

ROUNDING = 1e-12
"""``n * p`` closer than this to a whole number, relatively, is that number: 0.995 * 200_000."""


TIE = 1e-12
"""Totals closer than this, relatively, are one amount: sums of equal parts may round apart."""


def rank(n: int, p: float) -> int:
    """Return k such that VaR_p of n equally likely values is the k-th smallest.

    The smallest k >= 1 with k / n >= p; at p = 0 the smallest value, at p = 1 the largest.

    Raises
    ------
    ValueError
        If p is not in [0, 1] or there is no value.
    """
    check_level(p)
    if n < 1:
        raise ValueError("a quantile needs at least one value")
    exact = n * p
    nearest = round(exact)
    k = nearest if abs(exact - nearest) <= ROUNDING * exact else math.ceil(exact)
    return min(max(k, 1), n)


def check_level(p: float) -> None:
    """Refuse a level outside [0, 1]."""
    if not 0.0 <= p <= 1.0:
        raise ValueError(f"the level must lie between 0 and 1, found {p}")


def bounding_ranks(n: int, p: float, confidence: float = 0.95) -> tuple[int, int]:
    """Return ranks (r, s) with P(X_(r) <= VaR_p < X_(s)) >= confidence, whatever the distribution.

    r = binom.ppf(a/2; n, p) and s = binom.ppf(1 - a/2; n, p) + 1 with a = 1 - confidence. r = 0 or
    s = n + 1 mean that the sample has no bound on that side.

    Notes
    -----
    David & Nagaraja, Order Statistics (2003), section 7.1.
    """
    check_level(p)
    tail = (1.0 - confidence) / 2.0
    return binomial_quantile(tail, n, p), binomial_quantile(1.0 - tail, n, p) + 1


def binomial_quantile(probability: float, n: int, p: float) -> int:
    """Return the smallest k with P(Bin(n, p) <= k) >= probability."""
    from scipy.special import bdtr, bdtrik

    guess = float(bdtrik(probability, n, p)) if 0.0 < p < 1.0 else n * p
    k = min(max(math.ceil(guess) if math.isfinite(guess) else 0, 0), n)
    while k > 0 and bdtr(k - 1, n, p) >= probability:
        k -= 1
    while k < n and bdtr(k, n, p) < probability:
        k += 1
    return k


def coverage(n: int, p: float, r: int, s: int) -> float:
    """Return P(X_(r) <= VaR_p < X_(s)) for a continuous distribution."""
    from scipy.special import bdtr

    above = float(bdtr(s - 1, n, p))
    return above - float(bdtr(r - 1, n, p)) if r > 0 else above


def tolerance_sample_size(p: float, confidence: float = 0.95, order: int = 1) -> int:
    """Return the smallest n for which the ``order``-th largest value exceeds VaR_p with confidence.

    The smallest n with P(Bin(n, 1 - p) >= order) >= confidence: 59, 93, 124 at 95 % / 95 %.

    Notes
    -----
    Wilks (1941), Annals of Mathematical Statistics 12, 91-96.
    """
    from scipy.special import bdtrc

    if not 0.0 <= p < 1.0:
        raise ValueError(f"the level must lie in [0, 1), found {p}")
    if not 0.0 <= confidence < 1.0 or order < 1:
        raise ValueError(f"no sample size for confidence {confidence} and order {order}")

    def enough(n: int) -> bool:
        return float(bdtrc(order - 1, n, 1.0 - p)) >= confidence

    high = order
    while not enough(high):
        high *= 2
    low = order - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high
