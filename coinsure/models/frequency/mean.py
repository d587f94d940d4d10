"""The expected count, given for the line, for one risk, or by the experience of the level."""

from coinsure.errors import ModelRefusedError
from coinsure.models.frequency.level import Level


def require_one(*, mean: float | None, per_risk: float | None, level: Level | None) -> None:
    """Raise ValueError unless exactly one of ``mean`` and ``per_risk`` is given.

    A ``level`` that tells of claims may take the place of both.
    """
    experience = level is not None and level.expected is not None
    if (mean is None) == (per_risk is None) and not (experience and mean is None):
        found = "neither" if mean is None else f"mean = {mean:g} and per_risk = {per_risk:g}"
        message = (
            "give exactly one of mean (losses of the whole line in a year) "
            f"and per_risk (losses of one risk in a year); found {found}"
        )
        raise ValueError(message)


def expected_count(
    *, mean: float | None, per_risk: float | None, level: Level | None, risks: int
) -> float:
    """Return the expected yearly count of a line of ``risks`` risks from what is given."""
    if per_risk is not None:
        return per_risk * risks
    experience = level.expected if level is not None else None
    return mean if mean is not None else experience or 0.0


def multiplied_mean(
    *, mean: float | None, per_risk: float | None, level: Level | None, factor: float
) -> dict[str, float]:
    """Return what states ``factor`` times the mean that is given."""
    if per_risk is not None:
        return {"per_risk": factor * per_risk}
    return {"mean": factor * expected_count(mean=mean, per_risk=None, level=level, risks=1)}


def require_probability(probability: float, stated: float) -> float:
    """Return the ``probability`` that a trend makes of the one that is ``stated``.

    Raises
    ------
    ModelRefusedError
        It is 1 or more.
    """
    if probability >= 1.0:
        message = (
            f"its probability of {stated:g} grows to {probability:.4g}, and it has to stay below "
            "1; lower frequency_trend, or use kind poisson"
        )
        raise ModelRefusedError(message)
    return probability
