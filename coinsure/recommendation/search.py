"""The best choice of terms: change one group at a time as long as that is an improvement."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from coinsure.decision.objective import Criterion
from coinsure.recommendation.assess import Assessed, compared
from coinsure.recommendation.candidates import Candidates, Choice
from coinsure.risk.estimate import Estimate

Run = Callable[[Choice], Assessed]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The order of choices: those inside the limits first, then by the criteria in their order.

    A choice with a treaty that costs less than it is expected to pay comes after all others.
    """

    criteria: tuple[Criterion, ...]

    def better(self, one: Assessed, other: Assessed) -> bool:
        """Whether the other is better than the one, and not only by chance."""
        if one.mispriced != other.mispriced:
            return one.mispriced
        if one.admissible != other.admissible:
            return other.admissible
        if not one.admissible and _excess(one) != _excess(other):
            return _excess(other) < _excess(one)
        gap = self.decisive(one, other)
        return gap is not None and (gap[1].value or 0.0) > 0.0

    def decisive(self, one: Assessed, other: Assessed) -> tuple[Criterion, Estimate] | None:
        """Return the first criterion by which two choices differ beyond the error; None if none."""
        for criterion in self.criteria:
            gap = compared(one, other, criterion)
            if gap.low is not None and gap.high is not None and (gap.low > 0.0 or gap.high < 0.0):
                return criterion, gap
        return None

    def ordered(self, found: Iterable[Assessed]) -> list[Assessed]:
        """Return choices from the best, by insertion: later ones only before what they beat."""
        order: list[Assessed] = []
        for one in found:
            place = next((k for k, held in enumerate(order) if self.better(held, one)), len(order))
            order.insert(place, one)
        return order


def search(candidates: Candidates, ranking: Ranking, run: Run) -> Assessed:
    """Return a choice that no change of a single group improves beyond the error.

    It starts from the terms as they are, and leaves them only for something that is better.
    """
    best = run(())
    improved = True
    while improved:
        improved = False
        for group in range(len(candidates.groups)):
            for choice in candidates.neighbours(best.choice, group):
                found = run(choice)
                if ranking.better(best, found):
                    best, improved = found, True
    return best


def _excess(one: Assessed) -> tuple[int, float]:
    """Return how many checks and limits are broken, and by how much of the limits."""
    beyond = sum(held.excess / max(abs(held.limit), 1e-12) for held in one.broken)
    return len(one.failed) + len(one.broken), beyond
