"""``Level``: not knowing how high a frequency really is."""

from coinsure.spec import Positive, Spec


class Level(Spec):
    """A factor on a frequency drawn once per path: gamma with mean 1 and coefficient of variation cv.

    It holds for all years of the path: what the data do not tell about the level, as opposed to
    the yearly systemic factor.
    """

    cv: Positive
    """Standard deviation of the factor (its mean is 1)."""
