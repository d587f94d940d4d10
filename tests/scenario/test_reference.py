"""The scenario reference is up to date and complete."""

from pathlib import Path

from coinsure.scenario.export import cached_schema
from coinsure.scenario.reference import markdown

HOW = "run: python -m coinsure.scenario.reference > scenarios/README.md"


def tables() -> list[dict[str, object]]:
    schema = cached_schema()
    return [schema, *schema["$defs"].values()]


def test_the_file_is_what_the_format_says(scenarios: Path):
    assert (scenarios / "README.md").read_text(encoding="utf-8") == markdown(), HOW


def test_every_key_of_every_table_is_there():
    text = markdown()
    for table in tables():
        for key in table["properties"]:
            assert f"| `{key}` |" in text


def test_every_table_has_one_section():
    assert markdown().count("\n### ") == len(tables())


def test_every_shipped_file_is_named(scenarios: Path):
    text = markdown()
    assert [path.name for path in scenarios.glob("*.toml") if f"`{path.name}`" not in text] == []
