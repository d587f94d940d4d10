"""The link between yearly factors: names that stand for one, correlations that fit together."""

from collections.abc import Iterator

from coinsure.models.dependence.copulas import CopulaSpec, misfit
from coinsure.scenario.checks.parts import Parts
from coinsure.scenario.finding import Finding
from coinsure.scenario.wording import choose, shown

EXAMPLE = '{ kind = "gamma", shape = 4.0 }'


def dependence(parts: Parts) -> Iterator[Finding]:
    """Yield what is wrong with the link between the factors."""
    copula = parts.dependence
    if copula is None:
        return
    unknown = list(_names(copula, parts))
    yield from unknown
    if not unknown and all(factor is None for factor in parts.factors.values()):
        message = "there is no yearly factor that it could act on"
        remedy = f"write systemic = {EXAMPLE} in a sector, or leave [dependence] out"
        yield Finding(("dependence",), message, "", remedy)
    problem = None if copula.repair else misfit(copula)
    if problem is not None:
        path = ("dependence", "correlation")
        yield Finding(
            path, problem.message, "", problem.remedy, refused=True, together=(("dependence",),)
        )


def _names(copula: CopulaSpec, parts: Parts) -> Iterator[Finding]:
    """Yield a finding for every name that no factor has."""
    there = [name for name, factor in parts.factors.items() if factor is not None]
    for number, pair in enumerate(copula.correlation):
        for name in pair[:2]:
            path = ("dependence", "correlation", str(number))
            if name not in parts.factors:
                yield Finding(path, "no such factor", shown(name), choose(name, there))
            elif parts.factors[name] is None:
                sector, _, of_sizes = name.partition(":")
                key = "systemic_severity" if of_sizes else "systemic"
                remedy = f"write {key} = {EXAMPLE} in [sectors.{sector}], or leave the pair out"
                message = f"sector {sector} has no {key} factor"
                together = (path[:2], ("sectors", sector, key))
                yield Finding(path, message, shown(name), remedy, together=together)
