"""``Label`` and ``Source``: texts in Chinese and in English, as the report prints them."""

from typing import Annotated

from pydantic import Discriminator, Field, Tag

from coinsure.spec import Spec


class Label(Spec):
    """A text in both languages of the report: a name, or where numbers come from."""

    zh: Annotated[str, Field(min_length=1)]
    """Text in Chinese."""

    en: Annotated[str, Field(min_length=1)]
    """Text in English."""


def _form(source: object) -> str:
    return "both" if isinstance(source, dict | Label) else "one"


Source = Annotated[
    Annotated[Label, Tag("both")] | Annotated[str, Field(min_length=1), Tag("one")],
    Discriminator(_form),
]
"""Where numbers come from: in both languages, or one text that the report shows in both."""


def in_both(source: Label | str) -> Label:
    """Return a source as the report prints it in either language."""
    return source if isinstance(source, Label) else Label(zh=source, en=source)
