"""The return on a member's capital over its share of each sector, with the shares it can carry."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from coinsure.report.figures.style import (
    FAINT,
    INK,
    QUIET,
    WIDTH,
    drawable,
    finish_with,
    sector_colour,
    tick,
)
from coinsure.report.wording import Phrase, Writer, say
from coinsure.sizing import MemberSizing, Point, SectorRange

COLUMNS = 2
"""Panels beside each other."""


def draw(found: MemberSizing, source: Phrase, writer: Writer) -> Canvas:
    """Draw a panel for every sector: the band is feasible, the dot the present share."""
    scenario = found.sized.scenario
    rows = -(-len(found.sectors) // COLUMNS)
    figure = Canvas(figsize=(WIDTH, 0.7 + 2.1 * rows), layout="constrained")
    panels = figure.subplots(rows, COLUMNS, squeeze=False).ravel()
    for number, (axes, one) in enumerate(zip(panels, found.sectors, strict=False)):
        _panel(axes, one, number)
        axes.axhline(100.0 * scenario.capital.hurdle, color=QUIET, linewidth=0.8, linestyle="--")
        axes.set_title(
            drawable(writer.write(scenario.sectors[one.sector].label)), fontsize=9, loc="left"
        )
        axes.set_xlabel(writer.write(say("axis.share")), fontsize=8)
        axes.set_ylabel(writer.write(say("axis.return_on_capital")), fontsize=8)
    for axes in panels[len(found.sectors) :]:
        axes.set_visible(False)
    return finish_with(figure, "share_curve", source, writer)


def _panel(axes: Axes, one: SectorRange, number: int) -> None:
    known = [point for point in one.curve if point.worth.return_on_capital.value is not None]
    shares = [100.0 * point.share for point in known]
    axes.fill_between(
        shares,
        [_percent(point, "low") for point in known],
        [_percent(point, "high") for point in known],
        color=sector_colour(number),
        alpha=0.2,
        linewidth=0,
    )
    axes.plot(shares, [_percent(point, "value") for point in known], color=sector_colour(number))
    if not one.feasible.empty:
        axes.axvspan(
            100.0 * one.feasible.low, 100.0 * one.feasible.high, color=FAINT, alpha=0.4, zorder=0
        )
    axes.axvline(100.0 * one.present, color=INK, linewidth=0.9)
    axes.grid(visible=True)
    axes.xaxis.set_major_formatter(tick)
    axes.yaxis.set_major_formatter(tick)


def _percent(point: Point, part: str) -> float:
    value = getattr(point.worth.return_on_capital, part)
    return 100.0 * value
