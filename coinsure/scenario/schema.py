"""``Scenario``: what a scenario file says, and those of its tables that belong to nobody else."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import AfterValidator, Field, PrivateAttr

from coinsure.arrays import LEVELS
from coinsure.decision.objective import Objective
from coinsure.decision.sizing.terms import SizingTerms
from coinsure.models.dependence import FactorSpec, Gamma, of_sizes
from coinsure.models.dependence.copulas import CopulaSpec
from coinsure.models.development import Development, levels
from coinsure.models.events import Event
from coinsure.models.frequency import FrequencySpec
from coinsure.models.labels import Label, Source
from coinsure.models.severity import SeveritySpec
from coinsure.models.solvency_class import SolvencyClass
from coinsure.models.take_up import Course, TakenUp, TakeUp
from coinsure.models.terms import Terms
from coinsure.models.uncertainty import MOST_ALTERNATIVES, Alternative, SizeLevel
from coinsure.pool import Member, PoolTerms
from coinsure.reinsurance import TreatySpec
from coinsure.reinsurance.counterparty import Reinsurer
from coinsure.reinsurance.own import OwnReinsurance
from coinsure.reinsurance.public import (
    Instrument,
    PremiumSubsidy,
    PublicBudget,
    PublicLayer,
    ReinsuranceSupport,
)
from coinsure.reinsurance.public.subsidise import Subsidised, subsidise
from coinsure.scenario.bounds import Limits, RiskUnit
from coinsure.scenario.incentives import IncentiveTerms
from coinsure.scenario.market import Market
from coinsure.scenario.provenance import Provenance
from coinsure.spec import Fraction, Money, Name, Positive, Spec

Text = Annotated[str, Field(min_length=1)]


def _known_level(level: float) -> float:
    if level not in LEVELS:
        raise ValueError(f"tail figures are kept at the levels {', '.join(map(str, LEVELS))} only")
    return level


ConfidenceLevel = Annotated[
    float, AfterValidator(_known_level), Field(json_schema_extra={"enum": list(LEVELS)})
]


def _adds_up(pattern: tuple[float, ...]) -> tuple[float, ...]:
    if abs(sum(pattern) - 1.0) > 1e-9:
        raise ValueError(f"the parts paid year by year must add up to 1, not {sum(pattern):.6g}")
    return pattern


PaymentPattern = Annotated[
    tuple[Fraction, ...],
    Field(strict=False, min_length=1, max_length=40),
    AfterValidator(_adds_up),
]


class Simulation(Spec):
    """How much is simulated."""

    paths: Annotated[int, Field(ge=1, le=2**40)]
    """Simulated histories; a run has at least two, because one has no standard error."""
    years: Annotated[int, Field(ge=1, le=1000)]
    """Years of each history."""
    seed: Annotated[int, Field(ge=0, lt=2**63)]
    """Any whole number; the same seed draws the same losses."""
    parameter_uncertainty: bool = True
    """Whether levels and alternatives are drawn; if not, parameters are taken as stated."""

    @property
    def next_seed(self) -> int:
        """A seed that draws other losses, to see whether what was chosen on these holds."""
        return (self.seed + 1) % 2**63


class Component(Spec):
    """One kind of loss inside a line: how often and how large."""

    frequency: FrequencySpec
    """Losses in a year; at most a million may be expected, ten million in a year of 10,000."""
    severity: SeveritySpec
    """Size of one loss before policy terms; per site, a damage ratio between 0 and 1."""
    severity_level: SizeLevel | None = None
    """Uncertainty of the size of losses, drawn once per path; none if left out."""
    alternatives: Annotated[
        tuple[Alternative, ...], Field(strict=False, max_length=MOST_ALTERNATIVES)
    ] = ()
    """Other severities that may be the right one; each path has one of them, or the one above."""
    systemic_severity: bool = False
    """Whether the yearly factor on loss sizes of the line, or of its sector, acts on the losses."""
    terms: Terms | None = None
    """Policy terms in place of those of the line."""
    per_site: bool = False
    """Simulate each site by itself: frequency per site, severity as a ratio of its sum insured."""
    source: Source | None = None
    """Where the numbers come from, or "assumption"."""


class Line(Spec):
    """A class of cover inside a sector."""

    label: Label
    """Name in the report."""
    risks: Annotated[int, Field(ge=1, le=10**9)]
    """Insured objects, policies or sites."""
    sum_insured: Positive
    """Sum insured or limit of one risk, on average."""
    premium: Positive
    """Gross written premium a year, for 100 % of the line."""
    expense_ratio: Annotated[float, Field(ge=0.0, lt=1.0)]
    """Expenses of the insurers, part of the premium."""
    solvency_class: SolvencyClass
    """Line of business in the C-ROSS II formula."""
    data_grade: Literal["A", "B", "C"]
    """A: reported figures; B: derived from reported figures; C: expert opinion only."""
    terms: Terms = Terms()
    """Policy terms of every component that has none of its own."""
    sites: Annotated[dict[Name, Positive], Field(min_length=1)] | None = None
    """Sum insured of each site by name, one for each risk."""
    risk_limit: Positive | None = None
    """Largest insured amount of one risk; the limit of the terms if left out."""
    development: Development | None = None
    """How the line changes from year to year; as the scenario says if left out."""
    systemic_severity: FactorSpec | None = None
    """Yearly factor on loss sizes, in place of that of the sector."""
    take_up: TakeUp | None = None
    """How many more firms insure where a subsidy lowers their price; no more if left out."""
    components: Annotated[dict[Name, Component], Field(min_length=1)]
    """The kinds of loss that the line suffers."""
    payment_pattern: PaymentPattern | None = None
    """Parts of a year's claims that are paid in that year and each later one, adding up to 1; all
    within the year if left out."""
    source: Source
    """Where the numbers come from, or "assumption"."""

    @property
    def largest_risk(self) -> float | None:
        """Largest insured amount of one risk: ``risk_limit``, else the limit of the terms."""
        return self.terms.limit if self.risk_limit is None else self.risk_limit


class Sector(Spec):
    """One of the fields of the pool, with its lines."""

    label: Label
    """Name in the report."""
    systemic: Gamma | None = None
    """Yearly factor shared by all frequencies of the sector that are systemic."""
    systemic_severity: FactorSpec | None = None
    """Yearly factor on the losses, before policy terms, of components with systemic_severity."""
    lines: Annotated[dict[Name, Line], Field(min_length=1)]
    """Classes of cover."""
    source: Source | None = None
    """Where the numbers come from, or "assumption"."""


class Capital(Spec):
    """How capital is measured and priced."""

    measure: Literal["tvar", "var"] = "tvar"
    """Tail value at risk, or value at risk, of year 1's deficit."""
    level: ConfidenceLevel = 0.995
    """Confidence level."""
    hurdle: Fraction = 0.09
    """Return before tax that capital must earn in a year."""
    max_rate_change: Fraction = 0.20
    """Largest change of a line's premium that is recommended at once."""
    tech_treatment: Literal["tech_0.9_property", "natural_line"] = "tech_0.9_property"
    """C-ROSS II factors: those of property less 10 % for all lines, or those of each line."""
    target_ratio: Positive = 2.0
    """Multiple of the C-ROSS II charge that is held."""
    reserve_ratio: Money = 0.6
    """Claims reserve held, part of a year's expected loss."""
    unearned_ratio: Fraction = 0.5
    """Part of a year's premium that is not yet earned: half, for policies of a year sold evenly."""
    discount_rate: Fraction = 0.0
    """Yield at which claims that are paid later are discounted in technical premiums; 0 leaves them
    undiscounted, which is prudent."""
    break_even: Annotated[float, Field(gt=0.0, lt=1.0)] = 0.75
    """Probability with which the minimum premium of a line pays for the whole horizon."""
    distortion: Literal["wang", "proportional_hazard", "dual_power"] = "wang"
    """Family of the distortion premium."""
    reserve_deviation: float | None = None
    """Mean two-year run-off deviation of past claims reserves, part of them, of all business but
    motor, for k1 of reserve risk; without it k1 of reserve risk is 0."""
    source: Source | None = None
    """Where the numbers come from, or "assumption"."""


