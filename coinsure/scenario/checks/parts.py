"""``Parts``: what of a scenario can be checked, also where other parts of it are wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from coinsure.models.dependence import FactorSpec, Gamma, of_sizes
from coinsure.models.dependence.copulas import CopulaSpec
from coinsure.models.development import Development
from coinsure.models.events import Event
from coinsure.pool import Member, PoolTerms
from coinsure.reinsurance import TreatySpec
from coinsure.reinsurance.counterparty import Reinsurer
from coinsure.reinsurance.own import OwnReinsurance
from coinsure.reinsurance.public import PremiumSubsidy, PublicLayer, ReinsuranceSupport
from coinsure.scenario.bounds import Limits, RiskUnit
from coinsure.scenario.document import Document
from coinsure.scenario.incentives import IncentiveTerms
from coinsure.scenario.keypath import KeyPath
from coinsure.scenario.schema import Line, Scenario, Simulation


@dataclass(frozen=True, slots=True)
class Parts:
    """Names of everything in a file, and those of its tables that are valid by themselves.

    A table with a wrong field is missing here, but its name is not: whoever refers to it is right.
    """

    sector_names: tuple[str, ...]
    line_names: tuple[str, ...]  # "sector.line"
    member_names: tuple[str, ...]
    factors: Mapping[str, FactorSpec | None]  # by the name that ``dependence`` calls them
    lines: Mapping[str, Line]  # by "sector.line"
    events: Mapping[str, Event]
    dependence: CopulaSpec | None
    members: Mapping[str, Member]
    treaties: Mapping[str, TreatySpec]
    public_layers: Mapping[str, PublicLayer]
    premium_subsidies: Mapping[str, PremiumSubsidy]
    reinsurance_support: Mapping[str, ReinsuranceSupport]
    treaty_names: tuple[str, ...]
    own_reinsurance: Mapping[str, OwnReinsurance]
    reinsurers: Mapping[str, Reinsurer]
    reinsurer_names: tuple[str, ...]
    risk_units: Mapping[str, RiskUnit]
    risk_unit_names: tuple[str, ...]
    unit: str | None
    simulation: Simulation | None
    development: Development | None
    pool: PoolTerms | None
    limits: Limits | None
    incentives: IncentiveTerms | None

    @property
    def all_members_are_valid(self) -> bool:
        """Whether a statement about all members together can be made."""
        return len(self.members) == len(self.member_names)


def line_path(line: str) -> KeyPath:
    """Return where "sector.line" stands in a scenario."""
    sector, _, name = line.partition(".")
    return ("sectors", sector, "lines", name)


def parts_of(scenario: Scenario) -> Parts:
    """Return the parts of a scenario whose fields are all valid."""
    lines = scenario.lines
    return Parts(
        sector_names=tuple(scenario.sectors),
        line_names=tuple(lines),
        member_names=tuple(scenario.members),
        factors=scenario.factors,
        lines=lines,
        events=scenario.events,
        dependence=scenario.dependence,
        members=scenario.members,
        treaties=scenario.reinsurance,
        public_layers=scenario.public_layers,
        premium_subsidies=scenario.premium_subsidies,
        reinsurance_support=scenario.reinsurance_support,
        treaty_names=tuple(scenario.reinsurance),
        own_reinsurance=scenario.own_reinsurance,
        reinsurers=scenario.reinsurers,
        reinsurer_names=tuple(scenario.reinsurers),
        risk_units=scenario.risk_units,
        risk_unit_names=tuple(scenario.risk_units),
        unit=scenario.unit,
        simulation=scenario.simulation,
        development=scenario.development,
        pool=scenario.pool,
        limits=scenario.limits,
        incentives=scenario.incentives,
    )


def valid_parts(document: Document) -> Parts:
    """Return the parts of a document that are valid by themselves; others are reported already."""
    sectors = document.names_at(("sectors",))
    line_names = tuple(
        f"{sector}.{line}"
        for sector in sectors
        for line in document.names_at(("sectors", sector, "lines"))
    )
    lines = {line: _valid(Line, document, line_path(line)) for line in line_names}
    return Parts(
        sector_names=sectors,
        line_names=line_names,
        member_names=document.names_at(("members",)),
        factors=_factors(document, sectors, line_names),
        lines={name: line for name, line in lines.items() if line is not None},
        events=_all_valid(Event, document, "events"),
        dependence=_valid(CopulaSpec | None, document, ("dependence",)),
        members=_all_valid(Member, document, "members"),
        treaties=_all_valid(TreatySpec, document, "reinsurance"),
        public_layers=_all_valid(PublicLayer, document, "public_layers"),
        premium_subsidies=_all_valid(PremiumSubsidy, document, "premium_subsidies"),
        reinsurance_support=_all_valid(ReinsuranceSupport, document, "reinsurance_support"),
        treaty_names=document.names_at(("reinsurance",)),
        own_reinsurance=_all_valid(OwnReinsurance, document, "own_reinsurance"),
        reinsurers=_all_valid(Reinsurer, document, "reinsurers"),
        reinsurer_names=document.names_at(("reinsurers",)),
        risk_units=_all_valid(RiskUnit, document, "risk_units"),
        risk_unit_names=document.names_at(("risk_units",)),
        unit=_valid(Literal["yuan", "万元", "million", "亿元"], document, ("unit",)),
        simulation=_valid(Simulation, document, ("simulation",)),
        development=_valid(Development, document, ("development",))
        if document.at(("development",)) is not None
        else Development(),
        pool=_valid(PoolTerms, document, ("pool",)),
        limits=_valid(Limits, document, ("limits",))
        if document.at(("limits",)) is not None
        else Limits(),
        incentives=_valid(IncentiveTerms, document, ("incentives",)),
    )


def _factors(
    document: Document, sectors: tuple[str, ...], lines: tuple[str, ...]
) -> dict[str, FactorSpec | None]:
    """Return the yearly factors, named as those of a scenario."""

    def factor(kind: Any, *path: str) -> FactorSpec | None:
        return _valid(kind, document, path)

    of_frequencies = {s: factor(Gamma | None, "sectors", s, "systemic") for s in sectors}
    places = {s: ("sectors", s) for s in sectors} | {line: line_path(line) for line in lines}
    of_losses = {
        of_sizes(place): factor(FactorSpec | None, *path, "systemic_severity")
        for place, path in places.items()
        if place in sectors or document.at((*path, "systemic_severity")) is not None
    }
    return of_frequencies | of_losses


def _all_valid(kind: Any, document: Document, table: str) -> dict[str, Any]:
    found = {name: _valid(kind, document, (table, name)) for name in document.names_at((table,))}
    return {name: part for name, part in found.items() if part is not None}


def _valid(kind: Any, document: Document, path: KeyPath) -> Any:
    """Return what is at ``path`` as a ``kind``, any type that pydantic knows; None if it is not."""
    try:
        return TypeAdapter[Any](kind).validate_python(document.at(path))
    except ValidationError:
        return None
