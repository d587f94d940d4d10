"""Overrides: keys set from outside the files, by ``--set`` or from Python."""

import json
import re
import tomllib

from coinsure.errors import Problem, ScenarioError, UsageError
from coinsure.scenario.changes import CHANGES
from coinsure.scenario.document import Document, Table
from coinsure.scenario.keypath import KeyPath, dotted, split
from coinsure.scenario.wording import choose, shown

SOURCE = "--set"
"""What messages call the place where an override was written."""

TABLES_OF_NAMES = (
    "sectors",
    "lines",
    "components",
    "members",
    "events",
    "reinsurance",
    "risk_units",
    "losses",
)
"""Tables whose keys are names: an override may change what they hold, not misspell it."""

OF_FILES = ("extends", *CHANGES)
"""Keys that say how a file changes another one."""

_WORD = re.compile(r"[^\s\"'\[\]{}=,#]+")


def parse_override(text: str) -> tuple[str, object]:
    """Return key and value of an override written ``path.to.key=value``, the value in TOML.

    A single word that is not TOML is text: ``unit=万元`` needs no quotes.

    Raises
    ------
    UsageError
        If ``text`` has no ``=`` or its value cannot be read.
    """
    key, equals, value = text.partition("=")
    if not equals or not key.strip():
        raise UsageError(
            f"--set {text}: write path.to.key=value, simulation.paths=10_000 for instance"
        )
    return key.strip(), _value(text, value.strip())


def _value(text: str, value: str) -> object:
    try:
        table = tomllib.loads(f"value = {value}")
    except (ValueError, RecursionError) as error:
        if _WORD.fullmatch(value):
            return value
        raise UsageError(f"--set {text}: the value is not TOML: {error}") from error
    if set(table) != {"value"}:
        raise UsageError(f"--set {text}: give one value")
    return table["value"]


def override_table(document: Document, key: str, value: object) -> Table:
    """Return the tables that carry the ``value`` of an override.

    Raises
    ------
    ScenarioError
        If ``key`` is not a path, leads through a name that the scenario does not have, or is what
        a file says of the file below it; or if the ``value`` would change nothing.
    """
    try:
        path = split(key)
    except ValueError:
        remedy = "write it like sectors.ic.lines.fab_property.premium"
        raise ScenarioError(
            [Problem(SOURCE, key, "not a path of keys", shown(value), remedy)]
        ) from None
    _require_change(document, path, value)
    for place in range(1, len(path) - 1):
        names = document.names_at(path[:place])
        if path[place - 1] in TABLES_OF_NAMES and path[place] not in names:
            remedy = choose(path[place], names)
            raise ScenarioError(
                [
                    Problem(
                        SOURCE, dotted(path), f"there is no {path[place]!r}", shown(value), remedy
                    )
                ]
            )
    table: Table = {path[-1]: value}
    for name in reversed(path[:-1]):
        table = {name: table}
    return table


def _require_change(document: Document, path: KeyPath, value: object) -> None:
    """Refuse what only a file can say, and an empty table, which would be merged and do nothing."""
    key = dotted(path)
    if path[0] in OF_FILES:
        message = "stands in a file, about the file that it extends"
        remedy = 'write a file with extends = "..." and this key, and run that'
    elif value == {} and document.names_at(path):
        message = "an empty table changes nothing, because tables are merged"
        remedy = (
            f'to take it out, write a file with extends = "..." and remove = [{json.dumps(key)}]'
        )
    else:
        return
    raise ScenarioError([Problem(SOURCE, key, message, shown(value), remedy)])
