"""``Label``: the name of something in Chinese and in English, as the report prints it."""

from typing import Annotated

from pydantic import Field

from coinsure.spec import Spec


class Label(Spec):
    """A name in both languages of the report."""

    zh: Annotated[str, Field(min_length=1)]
    """Name in Chinese."""

    en: Annotated[str, Field(min_length=1)]
    """Name in English."""
