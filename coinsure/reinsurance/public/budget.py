"""``PublicBudget``: what the finance office asks of all public money together."""

from typing import Annotated

from pydantic import Field

from coinsure.models.labels import Source
from coinsure.spec import Spec


class PublicBudget(Spec):
    """How safe a fund for all public money should be."""

    exhaustion: Annotated[
        tuple[Annotated[float, Field(gt=0.0, le=0.1)], ...], Field(strict=False, min_length=1)
    ] = (0.05, 0.01, 0.005)
    """Probabilities that a fund runs dry within the horizon for which its size is given."""
    source: Source | None = None
    """Where the probabilities come from, or "assumption"."""
