"""The frontier of rules: how much the pool hangs on few members against who would rather leave."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox

from coinsure.report.figures.style import INK, NET, QUIET, canvas, drawable, finish_with, tick
from coinsure.report.numerals import money_scale
from coinsure.report.quantity import Figure
from coinsure.report.wording import Phrase, Value, Writer, say

PLACES = ((7, 6), (-7, 6), (7, -13), (-7, -13))
"""Where a name may stand beside its point, in points of type: left edge or right edge there."""


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
    named: dict[tuple[float, float], Annotation] = {}
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
        if best and place not in named:
            named[place] = axes.annotate(
                drawable(writer.write(point.name)),
                (point.concentration, y),
                xytext=PLACES[0],
                in_layout=False,
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
    finished = finish_with(figure, "rule_frontier", source, writer)
    places = [(one.concentration, scale.figure(one.complaint).value or 0.0) for one in points]
    _clear(axes, list(named.values()), places)
    return finished


def _clear(axes: Axes, names: Sequence[Annotation], points: Sequence[tuple[float, float]]) -> None:
    """Move every name to the first place where it covers fewest points and names."""
    figure = axes.get_figure(root=True)
    if figure is None:
        return
    figure.draw_without_rendering()
    marks = axes.transData.transform(points)
    taken: list[Bbox] = []
    for name in names:
        found = []
        for number, place in enumerate(PLACES):
            name.set_position(place)
            name.set_horizontalalignment("right" if place[0] < 0 else "left")
            box = name.get_window_extent().padded(4.0)
            inside = box.x0 >= axes.bbox.x0 and box.x1 <= axes.bbox.x1
            covered = sum(box.contains(*mark) for mark in marks) + box.count_overlaps(taken)
            found.append((covered + (not inside), number, box))
        _, best, box = min(found, key=lambda one: one[:2])
        name.set_position(PLACES[best])
        name.set_horizontalalignment("right" if PLACES[best][0] < 0 else "left")
        taken.append(box)


def _beats(other: Point, point: Point) -> bool:
    a = (other.concentration, other.complaint.value or 0.0)
    b = (point.concentration, point.complaint.value or 0.0)
    return a[0] <= b[0] and a[1] <= b[1] and a != b
