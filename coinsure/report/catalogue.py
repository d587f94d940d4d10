"""The message catalogue: every phrase of the report and the terminal, in Chinese and English."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from coinsure.models.labels import Label


@cache
def messages() -> Mapping[str, Label]:
    """Return every phrase by its key; ``{name}`` in it stands for a value."""
    text = resources.files("coinsure").joinpath("data/messages.toml").read_text(encoding="utf-8")
    return dict(_phrases(tomllib.loads(text), ""))


def _phrases(table: Mapping[str, object], prefix: str) -> list[tuple[str, Label]]:
    if set(table) == {"zh", "en"} and all(isinstance(text, str) for text in table.values()):
        return [(prefix.removesuffix("."), Label.model_validate(table))]
    found: list[tuple[str, Label]] = []
    for key, value in table.items():
        if not isinstance(value, Mapping):
            raise ValueError(f"message {prefix}{key}: give both zh and en")
        found += _phrases(value, f"{prefix}{key}.")
    return found
