"""Named events: an intensity where it is needed, sites that exist, legs with a finite mean."""

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
        yield from _intensity(("events", name), event)
        yield from _severities(("events", name, "losses"), event, parts)


def _intensity(path: KeyPath, event: Event) -> Iterator[Finding]:
    legs = [line for line, leg in event.losses.items() if leg.kind == "intensity"]
    if event.intensity is None:
        for line in legs:
            place = (*path, "losses", line, "kind")
            example = 'intensity = { kind = "beta", alpha = 1.2, beta = 4.0 }'
            remedy = f"write {example} in [events.{path[1]}], or make the loss of kind severity"
            yield Finding(place, "the event has no intensity", '"intensity"', remedy)
        return
    yield from finite_mean((*path, "intensity"), event.intensity, Terms())
    if not legs:
        place, kind = (*path, "intensity"), event.intensity.kind
        remedy = "leave it out, or make a loss of kind intensity"
        yield Finding(place, "no loss of the event depends on it", kind, remedy)


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
