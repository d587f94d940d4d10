"""Capital on every basis: sectors apart, the pool together, the regulator's formula."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from coinsure.report.figures.style import (
    FAINT,
    INK,
    NET,
    QUIET,
    ROOM_FOR_AMOUNTS,
    canvas,
    drawable,
    finish,
    sector_colour,
    tick,
)
from coinsure.report.findings import Findings
from coinsure.report.numerals import Scale, in_prose, money_scale
from coinsure.report.quantity import Figure, money
from coinsure.report.wording import Writer, say

NAMED = {"zh": 0.13, "en": 0.25}
"""A part of the stacked bar with this part of the longest bar has room for its name."""


def draw(findings: Findings, writer: Writer) -> Canvas:
    """Draw one bar a basis; what the sectors need apart is stacked in their colours."""
    capital = findings.summary["capital"]
    apart, economic = findings.standalone_sum(), Figure.of(capital["pool"])
    charges = [
        (f"basis.{name}", Figure.of(charge), "#8a929c" if name == used else "#b9c0c8")
        for used in [capital["cross2"]["treatment"]]
        for name, charge in capital["cross2"]["alternatives"].items()
    ]
    rows = [("basis.standalone", apart, FAINT), ("basis.economic", economic, NET), *charges]
    figure, axes = canvas(1.2 + 0.42 * len(rows))
    largest = max((amount.high or amount.value or 0.0 for _, amount, _ in rows), default=1.0)
    scale = money_scale(largest, findings.unit, writer.language)
    for place, (_, amount, colour) in enumerate(rows):
        _bar(axes, place, amount, scale, colour)
        axes.annotate(
            in_prose(money(amount), findings.unit, writer.language),
            ((scale.figure(amount).high or 0.0), place),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            fontsize=8.5,
            color=INK,
        )
    _stack(axes, findings, writer, scale, largest / scale.worth)
    names = [drawable(writer.write(say(key))) for key, _, _ in rows]
    axes.set_yticks(range(len(rows)), names)
    axes.invert_yaxis()
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_xlim(0, largest / scale.worth * ROOM_FOR_AMOUNTS)
    axes.grid(visible=True, axis="x")
    axes.xaxis.set_major_formatter(tick)
    axes.set_xlabel(writer.write(say("axis.capital", unit=scale.unit)))
    return finish(figure, "capital_bases", findings, writer)


def _bar(axes: Axes, place: int, amount: Figure, scale: Scale, colour: str) -> None:
    shown = scale.figure(amount)
    axes.barh(place, shown.value or 0.0, height=0.6, color=colour)
    if shown.half > 0.0:
        axes.errorbar(
            shown.value or 0.0, place, xerr=shown.half, color=INK, capsize=3, linewidth=0.9
        )


def _stack(axes: Axes, findings: Findings, writer: Writer, scale: Scale, whole: float) -> None:
    """Colour the first bar by sector and name the parts that have room for a name."""
    left, last = 0.0, list(findings.summary["sectors"])[-1]
    error = scale.figure(findings.standalone_sum()).half
    for key, _, name in findings.sectors():
        alone = Figure.of(findings.summary["capital"]["sectors"][key]["standalone"]).value
        width = max(alone or 0.0, 0.0) / scale.worth
        axes.barh(
            0,
            width,
            left=left,
            height=0.6,
            color=sector_colour(name.sector),
            edgecolor="white",
            linewidth=0.6,
        )
        clear = width - error if key == last else width
        if clear > whole * NAMED[writer.language]:
            name_text = drawable(writer.write(name.label))
            axes.text(left + clear / 2, 0, name_text, ha="center", va="center", fontsize=6.8)
        left += width
    axes.axvline(0.0, color=QUIET, linewidth=0.6)
