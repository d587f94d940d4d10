import math

import pytest

from coinsure.risk.roots import rising_root


@pytest.mark.parametrize(
    ("function", "low", "high", "root"),
    [
        (lambda x: x * x - 2.0, 0.0, 4.0, math.sqrt(2.0)),
        (lambda x: math.exp(x) - 5.0, 0.0, 64.0, math.log(5.0)),  # nearly flat, then nearly upright
        (lambda x: x**9 - 1e-3, 0.0, 2.0, 1e-3 ** (1.0 / 9.0)),
        (lambda x: math.copysign(1.0, x - math.pi), 0.0, 8.0, math.pi),  # no slope to go by
        (lambda x: math.atan(x - 3.0), -1e6, 1e6, 3.0),
        (lambda x: x, 0.0, 1.0, 0.0),
        (lambda x: x - 1.0, 0.0, 1.0, 1.0),
    ],
)
def test_the_root_is_found_but_for_rounding(function, low, high, root):
    assert rising_root(function, low, high) == pytest.approx(root, rel=3e-14)


def test_a_steep_end_costs_few_values():
    asked = []
    rising_root(lambda x: asked.append(x) or math.expm1(x) - 0.3, 0.0, 4.0)
    assert len(asked) < 20


@pytest.mark.parametrize(("low", "high"), [(2.0, 3.0), (-3.0, 0.5)])
def test_what_holds_no_root_is_refused(low, high):
    with pytest.raises(ValueError, match="no root"):
        rising_root(lambda x: x - 1.0, low, high)
