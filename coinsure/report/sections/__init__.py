"""The parts of the report, in the order of a committee's questions."""

from coinsure.report.findings import Findings
from coinsure.report.section import Section
from coinsure.report.sections import (
    assumptions,
    capital,
    checks,
    dependence,
    distribution,
    drivers,
    guarantee,
    lines,
    members,
    premium,
    public,
    purpose,
    reinsurance,
    reserve,
    risk_units,
    shares,
    sharing,
    uncertainty,
)
from coinsure.report.sections.key_figures import key_figures
from coinsure.report.sections.verdict import conclusions, opening

__all__ = ["conclusions", "key_figures", "opening", "sections"]

PARTS = (
    premium.sections,
    distribution.sections,
    lines.sections,
    drivers.sections,
    uncertainty.sections,
    dependence.sections,
    capital.sections,
    members.sections,
    shares.sections,
    sharing.sections,
    risk_units.sections,
    purpose.sections,
    reinsurance.sections,
    public.sections,
    reserve.sections,
    guarantee.sections,
    checks.sections,
    assumptions.sections,
)


def sections(findings: Findings) -> list[Section]:
    """Return the sections of a run; a part about which the run says nothing is left out."""
    return [section for part in PARTS for section in part(findings)]
