"""``Spec``: the one base of everything a scenario file can name."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Spec(BaseModel):
    """A frozen, strict record whose fields are the keys of a table in a scenario file.

    Unknown keys, NaN, infinities and silent conversions are refused. Arguments are keyword-only.
    """

    model_config = ConfigDict(
        frozen=True, strict=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=True
    )


Money = Annotated[float, Field(ge=0.0)]
"""An amount in the scenario's unit, not negative."""

Positive = Annotated[float, Field(gt=0.0)]
"""A number above zero."""

Fraction = Annotated[float, Field(ge=0.0, le=1.0)]
"""A share, rate or probability between 0 and 1."""

Names = Annotated[tuple[str, ...], Field(strict=False, min_length=1)]
"""A list of names, at least one."""

Floats = Annotated[tuple[float, ...], Field(strict=False)]
"""A list of numbers."""


def require_one_way(table: BaseModel, *ways: tuple[str, ...]) -> None:
    """Raise ValueError unless ``table`` gives exactly the keys of one of the ``ways``."""
    keys = tuple(key for way in ways for key in way)
    given = tuple(key for key in keys if getattr(table, key) is not None)
    if given not in ways:
        choices = ", or ".join(" and ".join(way) for way in ways)
        found = " and ".join(given) or "none of them"
        message = f"give exactly one of: {choices}; found {found}"
        raise ValueError(message)
