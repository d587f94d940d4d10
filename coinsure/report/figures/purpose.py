"""The book without the pool and with it: cover, capital, price and the largest loss, in pairs."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from coinsure.report.figures.style import FAINT, INK, NET, WIDTH, drawable, finish_with
from coinsure.report.findings import Findings
from coinsure.report.numerals import in_prose
from coinsure.report.quantity import Figure, Quantity
from coinsure.report.wording import Writer, say


def draw(findings: Findings, writer: Writer) -> Canvas:
    """Draw a panel for each measure, with a bar for the book alone and one for the pool."""
    found = findings.summary["purpose"]
    ways = [found["alone"], found["pool"]]
    whole = found["limit_of_cover"]
    shown = [
        ("purpose.insured", [Quantity("percent", Figure.of(w["insured"] / whole)) for w in ways]),
        ("purpose.capital", [Quantity("money", Figure.of(w["capital"])) for w in ways]),
        ("purpose.price", [Quantity("rate", Figure.of(w["price"])) for w in ways]),
        (
            "purpose.largest",
            [Quantity("percent", Figure.of(w["largest_loss_to_capital"])) for w in ways],
        ),
    ]
    figure = Canvas(figsize=(WIDTH, 2.8), layout="constrained")
    panels = figure.subplots(1, len(shown))
    for axes, (title, pair) in zip(panels, shown, strict=True):
        axes.set_title(drawable(writer.write(say(title))), fontsize=8, loc="left")
        _pair(axes, pair, findings, writer)
    below = say(
        "figure.source_pilot",
        title=findings.title,
        years=found["years"],
        seed=str(findings.summary["scenario"]["seed"]),
    )
    return finish_with(figure, "purpose", below, writer)


def _pair(axes: Axes, pair: list[Quantity], findings: Findings, writer: Writer) -> None:
    """Draw one measure twice, each bar with its number."""
    largest = max((q.figure.high or q.figure.value or 0.0 for q in pair), default=0.0) or 1.0
    for place, (quantity, colour) in enumerate(zip(pair, (FAINT, NET), strict=True)):
        value = quantity.figure.value or 0.0
        axes.bar(place, value, width=0.62, color=colour)
        if quantity.figure.half > 0.0:
            axes.errorbar(
                place, value, yerr=quantity.figure.half, color=INK, capsize=3, linewidth=0.9
            )
        axes.annotate(
            in_prose(quantity, findings.unit, writer.language, with_error=False),
            (place, max(quantity.figure.high or 0.0, value)),
            xytext=(0, 4),
            textcoords="offset points",
            ha="center",
            fontsize=8,
            color=INK,
        )
    names = [writer.write(say(key)) for key in ("purpose.alone", "purpose.together")]
    axes.set_xticks(range(2), [drawable(name) for name in names])
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="x", length=0)
    axes.set_ylim(0.0, largest * 1.25)
