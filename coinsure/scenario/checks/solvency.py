"""Members' own books: charges by risk must give the minimum capital that is stated."""

from collections.abc import Iterator

from coinsure.capital.company import minimum_capital
from coinsure.scenario.checks.parts import Parts
from coinsure.scenario.finding import Finding
from coinsure.scenario.money import YUAN

ROUNDING = 0.01
"""Stated minimum capital and that of the charges may differ by this much, relatively."""


def own_books(parts: Parts) -> Iterator[Finding]:
    """Yield members whose charges do not aggregate to their stated minimum capital."""
    if parts.unit is None:
        return
    for name, member in parts.members.items():
        if member.own_book is None:
            continue
        found = minimum_capital(member.own_book, YUAN[parts.unit])
        stated = member.minimum_capital
        if abs(found - stated) > ROUNDING * stated:
            yield Finding(
                ("members", name, "minimum_capital"),
                f"the charges of own_book aggregate to {found:,.0f}, not to this within 1 %",
                f"{stated:,.0f}",
                "correct it, or a charge, total_assets or control_score of own_book",
            )
