"""``Event``: one occurrence that hits several lines at once."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from coinsure.models.development import Changes
from coinsure.models.frequency import FrequencySpec
from coinsure.models.labels import Label, Source
from coinsure.models.severity import SeveritySpec
from coinsure.models.terms import Terms
from coinsure.spec import Positive, Spec

Risks = Annotated[int, Field(ge=1)]


class IntensityLeg(Spec):
    """What a line loses in proportion to the intensity of the event."""

    kind: Literal["intensity"] = "intensity"

    scale: Positive
    """Loss of the line at intensity 1, all its risks together, in the scenario's unit."""

    risks: Risks = 1
    """Equal risks that share the loss; treaties per risk see one of them."""


class SeverityLeg(Spec):
    """What a line loses by a draw of its own, independent of the other legs."""

    kind: Literal["severity"] = "severity"

    severity: SeveritySpec
    """Loss of the line, all its risks together."""

    risks: Risks = 1
    """Equal risks that share the loss; treaties per risk see one of them."""

    site: str | None = None
    """Site of the line that is hit; none of them in particular if left out."""

    terms: Terms | None = None
    """Policy terms of one risk; the loss is an insured amount already if left out."""


Leg = Annotated[IntensityLeg | SeverityLeg, Field(discriminator="kind")]
"""What one line loses in an event, told apart by its ``kind``."""


class Event(Spec):
    """An accumulation or common cause: one occurrence, drawn whole, that hits several lines."""

    label: Label
    """Name of the event."""

    frequency: FrequencySpec
    """Occurrences in a year."""

    frequency_trend: Changes = 0.0
    """Yearly change of the occurrences: one number, or a list with that of year 2 first."""

    intensity: SeveritySpec | None = None
    """How severe an occurrence is, common to all legs of kind intensity."""

    losses: Annotated[dict[str, Leg], Field(min_length=1)]
    """What each line loses, by "sector.line"."""

    source: Source
    """Where the numbers come from, or "assumption"."""

    @model_validator(mode="after")
    def _occurrences_are_its_own(self) -> Self:
        frequency = self.frequency
        per_risk = getattr(frequency, "per_risk", None)
        if per_risk is not None:
            found = f"frequency.per_risk = {per_risk:g}"
            message = f"{found} has no meaning, because an event has no risks of its own; give mean"
            raise ValueError(message)
        if frequency.systemic:
            message = (
                "frequency.systemic = true has no meaning, because an event belongs to no sector; "
                "leave it out"
            )
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _intensity_where_it_is_used(self) -> Self:
        using = [name for name, leg in self.losses.items() if isinstance(leg, IntensityLeg)]
        if using and self.intensity is None:
            message = f"the losses of kind intensity ({', '.join(using)}) need it; give intensity"
            raise ValueError(message)
        if self.intensity is not None and not using:
            message = (
                "intensity would be ignored, because no loss is of kind intensity; leave it out"
            )
            raise ValueError(message)
        return self
