"""Tail drivers: the part of the pool's capital that each line takes, with its error."""

from matplotlib.figure import Figure as Canvas

from coinsure.report.figures.style import (
    INK,
    QUIET,
    ROOM_FOR_AMOUNTS,
    canvas,
    drawable,
    finish,
    sector_colour,
    tick,
)
from coinsure.report.findings import Findings
from coinsure.report.numerals import in_prose, money_scale
from coinsure.report.quantity import Figure, money
from coinsure.report.wording import Writer, say


def draw(findings: Findings, writer: Writer) -> Canvas:
    """Draw one bar a line, the largest on top, in the colour of its sector."""
    rows = [
        (findings.allocated(f"{sector}.{key}"), name) for sector, key, _, name in findings.lines()
    ]
    known = [(figure.value, figure, name) for figure, name in rows if figure.value is not None]
    known.sort(key=lambda row: row[0])
    figure, axes = canvas(1.3 + 0.3 * len(rows))
    largest = max((abs(value) for value, _, _ in known), default=1.0)
    scale = money_scale(largest, findings.unit, writer.language)
    shown = [scale.figure(amount) for _, amount, _ in known]
    places, values = range(len(known)), [value / scale.worth for value, _, _ in known]
    axes.barh(
        places, values, height=0.62, color=[sector_colour(name.sector) for _, _, name in known]
    )
    axes.errorbar(
        values,
        places,
        xerr=[figure.half for figure in shown],
        fmt="none",
        ecolor=INK,
        capsize=2.5,
        elinewidth=0.9,
    )
    for place, (_, amount, _) in enumerate(known):
        axes.annotate(
            _amount(amount, findings, writer),
            (max(shown[place].high or 0.0, 0.0), place),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            fontsize=8.5,
            color=QUIET,
        )
    axes.set_yticks(range(len(known)), [drawable(writer.write(name.label)) for _, _, name in known])
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.axvline(0.0, color=QUIET, linewidth=0.6)
    axes.margins(x=0.04)
    low, high = axes.get_xlim()
    axes.set_xlim(low, low + ROOM_FOR_AMOUNTS * (high - low))
    axes.grid(visible=True, axis="x")
    axes.xaxis.set_major_formatter(tick)
    axes.set_xlabel(writer.write(say("axis.allocated", unit=scale.unit)))
    return finish(figure, "tail_drivers", findings, writer)


def _amount(amount: Figure, findings: Findings, writer: Writer) -> str:
    return in_prose(money(amount), findings.unit, writer.language)
