"""Treaties that look at single sites: the lines that they cover must have them."""

from collections.abc import Iterator

from coinsure.reinsurance import Facultative, Surplus
from coinsure.reinsurance.treaties import covered_lines
from coinsure.scenario.checks.parts import Parts
from coinsure.scenario.finding import Finding
from coinsure.scenario.schema import Line
from coinsure.scenario.wording import choose, shown


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
