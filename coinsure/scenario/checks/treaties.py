"""Treaties whose lines must have sites, and terms that cannot be meant."""

import math
from collections.abc import Iterator

from coinsure.reinsurance import ExcessOfLoss, Facultative, StopLoss, Surplus
from coinsure.reinsurance.treaties import covered_lines
from coinsure.scenario.checks.parts import Parts
from coinsure.scenario.finding import Finding
from coinsure.scenario.schema import Line
from coinsure.scenario.wording import choose, shown

Layer = ExcessOfLoss | Facultative | StopLoss


def treaties(parts: Parts) -> Iterator[Finding]:
    """Yield surplus treaties on lines without sites, and sites that the lines do not have."""
    for name, treaty in parts.treaties.items():
        path = ("reinsurance", name)
        numbers = covered_lines(treaty, tuple(parts.lines))
        covered = {line: parts.lines[line] for line in (tuple(parts.lines)[n] for n in numbers)}
        if isinstance(treaty, Surplus):
            yield from _surplus(path, treaty, covered)
        if isinstance(treaty, Facultative):
            yield from _facultative(path, treaty, covered)
        if isinstance(treaty, Layer):
            yield from _amounts(path, treaty, covered)


def _amounts(path: tuple[str, str], layer: Layer, covered: dict[str, Line]) -> Iterator[Finding]:
    """Yield a layer above all that is insured, or dearer than all it can pay: a mistaken unit."""
    if isinstance(layer, StopLoss) and layer.basis == "loss_ratio":
        return
    remedy = "check the unit: amounts are in that of the file"
    if isinstance(layer, StopLoss):
        remedy += '; or write basis = "loss_ratio" if retention and limit are loss ratios'
    insured = math.fsum(line.risks * line.sum_insured for line in covered.values())
    if covered and layer.retention >= insured:
        message = f"is no less than the sum insured of all risks of its lines, {shown(insured)}"
        yield Finding((*path, "retention"), message, shown(layer.retention), remedy)
    most = _most_of_a_year(layer)
    if layer.premium > most:
        message = f"is more than the {shown(most)} that the treaty pays at most in a year"
        together = tuple((*path, key) for key in ("premium", "limit"))
        found = shown(layer.premium)
        yield Finding((*path, "premium"), message, found, remedy, together=together)


def _most_of_a_year(layer: Layer) -> float:
    if isinstance(layer, ExcessOfLoss):
        return layer.annual_limit
    most = layer.limit if isinstance(layer, StopLoss) else layer.aggregate_limit
    return math.inf if most is None else most


def _surplus(path: tuple[str, str], treaty: Surplus, covered: dict[str, Line]) -> Iterator[Finding]:
    for name, line in covered.items():
        if line.sites is None:
            remedy = "give the line sites with the sum insured of each, or cede it by quota_share"
            message = f"a surplus needs the sum insured of every risk, and {name} has no sites"
            yield Finding((*path, "lines"), message, "", remedy)
    known = {site for line in covered.values() for site in line.sites or ()}
    for site in treaty.shares or ():
        if covered and site not in known:
            yield Finding(
                (*path, "shares", site), "no such site", shown(site), choose(site, sorted(known))
            )


def _facultative(
    path: tuple[str, str], treaty: Facultative, covered: dict[str, Line]
) -> Iterator[Finding]:
    for name, line in covered.items():
        sites = tuple(line.sites or ())
        if treaty.site not in sites:
            remedy = choose(treaty.site, sites) if sites else "give the line sites"
            yield Finding((*path, "site"), f"no such site in {name}", shown(treaty.site), remedy)
