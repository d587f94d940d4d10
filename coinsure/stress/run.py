"""``run_stresses``: a scenario and its stresses with the same random numbers, in one table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from coinsure.engine import Threads
from coinsure.scenario import Scenario, StressError, load_scenario
from coinsure.stress.compare import Comparison, compare
from coinsure.study import Announce, Study, run


@dataclass(frozen=True, slots=True, eq=False)
class StressTable:
    """The unstressed run, each stressed run, what each changes, and stresses that do not fit."""

    base: Study
    stressed: Mapping[str, Study]
    comparisons: Mapping[str, Comparison]
    unfit: Mapping[str, str]  # stress -> why it cannot be laid on this scenario


def run_stresses(
    scenario: str | PathLike[str],
    stresses: Sequence[str | PathLike[str]],
    overrides: Mapping[str, object] | None = None,
    *,
    engine: Threads | None = None,
    announce: Announce | None = None,
) -> StressTable:
    """Run a scenario file as it is and under every stress file, with the same random numbers.

    Every stress is read before anything is run, so that a mistake in the last one costs no time.
    A stress of something that the scenario does not have is left out and named in ``unfit``.

    Raises
    ------
    ScenarioError, StorageError
        If a file cannot be read.
    """
    base = load_scenario(scenario, overrides)
    stressed: dict[str, Scenario] = {}
    unfit: dict[str, str] = {}
    for path in stresses:
        name = Path(path).stem
        try:
            stressed[name] = load_scenario(scenario, overrides, stress=path)
        except StressError as error:
            unfit[name] = str(error)

    def study(name: str, one: Scenario) -> Study:
        return run(one, engine=engine, progress=announce(name) if announce else None)

    first = study("base", base)
    studies = {name: study(name, one) for name, one in stressed.items()}
    comparisons = {name: compare(first, other) for name, other in studies.items()}
    return StressTable(first, studies, comparisons, unfit)
