"""Factors and levels, against negative binomials and against brute force over their values."""

import numpy as np
import pytest
from scipy import special, stats

from coinsure.errors import ModelRefusedError
from coinsure.lattice import ExactComponent, ExactLine, exact_distribution, exact_moments
from coinsure.lattice.compound import Term, transform
from coinsure.lattice.counts import PoissonCount
from coinsure.models.dependence import Gamma
from coinsure.models.frequency import Level, NegativeBinomial, Poisson
from coinsure.models.terms import Terms

SIZE = 200
MOST = 70  # losses of a line that brute force looks at
DICE = {"s.a": (1.0, 2.0, 6.0), "s.b": (2.0, 3.0, 4.0)}
CHANCES = {"s.a": (0.5, 0.3, 0.2), "s.b": (0.2, 0.5, 0.3)}
LEVELS = (0.5, 0.9, 0.99, 0.999)


def gamma_rule(shape, nodes):
    """Values and weights of a gamma factor with mean 1."""
    places, weights = special.roots_genlaguerre(nodes, shape - 1.0)
    return places / shape, weights / weights.sum()


def powers_of(name):
    """Probabilities (MOST, SIZE) of the sum of n losses."""
    loss = np.zeros(SIZE)
    loss[np.array(DICE[name], int)] = CHANCES[name]
    rows = [np.zeros(SIZE)]
    rows[0][0] = 1.0
    for _ in range(MOST - 1):
        rows.append(np.convolve(rows[-1], loss)[:SIZE])
    return np.array(rows)


def mixed(name, mean, factor, level, dispersion=None):
    """Probabilities (SIZE,) of a line's sum given the factor, by brute force over its level."""
    values, weights = gamma_rule(1.0 / level**2, 24) if level else (np.ones(1), np.ones(1))
    counts = np.zeros(MOST)
    for value, weight in zip(values, weights, strict=True):
        now = mean * factor * value
        known = (
            stats.poisson(now)
            if dispersion is None
            else stats.nbinom(now / (dispersion - 1.0), 1.0 / dispersion)
        )
        counts += weight * known.pmf(np.arange(MOST))
    return counts @ powers_of(name)


def brute_force(book, shape):
    """Probabilities (SIZE,) of the total, and the mean of each line (2, SIZE) where it is."""
    total, parts = np.zeros(SIZE), np.zeros((2, SIZE))
    points = np.arange(SIZE)
    for factor, weight in zip(*gamma_rule(shape, 24), strict=True):
        a, b = (mixed(name, *book[name][:1], factor, *book[name][1:]) for name in DICE)
        total += weight * np.convolve(a, b)[:SIZE]
        parts[0] += weight * np.convolve(a * points, b)[:SIZE]
        parts[1] += weight * np.convolve(a, b * points)[:SIZE]
    return total, parts


def tail(total, parts, p):
    """VaR, TVaR and parts of the TVaR of probabilities on whole amounts."""
    below = np.cumsum(total)
    at = int(np.argmax(below >= p - 1e-12))
    inside = (below[at] - p) / total[at]
    weight = np.where(np.arange(SIZE) > at, 1.0, 0.0)
    weight[at] = inside
    return at, (weight * total) @ np.arange(SIZE) / (1.0 - p), parts @ weight / (1.0 - p)


def lines_of(book, losses, *, systemic=True):
    lines = []
    for name, (mean, level, *rest) in book.items():
        terms = {"mean": mean, "systemic": systemic, "level": Level(cv=level) if level else None}
        frequency = NegativeBinomial(dispersion=rest[0], **terms) if rest else Poisson(**terms)
        severity = losses.points(DICE[name], CHANCES[name])
        component = ExactComponent(f"{name}.c", frequency, severity, 1, Terms(), "s")
        lines.append(ExactLine(name, (component,)))
    return lines


BOOKS = {
    "a factor": {"s.a": (2.0, None), "s.b": (3.0, None)},
    "a factor and a level": {"s.a": (2.0, 0.5), "s.b": (3.0, None)},
    "a factor and two levels": {"s.a": (2.0, 0.5), "s.b": (1.5, 0.25)},
    "a factor on clusters": {"s.a": (2.0, None, 2.5), "s.b": (1.5, 0.4, 1.5)},
}