class Scenario(Spec):
    """A pool, its risks, its members and its rules: everything that decides the answers."""

    version: Literal[1]
    """Version of this format."""
    title: Text
    """Title in English."""
    title_zh: Text
    """Title in Chinese."""
    unit: Literal["yuan", "万元", "million", "亿元"]
    """Unit of every amount of money in the file."""
    source: Source
    """Where the numbers of the file come from, or "assumption"."""
    simulation: Simulation
    """How much is simulated."""
    development: Development = Development()
    """How every line changes from year to year that does not say it for itself."""
    sectors: Annotated[dict[Name, Sector], Field(min_length=1)]
    """The fields of the pool."""
    events: dict[Name, Event] = Field(default={})
    """Occurrences that hit several lines at once."""
    dependence: CopulaSpec | None = None
    """What links the sectors' yearly factors; they are independent if left out."""
    members: Annotated[dict[Name, Member], Field(min_length=1)]
    """The insurers of the pool."""
    reinsurance: dict[Name, TreatySpec] = Field(default={})
    """Treaties of the pool; the order of the file counts."""
    own_reinsurance: dict[Name, OwnReinsurance] = Field(default={})
    """Treaties of single members on their own shares."""
    reinsurers: dict[Name, Reinsurer] = Field(default={})
    """Companies that take the treaties, where that is known."""
    public_layers: dict[Name, PublicLayer] = Field(default={})
    """Public money for bad years (财政风险补偿限额); the order of the file counts."""
    premium_subsidies: dict[Name, PremiumSubsidy] = Field(default={})
    """Public money for premiums (保费补贴)."""
    reinsurance_support: dict[Name, ReinsuranceSupport] = Field(default={})
    """Public money for the premium of treaties (再保险保费补贴)."""
    public_budget: PublicBudget = PublicBudget()
    """What the finance office asks of all public money together."""
    pool: PoolTerms
    """What the members have agreed."""
    capital: Capital = Capital()
    """How capital is measured and priced."""
    risk_units: dict[Name, RiskUnit] = Field(default={})
    """What one accident can hit."""
    limits: Limits = Limits()
    """What must not be exceeded."""
    market: Market | None = None
    """Insurance without the pool, to compare the pool with; no comparison if left out."""
    objective: Objective | None = None
    """By what ``coinsure recommend`` chooses the terms of the pool."""
    sizing: SizingTerms = SizingTerms()
    """What ``coinsure size`` asks of shares."""
    incentives: IncentiveTerms = IncentiveTerms()
    """What a member does against the others in ``coinsure incentives``."""

    _provenance: Provenance = PrivateAttr(default=Provenance())

    @property
    def lines(self) -> dict[str, Line]:
        """Every line by its "sector.line", in the order of the file."""
        return {
            f"{sector_name}.{line_name}": line
            for sector_name, sector in self.sectors.items()
            for line_name, line in sector.lines.items()
        }

    @property
    def stated_developments(self) -> dict[str, Development]:
        """How every line changes from year to year at the full price, by its "sector.line"."""
        return {name: line.development or self.development for name, line in self.lines.items()}

    @property
    def developments(self) -> dict[str, Course]:
        """How every line changes, with the firms that subsidies bring, by its "sector.line"."""
        stated = self.stated_developments
        subsidised = self.subsidised
        if (subsidised.firms == 1.0).all():
            return {**stated}
        return {
            name: TakenUp(development, tuple(firms), tuple(frequency))
            for (name, development), firms, frequency in zip(
                stated.items(),
                subsidised.firms.tolist(),
                subsidised.frequency.tolist(),
                strict=True,
            )
        }

    @property
    def subsidised(self) -> Subsidised:
        """What premium subsidies pay, and how many firms insure for it."""
        return self.subsidised_by(self.premium_subsidies)

    def subsidised_by(self, subsidies: Mapping[str, PremiumSubsidy]) -> Subsidised:
        """Return what these ``subsidies`` would pay, and how many firms would insure for it."""
        years, lines = self.simulation.years, self.lines
        premium = [
            [lines[name].premium * step.exposure * step.rate for step in development.indices(years)]
            for name, development in self.stated_developments.items()
        ]
        take_up = [line.take_up for line in lines.values()]
        return subsidise(subsidies, tuple(lines), np.array(premium), take_up)

    @property
    def instruments(self) -> dict[str, Instrument]:
        """Everything that public money is paid through, by name."""
        return {**self.public_layers, **self.premium_subsidies, **self.reinsurance_support}

    @property
    def years_are_alike(self) -> bool:
        """Whether no year of a path differs from another in exposure, claims or rate."""
        years = self.simulation.years
        steady = all(
            len(set(development.indices(years))) == 1 for development in self.developments.values()
        )
        return (
            steady
            and not self._money_ends
            and all(
                len(set(levels(event.frequency_trend, years, "frequency_trend"))) == 1
                for event in self.events.values()
            )
        )

    @property
    def _money_ends(self) -> bool:
        """Whether public money is paid in some years only."""
        layers = [layer.last_year for layer in self.public_layers.values()]
        others = (*self.premium_subsidies.values(), *self.reinsurance_support.values())
        last = [*layers, *(one.years for one in others)]
        return any(year is not None and year < self.simulation.years for year in last)

    @property
    def factors(self) -> dict[str, FactorSpec | None]:
        """Every yearly factor by the name that ``dependence`` calls it, None for none.

        Those on frequencies by sector, in their order; those on loss sizes by "sector:severity",
        or "sector.line:severity" where a line has its own.
        """
        sectors, lines = self.sectors.items(), self.lines.items()
        return {
            **{name: sector.systemic for name, sector in sectors},
            **{of_sizes(name): sector.systemic_severity for name, sector in sectors},
            **{
                of_sizes(name): line.systemic_severity
                for name, line in lines
                if line.systemic_severity is not None
            },
        }

    def size_factor_of(self, line: str) -> str:
        """Return the name of the factor on the loss sizes of a line, its own or its sector's."""
        own = self.lines[line].systemic_severity is not None
        return of_sizes(line if own else line.partition(".")[0])

    @property
    def provenance(self) -> Provenance:
        """Files, overrides and changes that made this scenario."""
        return self._provenance

    @property
    def overrides(self) -> tuple[tuple[str, object], ...]:
        """Keys that were set from outside the files, with their values, in order."""
        return self._provenance.overrides

    def came_from(self, provenance: Provenance) -> Self:
        """Return the same scenario with its history noted."""
        noted = self.model_copy()
        noted._provenance = provenance
        return noted

    def with_paths(self, paths: int) -> Self:
        """Return the scenario with another number of paths, noted as an override."""
        if paths == self.simulation.paths:
            return self
        changed = self.model_copy(
            update={"simulation": self.simulation.model_copy(update={"paths": paths})}
        )
        others = tuple(item for item in self.overrides if item[0] != "simulation.paths")
        overrides = (*others, ("simulation.paths", paths))
        return changed.came_from(replace(self.provenance, overrides=overrides))

    def resolved(self) -> dict[str, object]:
        """Return the scenario as plain tables: nothing inherited, every default written out.

        ``Scenario.model_validate`` of it gives the same scenario again.
        """
        return self.model_dump(mode="json", exclude_none=True)

    def digest(self) -> str:
        """Return the SHA-256 of what decides the answers: ``resolved`` in its order, as JSON."""
        canonical = json.dumps(self.resolved(), ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()
