"""Years of a path that differ from each other in exposure, frequency, claims and terms."""

from dataclasses import replace

import numpy as np
import pytest

from coinsure.errors import ModelRefusedError
from coinsure.models.development import Development
from coinsure.models.events import Event, IntensityLeg, SeverityLeg
from coinsure.models.frequency import Fixed, Level, Poisson
from coinsure.models.labels import Label
from coinsure.models.severity import Beta, Constant, Lognormal, Uniform
from coinsure.models.terms import Terms
from coinsure.simulation import ComponentInput, build_simulation, simulate
from coinsure.tables.losses import Block

BLOCK = Block(0, 4096)
INFLATION = Development(claims_inflation=0.5)


def part(**changes) -> ComponentInput:
    fields = {
        "frequency": Poisson(per_risk=0.4),
        "risks": 10,
        "severity": Lognormal(mean=2.0, cv=1.0),
        "terms": Terms(),
    }
    return ComponentInput(name="s.line_0.c", line=0, **(fields | changes))


def annual(plan_of, component: ComponentInput, years: int = 3) -> np.ndarray:
    return simulate(plan_of(component, years=years), BLOCK).total[0]


def test_counts_of_a_year_have_its_exposure_and_trend(plan_of):
    development = Development(exposure_growth=0.5, frequency_trend=-0.2)
    counts = annual(plan_of, part(severity=Constant(value=1.0), development=development))
    for of_year, mean in zip(counts, (4.0, 4.0 * 1.2, 4.0 * 1.44), strict=True):
        assert abs(of_year.mean() - mean) < 4.0 * np.sqrt(mean / BLOCK.paths)
        assert of_year.var() == pytest.approx(mean, rel=0.1)


def test_growth_of_one_year_moves_no_draw_of_the_others(plan_of):
    grown = part(development=Development(exposure_growth=(0.0, 0.3)))
    steady, changed = annual(plan_of, part()), annual(plan_of, grown)
    assert np.array_equal(steady[:2], changed[:2])
    assert np.all(changed[2] >= steady[2])
    assert changed[2].mean() > steady[2].mean()


def test_a_level_holds_while_the_exposure_grows(plan_of):
    uncertain = part(
        frequency=Poisson(mean=50.0, level=Level(cv=0.5)),
        severity=Constant(value=1.0),
        development=Development(exposure_growth=1.0),
    )
    years = annual(plan_of, uncertain)
    for year, mean in enumerate((50.0, 100.0, 200.0)):
        assert years[year].mean() == pytest.approx(mean, rel=0.04)
    assert np.corrcoef(years[1], years[2])[0, 1] > 0.9


@pytest.mark.parametrize(
    ("terms", "indexed", "paid"),
    [
        (Terms(), False, [10.0, 15.0, 22.5]),
        (Terms(deductible=4.0), False, [6.0, 11.0, 18.5]),
        (Terms(deductible=4.0), True, [6.0, 9.0, 13.5]),
        (Terms(limit=12.0, participation=0.5), False, [5.0, 6.0, 6.0]),
        (Terms(limit=8.0), True, [8.0, 12.0, 18.0]),
    ],
)
def test_claims_inflate_before_the_terms_and_terms_only_if_indexed(plan_of, terms, indexed, paid):
    development = Development(claims_inflation=0.5, index_terms=indexed)
    component = part(
        frequency=Fixed(count=1),
        severity=Constant(value=10.0),
        terms=terms,
        development=development,
    )
    assert annual(plan_of, component)[:, 0] == pytest.approx(paid)


def test_a_deductible_that_is_a_rate_follows_the_value_and_an_amount_does_not(plan_of):
    # a value of 20, a loss of half of it, a deductible of max(3, 10 % of the value)
    component = part(
        frequency=Fixed(count=1),
        severity=Constant(value=0.5, scale=20.0),
        terms=Terms(deductible=3.0, deductible_rate=0.1),
        development=Development(claims_inflation=1.0),
    )
    assert annual(plan_of, component)[:, 0] == pytest.approx([7.0, 16.0, 32.0])  # 40 - 8 at last
    random = replace(
        component, severity=Beta(alpha=2.0, beta=2.0, scale=Lognormal(mean=20.0, cv=0.5))
    )
    years = annual(plan_of, random, years=2)
    u = np.random.default_rng(5).random((2, 400_000))
    value = Lognormal(mean=20.0, cv=0.5).quantile(u[0])
    loss = value * Beta(alpha=2.0, beta=2.0).quantile(u[1])
    for of_year, inflation in zip(years, (1.0, 2.0), strict=True):
        want = np.maximum(inflation * loss - np.maximum(3.0, 0.1 * inflation * value), 0.0)
        assert abs(of_year.mean() - want.mean()) < 4.0 * want.std() / np.sqrt(BLOCK.paths)


def test_a_site_pays_its_inflated_ratio(plan_of):
    component = part(
        frequency=Fixed(count=1),
        severity=Constant(value=0.2),
        terms=Terms(deductible_rate=0.1, limit=13.0),
        sites=(("a", 100.0),),
        development=INFLATION,
    )
    plan = plan_of(component, years=3, sites={"s.line_0": {"a": 100.0}})
    assert simulate(plan, BLOCK).total[0, :, 0] == pytest.approx([10.0, 13.0, 13.0])


