"""The equalisation reserve: what each sector pays in, draws, and gets on balance in a year."""

from matplotlib.figure import Figure as Canvas

from coinsure.report.figures.style import (
    INK,
    QUIET,
    canvas,
    drawable,
    finish,
    sector_colour,
    tick,
)
from coinsure.report.findings import Findings
from coinsure.report.numerals import money_scale
from coinsure.report.quantity import Figure
from coinsure.report.wording import Writer, say

KEYS = (("paid", 0.0, "left"), ("on_balance", 0.5, "center"), ("drawn", 1.0, "right"))
"""Explanations above the figure: message, place and side."""


def draw(findings: Findings, writer: Writer) -> Canvas:
    """Draw payments in to the left, drawings to the right, and the balance as a diamond."""
    flows = findings.summary["reserve"]["sectors"]
    rows = [(name, flows[key]) for key, _, name in findings.sectors() if key in flows]
    figure, axes = canvas(1.5 + 0.42 * len(rows))
    amounts = [Figure.of(flow[kind]).value or 0.0 for _, flow in rows for kind in flow]
    scale = money_scale(max((abs(a) for a in amounts), default=0.0), findings.unit, writer.language)
    for place, (name, flow) in enumerate(rows):
        paid, drawn, net = (
            scale.figure(Figure.of(flow[kind])) for kind in ("paid_in", "drawn", "net")
        )
        colour = sector_colour(name.sector)
        axes.barh(place, -(paid.value or 0.0), height=0.56, color=colour, alpha=0.45)
        axes.barh(place, drawn.value or 0.0, height=0.56, color=colour)
        axes.errorbar(
            net.value or 0.0,
            place,
            xerr=net.half,
            fmt="D",
            color=INK,
            markersize=5,
            capsize=3,
            linewidth=0.9,
        )
    axes.set_yticks(range(len(rows)), [drawable(writer.write(name.label)) for name, _ in rows])
    axes.invert_yaxis()
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.axvline(0.0, color=QUIET, linewidth=0.8)
    axes.grid(visible=True, axis="x")
    axes.xaxis.set_major_formatter(tick)
    axes.margins(x=0.08)
    for key, place, side in KEYS:
        axes.text(
            place,
            1.0,
            writer.write(say(f"key.{key}")),
            transform=axes.transAxes,
            ha=side,
            va="bottom",
            fontsize=8.5,
            color=QUIET,
        )
    axes.set_xlabel(writer.write(say("axis.reserve", unit=scale.unit)))
    return finish(figure, "reserve_flows", findings, writer)
