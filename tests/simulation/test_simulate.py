from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace

import numpy as np
import pytest

from coinsure.lattice.counts import count_of
from coinsure.models.dependence import Gamma
from coinsure.models.events import Event, IntensityLeg, SeverityLeg
from coinsure.models.frequency import (
    Bernoulli,
    Binomial,
    Empirical,
    Fixed,
    Level,
    NegativeBinomial,
    Poisson,
    ZeroInflatedPoisson,
)
from coinsure.models.labels import Label
from coinsure.models.severity import Beta, Constant, Lognormal, Pareto, Uniform
from coinsure.models.terms import Terms
from coinsure.simulation import ComponentInput, simulate
from coinsure.tables.losses import Block, LossTable

# w1_exact.json of the reference cases: mean and coefficient of variation, compound Poisson
W1_EXACT = (
    (13.491362418215177, 0.7624648744441848),
    (11.03788471030414, 0.29687548848602485),
    (13.093639817485585, 0.527913830692097),
    (22.97455320658421, 1.0685696263076072),
)
W1 = (
    (8.0, 2.0, 3.0, 0.1, 20.0),
    (40.0, 0.3, 2.0, 0.01, 3.0),
    (15.0, 1.0, 2.5, 0.05, 10.0),
    (5.0, 6.0, 4.0, 0.5, 60.0),
)
FLOOD = Event(
    label=Label(zh="洪水", en="flood"),
    frequency=Poisson(mean=0.3),
    intensity=Beta(alpha=1.2, beta=4.0),
    losses={
        "s.line_0": IntensityLeg(scale=30.0, risks=3),
        "s.line_1": SeverityLeg(
            severity=Uniform(low=0.0, high=8.0), risks=2, terms=Terms(deductible=1.0)
        ),
    },
    source="assumption",
)


def component(line=0, name="c", **changes) -> ComponentInput:
    parts = {
        "frequency": Poisson(mean=2.0),
        "risks": 10,
        "severity": Lognormal(mean=2.0, cv=1.0),
        "terms": Terms(),
    }
    return ComponentInput(name=f"s.line_{line}.{name}", line=line, **(parts | changes))


@pytest.fixture
def w1(plan_of):
    parts = [
        component(
            line,
            frequency=Poisson(mean=frequency),
            severity=Lognormal(mean=mean, cv=cv),
            terms=Terms(deductible=deductible, limit=limit),
        )
        for line, (frequency, mean, cv, deductible, limit) in enumerate(W1)
    ]
    return plan_of(*parts, lines=4)


@pytest.fixture
def everything(plan_of):
    """Return a plan with a bit of all that can be drawn."""
    sites = {"s.line_1": {"a": 40.0, "b": 20.0}}
    return plan_of(
        component(
            frequency=Poisson(per_risk=0.3, systemic=True, level=Level(cv=0.3)),
            systemic=0,
            threshold=4.0,
        ),
        component(name="rare", frequency=NegativeBinomial(mean=0.2, dispersion=2.0)),
        component(
            1,
            frequency=Poisson(per_risk=0.4),
            severity=Beta(alpha=1.2, beta=8.0),
            sites=tuple(sites["s.line_1"].items()),
            threshold=2.0,
        ),
        component(
            2,
            frequency=Poisson(per_risk=0.5),
            severity=Lognormal(mean=30.0, sigma=1.0),
            terms=Terms(deductible=2.0, limit=60.0, aggregate=80.0),
        ),
        component(2, name="mass", terms=Terms(limit=70.0, aggregate=80.0)),
        lines=3,
        years=3,
        factors={"s": Gamma(shape=2.0)},
        events={"flood": FLOOD},
        sites=sites,
        threshold=35.0,
    )


