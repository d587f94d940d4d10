"""Years of profit made by hand."""

import numpy as np
import pytest

from coinsure.pool.profit import ProfitYear


def rows(values):
    """Return members' values (M,) or (M, P) as (M, P)."""
    found = np.array(values, float)
    return found[:, None] if found.ndim == 1 else found


@pytest.fixture(scope="session")
def year():
    """Return a function that makes a year; the lead is the first member."""

    def make(own, premium, *, claims=None, standing=None, number=1, last=False, lead=0):
        own = rows(own)
        return ProfitYear(
            number=number,
            last=last,
            lead=lead,
            standing=np.ones_like(own) if standing is None else rows(standing),
            own=own,
            premium=np.broadcast_to(rows(premium), own.shape),
            claims=np.zeros_like(own) if claims is None else rows(claims),
        )

    return make


@pytest.fixture(scope="session")
def run(year):
    """Return a function that takes a rule through years of (own result of each member)."""

    def through(rule, results, premium, **more):
        memory, held = np.zeros((rule.rows(), 1)), np.zeros(1)
        parts, balances = [], []
        for number, own in enumerate(results, 1):
            division = rule.divide(
                year(own, premium, number=number, last=number == len(results), **more),
                memory,
                held,
            )
            memory, held = division.memory, division.held
            parts.append(division.parts[:, 0])
            balances.append(float(np.broadcast_to(held, 1)[0]))
        return np.array(parts), np.array(balances)

    return through
