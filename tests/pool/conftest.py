"""Members made by hand for the tests of the pool."""

import pytest

from coinsure.pool import Member


@pytest.fixture(scope="session")
def members():
    """Return a function that makes members from their capital bases, in that order."""

    def make(*bases, **fields):
        """Give member i, M1 being the first, the i-th value of each of ``fields``."""
        return {
            f"M{number + 1}": Member(
                paid_in_capital_and_reserves=base,
                actual_capital=2.0 * base,
                minimum_capital=base,
                **{name: values[number] for name, values in fields.items()},
            )
            for number, base in enumerate(bases)
        }

    return make
