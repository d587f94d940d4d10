"""How many paths a capital of a given accuracy takes: found as the run goes on."""

import math
from dataclasses import dataclass, replace

from coinsure.errors import ModelRefusedError, UsageError
from coinsure.risk.estimate import Estimate

MOST_PATHS = 10_000_000
"""Where a run stops that is not told where to."""

LARGEST_ERROR = 0.1
"""A capital known to no more than this is none; 0.5 is somebody's half a percent."""

ROWS_BEYOND = 400
"""Paths beyond the capital's level before its standard error is believed."""

SPARE = 1.02  # how much more is drawn than the error seems to need, so that it is seldom just short
MOST_GROWTH = 4.0  # of the paths from one round to the next: an early error is itself uncertain
LEAST_GROWTH = 1.05


@dataclass(frozen=True, slots=True)
class Accuracy:
    """The relative standard error asked of the headline capital, and what became of it.

    The rounds depend on the results alone, so that the paths needed are the same on any machine.
    """

    target: float  # standard error over value
    most_paths: int
    block_paths: int  # paths are added in whole blocks; only the most can end within one
    paths: tuple[int, ...] = ()  # after each round
    errors: tuple[float | None, ...] = ()  # None while too few rows lie beyond the level

    @classmethod
    def asked(cls, target: float, most_paths: int, block_paths: int, level: float) -> "Accuracy":
        """Return the search for a ``target``, with the paths of its first round.

        Raises
        ------
        UsageError
            The target is not a fraction that makes sense, or there is nothing to draw.
        """
        if not 0.0 < target <= LARGEST_ERROR:
            message = (
                f"a target error of {target:.3g} is not between 0 and {LARGEST_ERROR:.0%}; "
                "half a percent is 0.005, or 0.5% on the command line"
            )
            raise UsageError(message)
        if most_paths < 1:
            raise UsageError(f"at most {most_paths} paths leave nothing to draw")
        search = cls(target, most_paths, block_paths)
        return replace(search, paths=(search._whole(ROWS_BEYOND / (1.0 - level)),))

    @property
    def reached(self) -> float | None:
        """The relative standard error of the last round."""
        return self.errors[-1] if self.errors else None

    @property
    def met(self) -> bool:
        """Whether the target is reached."""
        return self.reached is not None and self.reached <= self.target

    @property
    def finished(self) -> bool:
        """Whether there is no further round."""
        done = self.paths[-1] >= self.most_paths
        return len(self.errors) == len(self.paths) and (self.met or done)

    @property
    def needed(self) -> int | None:
        """About how many paths the target takes by what is known; None before the first round."""
        rounds = [(n, e) for n, e in zip(self.paths, self.errors, strict=False) if e is not None]
        if not rounds:
            return None
        paths, error = rounds[-1]
        return math.ceil(paths * (error / self.target) ** 2)

    @property
    def blocks_expected(self) -> int | None:
        """About how many blocks the run will have; None before the first round."""
        needed = self.needed
        if needed is None:
            return None
        paths = min(max(needed, self.paths[-1]), self.most_paths)
        return -(-paths // self.block_paths)

    @property
    def shortfall(self) -> str:
        """Say how far the run fell short of its target, and what would do."""
        ended = (
            f"the target error of {self.target:.3%} is not reached: after {self.paths[-1]:,} paths"
        )
        if self.reached is None:
            return f"{ended} too few lie beyond the level of the capital; allow more with --paths"
        return (
            f"{ended}, the most there may be, the standard error of the capital is "
            f"{self.reached:.3%} of it; about {self.needed:,} paths would do, see --paths"
        )

    def after(self, capital: Estimate) -> "Accuracy":
        """Return the search after a round that gave this capital, with the paths of the next.

        Raises
        ------
        ModelRefusedError
            The capital is 0, of which no error is a part.
        """
        known = replace(self, errors=(*self.errors, _relative(capital)))
        if known.finished:
            return known
        paths = self.paths[-1]
        needed = known.needed or math.inf
        growth = min(max(SPARE * needed / paths, LEAST_GROWTH), MOST_GROWTH)
        return replace(known, paths=(*self.paths, known._whole(growth * paths)))

    def _whole(self, paths: float) -> int:
        """Return whole blocks of at least as many paths, or the most there may be."""
        return min(math.ceil(paths / self.block_paths) * self.block_paths, self.most_paths)


def _relative(capital: Estimate) -> float | None:
    if capital.value is None or capital.se is None:
        return None
    if capital.se == 0.0:
        return 0.0
    if capital.value == 0.0:
        raise ModelRefusedError("the capital is 0: there is no relative error to aim at")
    return capital.se / abs(capital.value)
