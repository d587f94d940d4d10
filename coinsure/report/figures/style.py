"""How every figure looks: one palette, the packaged font, titles, sources, files without dates."""

import io
import re
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import resources
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Canvas
from matplotlib.ft2font import FT2Font
from matplotlib.layout_engine import TightLayoutEngine

from coinsure.report.findings import Findings
from coinsure.report.numerals import digits, needed_decimals
from coinsure.report.wording import Phrase, Value, Writer, say

SECTOR_COLOURS = ("#009E73", "#56B4E9", "#E69F00", "#CC79A7", "#F0E442", "#0072B2", "#D55E00")
"""Okabe and Ito's palette; the sectors take them in the order of the scenario."""

GROSS, NET = "#D55E00", "#0072B2"
INK, QUIET, FAINT = "#1b1f24", "#5b6470", "#d5dae0"

WIDTH = 7.2
"""Inches; drawn for a page of about 800 px."""

PAD = 0.5
"""Room around a figure and between its parts, in letters."""

ROOM_FOR_AMOUNTS = 1.45
"""Width of the axes over that of the bars where an amount is written at the end of each bar."""

PNG_DPI = 200
PNG_LEVEL = 3
"""Of zlib: half the time of its default 6 for files that are 6 % larger."""
SVG_DPI = 72
"""Points per inch, the unit of the format."""

PLACEHOLDER = "〓"
"""Stands for a character that the packaged font does not have."""

_FONT = "data/fonts/NotoSansSC-GB2312.otf"

_RC: dict[Any, Any] = {
    "font.family": ["Noto Sans SC"],
    "font.size": 9.5,
    "text.color": INK,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "grid.color": FAINT,
    "grid.linewidth": 0.5,
    "svg.hashsalt": "coinsure",
    "text.hinting": "none",  # too fine to be seen in a picture, and not cheap
    "text.parse_math": False,
    "figure.dpi": PNG_DPI,
}


def sector_colour(number: int) -> str:
    """Return the colour of a sector by its place in the scenario."""
    return SECTOR_COLOURS[number % len(SECTOR_COLOURS)]


@contextmanager
def drawing() -> Generator[None]:
    """Draw with the settings of the report and leave matplotlib's own as they were."""
    _register()
    with mpl.rc_context(_RC):
        yield


def canvas(height: float) -> tuple[Canvas, Axes]:
    """Return an empty figure with one pair of axes, laid out to use the room."""
    figure = Canvas(figsize=(WIDTH, height), layout=TightLayoutEngine(pad=PAD))
    FigureCanvasAgg(figure)  # the layout and the picture measure the same letters, once
    return figure, figure.subplots()


def tick(value: float, _place: float) -> str:
    """Write a number on an axis: thousands apart, no zeros at its end."""
    return digits(value, needed_decimals(value, 3))


def finish(figure: Canvas, key: str, findings: Findings, writer: Writer) -> Canvas:
    """Put the title above the figure of a run and its source below it, and settle its layout."""
    head = findings.summary["scenario"]
    below = source(findings.title, head["paths"], head["years"], head["seed"])
    return finish_with(figure, key, below, writer)


def source(title: Value, paths: int, years: int, seed: int) -> Phrase:
    """Return the line below a figure: which simulation it shows."""
    return say("figure.source", title=title, paths=paths, years=years, seed=str(seed))


def finish_with(figure: Canvas, key: str, below: Phrase, writer: Writer) -> Canvas:
    """Put the title above a figure and its source ``below`` it, and settle its layout."""
    title, foot = writer.write(say(f"figure.{key}")), writer.write(below)
    figure.suptitle(drawable(title), x=0.012, ha="left", fontsize=11)
    figure.supxlabel(drawable(foot), x=0.012, ha="left", fontsize=7.5, color=QUIET)
    if engine := figure.get_layout_engine():
        engine.execute(figure)
    figure.set_layout_engine("none")  # settled: every file would lay it out again
    return figure


def drawable(text: str) -> str:
    """Return the text with a placeholder for every character that the font lacks."""
    return "".join(c if ord(c) in characters() or c == "\n" else PLACEHOLDER for c in text)


@cache
def characters() -> frozenset[int]:
    """Return the code points of the packaged font."""
    with resources.as_file(resources.files("coinsure").joinpath(_FONT)) as path:
        return frozenset(FT2Font(path).get_charmap())


def unknown_characters(texts: Sequence[str]) -> list[str]:
    """Return the characters of some texts that the packaged font does not have, in order."""
    found = dict.fromkeys(c for text in texts for c in text if not c.isspace())
    return [c for c in found if ord(c) not in characters()]


def svg(figure: Canvas) -> str:
    """Return the figure as SVG with outlined letters, which need no font anywhere."""
    file = io.StringIO()
    figure.set_dpi(SVG_DPI)
    FigureCanvasSVG(figure).print_svg(file, metadata={"Date": None, "Creator": None})
    return file.getvalue()


def inline(text: str, name: str) -> str:
    """Return an SVG file as an element of a page; ids carry its name, so that no two clash."""
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    return re.sub(r'(\bid="|url\(#|xlink:href="#)', rf"\g<1>{name}-", text)


def png(figure: Canvas) -> bytes:
    """Return the figure as a picture for slides."""
    file = io.BytesIO()
    figure.set_dpi(PNG_DPI)
    FigureCanvasAgg(figure).print_png(
        file, metadata={"Software": None}, pil_kwargs={"compress_level": PNG_LEVEL}
    )
    return file.getvalue()


@cache
def _register() -> None:
    """Make the packaged font known to matplotlib, once."""
    with resources.as_file(resources.files("coinsure").joinpath(_FONT)) as path:
        font_manager.fontManager.addfont(path)
