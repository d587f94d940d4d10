"""The scenario format as a JSON Schema: for editors, for the reference, for messages."""

from copy import deepcopy
from functools import cache
from typing import Any

from coinsure.scenario.schema import Scenario

JsonSchema = dict[str, Any]

FILE_KEYS: JsonSchema = {
    "extends": {
        "type": "string",
        "description": "File, relative to this one, that this file is a change of.",
    },
    "remove": {
        "type": "array",
        "items": {"type": "string"},
        "default": [],
        "description": "Inherited keys to take away; * stands for any characters of one key.",
    },
    "scale": {
        "type": "object",
        "additionalProperties": {"type": "number", "exclusiveMinimum": 0},
        "default": {},
        "description": "Factors on inherited numbers, by key path; * as in remove.",
    },
}
"""Keys at the root of a file that say how it changes another; they are gone once it is read."""


def json_schema() -> JsonSchema:
    """Return the JSON Schema (draft 2020-12) of a complete scenario file."""
    return deepcopy(cached_schema())


@cache
def cached_schema() -> JsonSchema:
    """Return the schema itself, not to be changed by the caller."""
    schema = Scenario.model_json_schema()
    _tighten(schema, schema["$defs"])
    schema["properties"] = FILE_KEYS | schema["properties"]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _tighten(node: object, definitions: JsonSchema) -> None:
    """Insist, as reading does, on names that fit and on a ``kind`` where there is a choice."""
    if isinstance(node, list):
        for item in node:
            _tighten(item, definitions)
    if not isinstance(node, dict):
        return
    if "patternProperties" in node:
        node["additionalProperties"] = False
    if "discriminator" in node:
        for reference in node["discriminator"]["mapping"].values():
            required = definitions[reference.rpartition("/")[2]].setdefault("required", [])
            if "kind" not in required:
                required.insert(0, "kind")
    for value in node.values():
        _tighten(value, definitions)
