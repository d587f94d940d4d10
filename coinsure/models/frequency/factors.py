"""Factors of mean 1 on an expected count: what they add to its variance, and who takes none."""


def mixed_variance(
    *, within: float, expected: float, factor_variance: float, level_variance: float
) -> float:
    """Return the variance of a count whose mean is multiplied by independent factors of mean 1.

    ``within`` is the variance at factor 1 and grows in proportion to the mean; ``factor_variance``
    belongs to the yearly factor and ``level_variance`` to the level.
    """
    of_product = (1.0 + factor_variance) * (1.0 + level_variance) - 1.0
    return within + expected**2 * of_product


def refuse_factors(data: object, *, kind: str, reason: str) -> None:
    """Raise ValueError where the table ``data`` of a ``kind`` asks for a factor on its mean."""
    found = [key for key in ("systemic", "level") if isinstance(data, dict) and data.get(key)]
    if found:
        message = f"a {kind} frequency takes no {' and no '.join(found)}: {reason}"
        raise ValueError(message)
