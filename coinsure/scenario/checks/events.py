"""Named events: sites that exist, intensities and losses with a finite mean."""

from collections.abc import Iterator

from coinsure.models.events import Event
from coinsure.models.terms import Terms
from coinsure.scenario.checks.losses import finite_mean, known_value
from coinsure.scenario.checks.parts import Parts
from coinsure.scenario.finding import Finding
from coinsure.scenario.keypath import KeyPath
from coinsure.scenario.wording import choose, shown


def events(parts: Parts) -> Iterator[Finding]:
    """Yield what does not fit together inside a named event."""
    for name, event in parts.events.items():
        if event.intensity is not None:
            yield from finite_mean(("events", name, "intensity"), event.intensity, Terms())
        yield from _severities(("events", name, "losses"), event, parts)


def _severities(path: KeyPath, event: Event, parts: Parts) -> Iterator[Finding]:
    for line, leg in event.losses.items():
        if leg.kind != "severity":
            continue
        place = (*path, line)
        terms = leg.terms or Terms()
        yield from finite_mean((*place, "severity"), leg.severity, terms)
        yield from known_value((*place, "severity"), leg.severity, terms)
        if leg.site is not None and line in parts.lines:
            known = parts.lines[line].sites or {}
            if leg.site not in known:
                remedy = choose(leg.site, known)
                yield Finding((*place, "site"), f"{line} has no such site", shown(leg.site), remedy)
