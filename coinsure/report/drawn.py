"""Figures of a page as files: every one in both languages, and put into the page from there."""

from collections.abc import Callable, Iterable, Mapping

from coinsure.report.figures import style
from coinsure.report.numerals import LANGUAGES, Language
from coinsure.report.section import Drawing, Section
from coinsure.report.wording import Writer


def drawings(sections: Iterable[Section]) -> list[Drawing]:
    """Return the figures of some sections, in their order."""
    return [block for section in sections for block in section.blocks if isinstance(block, Drawing)]


def figure_files(wanted: Iterable[Drawing], unit: str, first: Language) -> dict[str, bytes]:
    """Draw every figure in both languages as SVG, and in the ``first`` as a picture; by name."""
    files: dict[str, bytes] = {}
    for drawing in wanted:
        for language in LANGUAGES:
            with style.drawing():
                canvas = drawing.draw(Writer(language, unit))
                name = f"{drawing.key}.{language}"
                files[f"{name}.svg"] = style.svg(canvas).encode()
                if language == first:
                    files[f"{name}.png"] = style.png(canvas)
    return files


def inlined(files: Mapping[str, bytes]) -> Callable[[Drawing, Writer], str]:
    """Return what puts a figure into a page, from the ``figure_files``."""

    def inline(drawing: Drawing, writer: Writer) -> str:
        name = f"{drawing.key}.{writer.language}"
        return style.inline(files[f"{name}.svg"].decode(), name)

    return inline
