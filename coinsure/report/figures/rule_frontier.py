"""The frontier of rules: how much the pool hangs on few members against who would rather leave."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure as Canvas

from coinsure.report.figures.style import INK, NET, QUIET, canvas, drawable, finish_with, tick
from coinsure.report.numerals import money_scale
from coinsure.report.quantity import Figure
from coinsure.report.wording import Phrase, Value, Writer, say


@dataclass(frozen=True, slots=True)
class Point:
    """A choice of rules by its two figures; of both less is better."""

    name: Value
    concentration: float
    complaint: Figure


def efficient(points: Sequence[Point]) -> list[bool]:
    """Tell which points no other point beats in one figure without losing in the other."""
    return [
        not any(_beats(other, point) for other in points if other is not point) for point in points
    ]


def draw(points: Sequence[Point], source: Phrase, unit: str, writer: Writer) -> Canvas:
    """Draw a point with its error for every choice; the efficient ones are filled and named."""
    figure, axes = canvas(4.2)
    largest = max(abs(point.complaint.value or 0.0) for point in points)
    scale = money_scale(largest, unit, writer.language)
    edges = [point.concentration for point in points]
    middle = (min(edges) + max(edges)) / 2.0
    named: set[tuple[float, float]] = set()
    for point, best in zip(points, efficient(points), strict=True):
        shown = scale.figure(point.complaint)
        y = shown.value or 0.0
        axes.errorbar(
            point.concentration,
            y,
            yerr=shown.half,
            fmt="o",
            color=NET if best else QUIET,
            markerfacecolor=NET if best else "white",
            markersize=6,
            capsize=2.5,
            linewidth=0.9,
            zorder=3 if best else 2,
        )
        place = (round(point.concentration, 3), round(y, 3))
        right = point.concentration > middle
        if best and place not in named:
            named.add(place)
            axes.annotate(
                drawable(writer.write(point.name)),
                (point.concentration, y),
                xytext=(-7, 6) if right else (7, 6),
                ha="right" if right else "left",
                textcoords="offset points",
                fontsize=8,
                color=INK,
            )
    axes.margins(x=0.22, y=0.14)
    axes.grid(visible=True)
    axes.xaxis.set_major_formatter(tick)
    axes.yaxis.set_major_formatter(tick)
    axes.set_xlabel(writer.write(say("axis.concentration")))
    axes.set_ylabel(writer.write(say("axis.complaint", unit=scale.unit)))
    return finish_with(figure, "rule_frontier", source, writer)


def _beats(other: Point, point: Point) -> bool:
    a = (other.concentration, other.complaint.value or 0.0)
    b = (point.concentration, point.complaint.value or 0.0)
    return a[0] <= b[0] and a[1] <= b[1] and a != b
