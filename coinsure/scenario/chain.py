"""The files of a scenario: the file itself and those it extends, the lowest first."""

import os
from dataclasses import dataclass
from pathlib import Path

from coinsure.errors import Problem, ScenarioError, StorageError
from coinsure.scenario.document import Table
from coinsure.scenario.read import read_toml
from coinsure.scenario.wording import shown

LONGEST_CHAIN = 8
"""Files that may extend one another."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of a chain: how messages name it, and its tables without ``extends``."""

    name: str
    table: Table


def read_chain(path: Path) -> tuple[File, ...]:
    """Return the file at ``path`` and every file below it, the lowest first.

    ``extends`` is relative to the file that says it.

    Raises
    ------
    StorageError
        If ``path`` itself cannot be opened.
    ScenarioError
        If a file cannot be read, is not there, or the files extend each other in a circle.
    """
    files: list[File] = []
    seen: set[str] = set()
    name = str(path)
    while True:
        table = read_toml(path, name) if not files else _read_extended(path, name, files[-1].name)
        seen.add(os.path.realpath(path))
        extends = table.get("extends")
        files.append(File(name, {key: value for key, value in table.items() if key != "extends"}))
        if extends is None:
            return tuple(reversed(files))
        if not isinstance(extends, str) or not extends.strip() or "\0" in extends:
            remedy = 'write extends = "henan.toml"'
            raise _refusal(name, "should be the name of a file", extends, remedy)
        path = path.parent / extends
        if os.path.realpath(path) in seen:
            circle = " -> ".join([*(file.name for file in files), os.path.normpath(path)])
            message = f"the files extend each other in a circle: {circle}"
            raise _refusal(name, message, extends, "let one of them stand alone")
        if len(files) == LONGEST_CHAIN:
            message = f"more than {LONGEST_CHAIN} files extend each other"
            raise _refusal(name, message, extends, "merge some of them")
        name = os.path.normpath(path)


def _read_extended(path: Path, name: str, extended_by: str) -> Table:
    try:
        return read_toml(path, name)
    except StorageError as error:
        reason = str(error).removeprefix(f"{name}: ")
        raise _refusal(
            extended_by, f"{name} {reason}", path.name, "name a file relative to this one"
        ) from error


def _refusal(file: str, message: str, found: object, remedy: str) -> ScenarioError:
    return ScenarioError([Problem(file, "extends", message, shown(found), remedy)])
