"""The lines of a book as the exact route takes them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from coinsure.lattice.counts import Count
from coinsure.models.events import Event
from coinsure.models.frequency import FrequencySpec
from coinsure.models.severity import Distribution, Severity
from coinsure.models.terms import Terms
from coinsure.reinsurance.treaties import TreatySpec


@dataclass(frozen=True, slots=True, eq=False)
class ExactComponent:
    """A frequency with a severity.

    A component per site is one for each site: one risk, the damage ratio with the sum insured as
    its scale, and the ``level`` of them all.
    """

    name: str  # "sector.line.component"
    frequency: FrequencySpec | Count
    severity: Severity | Distribution
    risks: int = 1
    terms: Terms = field(default_factory=Terms)
    factor: str | None = None  # name of the yearly factor that a systemic frequency follows
    level: str | None = None  # name of the level of the frequency; that of the component if None


@dataclass(frozen=True, slots=True, eq=False)
class ExactLine:
    """A line of the book."""

    name: str  # "sector.line"
    components: tuple[ExactComponent, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """What adds to the losses of the lines or takes from them, and the year that is asked for."""

    treaties: Mapping[str, TreatySpec]
    events: Mapping[str, Event]
    year: int  # 1-based; known counts differ from year to year
