"""Laying one file on another: take keys away, multiply numbers, then merge the file's own keys."""

from dataclasses import dataclass, field, replace

from coinsure.errors import Problem
from coinsure.scenario.document import Document, Table
from coinsure.scenario.keypath import KeyPath, dotted, matches, split
from coinsure.scenario.provenance import Scaled
from coinsure.scenario.wording import choose, shown

CHANGES = ("remove", "scale")
"""Keys of a file that change what it inherits; ``extends`` says what that is."""

_EXAMPLE = "sectors.ic.lines.fab_property.premium"


@dataclass(frozen=True, slots=True)
class Draft:
    """A document on the way, with what was noted so far."""

    document: Document = field(default_factory=Document)
    problems: tuple[Problem, ...] = ()
    removed: tuple[str, ...] = ()
    scaled: tuple[Scaled, ...] = ()

    def refusing(self, key: str, message: str, found: object, remedy: str) -> "Draft":
        """Return the draft with a problem of the last layer."""
        problem = Problem(self.document.files[-1], key, message, shown(found), remedy)
        return replace(self, problems=(*self.problems, problem))


def lay(draft: Draft, file: str, table: Table) -> Draft:
    """Return ``draft`` with ``table`` on top: its ``remove``, then its ``scale``, then its keys.

    So both change only what is inherited, and what a file writes itself stands as written.
    """
    draft = replace(draft, document=draft.document.on_top(file))
    draft = _remove(draft, table.get("remove", []))
    draft = _scale(draft, table.get("scale", {}))
    own = {key: value for key, value in table.items() if key not in CHANGES}
    return replace(draft, document=draft.document.merged(own))


def _remove(draft: Draft, patterns: object) -> Draft:
    if not isinstance(patterns, list):
        return draft.refusing(
            "remove", "should be a list of keys", patterns, 'write remove = ["reinsurance.fab"]'
        )
    for pattern in patterns:
        draft, paths = _inherited(draft, "remove", pattern)
        for path in paths:
            removed = (*draft.removed, dotted(path))
            draft = replace(draft, document=draft.document.without(path), removed=removed)
    return draft


def _scale(draft: Draft, factors: object) -> Draft:
    if not isinstance(factors, dict):
        return draft.refusing(
            "scale", "should be a table", factors, f'write [scale] and "{_EXAMPLE}" = 0.75'
        )
    for pattern, factor in factors.items():
        key = dotted(("scale", pattern))
        if (
            isinstance(factor, bool)
            or not isinstance(factor, int | float)
            or not 0.0 < factor < 1e9
        ):
            draft = draft.refusing(
                key, "should be a factor above 0", factor, "write 1.2 for a fifth more"
            )
            continue
        draft, paths = _inherited(draft, key, pattern)
        for path in paths:
            draft = _multiplied(draft, key, path, factor)
        scaled = Scaled(
            draft.document.files[-1], pattern, float(factor), tuple(dotted(path) for path in paths)
        )
        draft = replace(draft, scaled=(*draft.scaled, scaled))
    return draft


def _multiplied(draft: Draft, key: str, path: KeyPath, factor: float) -> Draft:
    value = draft.document.at(path)
    if isinstance(value, bool) or not isinstance(value, int | float) or not -1e18 < value < 1e18:
        return draft.refusing(
            key, f"{dotted(path)} is no number to multiply", value, "name keys that hold numbers"
        )
    product = value * factor
    whole = isinstance(value, int) and float(product).is_integer()
    return replace(
        draft, document=draft.document.replaced(path, int(product) if whole else product)
    )


def _inherited(draft: Draft, key: str, pattern: object) -> tuple[Draft, list[KeyPath]]:
    """Return the inherited keys that ``pattern`` names; none, and a problem, if there are none."""
    try:
        keys = split(pattern) if isinstance(pattern, str) else ()
    except ValueError:
        keys = ()
    if not keys:
        return draft.refusing(key, "not a path of keys", pattern, f"write it like {_EXAMPLE}"), []
    found = matches(draft.document.table, keys)
    if not found:
        draft = draft.refusing(
            key, "names nothing that is inherited", pattern, _nearest(draft.document, keys)
        )
    return draft, found


def _nearest(document: Document, keys: KeyPath) -> str:
    """Return the choices at the first key of a path that leads nowhere."""
    parents: list[KeyPath] = [()]
    for length, name in enumerate(keys, 1):
        found = matches(document.table, keys[:length])
        if not found:
            choices = dict.fromkeys(key for parent in parents for key in document.names_at(parent))
            return choose(name, choices, f"{'.'.join(keys[: length - 1]) or 'the file'} has")
        parents = found
    return ""
