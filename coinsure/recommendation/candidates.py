"""The terms that can be chosen: files that change a scenario, grouped by what they change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from coinsure.errors import Problem, ScenarioError
from coinsure.models.labels import Label
from coinsure.scenario import Scenario, load_scenario, read_stress

Choice = tuple[str, ...]
"""Names of the candidates that are laid on the scenario, in the order of their groups."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A change of the pool's terms that somebody proposes."""

    name: str
    file: str
    label: Label
    description: Label
    keys: frozenset[str]  # of the scenario, those of the table pool one by one


@dataclass(frozen=True, slots=True)
class Candidates:
    """A scenario and what can be changed of it: at most one candidate of each group."""

    path: str
    overrides: Mapping[str, object]
    named: Mapping[str, Candidate]
    groups: tuple[tuple[str, ...], ...]

    def scenario(
        self,
        choice: Choice,
        *,
        scale: Mapping[str, float] | None = None,
        overrides: Mapping[str, object] | None = None,
    ) -> Scenario:
        """Read the scenario under a choice, with more overrides or factors if they are given."""
        return load_scenario(
            self.path,
            {**self.overrides, **(overrides or {})},
            stress=[self.named[name].file for name in choice],
            scale=scale,
        )

    def neighbours(self, choice: Choice, group: int) -> list[Choice]:
        """Return the choices that differ from one in this group alone, the present terms first."""
        members = self.groups[group]
        kept = [name for name in choice if name not in members]
        options: list[list[str]] = [kept, *([*kept, name] for name in members)]
        found = [self._ordered(names) for names in options]
        return [one for one in found if one != choice]

    def _ordered(self, names: Sequence[str]) -> Choice:
        order = [name for group in self.groups for name in group]
        return tuple(sorted(names, key=order.index))


def load_candidates(
    path: str | PathLike[str],
    files: Sequence[str | PathLike[str]],
    overrides: Mapping[str, object] | None = None,
) -> Candidates:
    """Read the files of candidates; each has a label and a description, like a stress.

    Files that change the same keys are alternatives; all others can be chosen together. Every file
    is laid on the scenario once, so that a mistake costs no simulation.

    Raises
    ------
    ScenarioError, StorageError, ModelRefusedError
        As ``load_scenario``; two files of one name are refused.
    """
    named: dict[str, Candidate] = {}
    for file in files:
        candidate = _read(Path(file))
        if candidate.name in named:
            raise ScenarioError(
                [
                    Problem(
                        str(file),
                        "",
                        "a candidate of this name is there already",
                        candidate.name,
                        "rename it",
                    )
                ]
            )
        named[candidate.name] = candidate
    found = Candidates(str(path), dict(overrides or {}), named, _grouped(list(named.values())))
    for name in named:
        found.scenario((name,))
    return found


def _read(path: Path) -> Candidate:
    header, changes = read_stress(path)
    keys: set[str] = set()
    for key, value in changes.items():
        if key in ("remove", "scale"):
            patterns = value if isinstance(value, list | dict) else ()
            keys |= {_term(str(pattern).split(".")) for pattern in patterns}
        elif isinstance(value, dict):
            keys |= {_term([key, inner]) for inner in value}
        else:
            keys.add(key)
    return Candidate(path.stem, str(path), header.label, header.description, frozenset(keys))


def _term(path: Sequence[str]) -> str:
    """Return what a key belongs to: the term of the agreement, else the whole table."""
    return ".".join(path[:2]) if path[0] in ("pool", "capital") else path[0]


def _grouped(candidates: Sequence[Candidate]) -> tuple[tuple[str, ...], ...]:
    """Put candidates that change something in common, directly or by others, into one group."""
    groups: list[tuple[set[str], list[str]]] = []
    for one in candidates:
        touched = [group for group in groups if group[0] & one.keys]
        keys, names = set(one.keys), [one.name]
        for group in touched:
            keys |= group[0]
            groups.remove(group)
        names = [name for group in touched for name in group[1]] + names
        groups.append((keys, names))
    return tuple(tuple(names) for _, names in groups)
