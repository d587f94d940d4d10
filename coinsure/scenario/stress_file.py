"""A stress, or a design of public money: a change of a scenario with a name of its own."""

from pathlib import Path

from pydantic import ValidationError

from coinsure.errors import Problem, ScenarioError
from coinsure.models.labels import Label
from coinsure.scenario.document import Table
from coinsure.scenario.provenance import Stress
from coinsure.scenario.read import read_toml
from coinsure.scenario.wording import shown

HEADER = ("label", "description")
TERM = "scaled"
"""Key that only designs have: the number by which they are scaled."""


class StressError(ScenarioError):
    """A stress does not fit the scenario that it is laid on; the scenario itself is right."""


def read_stress(path: Path) -> tuple[Stress, Table]:
    """Return the name of the stress in the file ``path``, and the changes that it makes.

    Raises
    ------
    StorageError
        If the file cannot be opened.
    ScenarioError
        If it cannot be read, or does not say what it is called.
    """
    table = read_toml(path, str(path))
    problems: list[Problem] = []
    labels: dict[str, Label] = {}
    for key in HEADER:
        try:
            labels[key] = Label.model_validate(table.get(key))
        except ValidationError:
            remedy = f'write {key} = {{ zh = "...", en = "..." }}'
            found = shown(table[key]) if key in table else ""
            problems.append(
                Problem(str(path), key, "a stress says in both languages what it is", found, remedy)
            )
    if "extends" in table:
        remedy = "leave it out: a stress is laid on whatever scenario it is used with"
        problems.append(
            Problem(
                str(path), "extends", "a stress extends nothing", shown(table["extends"]), remedy
            )
        )
    term = table.get(TERM)
    if term is not None and not isinstance(term, str):
        remedy = f'write {TERM} = "public_layers.NAME.annual_cap"'
        problems.append(Problem(str(path), TERM, "should be a key", shown(term), remedy))
    if problems:
        raise ScenarioError(problems)
    changes = {key: value for key, value in table.items() if key not in (*HEADER, TERM)}
    named = labels["label"], labels["description"]
    return Stress(path.stem, *named, None if term is None else str(term)), changes
