"""Key paths: places in a scenario, written ``pool.shares`` and matched by ``sectors.*.lines.*``."""

import json
import re
from collections.abc import Mapping
from fnmatch import fnmatchcase

KeyPath = tuple[str, ...]
"""The keys that lead from the root of a scenario to a place in it."""

_SEGMENT = re.compile(r'"([^"]+)"|([^."\s=\[\]#]+)')
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def split(text: str) -> KeyPath:
    """Return the keys of a dotted path; a key that has a dot in it stands in double quotes.

    Raises
    ------
    ValueError
        If ``text`` is not a dotted path.
    """
    keys: list[str] = []
    place = 0
    while True:
        match = _SEGMENT.match(text, place)
        if match is None:
            raise ValueError(f"{text!r} is not a dotted path of keys")
        keys.append(match[1] or match[2])
        place = match.end()
        if place == len(text):
            return tuple(keys)
        if text[place] != ".":
            raise ValueError(f"{text!r} is not a dotted path of keys")
        place += 1


def dotted(path: KeyPath) -> str:
    """Return ``path`` as it would be written in a file, keys in quotes where they need them."""
    return ".".join(
        key if _BARE.fullmatch(key) else json.dumps(key, ensure_ascii=False) for key in path
    )


def matches(table: Mapping[str, object], pattern: KeyPath) -> list[KeyPath]:
    """Return the paths in ``table`` that fit ``pattern``; ``*`` in a key stands for any characters.

    A ``*`` never reaches over a dot: ``sectors.*.lines.uav_*`` are lines, not what is inside them.
    """
    first, rest = pattern[0], pattern[1:]
    found: list[KeyPath] = []
    for key, value in table.items():
        if key != first and not fnmatchcase(key, first):
            continue
        if not rest:
            found.append((key,))
        elif isinstance(value, dict):
            found += [(key, *below) for below in matches(value, rest)]
    return found
