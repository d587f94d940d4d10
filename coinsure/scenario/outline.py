"""What the format says about a place in a scenario: its keys, its kinds, their meaning."""

import math
from collections.abc import Iterator, Sequence

from coinsure.scenario.document import Table
from coinsure.scenario.export import JsonSchema, cached_schema
from coinsure.scenario.keypath import KeyPath


def node_at(table: Table, path: KeyPath) -> JsonSchema:
    """Return the schema of what is at ``path``; empty where the format knows no such place.

    ``table`` decides which kind a table is of, where there is a choice.
    """
    node: JsonSchema = cached_schema()
    here: object = table
    for key in path:
        node = _step(_of_kind(node, here), key)
        here = _inside(here, key)
    return _of_kind(node, here)


def keys_at(table: Table, path: KeyPath) -> tuple[str, ...]:
    """Return the keys that the table at ``path`` may have; none where its keys are names."""
    return tuple(node_at(table, path).get("properties", {}))


def kinds_at(table: Table, path: KeyPath) -> tuple[str, ...]:
    """Return the kinds that the table at ``path`` can be of."""
    node = _step(node_at(table, path[:-1]), path[-1])
    kinds = (choice.get("properties", {}).get("kind", {}) for choice in alternatives(node))
    return tuple(kind["const"] for kind in kinds if "const" in kind)


def meaning_of(table: Table, path: KeyPath) -> str:
    """Return the first sentence of what the key at ``path`` means."""
    parent = node_at(table, path[:-1])
    node = parent.get("properties", {}).get(path[-1], {})
    text = node.get("description") or _resolved(node).get("description", "")
    return text.split("\n")[0].replace("``", "")


def least_at(table: Table, path: KeyPath) -> float:
    """Return the lowest number that the key at ``path`` takes; minus infinity if there is none."""
    node = _step(node_at(table, path[:-1]), path[-1])
    bounds = [choice.get("minimum", -math.inf) for choice in alternatives(node)]
    return max(bounds)


def alternatives(node: JsonSchema) -> Iterator[JsonSchema]:
    """Yield the schemas that ``node`` offers a choice of, itself if it offers none."""
    node = _resolved(node)
    choices: Sequence[JsonSchema] = node.get("anyOf") or node.get("oneOf") or ()
    if not choices:
        yield node
    for choice in choices:
        yield from alternatives(choice)


def _resolved(node: JsonSchema) -> JsonSchema:
    while "$ref" in node:
        node = cached_schema()["$defs"][node["$ref"].rpartition("/")[2]]
    return node


def _of_kind(node: JsonSchema, here: object) -> JsonSchema:
    """Return the alternative of ``node`` that ``here`` is of; empty if that cannot be told."""
    choices = list(alternatives(node))
    if len(choices) == 1:
        return choices[0]
    if isinstance(here, list):
        lists = [choice for choice in choices if choice.get("type") == "array"]
        return lists[0] if len(lists) == 1 else {}
    if not isinstance(here, dict):
        return {}
    tables = [choice for choice in choices if choice.get("type") == "object"]
    kinds = [choice.get("properties", {}).get("kind", {}).get("const") for choice in tables]
    if "kind" in here:
        return tables[kinds.index(here["kind"])] if here["kind"] in kinds else {}
    return tables[0] if len(tables) == 1 else {}


def _inside(here: object, key: str) -> object:
    if isinstance(here, dict):
        return here.get(key)
    if isinstance(here, list) and key.isdecimal() and int(key) < len(here):
        return here[int(key)]
    return None


def _step(node: JsonSchema, key: str) -> JsonSchema:
    if key in node.get("properties", {}):
        return node["properties"][key]
    for pattern in node.get("patternProperties", {}).values():
        return pattern
    if key.isdecimal() and int(key) < len(node.get("prefixItems", ())):
        return node["prefixItems"][int(key)]
    if key.isdecimal() and "items" in node:
        return node["items"]
    more = node.get("additionalProperties")
    return more if isinstance(more, dict) else {}
