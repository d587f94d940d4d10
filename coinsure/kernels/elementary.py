"""Elementary functions made of additions, multiplications, divisions and fused multiply-adds.

They hold no call and no branch, so that loops over them vectorise, and every operation is rounded
as IEEE 754 prescribes, so that the bits are the same on every processor that has an fma and for
every width of its vectors.
"""

import math

import numpy as np

from coinsure.kernels._jit import inline
from coinsure.kernels.intrinsics import bits_of, float_of, fma

Word = np.uint64

MANTISSA_BITS = Word(52)
MANTISSA = Word((1 << 52) - 1)
ONE = Word(0x3FF0_0000_0000_0000)  # the bits of 1.0
TWO_TO_52 = Word(0x4330_0000_0000_0000)  # the bits of 2.0**52, where the last bit counts 1
ROOT_OF_HALF = Word(0x3FE6_A09E_667F_3BCD)  # the bits of sqrt(1/2)
EXPONENT_SHIFT = Word(1024)
ROUNDER = 1.5 * 2.0**52  # added and taken away again, it rounds to the nearest integer

LOG_2_HIGH = 0.693147180369123816490  # ends in zero bits, so that e * LOG_2_HIGH is exact
LOG_2_LOW = 1.90821492927058770002e-10
LOG2_OF_E = 1.0 / math.log(2.0)

EXP2 = tuple(math.log(2.0) ** k / math.factorial(k) for k in range(14))  # 2**f on [-1/2, 1/2]
ATANH = tuple(1.0 / (2 * k + 1) for k in range(10))  # atanh(s) / s as a function of s**2
STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360)
HALF_LOG_2_PI = 0.5 * math.log(2.0 * math.pi)
STIRLING_SHIFT = 8


@inline
def polynomial(coefficients: tuple[float, ...], x: float) -> float:
    """Return the polynomial with these ``coefficients``, constant first, an even number of them.

    Even and odd powers are summed apart: half the latency of Horner's rule, one operation more.
    """
    square = x * x
    last = len(coefficients) - 1
    odd = coefficients[last]
    even = coefficients[last - 1]
    for i in range(last - 3, -1, -2):
        even = fma(even, square, coefficients[i])
        odd = fma(odd, square, coefficients[i + 1])
    return fma(odd, x, even)


@inline
def exponential(x: float) -> float:
    """Return e**x for ``|x|`` < 690; the relative error is about 1e-16 times ``|x|`` + 1."""
    t = x * LOG2_OF_E
    shifted = t + ROUNDER
    fraction = t - (shifted - ROUNDER)
    mantissa = bits_of(polynomial(EXP2, fraction))
    return float_of(mantissa + (bits_of(shifted) << MANTISSA_BITS))


@inline
def logarithm(y: float) -> float:
    """Return log(y) for normal positive ``y``, to three units in the last place.

    y = m 2**e with m in [sqrt(1/2), sqrt(2)) and log m = 2 atanh(s), s = (m - 1) / (m + 1).
    """
    bits = bits_of(y)
    exponent = ((bits - ROOT_OF_HALF) + (EXPONENT_SHIFT << MANTISSA_BITS)) >> MANTISSA_BITS
    m = float_of(bits - ((exponent - EXPONENT_SHIFT) << MANTISSA_BITS))
    e = float_of(exponent | TWO_TO_52) - (2.0**52 + 1024.0)
    s = (m - 1.0) / (m + 1.0)
    series = polynomial(ATANH, s * s)
    return fma(e, LOG_2_HIGH, fma(e, LOG_2_LOW, 2.0 * s * series))


@inline
def log_gamma(x: float) -> float:
    """Return the logarithm of the gamma function for ``x`` > 0, by Stirling's series at x + 8.

    The error is below 2e-15 times the result, or times 10 where that is larger.
    """
    product = x
    for i in range(1, STIRLING_SHIFT):
        product *= x + i
    y = x + STIRLING_SHIFT
    inverse = 1.0 / y
    series = inverse * polynomial(STIRLING, inverse * inverse)
    return (y - 0.5) * logarithm(y) - y + HALF_LOG_2_PI + series - logarithm(product)
