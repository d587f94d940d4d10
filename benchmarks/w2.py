"""Workload W2: a pool over five years, by the package and by the best numpy.

The lines of W1, and besides: a gamma factor (coefficient of variation 0.3) on all frequencies of a
year; half a shock a year, which hits each line with a probability (0.6, 0.3, 0.4, 0.5) and whose
severities share a normal factor (correlation 0.7); an excess of loss 10 xs 10 with one paid
reinstatement; a stop-loss 40 xs 90; and an account over five years with interest and a profit
commission that carries losses forward.
"""

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

import w1
from coinsure.arrays import FloatArray
from coinsure.kernels.draws import add_at_rows, list_losses, times_of_words
from coinsure.kernels.quantiles import quantiles_of_words
from coinsure.models.dependence import Gamma
from coinsure.models.frequency import Poisson
from coinsure.models.terms import Terms
from coinsure.reinsurance import TreatySpec
from coinsure.reinsurance.programme import reinsure
from coinsure.reinsurance.treaties import ExcessOfLoss, StopLoss
from coinsure.simulation import (
    ComponentInput,
    SimulationPlan,
    build_simulation,
    draw_losses,
    simulate,
)
from coinsure.simulation.count_table import count_plan
from coinsure.simulation.counting import draw_counts
from coinsure.simulation.large import Kept, large_losses, single_losses
from coinsure.simulation.occurrences import draw_words
from coinsure.simulation.quantile_table import tabulate
from coinsure.simulation.streams import Streams, stream_number
from coinsure.tables.losses import Block, LossTable

YEARS = 5
FACTOR_CV = 0.3
SHOCKS = 0.5
HIT = (0.6, 0.3, 0.4, 0.5)
SHARED = 0.7
OWN = math.sqrt(1.0 - SHARED**2)

RETENTION, LIMIT, LAYER_PREMIUM = 10.0, 10.0, 1.5
STOP_RETENTION, STOP_LIMIT, STOP_PREMIUM = 90.0, 40.0, 0.8
PREMIUM, EXPENSES, INTEREST, COMMISSION, CAPITAL = 66.0, 0.08, 0.02, 0.3, 30.0

CHUNK = 800
"""Paths: 4,000 path-years, about a chunk of W1."""


class Normal:
    """The standard normal distribution, as a table wants it."""

    def quantile(self, u: FloatArray) -> FloatArray:
        from scipy.special import ndtri

        return ndtri(u)

    def quantile_of_survival(self, v: FloatArray) -> FloatArray:
        return -self.quantile(v)


class Lifted:
    """A distribution moved up, because a table need only be right above 0."""

    BY = 16.0

    def quantile(self, u: FloatArray) -> FloatArray:
        return Normal().quantile(u) + self.BY

    def quantile_of_survival(self, v: FloatArray) -> FloatArray:
        return Normal().quantile_of_survival(v) + self.BY


def w2() -> tuple[SimulationPlan, dict[str, TreatySpec]]:
    """Return plan and treaties of W2, all but its shocks."""
    components = [
        ComponentInput(
            name=f"{w1.LINES[line]}.all",
            line=line,
            frequency=Poisson(mean=w1.MEANS[line], systemic=True),
            risks=1,
            severity=severity,
            terms=Terms(deductible=w1.LAYERS[line][0], limit=w1.LAYERS[line][1]),
            systemic=0,
            threshold=RETENTION,
        )
        for line, severity in enumerate(w1.lognormals())
    ]
    plan = build_simulation(
        seed=7,
        years=YEARS,
        lines=w1.LINES,
        premium=np.full((4, YEARS), PREMIUM / 4.0),
        factors={"w1": Gamma(shape=1.0 / FACTOR_CV**2)},
        components=components,
        events={},
        sites={},
        thresholds=np.full(4, RETENTION),
    )
    treaties: dict[str, TreatySpec] = {
        "excess_of_loss": ExcessOfLoss(
            lines=w1.LINES,
            retention=RETENTION,
            limit=LIMIT,
            reinstatements=(1.0,),
            premium=LAYER_PREMIUM,
        ),
        "stop_loss": StopLoss(
            lines=w1.LINES, retention=STOP_RETENTION, limit=STOP_LIMIT, premium=STOP_PREMIUM
        ),
    }
    return plan, treaties


