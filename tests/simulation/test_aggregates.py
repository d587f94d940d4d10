import numpy as np
import pytest

from coinsure.models.frequency import Poisson
from coinsure.models.severity import Beta, Lognormal
from coinsure.models.terms import Terms
from coinsure.simulation import ComponentInput, simulate
from coinsure.simulation.aggregates import CHUNK
from coinsure.tables.losses import Block

BLOCK = Block(0, CHUNK + 512)
ENOUGH = 1e9


def trials(aggregate: float | None, threshold: float = 0.0) -> list[ComponentInput]:
    terms = Terms(deductible=2.0, limit=60.0, participation=0.9, aggregate=aggregate)
    return [
        ComponentInput(
            name=f"s.line_0.{name}",
            line=0,
            frequency=Poisson(per_risk=per_risk),
            risks=5,
            severity=Lognormal(mean=mean, sigma=1.0),
            terms=terms,
            threshold=threshold,
        )
        for name, per_risk, mean in (("small", 0.8, 20.0), ("mass", 0.05, 200.0))
    ]


def paid_in_turn(large, aggregate: float) -> np.ndarray:
    """Return what is paid of each loss, by a loop over all of them in time order."""
    left: dict[tuple[int, int], float] = {}
    paid = np.empty(large.amount.size)
    for i, key in enumerate(zip(large.row.tolist(), large.risk.tolist(), strict=True)):
        paid[i] = min(large.amount[i], left.get(key, aggregate))
        left[key] = left.get(key, aggregate) - paid[i]
    return paid


def test_an_aggregate_that_is_never_reached_changes_nothing_but_names_the_risks(plan_of):
    without = simulate(plan_of(*trials(None), years=2), BLOCK)
    enough = simulate(plan_of(*trials(ENOUGH), years=2, threshold=0.0), BLOCK)
    assert np.allclose(without.total, enough.total, rtol=1e-14)
    assert np.array_equal(without.large.amount, enough.large.amount)
    assert np.array_equal(without.large.time, enough.large.time)
    assert set(without.large.risk.tolist()) == {-1}
    hits = np.bincount(enough.large.risk, minlength=5)
    assert np.all(np.abs(hits / hits.sum() - 0.2) < 4.0 * np.sqrt(0.16 / hits.sum()))


@pytest.mark.parametrize("aggregate", [30.0, 70.0])
def test_losses_are_paid_in_time_order_until_the_aggregate_is_reached(plan_of, aggregate):
    enough = simulate(plan_of(*trials(ENOUGH), years=2, threshold=0.0), BLOCK)
    cut = simulate(plan_of(*trials(aggregate), years=2, threshold=0.0), BLOCK)
    paid = paid_in_turn(enough.large, aggregate)
    assert np.mean(paid < enough.large.amount) > 0.02
    kept = paid > 0.0
    assert np.allclose(cut.large.amount, paid[kept], rtol=1e-12)
    assert np.array_equal(cut.large.risk, enough.large.risk[kept])
    assert np.array_equal(cut.large.row, enough.large.row[kept])
    by_row = np.bincount(enough.large.row, paid, minlength=cut.total.size)
    assert np.allclose(cut.total.ravel(), by_row, rtol=1e-12)


def test_what_is_paid_decides_what_is_kept_one_by_one(plan_of):
    every = simulate(plan_of(*trials(70.0), threshold=0.0), BLOCK)
    some = simulate(plan_of(*trials(70.0), threshold=40.0), BLOCK)
    none = simulate(plan_of(*trials(70.0)), BLOCK)
    assert np.array_equal(some.large.amount, every.large.amount[every.large.amount > 40.0])
    assert none.large.amount.size == 0
    assert np.array_equal(every.total, some.total)
    assert np.array_equal(every.total, none.total)


def test_a_site_is_a_risk_and_has_an_aggregate_of_its_own(plan_of):
    sites = {"a": 100.0, "b": 1.0}
    part = ComponentInput(
        name="s.line_0.c",
        line=0,
        frequency=Poisson(per_risk=3.0),
        risks=2,
        severity=Beta(alpha=2.0, beta=2.0),
        terms=Terms(aggregate=60.0),
        sites=tuple(sites.items()),
    )
    plan = plan_of(part, sites={"s.line_0": sites}, threshold=0.0)
    losses = simulate(plan, BLOCK)
    paid = np.zeros((BLOCK.paths, 2))
    np.add.at(paid, (losses.large.row, losses.large.risk), losses.large.amount)
    assert paid[:, 0].max() == pytest.approx(60.0)
    assert np.mean(paid[:, 0] > 59.999) > 0.5
    assert paid[:, 1].max() < 60.0
    assert losses.large.amount[losses.large.risk == 1].max() < 1.0