def large_of_path(losses: LossTable, path: int) -> list[tuple]:
    """Return the large losses of a path in order, occurrences told apart but not numbered."""
    large, p = losses.large, path - losses.block.first
    out = []
    for t in range(losses.total.shape[1]):
        r = t * losses.block.paths + p
        here = slice(large.start[r], large.start[r + 1])
        names = {-1: -1}
        for i in range(here.start, here.stop):
            occurrence = names.setdefault(int(large.occurrence[i]), len(names))
            columns = (large.line, large.risk, large.count, large.time, large.amount)
            out.append((t, occurrence, *(values[i].item() for values in columns)))
    return out


def assert_same_paths(part: LossTable, whole: LossTable):
    begin = part.block.first - whole.block.first
    assert np.array_equal(part.total, whole.total[:, :, begin : begin + part.block.paths])
    some = range(part.block.first, part.block.first + part.block.paths, 7)
    assert [large_of_path(part, p) for p in some] == [large_of_path(whole, p) for p in some]


def test_w1_has_its_exact_means_and_deviations(w1):
    annual = simulate(w1, Block(0, 65_536)).annual
    for x, (mean, cv) in zip(annual.T, W1_EXACT, strict=True):
        sd = mean * cv
        assert abs(x.mean() - mean) < 4.0 * sd / np.sqrt(x.size)
        fourth = np.mean((x - mean) ** 4)
        assert abs(np.mean((x - mean) ** 2) - sd**2) < 4.0 * np.sqrt((fourth - sd**4) / x.size)


@pytest.mark.parametrize(("first", "paths"), [(0, 512), (512, 512), (1024, 2048), (4608, 488)])
def test_a_block_replays_its_paths_bit_for_bit(everything, first, paths):
    whole = simulate(everything, Block(0, 5096))
    assert_same_paths(simulate(everything, Block(first, paths)), whole)


def test_threads_change_no_bit(everything):
    blocks = [Block(first, 1024) for first in range(0, 4096, 1024)]
    with ThreadPoolExecutor(2) as pool:
        parts = list(pool.map(lambda block: simulate(everything, block), blocks))
    whole = simulate(everything, Block(0, 4096))
    for part in parts:
        assert_same_paths(part, whole)


def test_paths_far_beyond_32_bits_draw_on_their_own(w1):
    near, far = simulate(w1, Block(0, 512)), simulate(w1, Block(1 << 40, 512))
    across = simulate(w1, Block(2**32 - 512, 1024))
    after = simulate(w1, Block(2**32, 512))
    assert np.mean(near.total == far.total) < 0.01
    assert np.array_equal(across.total[:, :, 512:], after.total)
    assert np.mean(near.total == after.total) < 0.01


def test_another_line_or_order_of_lines_moves_no_draw(plan_of):
    one, two = component(0), component(1, severity=Uniform(low=1.0, high=2.0))
    both = simulate(plan_of(one, two, lines=2), Block(0, 1024))
    alone = simulate(plan_of(one), Block(0, 1024))
    turned = simulate(plan_of(two, one, lines=2), Block(0, 1024))
    assert np.array_equal(both.total[0], alone.total[0])
    assert np.array_equal(both.total, turned.total)


def test_a_longer_horizon_moves_no_draw(plan_of):
    part = component(frequency=Poisson(mean=3.0, systemic=True, level=Level(cv=0.5)), systemic=0)
    factors = {"s": Gamma(shape=1.0)}
    short = simulate(plan_of(part, years=2, factors=factors), Block(0, 1024))
    long = simulate(plan_of(part, years=5, factors=factors), Block(0, 1024))
    assert np.array_equal(short.total[0], long.total[0, :2])


def test_another_seed_draws_other_losses(w1):
    one = simulate(w1, Block(0, 512)).total
    two = simulate(replace(w1, seed=w1.seed + 1), Block(0, 512)).total
    assert np.mean(one == two) < 0.01


