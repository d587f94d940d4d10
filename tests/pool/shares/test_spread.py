"""Dividing a whole under caps, by hand."""

import numpy as np
import pytest

from coinsure.pool.shares.spread import spread


@pytest.mark.parametrize(
    ("weights", "caps", "shares"),
    [
        ((1, 1, 2), (1, 1, 1), (0.25, 0.25, 0.5)),
        ((1, 1, 2), (1, 1, 0.4), (0.3, 0.3, 0.4)),
        # re-spread twice: 0.5 is cut to 0.2; then 0.4 each is above 0.3, the last takes the rest
        ((2, 1, 1), (0.2, 0.3, 1.0), (0.2, 0.3, 0.5)),
        # the cut of the first pushes the second above its cap, who was below it before
        ((6, 3, 1), (0.3, 0.4, 1.0), (0.3, 0.4, 0.3)),
        ((1, 1), (0.2, 0.3), (0.2, 0.3)),
        ((0, 1), (1, 0.4), (0.0, 0.4)),
        ((0, 0), (1, 1), (0.0, 0.0)),
        ((3,), (1,), (1.0,)),
    ],
)
def test_nobody_is_above_its_cap_and_the_excess_goes_to_those_with_room(weights, caps, shares):
    np.testing.assert_allclose(spread(weights, caps), shares, rtol=1e-15, atol=1e-16)
