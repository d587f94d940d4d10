"""The rules that are compared: every share rule with every profit rule, laid on one scenario."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from coinsure.errors import Problem, ScenarioError
from coinsure.models.labels import Label
from coinsure.scenario import Scenario, load_scenario, read_stress

BASE = "base"
"""Name of the scenario's own rules."""

SHARES, PROFIT = frozenset({"shares"}), frozenset({"profit"})


@dataclass(frozen=True, slots=True)
class Choice:
    """A scenario under rules that may not be its own; no label where they are."""

    name: str
    scenario: Scenario
    shares: Label | None = None
    profit: Label | None = None
    terms: Label | None = None
    """What else of the pool is changed."""


@dataclass(frozen=True, slots=True)
class _Rule:
    file: str
    name: str
    label: Label
    keys: frozenset[str]  # of the table "pool"


def load_choices(
    path: str | PathLike[str],
    rules: Sequence[str | PathLike[str]],
    overrides: Mapping[str, object] | None = None,
) -> list[Choice]:
    """Read a scenario and the files of some rules; return the scenario's own rules and all pairs.

    A file of a rule has a label and a description, like a stress, and changes nothing but the table
    ``pool``. Files that change its ``shares`` are put together with all that change its ``profit``,
    and each with the scenario's own; a file that changes both, or other terms of the pool, stands
    for itself.

    Raises
    ------
    ScenarioError, StorageError, ModelRefusedError
        As ``load_scenario``; a file that changes anything but the pool is refused.
    """
    found = [_read(Path(rule)) for rule in rules]
    twice = [rule for i, rule in enumerate(found) if rule.name in [r.name for r in found[:i]]]
    if twice:
        raise ScenarioError(
            [
                Problem(
                    rule.file, "", "a rule of this name is there already", rule.name, "rename it"
                )
                for rule in twice
            ]
        )
    shares = [rule for rule in found if rule.keys == SHARES]
    profit = [rule for rule in found if rule.keys == PROFIT]
    others = [rule for rule in found if rule.keys not in (SHARES, PROFIT)]
    pairs = [(s, p) for s in (None, *shares) for p in (None, *profit)]
    choices = [_pair(path, s, p, overrides) for s, p in pairs]
    return choices + [
        Choice(rule.name, _laid(path, overrides, rule), terms=rule.label) for rule in others
    ]


def _read(path: Path) -> _Rule:
    header, changes = read_stress(path)
    pool = changes.get("pool")
    wrong = [key for key in changes if key != "pool"]
    if wrong or not isinstance(pool, dict) or not pool:
        problem = Problem(
            str(path),
            wrong[0] if wrong else "pool",
            "a rule changes the table pool and nothing else",
            "",
            "write [pool.shares] or [pool.profit]; other changes are stresses: coinsure stress",
        )
        raise ScenarioError([problem])
    return _Rule(str(path), header.name, header.label, frozenset(pool))


def _pair(
    path: str | PathLike[str],
    shares: _Rule | None,
    profit: _Rule | None,
    overrides: Mapping[str, object] | None,
) -> Choice:
    rules = [rule for rule in (shares, profit) if rule is not None]
    return Choice(
        "+".join(rule.name for rule in rules) or BASE,
        _laid(path, overrides, *rules),
        shares.label if shares else None,
        profit.label if profit else None,
    )


def _laid(
    path: str | PathLike[str], overrides: Mapping[str, object] | None, *rules: _Rule
) -> Scenario:
    return load_scenario(path, overrides, stress=[rule.file for rule in rules])
