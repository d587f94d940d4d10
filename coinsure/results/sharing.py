"""Sharing of the books that members bring: three rules, and who would rather keep its own book."""

from typing import Any

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.planning.plan import Plan
from coinsure.results.estimates import figure
from coinsure.risk.estimate import Estimate
from coinsure.risk.sharing import (
    LEVELS,
    RULES,
    Compared,
    Shared,
    against_own_book,
    falling_part,
    negative_part,
)


def sharing(plan: Plan, brought: FloatArray | None) -> dict[str, Any]:
    """Return the ``sharing`` part of ``summary.json``; empty where no book is declared.

    ``brought`` (n, M) are the losses of a year on the members' books, those of the pilot. Members
    without a book have no part in it.
    """
    if brought is None:
        return {}
    names = [name for name, book in zip(plan.members, brought.T, strict=True) if book.any()]
    books = brought[:, [list(plan.members).index(name) for name in names]]
    own = against_own_book(np.zeros_like(books), books)
    return {
        "years": len(books),
        "own": {
            name: {
                "mean": float(books[:, m].mean()),
                "tvar": _levels(Compared(-own.difference, own.se), m),
            }
            for m, name in enumerate(names)
        },
        "rules": {rule: _of_rule(divide(books), books, names) for rule, divide in RULES.items()},
    }


def _of_rule(shared: Shared, books: FloatArray, names: list[str]) -> dict[str, Any]:
    """Return what a rule makes of each book."""
    compared = against_own_book(shared.paid, books)
    negative, falling = negative_part(shared.paid), falling_part(shared)
    return {
        name: {
            "change_of_tvar": _levels(compared, m),
            "verdict": _verdict(compared, m),
            "negative": float(negative[m]),
            "falling": float(falling[m]),
        }
        for m, name in enumerate(names)
    }


def _verdict(compared: Compared, member: int) -> str:
    """Return whether a member is better off, worse off at some level, or neither beyond chance."""
    if compared.worse[member]:
        return "worse"
    return "better" if compared.better[member] else "unclear"


def _levels(compared: Compared, member: int) -> dict[str, Any]:
    return {
        str(p): figure(Estimate.normal(float(value), float(se)))
        for p, value, se in zip(
            LEVELS, compared.difference[:, member], compared.se[:, member], strict=True
        )
        if p > 0.0
    }
