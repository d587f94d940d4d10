"""The exceedance curve: losses of a year by return period, gross and net, with the 95 % band."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from coinsure.report.figures.style import (
    FAINT,
    GROSS,
    NET,
    QUIET,
    canvas,
    drawable,
    finish,
    tick,
)
from coinsure.report.findings import Findings
from coinsure.report.numerals import Scale, digits, money_scale
from coinsure.report.wording import Writer, say

TICKS = (2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)


def draw(findings: Findings, writer: Writer) -> Canvas:
    """Draw both curves with their bands and the premium they are paid from."""
    figure, axes = canvas(4.0)
    pool = findings.summary["pool"]
    largest = max([*pool["gross"]["curve"]["high"], findings.premium])
    scale = money_scale(largest, findings.unit, writer.language)
    kinds = {"gross": GROSS, "net": NET} if findings.summary["reinsurance"] else {"gross": GROSS}
    for kind, colour in kinds.items():
        _curve(axes, pool[kind]["curve"], scale, colour)
        _name(axes, pool[kind]["curve"], scale, colour, writer.write(say(f"curve.{kind}")))
    _premium(axes, findings.premium / scale.worth, writer.write(say("curve.premium")))
    axes.set_xscale("log")
    last = max(1.0 / p for p in pool["gross"]["curve"]["probability"][-1:] or [0.1])
    axes.set_xticks([t for t in TICKS if t <= last], minor=False)
    axes.set_xticks([], minor=True)
    axes.set_xticklabels([digits(t, 0) for t in TICKS if t <= last])
    axes.set_xlim(2, last * 1.9)
    axes.set_ylim(0, largest / scale.worth * 1.05)
    axes.grid(visible=True, axis="y")
    axes.yaxis.set_major_formatter(tick)
    axes.set_xlabel(writer.write(say("axis.return_period")))
    axes.set_ylabel(writer.write(say("axis.annual_loss", unit=scale.unit)))
    return finish(figure, "exceedance", findings, writer)


def _curve(axes: Axes, curve: dict[str, list[float]], scale: Scale, colour: str) -> None:
    period = [1.0 / probability for probability in curve["probability"]]
    low, high = ([x / scale.worth for x in curve[key]] for key in ("low", "high"))
    axes.fill_between(period, low, high, color=colour, alpha=0.22, linewidth=0)
    axes.plot(period, [x / scale.worth for x in curve["loss"]], color=colour, linewidth=1.8)


def _name(axes: Axes, curve: dict[str, list[float]], scale: Scale, colour: str, name: str) -> None:
    """Write the name of a curve at its end."""
    if not curve["probability"]:
        return
    end = 1.0 / curve["probability"][-1], curve["loss"][-1] / scale.worth
    axes.annotate(
        drawable(name), end, xytext=(6, 0), textcoords="offset points", va="center", color=colour
    )


def _premium(axes: Axes, premium: float, name: str) -> None:
    axes.axhline(premium, color=QUIET, linewidth=0.9, linestyle=(0, (4, 3)))
    axes.annotate(
        drawable(name),
        (2.0, premium),
        xytext=(4, 4),
        textcoords="offset points",
        color=QUIET,
        backgroundcolor="white",
        fontsize=8.5,
        zorder=1,
    )
    axes.axhline(0.0, color=FAINT, linewidth=0.6)