NORMAL = tabulate(Lifted(), "normal")
SHOCK_COUNTS = count_plan(
    Poisson(mean=SHOCKS), risks=1, years=YEARS, factor=-1, name="shocks", streams=Streams()
)


def by_kernels(plan: SimulationPlan, block: Block) -> tuple[FloatArray, FloatArray]:
    """Return gross losses (4, T, P) and the account (4, P): the numpy program, but for its draws.

    The treaties are applied to sums of a year, as there, and large losses stay out of order.
    """
    gross = np.zeros((4, YEARS, block.paths))
    large = [*draw_losses(plan, block, gross), *shocks(plan, block, gross)]
    row = np.concatenate([kept.row for kept in large])
    amount = np.concatenate([kept.amount for kept in large])
    into_layer(amount)
    layer = np.bincount(row, amount, YEARS * block.paths).reshape(YEARS, block.paths)
    year = (gross[0] + gross[1]) + (gross[2] + gross[3])
    return gross, account(result_of_year(year, layer))


def by_stages(
    plan: SimulationPlan, treaties: Mapping[str, TreatySpec], block: Block
) -> tuple[FloatArray, FloatArray]:
    """Return gross losses (4, T, P) and the account (4, P) by the stages of a run.

    They also bring losses into time order and say what each line and each loss recovers.
    """
    losses = simulate(plan, block)
    sources = [kept_losses(losses), *shocks(plan, block, losses.total)]
    losses = replace(losses, large=large_losses(sources, YEARS * block.paths))
    net = reinsure(losses, treaties)
    kept = PREMIUM * (1.0 - EXPENSES)
    return losses.total, account(kept - (net.net + net.cost).sum(axis=0))


def shocks(plan: SimulationPlan, block: Block, total: FloatArray) -> list[Kept]:
    """Add the shocks to ``total`` (4, T, P) and return their large losses.

    Made of the package's own draws: the legs are tied as no event of the package ties them.
    """
    stream = stream_number("shocks")
    counts = draw_counts(
        SHOCK_COUNTS, seed=plan.seed, stream=stream, block=block, years=YEARS, factors=[]
    )
    number = int(counts.sum())
    row, draw = np.empty(number, np.int64), np.empty(number, np.int32)
    list_losses(counts, row, draw)
    year, path = np.divmod(row, block.paths)
    path += block.first

    def words(purpose: str) -> np.ndarray:
        return draw_words(plan.seed, stream_number(purpose), path, year, draw)

    def normal(purpose: str) -> FloatArray:
        z = np.empty(number)
        quantiles_of_words(words(purpose), NORMAL.cubics, NORMAL.cell_bits, z)
        return z - Lifted.BY

    time = np.empty(number)
    hits = words("hits")
    times_of_words(words("times"), time)
    shared = SHARED * normal("shared")
    kept: list[Kept] = []
    for line in range(4):
        hit = (hits >> np.uint64(16 * line)) & np.uint64(0xFFFF) < HIT[line] * 65536.0
        mu, sigma = w1.parameters(line)
        x = np.exp(mu + sigma * (shared + OWN * normal(f"line {line}")))
        w1.pay(line, x)
        x *= hit
        add_at_rows(row, x, total[line].reshape(-1))
        if w1.LAYERS[line][1] > RETENTION:
            large = np.flatnonzero(x > RETENTION)
            kept.append(
                single_losses(
                    line=np.full(large.size, line, np.int32),
                    row=row[large],
                    risk=np.full(large.size, -1, np.int32),
                    time=time[large],
                    amount=x[large],
                )
            )
    return kept