def test_large_losses_of_inflated_years_keep_their_rows_and_add_up(plan_of):
    component = part(development=INFLATION, threshold=0.0)
    losses = simulate(plan_of(component, years=3), BLOCK)
    sums = np.bincount(losses.large.row, losses.large.amount, minlength=3 * BLOCK.paths)
    assert np.allclose(sums.reshape(3, -1), losses.total[0], rtol=1e-12)
    steady = simulate(plan_of(replace(component, development=Development()), years=3), BLOCK)
    factor = 1.5 ** (losses.large.row // BLOCK.paths)
    assert np.allclose(losses.large.amount, factor * steady.large.amount, rtol=1e-12)
    assert np.array_equal(losses.large.time, steady.large.time)


def test_a_block_replays_years_that_differ(plan_of):
    component = part(development=Development(claims_inflation=0.1, exposure_growth=0.2))
    plan = plan_of(component, years=3)
    whole, later = simulate(plan, BLOCK), simulate(plan, Block(1024, 512))
    assert np.array_equal(later.total, whole.total[:, :, 1024:1536])


def test_aggregates_and_their_risks_follow_the_years(plan_of):
    component = part(
        frequency=Poisson(per_risk=8.0),
        risks=2,
        severity=Constant(value=1.0),
        terms=Terms(aggregate=5.0),
        development=Development(claims_inflation=0.1, exposure_growth=0.5, index_terms=True),
    )
    losses = simulate(plan_of(component, years=2, threshold=0.0), BLOCK)
    paid = np.zeros((2, BLOCK.paths, 3))
    year, path = np.divmod(losses.large.row, BLOCK.paths)
    np.add.at(paid, (year, path, losses.large.risk), losses.large.amount)
    assert paid[0].max(axis=0) == pytest.approx([5.0, 5.0, 0.0])
    assert paid[1].max(axis=0) == pytest.approx([5.5, 5.5, 5.5])


def test_a_line_under_an_aggregate_keeps_a_risk_however_far_it_shrinks(plan_of):
    component = part(
        frequency=Poisson(per_risk=8.0),
        risks=1,
        severity=Constant(value=1.0),
        terms=Terms(aggregate=2.0),
        development=Development(exposure_growth=-0.6),
    )
    plan = plan_of(component, years=3)
    assert plan.aggregates[0].risks.tolist() == [1, 1, 1]
    assert simulate(plan, BLOCK).total.max(axis=(0, 2)).tolist() == [2.0, 2.0, 2.0]


def test_a_site_under_an_aggregate_cannot_grow(plan_of):
    component = part(
        severity=Beta(alpha=1.0, beta=1.0),
        terms=Terms(aggregate=5.0),
        sites=(("a", 10.0), ("b", 20.0)),
        development=Development(exposure_growth=0.1),
    )
    with pytest.raises(ModelRefusedError, match="exposure_growth would put several under it"):
        plan_of(component, years=2, sites={"s.line_0": {"a": 10.0, "b": 20.0}})


def storm(**changes) -> Event:
    fields = {
        "label": Label(zh="风暴", en="storm"),
        "frequency": Fixed(count=1),
        "intensity": Constant(value=0.5),
        "losses": {
            "s.line_0": IntensityLeg(scale=40.0, risks=10),
            "s.line_1": SeverityLeg(severity=Constant(value=9.0), terms=Terms(deductible=2.0)),
        },
        "source": "invented",
    }
    return Event(**(fields | changes))


def of_event(event: Event, developments, years: int = 3):
    return simulate(
        build_simulation(
            seed=1,
            years=years,
            lines=("s.line_0", "s.line_1"),
            premium=np.ones((2, years)),
            factors={"s": None},
            components=(),
            events={"storm": event},
            sites={},
            thresholds=np.full(2, np.inf),
            developments=developments,
        ),
        BLOCK,
    )


def test_an_event_costs_a_line_what_its_exposure_and_claims_have_become():
    grown = Development(exposure_growth=0.5, claims_inflation=0.1)
    losses = of_event(storm(), (grown, Development(exposure_growth=0.5, claims_inflation=1.0)))
    # all risks of line 0 are hit, more of them and dearer; line 1 has one loss, only dearer
    assert losses.total[0, :, 0] == pytest.approx([20.0, 20.0 * 1.65, 20.0 * 1.65**2])
    assert losses.total[1, :, 0] == pytest.approx([7.0, 16.0, 34.0])
    counts = losses.large.count[losses.large.line == 0].reshape(3, -1)
    assert counts[:, 0].tolist() == [10, 15, 22]


def test_an_event_has_a_trend_of_its_own():
    often = storm(frequency=Poisson(mean=2.0), frequency_trend=0.5)
    steady = (Development(exposure_growth=1.0, frequency_trend=1.0), Development())
    hits = of_event(often, steady).large
    of_line = hits.row[hits.line == 1] // BLOCK.paths
    for number, mean in zip(np.bincount(of_line) / BLOCK.paths, (2.0, 3.0, 4.5), strict=True):
        assert abs(number - mean) < 4.0 * np.sqrt(mean / BLOCK.paths)


def test_other_years_have_draws_of_their_own(plan_of):
    years = annual(plan_of, part(severity=Uniform(low=0.0, high=1.0), development=INFLATION))
    assert abs(np.corrcoef(years)[0, 1]) < 4.0 / np.sqrt(BLOCK.paths)