@pytest.mark.parametrize("book", BOOKS.values(), ids=BOOKS.keys())
def test_lines_that_share_a_factor_are_mixed_over_its_values(book, losses):
    total, parts = brute_force(book, 4.0)
    found = exact_distribution(lines_of(book, losses), {"s": Gamma(shape=4.0)})
    size = min(SIZE, found.total.lattice.size) // 2
    assert found.total.lattice.step == 1.0
    assert found.total.until[:size] == pytest.approx(np.cumsum(total)[:size], abs=1e-7)
    by_line = found.by_line + found.atoms_by_line
    assert by_line[:, :size] == pytest.approx(parts[:, :size], abs=1e-6)
    for p in LEVELS:
        var, tvar, co_tvar = tail(total, parts, p)
        assert found.total.value_at_risk(p) == pytest.approx(var, abs=1e-9)
        assert found.total.tail_value_at_risk(p) == pytest.approx(tvar, rel=1e-5)
        assert found.co_tail_value_at_risk(p) == pytest.approx(co_tvar, rel=1e-5)


def test_a_poisson_count_under_a_gamma_factor_is_negative_binomial(losses):
    # r = k and b = m / k, so that the dispersion is 1 + m / k
    mixed = exact_distribution(
        lines_of({"s.a": (6.0, None)}, losses), {"s": Gamma(shape=2.5)}, step=1.0, size=512
    )
    frequency = NegativeBinomial(mean=6.0, dispersion=1.0 + 6.0 / 2.5)
    component = ExactComponent("c", frequency, losses.points(DICE["s.a"], CHANCES["s.a"]))
    known = exact_distribution([ExactLine("s.a", (component,))], {}, step=1.0, size=512)
    assert mixed.total.until == pytest.approx(known.total.until, abs=1e-10)


def test_a_level_alone_is_a_factor_of_its_own(losses):
    level = exact_distribution(
        lines_of({"s.a": (6.0, 0.5)}, losses, systemic=False), {}, step=1.0, size=512
    )
    factor = exact_distribution(
        lines_of({"s.a": (6.0, None)}, losses), {"s": Gamma(shape=4.0)}, step=1.0, size=512
    )
    assert level.total.until == pytest.approx(factor.total.until, abs=1e-10)


@pytest.mark.parametrize("shape", [0.2, 1.0, 4.0, 400.0])
@pytest.mark.parametrize("cv", [0.05, 1.0, 2.5])
def test_quadrature_over_a_factor_agrees_with_that_over_the_level(shape, cv):
    """The mean can be taken over either; SciPy's rule over the level has a closed form inside."""
    c = cv**2
    count, loss = 7.0, np.exp(1j * np.linspace(0.0, np.pi, 9)) * 0.999
    found = transform(
        [Term(0, PoissonCount(count), "s", shape, "level", c)], loss[None].astype(np.complex128)
    )
    u = (np.arange(50_000) + 0.5) / 50_000
    level = special.gammaincinv(1.0 / c, u) * c
    inside = (1.0 + np.outer(level, count * (1.0 - loss)) / shape) ** -shape
    assert found == pytest.approx(inside.mean(axis=0), abs=1e-4)


def test_a_mean_over_a_factor_that_does_not_settle_is_refused():
    # the two exponents turn against each other, so that the integrand nearly has a pole at 1
    terms = [
        Term(0, PoissonCount(1e6), "s", 4.0),
        Term(0, PoissonCount(1e6), "s", 4.0, "level", 1.0),
    ]
    losses = np.exp(np.array([[1e-3j], [-1e-3j]]))
    with pytest.raises(ModelRefusedError, match="gamma factor of shape 4 does not settle"):
        transform(terms, losses)


@pytest.mark.parametrize("factor", [None, "s"])
def test_sites_that_share_a_level_are_one_larger_site(losses, factor):
    """Poisson counts that have everything in common add up to one with the sum of the means."""
    dice = losses.points(DICE["s.a"], CHANCES["s.a"])

    def of(mean, name):
        frequency = Poisson(mean=mean, systemic=factor is not None, level=Level(cv=0.6))
        return ExactComponent(name, frequency, dice, 1, Terms(), factor, "fires")

    factors, lattice = {"s": Gamma(shape=3.0)}, {"step": 1.0, "size": 512}
    apart = ExactLine("s.a", (of(1.5, "one"), of(2.5, "two")))
    together = ExactLine("s.a", (of(4.0, "both"),))
    found, known = (exact_distribution([one], factors, **lattice) for one in (apart, together))
    assert found.total.until == pytest.approx(known.total.until, abs=1e-10)
    moments, expected = exact_moments([apart], factors), exact_moments([together], factors)
    assert moments.variance == pytest.approx(expected.variance)
    assert moments.third == pytest.approx(expected.third)