def kept_losses(losses: LossTable) -> Kept:
    """Return the large losses of a table as one of the sources of another."""
    large = losses.large
    return Kept(
        large.row, large.line, large.risk, large.occurrence, large.count, large.time, large.amount
    )


def best_numpy(paths: int) -> tuple[FloatArray, FloatArray]:
    """Return gross losses (4, T, P) and the account (4, P) by numpy at its best."""
    generator = np.random.Generator(np.random.SFC64(1))
    gross, accounts = np.empty((4, YEARS, paths)), np.empty((4, paths))
    shape = 1.0 / FACTOR_CV**2
    buffers = [np.empty(2 * w1.room(CHUNK * YEARS * mean)) for mean in w1.MEANS]
    for first in range(0, paths, CHUNK):
        width = min(CHUNK, paths - first)
        rows = width * YEARS
        factor = generator.standard_gamma(shape, rows)
        factor /= shape
        of_row = np.repeat(np.arange(rows), generator.poisson(SHOCKS, rows))
        shared = generator.standard_normal(of_row.size)
        shared *= SHARED
        layer, year = np.zeros(rows), np.zeros(rows)
        for line, buffer in enumerate(buffers):
            annual = np.zeros(rows)
            count = generator.poisson(w1.MEANS[line] * factor)
            x = buffer[: int(count.sum())]
            w1.fill_losses(generator, line, x)
            w1.add_segments(x, count, annual)
            shock = shock_losses(generator, line, shared)
            annual += np.bincount(of_row, shock, rows)
            if w1.LAYERS[line][1] > RETENTION:
                into_layer(x)
                w1.add_segments(x, count, layer)
                into_layer(shock)
                layer += np.bincount(of_row, shock, rows)
            gross[line, :, first : first + width] = annual.reshape(YEARS, width)
            year += annual
        result = result_of_year(year, layer)
        accounts[:, first : first + width] = account(result.reshape(YEARS, width))
    return gross, accounts


def shock_losses(generator: np.random.Generator, line: int, shared: FloatArray) -> FloatArray:
    """Return what each shock costs a line, 0 where it does not hit."""
    mu, sigma = w1.parameters(line)
    x = generator.standard_normal(shared.size)
    x *= OWN
    x += shared
    x *= sigma
    x += mu
    np.exp(x, out=x)
    w1.pay(line, x)
    x *= generator.random(shared.size) < HIT[line]
    return x


def into_layer(x: FloatArray) -> None:
    """Turn payments into their part in the layer."""
    np.subtract(x, RETENTION, out=x)
    np.maximum(x, 0.0, out=x)
    np.minimum(x, LIMIT, out=x)


def result_of_year(gross: FloatArray, layer: FloatArray) -> FloatArray:
    """Return what a year brings after both treaties, of its losses and their part in the layer."""
    net = gross - np.minimum(layer, 2.0 * LIMIT)
    stopped = np.minimum(np.maximum(net - STOP_RETENTION, 0.0), STOP_LIMIT)
    reinstatement = LAYER_PREMIUM / LIMIT * np.minimum(layer, LIMIT)
    kept = PREMIUM * (1.0 - EXPENSES) - LAYER_PREMIUM - STOP_PREMIUM
    return kept - reinstatement - net + stopped


def account(result: FloatArray) -> FloatArray:
    """Return last balance, lowest balance, ruin and commission of yearly results (T, P), (4, P)."""
    paths = result.shape[1]
    balance, lowest = np.full(paths, CAPITAL), np.full(paths, CAPITAL)
    forward, paid = np.zeros(paths), np.zeros(paths)
    for of_year in result:
        carried = of_year + forward
        commission = COMMISSION * np.maximum(carried, 0.0)
        forward = np.minimum(carried, 0.0)
        balance = balance * (1.0 + INTEREST) + of_year - commission
        lowest = np.minimum(lowest, balance)
        paid += commission
    return np.stack([balance, lowest, lowest < 0.0, paid])
