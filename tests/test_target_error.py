"""A run that adds paths until it is accurate is the run of as many paths, bit for bit."""

import pytest

from coinsure.engine import Threads
from coinsure.results.capital import headline_capital
from coinsure.results.estimates import annual
from coinsure.scenario import load_scenario
from coinsure.study import run

TARGET = 0.012


@pytest.fixture(scope="module")
def scenario(project):
    return load_scenario(project / "scenarios" / "minimal.toml")


@pytest.fixture(scope="module")
def told():
    return []


@pytest.fixture(scope="module")
def study(scenario, told):
    return run(scenario, target_error=TARGET, progress=lambda *done: told.append(done))


def test_it_is_accurate_enough_and_was_not_a_round_before(study):
    capital = headline_capital(study.scenario, annual(study.results, study.asked.annual))
    assert capital.se / capital.value == study.accuracy.reached <= TARGET
    assert len(study.accuracy.paths) > 1
    assert study.accuracy.errors[-2] > TARGET


def test_the_same_paths_asked_for_at_once_give_the_same_bits(scenario, study):
    plain = run(scenario.with_paths(study.plan.paths))
    assert plain.results.digest() == study.results.digest()
    assert plain.scenario.digest() == study.scenario.digest()


def test_the_number_of_threads_does_not_decide_when_it_ends(scenario, study):
    alone = run(scenario, target_error=TARGET, engine=Threads(1))
    assert alone.accuracy == study.accuracy
    assert alone.results.digest() == study.results.digest()


def test_the_manifest_says_what_was_asked_and_reached(scenario, study):
    manifest = study.manifest()
    assert manifest["target_error"] == {
        "asked": TARGET,
        "reached": study.accuracy.reached,
        "met": True,
        "most_paths": 10_000_000,
        "rounds": list(study.accuracy.paths),
    }
    assert manifest["paths"] == study.accuracy.paths[-1]
    assert ["simulation.paths", str(manifest["paths"])] in manifest["overrides"]
    assert run(scenario.with_paths(512)).manifest()["target_error"] is None


def test_progress_knows_the_end_once_it_can_be_foreseen(study, told):
    assert [done for done, _ in told] == list(range(1, len(study.plan.blocks) + 1))
    assert told[0][1] is None
    assert told[-1][1] == pytest.approx(len(study.plan.blocks), rel=0.1)


def test_the_most_paths_may_end_within_a_block(scenario):
    study = run(scenario, target_error=0.001, most_paths=20_000)
    assert not study.accuracy.met
    assert study.plan.paths == 20_000
    assert study.results.digest() == run(scenario.with_paths(20_000)).results.digest()
