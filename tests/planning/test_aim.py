"""The pilot decides how deep tails are kept: deep enough for the run, within the budget."""

import itertools

import numpy as np
import pytest

from coinsure.planning import aim as aiming
from coinsure.planning.aim import aim, most_path_years
from coinsure.tables.answers import Answers
from coinsure.tables.losses import Block

NAMES = (
    "pool.gross", "pool.net", "pool.burden", "pool.deficit", "sectors.a.gross", "sectors.a.net",
    "sectors.a.deficit", "lines.a.x.gross", "lines.a.x.net", "lines.a.x.burden",
    "lines.a.x.deficit", "members.M1.deficit", "members.deficit",
)  # fmt: skip


def pilot(seed=1, paths=4096, years=2):
    rows = np.random.default_rng(seed).lognormal(0.0, 1.0, (len(NAMES), years, paths))
    horizon = rows[3:4].sum(axis=1, keepdims=True)
    return Answers(Block(0, paths), NAMES, rows, ("pool.deficit",), horizon, np.ones(paths), 0.0)


def floor_of(asked, name):
    return next(w.floor for w in asked.annual.watched if w.name == name)


def test_floors_lie_below_the_level_but_not_far():
    asked = aim(pilot(), 100_000)
    truth = np.exp(1.2815515655446004)
    assert 0.75 * truth < floor_of(asked, "sectors.a.net") < truth
    assert 0.7 < floor_of(asked, "pool.net") < 1.0


@pytest.mark.parametrize("seed", range(20))
def test_a_run_always_finds_the_levels_it_was_aimed_at(seed):
    asked = aim(pilot(seed), 3_000)
    run = np.random.default_rng(1000 + seed).lognormal(0.0, 1.0, (2, 3_000))
    for year in run:
        assert np.sort(year)[2_700 - 1] > floor_of(asked, "sectors.a.net")


def test_a_short_run_keeps_every_row():
    assert floor_of(aim(pilot(paths=512), 100), "pool.net") < pilot(paths=512).annual[1].min()


def test_parts_of_the_pool_are_its_lines_and_of_the_deficit_also_its_sectors():
    asked = aim(pilot(), 10_000)
    parts = {w.name: [NAMES[k] for k in w.parts] for w in asked.annual.watched}
    assert parts["pool.gross"] == ["lines.a.x.gross"]
    assert parts["pool.deficit"] == ["lines.a.x.deficit", "sectors.a.deficit"]
    assert parts["members.deficit"] == ["members.M1.deficit"]


def test_a_long_run_keeps_shallower_tails_to_stay_in_memory(monkeypatch):
    deep = floor_of(aim(pilot(), 10_000), "pool.net")
    monkeypatch.setattr(aiming, "TAIL_BUDGET", 1_000_000)
    assert floor_of(aim(pilot(), 10_000), "pool.net") > deep


def test_centres_are_the_means_of_the_pilot():
    found = pilot()
    assert aim(found, 100).annual.centre == pytest.approx(found.annual.mean(axis=(1, 2)))


def test_a_longer_run_never_keeps_what_a_shorter_one_left_out():
    lengths = (100, 5_000, 80_000, 3_000_000, 10_000_000, 60_000_000, 200_000_000)
    of_length = [aim(pilot(), paths) for paths in lengths]
    for shorter, longer in itertools.pairwise(of_length):
        for before, after in zip(shorter.annual.watched, longer.annual.watched, strict=True):
            assert before.floor <= after.floor, before.name
        assert shorter.sample_paths <= longer.sample_paths


@pytest.mark.parametrize("level", [0.9, 0.99, 0.995, 0.999])
def test_the_longest_run_that_keeps_a_level_is_known(level):
    truth = np.exp({0.9: 1.2816, 0.99: 2.3263, 0.995: 2.5758, 0.999: 3.0902}[level])
    most = most_path_years(NAMES, level)
    assert floor_of(aim(pilot(paths=65_536), most // 2), "pool.deficit") < truth
    if level < 0.999:  # no depth is left beyond it
        assert floor_of(aim(pilot(paths=65_536), most // 2 + 1), "pool.deficit") > truth