def test_keeping_losses_one_by_one_changes_no_total(plan_of):
    sums = simulate(plan_of(component()), Block(0, 2048))
    kept = simulate(plan_of(component(threshold=0.0)), Block(0, 2048))
    assert np.array_equal(sums.total, kept.total)
    assert sums.large.amount.size == 0
    added = np.bincount(kept.large.row, kept.large.amount, minlength=2048)
    assert np.allclose(added, kept.total[0, 0])


def test_large_losses_come_in_order_with_all_their_columns(everything):
    losses = simulate(everything, Block(0, 2048))
    large = losses.large
    keys = (large.line, large.occurrence, large.time, large.row)
    assert np.array_equal(np.lexsort(keys), np.arange(large.amount.size))
    assert large.start[-1] == large.amount.size
    assert {field.name: getattr(large, field.name).dtype.name for field in fields(large)} == {
        "start": "int64",
        "line": "int32",
        "risk": "int32",
        "occurrence": "int32",
        "count": "int32",
        "time": "float64",
        "amount": "float64",
    }
    own = large.occurrence < 0
    assert large.amount[own & (large.line == 0)].min() > 4.0
    assert set(large.risk[own & (large.line == 1)].tolist()) == {0, 1}
    assert set(large.risk[large.line == 2].tolist()) == set(range(10))
    assert large.amount[large.line == 2].min() > 35.0
    assert losses.sites == {"s.line_1": {"a": 40.0, "b": 20.0}}


FREQUENCIES = {
    "poisson": Poisson(mean=3.0),
    "negative binomial": NegativeBinomial(mean=3.0, dispersion=4.0),
    "binomial": Binomial(probability=0.3),
    "systemic poisson": Poisson(mean=3.0, systemic=True),
    "systemic negative binomial": NegativeBinomial(mean=3.0, dispersion=2.0, systemic=True),
    "uncertain poisson": Poisson(mean=3.0, level=Level(cv=0.5)),
    "all at once": NegativeBinomial(mean=50.0, dispersion=2.0, systemic=True, level=Level(cv=0.5)),
    "rare": Poisson(mean=0.003),
    "bernoulli": Bernoulli(probabilities=(0.9, 0.1) * 5),
    "empirical": Empirical(counts=(0, 0, 1, 5)),
    "empirical of each risk": Empirical(counts=(0, 0, 1), of_each_risk=True),
    "zero-inflated": ZeroInflatedPoisson(mean=3.0, zero_inflation=0.3),
    "zero-inflated under factors": ZeroInflatedPoisson(
        mean=3.0, zero_inflation=0.3, systemic=True, level=Level(low=0.5, high=2.0)
    ),
    "after three claims": Poisson(level=Level(claims=3, years=5.0)),
}


@pytest.mark.parametrize("case", list(FREQUENCIES))
def test_counts_have_the_mean_and_variance_of_their_frequency(plan_of, case):
    frequency = FREQUENCIES[case]
    systemic = 0 if frequency.systemic else -1
    part = component(frequency=frequency, severity=Constant(value=1.0), systemic=systemic)
    counts = simulate(plan_of(part, factors={"s": Gamma(shape=4.0)}), Block(0, 65_536)).annual[:, 0]
    mean, variance = frequency.expected(10), frequency.variance(10, 0.25)
    assert np.array_equal(counts, np.round(counts))
    assert abs(counts.mean() - mean) < 4.0 * np.sqrt(variance / counts.size)
    fourth = np.mean((counts - mean) ** 4)
    error = np.sqrt((fourth - variance**2) / counts.size)
    assert abs(np.mean((counts - mean) ** 2) - variance) < 4.0 * error


@pytest.mark.parametrize("case", [c for c, f in FREQUENCIES.items() if not (f.systemic or f.level)])
def test_counts_have_the_third_moment_of_their_frequency(plan_of, case):
    part = component(frequency=FREQUENCIES[case], severity=Constant(value=1.0))
    counts = simulate(plan_of(part), Block(0, 65_536)).annual[:, 0]
    mean, _, third = count_of(FREQUENCIES[case], risks=10, year=1).cumulants()
    cubes = (counts - mean) ** 3
    assert abs(cubes.mean() - third) < 4.0 * cubes.std() / np.sqrt(cubes.size)


