"""``Level``: not knowing how high a frequency really is."""

from coinsure.models.dependence import Gamma
from coinsure.spec import Positive, Spec


class Level(Spec):
    """A factor on a frequency that is drawn once per path and holds for all its years.

    Gamma with mean 1: what the data do not tell about the level, as opposed to the yearly
    systemic factor.
    """

    cv: Positive
    """Standard deviation of the factor (its mean is 1)."""

    def factor(self) -> Gamma:
        """Return the distribution of the factor."""
        return Gamma(shape=1.0 / self.cv**2)
