"""``Provenance``: the files, overrides and changes that made a scenario."""

from dataclasses import dataclass

from coinsure.models.labels import Label


@dataclass(frozen=True, slots=True)
class Scaled:
    """A factor that a file put on numbers it inherited."""

    file: str
    pattern: str
    factor: float
    keys: tuple[str, ...]
    """Every key that was multiplied."""


@dataclass(frozen=True, slots=True)
class Stress:
    """A named change of a scenario: what the tables of a comparison call it."""

    name: str
    label: Label
    description: Label
    scaled: str | None = None
    """Key of the number that a design of public money may be scaled by; none for a stress."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a scenario comes from; two scenarios of one digest may differ in it."""

    files: tuple[str, ...] = ()
    """The ``extends`` chain, the lowest first, the stress if there is one, files of losses."""
    overrides: tuple[tuple[str, object], ...] = ()
    """Keys set from outside the files, in order."""
    scaled: tuple[Scaled, ...] = ()
    removed: tuple[str, ...] = ()
    """Keys that were taken away."""
    stress: Stress | None = None
