"""Which lines a treaty covers, and above what amount single losses matter to any treaty."""

import math
from collections.abc import Mapping, Sequence
from typing import Protocol


class Treaty(Protocol):
    """What every kind of treaty has for this."""

    @property
    def lines(self) -> tuple[str, ...]:
        """Lines or whole sectors that it covers."""
        ...

    @property
    def smallest_loss(self) -> float:
        """Amount below which a single loss matters to it only in sum."""
        ...


def covers(treaty: Treaty, line: str) -> bool:
    """Tell whether ``treaty`` names ``line`` ("sector.line") or its sector."""
    return is_named(line, treaty.lines)


def is_named(line: str, names: Sequence[str]) -> bool:
    """Tell whether ``line`` ("sector.line") or its sector is among ``names``."""
    return line in names or line.split(".", 1)[0] in names


def covered_lines(treaty: Treaty, lines: Sequence[str]) -> tuple[int, ...]:
    """Return the numbers of the lines that ``treaty`` covers, in the order of ``lines``."""
    return tuple(number for number, line in enumerate(lines) if covers(treaty, line))


def unknown_lines(treaty: Treaty, lines: Sequence[str]) -> tuple[str, ...]:
    """Return the names in ``treaty`` that are neither one of ``lines`` nor a sector of theirs."""
    known = {*lines, *(line.split(".", 1)[0] for line in lines)}
    return tuple(name for name in treaty.lines if name not in known)


def smallest_retention(treaties: Mapping[str, Treaty], line: str) -> float:
    """Return the smallest single loss on ``line`` that any treaty looks at, infinite if none does.

    Losses below it matter only in sum. An earlier treaty only lowers losses, so the plain amounts
    are safe whatever the order of the treaties.
    """
    amounts = (treaty.smallest_loss for treaty in treaties.values() if covers(treaty, line))
    return min(amounts, default=math.inf)
