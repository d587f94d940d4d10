"""One hash for any number of threads, any block size and any order of arrival."""

import random
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from coinsure.engine import Threads
from coinsure.planning.aim import aim
from coinsure.planning.make import make_plan
from coinsure.scenario import load_scenario
from coinsure.study import answer_block, run, run_block
from coinsure.tables.fold import Fold
from coinsure.tables.summary import Summary

PATHS = 40_000
SCENARIO = Path(__file__).parents[1] / "scenarios" / "henan.toml"


@pytest.fixture(scope="module")
def scenario():
    return load_scenario(SCENARIO, {"simulation.paths": PATHS, "simulation.years": 2})


@pytest.fixture(scope="module")
def plan(scenario):
    return make_plan(scenario)


@pytest.fixture(scope="module")
def asked(plan):
    return aim(answer_block(plan, plan.pilot(1 << 13)), PATHS)


def digest(plan, asked, cells, threads, seed=None):
    """Compute all blocks of ``cells`` cells on ``threads`` threads; a seed shuffles their order."""
    cut = replace(plan, cells_per_block=cells)
    blocks = list(enumerate(cut.blocks))
    if seed is not None:
        random.Random(seed).shuffle(blocks)
    fold = Fold[Summary]()
    work = partial(run_block, cut, asked)
    for number, part in Threads(threads).map(lambda item: work(item[1]), blocks):
        fold.add(blocks[number][0], part)
    return fold.root.sorted().digest()


def test_blocks_of_1_16_and_64_cells_give_one_hash_on_1_and_2_threads(plan, asked):
    cases = [(1, 2, 5), (16, 1, None), (16, 2, 7), (64, 2, None), (64, 1, 3)]
    assert len({digest(plan, asked, *case) for case in cases}) == 1


def test_a_run_gives_the_same_hash_on_one_and_two_threads(scenario):
    few = scenario.model_copy(
        update={"simulation": scenario.simulation.model_copy(update={"paths": 3_000})}
    )
    hashes = {run(few, engine=Threads(count)).results.digest() for count in (1, 2)}
    assert len(hashes) == 1


def test_another_seed_gives_another_hash(scenario):
    def other(seed):
        simulation = scenario.simulation.model_copy(update={"paths": 2_000, "seed": seed})
        return run(scenario.model_copy(update={"simulation": simulation})).results.digest()

    assert other(1) != other(2)
