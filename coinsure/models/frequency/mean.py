"""The expected count that Poisson and negative binomial frequencies are given by."""


def expected_count(*, mean: float | None, per_risk: float | None, risks: int) -> float:
    """Return the expected yearly count of a line of ``risks`` risks from the one that is given."""
    return mean if mean is not None else (per_risk or 0.0) * risks


def require_one(*, mean: float | None, per_risk: float | None) -> None:
    """Raise ValueError unless exactly one of ``mean`` and ``per_risk`` is given."""
    if (mean is None) == (per_risk is None):
        found = "neither" if mean is None else f"mean = {mean:g} and per_risk = {per_risk:g}"
        message = (
            "give exactly one of mean (losses of the whole line in a year) and per_risk (losses of one risk "
            f"in a year); found {found}"
        )
        raise ValueError(message)


def mixed_variance(
    *, within: float, expected: float, factor_variance: float, level_cv: float
) -> float:
    """Return the variance of a count whose mean is multiplied by independent factors of mean 1.

    ``within`` is the variance at factor 1 and grows in proportion to the mean; ``factor_variance``
    belongs to the yearly factor and ``level_cv`` to the level.
    """
    of_product = (1.0 + factor_variance) * (1.0 + level_cv**2) - 1.0
    return within + expected**2 * of_product
