"""``Spec``: the one base of everything a scenario file can name."""

import ast
import inspect
import textwrap
from itertools import pairwise
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema


class Spec(BaseModel):
    """A frozen, strict record whose fields are the keys of a table in a scenario file.

    Unknown keys, NaN, infinities and silent conversions are refused. Arguments are keyword-only.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler, /
    ) -> JsonSchemaValue:
        """Return the JSON Schema, in which the text below a field describes it.

        Texts are read from the source here, and not by pydantic for every class of every program.
        """
        schema = handler(core_schema)
        properties = handler.resolve_ref_schema(schema)["properties"]
        for field, text in attribute_docstrings(cls).items():
            properties[field].setdefault("description", text)
        return schema


Money = Annotated[float, Field(ge=0.0)]
"""An amount in the scenario's unit, not negative."""

Positive = Annotated[float, Field(gt=0.0)]
"""A number above zero."""

Fraction = Annotated[float, Field(ge=0.0, le=1.0)]
"""A share, rate or probability between 0 and 1."""

IN_PER_CENT = 50.0
"""A ratio of so much was written in per cent."""

Ratio = Annotated[float, Field(ge=0.0, lt=IN_PER_CENT)]
"""A loss ratio or solvency ratio: 1.2 for 120 %."""

PositiveRatio = Annotated[float, Field(gt=0.0, lt=IN_PER_CENT)]
"""A ratio above zero: 1.2 for 120 %."""

Name = Annotated[str, Field(pattern="^[A-Za-z][A-Za-z0-9_]{0,63}$")]
"""Name of a table: letters, digits and underscores; what people read goes into its label."""

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


def require_ratio(key: str, value: float, otherwise: str) -> None:
    """Raise ValueError where a loss ratio was written in per cent; ``otherwise`` it is money."""
    if value >= IN_PER_CENT:
        raise ValueError(
            f"{key} = {value:g} is a loss ratio of {value:,.0%}; write {value / 100.0:g} for "
            f"{value:g} %, or {otherwise} if it is money"
        )


def attribute_docstrings(spec: type[Spec]) -> dict[str, str]:
    """Return the texts below the fields of ``spec`` and of what it is derived from, by field."""
    found: dict[str, str] = {}
    for base in reversed(spec.__mro__):
        if issubclass(base, Spec) and base is not Spec:
            (table,) = ast.parse(textwrap.dedent(inspect.getsource(base))).body
            if isinstance(table, ast.ClassDef):
                found |= _below_fields(table)
    return found


def _below_fields(table: ast.ClassDef) -> dict[str, str]:
    """Return the string after each annotated name in the body of a class."""
    found: dict[str, str] = {}
    for field, text in pairwise(table.body):
        match field, text:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str() as said)),
            ):
                found[name] = inspect.cleandoc(said)
            case _:
                pass
    return found
