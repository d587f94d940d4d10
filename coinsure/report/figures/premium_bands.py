"""Premiums: the band between the capital bases, today's premium and the recommended one."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from coinsure.report.figures.style import INK, QUIET, canvas, drawable, finish, sector_colour
from coinsure.report.findings import Findings
from coinsure.report.numerals import digits
from coinsure.report.table import Named, label
from coinsure.report.wording import Writer, say

TICKS = (0.1, 0.2, 0.33, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 20.0)
CLOSE_TICKS = (0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4, 1.6)
FEWEST_TICKS = 3
BASES = {"co_tvar": "o", "distortion": "s", "cross2": "D"}


def draw(findings: Findings, writer: Writer) -> Canvas:
    """Draw one row a line: technical premiums over today's, on a logarithmic scale."""
    rows = [
        (Named(label(findings.summary["lines"][sector][key]["label"]), number), line)
        for number, (sector, lines) in enumerate(findings.summary["premium"]["lines"].items())
        for key, line in lines.items()
    ]
    figure, axes = canvas(1.7 + 0.3 * len(rows))
    ratios = [1.0]
    for place, (name, line) in enumerate(rows):
        ratios += _row(axes, place, name, line)
    axes.set_xscale("log")
    low, high = min(ratios) / 1.12, max(ratios) * 1.12
    ticks = [tick for tick in TICKS if low <= tick <= high]
    if len(ticks) < FEWEST_TICKS:
        ticks = [tick for tick in CLOSE_TICKS if low <= tick <= high]
    axes.set_xlim(low, high)
    axes.set_xticks(ticks, [_times(tick) for tick in ticks])
    axes.set_xticks([], minor=True)
    axes.set_yticks(range(len(rows)), [drawable(writer.write(name.label)) for name, _ in rows])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.axvline(1.0, color=QUIET, linewidth=0.9, zorder=1)
    axes.grid(visible=True, axis="x")
    axes.set_xlabel(writer.write(say("axis.premium_ratio")))
    _key(axes, writer)
    return finish(figure, "premium_bands", findings, writer)


def _row(axes: Axes, place: int, name: Named, line: dict[str, Any]) -> list[float]:
    """Draw the band of a line with its three bases; return the ratios that it uses."""
    current = line["current"]
    if current <= 0.0:
        return []
    colour = sector_colour(name.sector)
    ratios: list[float] = []
    if line["band"]:
        ratios = [edge / current for edge in line["band"]]
        axes.plot(ratios, [place, place], color=colour, linewidth=7, alpha=0.45, zorder=2)
    for basis, marker in BASES.items():
        value = line["technical"][basis]["value"]
        if value is not None:
            axes.plot(value / current, place, marker, color=colour, mec=INK, mew=0.5, ms=4.5)
    ratio = line["recommended"] / current
    axes.plot(ratio, place - 0.32, "v", color=INK, markersize=5, zorder=4)
    return [*ratios, ratio]


def _key(axes: Axes, writer: Writer) -> None:
    """Explain the marks in a row above the figure."""
    marks = [*BASES.items(), ("recommended", "v")]
    handles = [
        axes.plot(
            [],
            [],
            mark,
            color=INK if key == "recommended" else "white",
            mec=INK,
            mew=0.7,
            ms=5,
            label=drawable(writer.write(say(f"key.{key}"))),
        )[0]
        for key, mark in marks
    ]
    axes.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(0.0, 1.0),
        ncols=4,
        frameon=False,
        fontsize=8.5,
        handletextpad=0.2,
        columnspacing=1.2,
        borderaxespad=0.1,
    )


def _times(ratio: float) -> str:
    return f"×{digits(ratio, 2).rstrip('0').rstrip('.')}"
