"""The scenario reference: every key with type, unit, default and meaning."""

import json
import sys
from collections.abc import Iterator
from importlib import resources

from coinsure.scenario.export import JsonSchema, cached_schema
from coinsure.scenario.outline import alternatives
from coinsure.scenario.units import unit_of

PLACEHOLDERS = {
    "sectors": "SECTOR",
    "lines": "LINE",
    "components": "COMPONENT",
    "events": "EVENT",
    "losses": '"sector.line"',
    "members": "MEMBER",
    "reinsurance": "TREATY",
    "public_layers": "LAYER",
    "premium_subsidies": "SUBSIDY",
    "reinsurance_support": "SUPPORT",
    "risk_units": "UNIT",
}
"""What stands for the names in a table of named tables."""

SAID_ELSEWHERE = {"source"}
"""Keys whose tables need no section: how a source is written stands in the introduction."""

COMMON = {
    "kind": "Which kind of table this is.",
    "label": "Name in the report.",
    "source": 'Where the numbers come from, or "assumption".',
}
"""Meaning of keys that many tables have."""


def markdown() -> str:
    """Return the reference as Markdown, ``scenarios/README.md``."""
    text = resources.files("coinsure").joinpath("data/scenario_format.md")
    schema = cached_schema()
    sections = [_section("The file", schema), *_sections("", schema, {"Scenario"})]
    return "\n".join([text.read_text(encoding="utf-8"), "## Keys\n", *sections])


def _sections(path: str, table: JsonSchema, done: set[str]) -> Iterator[str]:
    """Yield a section for every kind of table below ``table``, each where it is first used."""
    for key, node in table["properties"].items():
        if key in SAID_ELSEWHERE:
            continue
        inner, named = _named(node)
        place = f"{path}.{key}" if path else key
        place = f"{place}.{PLACEHOLDERS[key]}" if named and key in PLACEHOLDERS else place
        choices = [choice for given in alternatives(inner) for choice in _items(given)]
        tables = [choice for choice in choices if "properties" in choice]
        fresh = [choice for choice in tables if _identity(choice) not in done]
        done.update(map(_identity, fresh))
        for choice in fresh:
            kind = choice["properties"].get("kind", {}).get("const")
            yield _section(f"`[{place}]` of kind `{kind}`" if kind else f"`[{place}]`", choice)
        for choice in fresh:
            yield from _sections(place, choice, done)


def _items(node: JsonSchema) -> Iterator[JsonSchema]:
    """Yield what a list is a list of; ``node`` itself if it is no list."""
    if node.get("type") == "array" and "items" in node:
        yield from alternatives(node["items"])
    else:
        yield node


def _identity(table: JsonSchema) -> str:
    kind = table["properties"].get("kind", {}).get("const", "")
    return f"{table['title']} {kind} {' '.join(table['properties'])}"


def _named(node: JsonSchema) -> tuple[JsonSchema, bool]:
    """Return what the tables in a table of names are, and that it is one; else ``node`` itself."""
    for choice in alternatives(node):
        for inner in choice.get("patternProperties", {}).values():
            return inner, True
        if isinstance(choice.get("additionalProperties"), dict):
            return choice["additionalProperties"], True
    return node, False


def _section(heading: str, table: JsonSchema) -> str:
    text = table.get("description", "").replace("``", "`")
    rows = ["| key | type | unit | default | meaning |", "|---|---|---|---|---|"]
    properties = table["properties"]
    for key in sorted(properties, key=lambda key: key != "kind"):
        node = properties[key]
        cells = (
            f"`{key}`",
            _type(node),
            _unit(table, key, node),
            _default(table, key, node),
            _meaning(key, node),
        )
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join([f"### {heading}\n", f"{text}\n", *rows, ""])


def _type(node: JsonSchema) -> str:
    inner, named = _named(node)
    words = list(dict.fromkeys(_word(choice) for choice in alternatives(inner)))
    words = [word for word in words if word]
    what = "table" if set(words) == {"table"} else " or ".join(words)
    return f"{what} by name" if named else what


def _word(node: JsonSchema) -> str:
    if "const" in node:
        return f"`{json.dumps(node['const'], ensure_ascii=False)}`"
    if "enum" in node:
        return ", ".join(f"`{json.dumps(word, ensure_ascii=False)}`" for word in node["enum"])
    if "prefixItems" in node:
        return f"[{', '.join(_word(item) for item in node['prefixItems'])}]"
    if node.get("type") == "array":
        return f"list of {' or '.join(_word(choice) for choice in alternatives(node['items']))}"
    names = {
        "object": "table",
        "string": "text",
        "boolean": "true or false",
        "null": "",
        "integer": "whole number",
        "number": "number",
    }
    return names[node["type"]] + _range(node)


def _range(node: JsonSchema) -> str:
    signs = {
        "exclusiveMinimum": ">",
        "minimum": "≥",
        "exclusiveMaximum": "<",
        "maximum": "≤",
    }
    bounds = [(sign, node[key]) for key, sign in signs.items() if key in node]
    found = [f"{sign} {bound:,}" if bound >= 1e6 else f"{sign} {bound:g}" for sign, bound in bounds]
    return f" {', '.join(found)}" if found else ""


def _unit(table: JsonSchema, key: str, node: JsonSchema) -> str:
    inner, _ = _named(node)
    choices = [choice for given in alternatives(inner) for choice in _items(given)]
    numbers = [choice for choice in choices if choice.get("type") in ("number", "integer")]
    return unit_of(table["title"], key) if numbers and "const" not in numbers[0] else ""


def _default(table: JsonSchema, key: str, node: JsonSchema) -> str:
    if key in table.get("required", ()):
        return "required"
    default = node.get("default")
    if default in (None, "", {}, []):
        return "none"
    return "as below" if isinstance(default, dict) else f"`{json.dumps(default)}`"


def _meaning(key: str, node: JsonSchema) -> str:
    text = node.get("description") or COMMON.get(key)
    if text is None:
        inner, _ = _named(node)
        texts = [choice.get("description", "") for choice in alternatives(inner)]
        text = texts[0] if len(texts) == 1 else ""
    return " ".join(text.split("\n\n")[0].split()).replace("``", "`")


if __name__ == "__main__":
    sys.stdout.write(markdown())
