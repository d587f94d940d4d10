"""The commented scenario that ``coinsure init`` writes."""

from importlib import resources


def starter() -> str:
    """Return the text of a small, complete scenario file to start from."""
    return resources.files("coinsure").joinpath("data/starter.toml").read_text(encoding="utf-8")
