"""``Document``: the keys of a scenario as merged so far, and which file each of them came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from coinsure.scenario.keypath import KeyPath

Table = dict[str, object]


@dataclass(frozen=True, slots=True)
class Document:
    """Plain tables, merged from layers: the files of an ``extends`` chain, overrides, a stress."""

    table: Table = field(default_factory=dict)
    files: tuple[str, ...] = ()
    """How messages name the layers, the lowest first."""
    origins: Mapping[KeyPath, int] = field(default_factory=dict)
    """Layer that wrote, replaced or took away what is at a path; everything below it included."""

    def file_of(self, path: KeyPath) -> str:
        """Return the file that wrote ``path``, or the table in which it is missing."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.origins:
                return self.files[self.origins[path[:length]]]
        return self.files[-1] if self.files else ""

    def last_file_of(self, paths: Sequence[KeyPath]) -> str:
        """Return the last file that had a hand in anything at or below ``paths``."""
        layers = [
            layer
            for place, layer in self.origins.items()
            if any(place[: len(path)] == path for path in paths)
        ]
        return self.files[max(layers)] if layers else self.file_of(paths[0])

    def is_inherited(self, path: KeyPath) -> bool:
        """Tell whether ``path`` was written on top of another layer."""
        return any(self.origins.get(path[:length], 0) > 0 for length in range(1, len(path) + 1))

    def at(self, path: KeyPath) -> object:
        """Return what is at ``path``, None if nothing is."""
        here: object = self.table
        for key in path:
            if not isinstance(here, dict) or key not in here:
                return None
            here = here[key]
        return here

    def names_at(self, path: KeyPath) -> tuple[str, ...]:
        """Return the keys of the table at ``path``, none if there is no table."""
        here = self.at(path)
        return tuple(here) if isinstance(here, dict) else ()

    def on_top(self, file: str) -> "Document":
        """Return the document with a new, still empty layer on top."""
        return Document(self.table, (*self.files, file), self.origins)

    def merged(self, table: Table) -> "Document":
        """Return the document with ``table`` merged into it by the last layer, key by key.

        Tables are merged, anything else is replaced. A table that says its own ``kind`` replaces
        what was there: the keys of another kind would make no sense in it.
        """
        origins = dict(self.origins)
        merged = _merge(self.table, table, (), len(self.files) - 1, origins)
        return Document(merged, self.files, origins)

    def replaced(self, path: KeyPath, value: object) -> "Document":
        """Return the document with ``value`` in place of what is at ``path``, by the last layer."""
        origins = dict(self.origins)
        _own(path, self.at(path), len(self.files) - 1, origins)
        return Document(_set(self.table, path, value), self.files, origins)

    def without(self, path: KeyPath) -> "Document":
        """Return the document without ``path``, taken away by the last layer."""
        origins = dict(self.origins)
        _own(path, self.at(path), len(self.files) - 1, origins)
        return Document(_drop(self.table, path), self.files, origins)


def _merge(
    below: Table, above: Table, path: KeyPath, layer: int, origins: dict[KeyPath, int]
) -> Table:
    merged = dict(below)
    for key, value in above.items():
        place = (*path, key)
        old = below.get(key)
        if isinstance(old, dict) and isinstance(value, dict) and "kind" not in value:
            merged[key] = _merge(old, value, place, layer, origins)
        else:
            merged[key] = value
            _own(place, old, layer, origins)
    return merged


def _own(path: KeyPath, old: object, layer: int, origins: dict[KeyPath, int]) -> None:
    if isinstance(old, dict):
        for place in [place for place in origins if place[: len(path)] == path]:
            del origins[place]
    origins[path] = layer


def _set(table: Table, path: KeyPath, value: object) -> Table:
    if len(path) == 1:
        return {**table, path[0]: value}
    return {**table, path[0]: _set(_inner(table, path[0]), path[1:], value)}


def _drop(table: Table, path: KeyPath) -> Table:
    if len(path) == 1:
        return {key: value for key, value in table.items() if key != path[0]}
    return {**table, path[0]: _drop(_inner(table, path[0]), path[1:])}


def _inner(table: Table, key: str) -> Table:
    inner = table[key]
    if not isinstance(inner, dict):
        raise ValueError(f"{key!r} is not a table")
    return inner
