"""``load_scenario``: from files and overrides to a checked scenario, or to all problems at once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from os import PathLike
from pathlib import Path

from pydantic import ValidationError

from coinsure.errors import ModelRefusedError, Problem, ScenarioError
from coinsure.scenario.chain import read_chain
from coinsure.scenario.changes import Draft, lay
from coinsure.scenario.checks import check, parts_of, valid_parts
from coinsure.scenario.finding import Finding
from coinsure.scenario.observed import with_observed
from coinsure.scenario.outside import SOURCE, override_table
from coinsure.scenario.problems import field_findings
from coinsure.scenario.provenance import Provenance
from coinsure.scenario.schema import Scenario
from coinsure.scenario.stress_file import StressError, read_stress


def load_scenario(
    path: str | PathLike[str],
    overrides: Mapping[str, object] | None = None,
    *,
    stress: str | PathLike[str] | Sequence[str | PathLike[str]] | None = None,
    scale: Mapping[str, float] | None = None,
) -> Scenario:
    """Read a scenario file with the files it extends, then overrides, then a stress on top.

    Parameters
    ----------
    path
        TOML file.
    overrides
        Values by dotted key, ``{"simulation.paths": 50_000}``, applied in order.
    stress
        File of a stress, a change of the scenario that has its own name; or several, laid on in
        their order, of which the last gives the name.
    scale
        Factors by dotted key, with ``*`` for any name, on the numbers that all of that makes.

    Raises
    ------
    ScenarioError
        With every problem found, each naming file, key, value and remedy; a ``StressError`` if the
        only problems are that the stress does not fit the scenario.
    ModelRefusedError
        If the scenario can be read but the model has no honest answer for it.
    StorageError
        If a file cannot be opened.
    """
    draft = Draft()
    files = read_chain(Path(path))
    for file in files:
        draft = lay(draft, file.name, file.table)
    overrides = dict(overrides or {})
    for key, value in overrides.items():
        draft = _overridden(draft, key, value)
    header = None
    stresses = _several(stress)
    for one in stresses:
        header, table = read_stress(Path(one))
        draft = lay(draft, one, table)
    if scale:
        draft = lay(draft, SOURCE, {"scale": dict(scale)})
    document, problems, observed = with_observed(
        draft.document,
        lambda layer: Path(path if layer == SOURCE else layer).parent,
    )
    draft = replace(draft, document=document, problems=(*draft.problems, *problems))
    layers = tuple(file for file in draft.document.files if file != SOURCE)
    provenance = Provenance(
        files=(*layers, *observed),
        overrides=tuple(overrides.items()),
        scaled=draft.scaled,
        removed=draft.removed,
        stress=header,
    )
    return _checked(draft, stresses).came_from(provenance)


def _several(files: str | PathLike[str] | Sequence[str | PathLike[str]] | None) -> list[str]:
    """Return the names of no file, one or several."""
    if files is None:
        return []
    return [str(files)] if isinstance(files, str | PathLike) else [str(file) for file in files]


def _overridden(draft: Draft, key: str, value: object) -> Draft:
    document = draft.document.on_top(SOURCE)
    try:
        table = override_table(document, key, value)
    except ScenarioError as error:
        return replace(draft, problems=(*draft.problems, *error.problems))
    return replace(draft, document=document.merged(table))


def _checked(draft: Draft, stresses: Sequence[str]) -> Scenario:
    """Return the scenario of a draft in which nothing is wrong."""
    document = draft.document
    findings: list[Finding] = []
    scenario = None
    try:
        scenario = Scenario.model_validate(document.table)
    except ValidationError as error:
        findings += field_findings(error, document)
        findings += check(valid_parts(document))
    else:
        findings += check(parts_of(scenario))
    problems = [*draft.problems, *(finding.problem(document) for finding in findings)]
    if scenario is not None and not problems:
        return scenario
    if not draft.problems and all(finding.refused for finding in findings):
        raise ModelRefusedError(_listed(problems))
    if stresses and all(problem.file in stresses for problem in problems):
        raise StressError(problems)
    raise ScenarioError(problems)


def _listed(problems: list[Problem]) -> str:
    return "\n".join(str(problem) for problem in problems)
