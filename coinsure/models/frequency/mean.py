"""The expected count, given for the line or for one risk."""


def require_one(*, mean: float | None, per_risk: float | None) -> None:
    """Raise ValueError unless exactly one of ``mean`` and ``per_risk`` is given."""
    if (mean is None) == (per_risk is None):
        found = "neither" if mean is None else f"mean = {mean:g} and per_risk = {per_risk:g}"
        message = (
            "give exactly one of mean (losses of the whole line in a year) "
            f"and per_risk (losses of one risk in a year); found {found}"
        )
        raise ValueError(message)


def expected_count(*, mean: float | None, per_risk: float | None, risks: int) -> float:
    """Return the expected yearly count of a line of ``risks`` risks from the one that is given."""
    return mean if mean is not None else (per_risk or 0.0) * risks