SEVERITIES = {
    "lognormal": Lognormal(mean=2.0, cv=2.0),
    "pareto": Pareto(minimum=1.0, alpha=1.05),
    "beta": Beta(alpha=1.5, beta=1.5, scale=9.0),
    "uniform": Uniform(low=1.0, high=6.0),
    "constant": Constant(value=4.0),
    "random value": Uniform(low=0.0, high=1.0, scale=Lognormal(mean=6.0, sigma=0.5)),
}


@pytest.mark.parametrize("case", list(SEVERITIES))
def test_payments_have_the_mean_of_their_severity_in_its_layer(plan_of, case):
    severity, terms = SEVERITIES[case], Terms(deductible=0.5, limit=5.0, participation=0.8)
    part = component(frequency=Fixed(count=3), severity=severity, terms=terms)
    annual = simulate(plan_of(part), Block(0, 65_536)).annual[:, 0]
    layer = float(severity.limited_mean(5.5)) - float(severity.limited_mean(0.5))
    error = annual.std() / np.sqrt(annual.size)
    assert abs(annual.mean() - 3 * 0.8 * layer) <= 4.0 * error + 1e-8


def test_a_level_holds_for_all_years_and_a_factor_for_one(plan_of):
    blocks = Block(0, 32_768)
    level = component(
        frequency=Poisson(mean=50.0, level=Level(cv=0.5)), severity=Constant(value=1.0)
    )
    years = simulate(plan_of(level, years=2), blocks).total[0]
    assert np.corrcoef(years)[0, 1] == pytest.approx(12.5 / 13.5, abs=0.01)
    yearly = component(
        frequency=Poisson(mean=50.0, systemic=True), severity=Constant(value=1.0), systemic=0
    )
    years = simulate(plan_of(yearly, years=2, factors={"s": Gamma(shape=4.0)}), blocks).total[0]
    assert abs(np.corrcoef(years)[0, 1]) < 4.0 / np.sqrt(blocks.paths)


def test_lines_of_a_sector_share_its_factor(plan_of):
    parts = [
        component(
            line,
            frequency=Poisson(mean=50.0, systemic=True),
            severity=Constant(value=1.0),
            systemic=0,
        )
        for line in (0, 1)
    ]
    plan = plan_of(*parts, lines=2, factors={"s": Gamma(shape=4.0)})
    lines = simulate(plan, Block(0, 32_768)).total[:, 0]
    assert np.corrcoef(lines)[0, 1] == pytest.approx(12.5 / 13.5, abs=0.01)


def test_known_counts_happen_in_their_years_only(plan_of):
    part = component(frequency=Fixed(count=2, years=(2,)), severity=Constant(value=7.0))
    total = simulate(plan_of(part, years=3), Block(0, 600)).total[0]
    assert np.all(total[[0, 2]] == 0.0)
    assert np.all(total[1] == 14.0)


@pytest.mark.parametrize("severity", list(SEVERITIES))
@pytest.mark.parametrize("frequency", list(FREQUENCIES))
def test_every_frequency_pays_the_mean_of_every_severity(plan_of, frequency, severity):
    of, loss, terms = FREQUENCIES[frequency], SEVERITIES[severity], Terms(limit=8.0)
    part = component(frequency=of, severity=loss, terms=terms, systemic=0 if of.systemic else -1)
    annual = simulate(plan_of(part, factors={"s": Gamma(shape=4.0)}), Block(0, 16_384)).annual
    mean = of.expected(10) * float(loss.limited_mean(8.0))
    assert abs(annual.mean() - mean) < 4.0 * annual.std() / np.sqrt(annual.size)
