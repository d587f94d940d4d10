"""One self-contained page in both languages: no script, no address outside itself."""

import base64
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import jinja2
from markupsafe import Markup, escape

from coinsure.report.layout import ShownTable, show
from coinsure.report.numerals import LANGUAGES, Language
from coinsure.report.section import Block, Conclusion, Drawing, Folded, KeyFigure, Section
from coinsure.report.table import Table
from coinsure.report.wording import Phrase, Value, Writer, say

WORDS = ("key_figures", "verdict", "further", "contents")

WHOLE = re.compile(
    r"C-ROSS II"
    r"|(?:CNY )?−?\d[\d,.]*%? ?± ?\d[\d,.]*(?:[%×倍]|[亿万]?元| million)?"
    r"|CNY −?\d[\d,.]*(?: million)?"
)
"""What stays on one line: numbers with errors, amounts of money, a name with a number."""

Inline = Callable[[Drawing, Writer], str]
"""Returns a drawing as an SVG element in one language."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a page says, before language."""

    title: Value
    opening: Phrase
    first: Sequence[Conclusion]
    further: Sequence[Conclusion]
    sections: Sequence[Section]
    footer: Sequence[Phrase]
    key_figures: Sequence[KeyFigure] = ()


def page(content: Content, unit: str, first: Language, inline: Inline) -> str:
    """Return the page as HTML, opening in language ``first``."""
    pages = [_in_language(content, Writer(language, unit), inline) for language in LANGUAGES]
    template = _environment().get_template("page.html.j2")
    return template.render(
        pages=pages,
        first=first,
        font=_font(),
        css=Markup(_packaged("templates/page.css").decode()),
    )


def _in_language(content: Content, writer: Writer, inline: Inline) -> Mapping[str, Any]:
    return {
        "language": writer.language,
        "name": writer.write(say("page.language")),
        "head": writer.write(say("page.title", title=content.title)),
        "title": writer.write(content.title),
        "opening": writer.write(content.opening),
        "key_figures": [_key_figure(one, writer) for one in content.key_figures],
        "words": {word: writer.write(say(f"page.{word}")) for word in WORDS},
        "first": [_conclusion(one, writer) for one in content.first],
        "further": [_conclusion(one, writer) for one in content.further],
        "sections": [_section(section, writer, inline) for section in content.sections],
        "footer": [writer.write(line) for line in content.footer],
    }


def _key_figure(figure: KeyFigure, writer: Writer) -> Mapping[str, str]:
    return {
        "name": writer.write(say(f"key_figure.{figure.key}.name")),
        "value": writer.write(figure.value),
        "note": writer.write(figure.note),
    }


def _conclusion(conclusion: Conclusion, writer: Writer) -> Mapping[str, Any]:
    return {
        "status": conclusion.status,
        "word": writer.write(say(f"status.{conclusion.status}")),
        "sentence": writer.write(conclusion.sentence),
    }


def _section(section: Section, writer: Writer, inline: Inline) -> Mapping[str, Any]:
    return {
        "key": section.key,
        "short": writer.write(say(f"contents.{section.key}")),
        "heading": writer.write(section.heading).rstrip("。."),
        "blocks": [_block(block, writer, inline) for block in section.blocks],
    }


def _block(block: Block, writer: Writer, inline: Inline) -> Mapping[str, Any]:
    if isinstance(block, Table):
        return {"kind": "table", "table": _shown(block, writer)}
    if isinstance(block, Folded):
        return {"kind": "folded", "table": _shown(block.table, writer)}
    if isinstance(block, Drawing):
        svg = Markup(inline(block, writer))
        return {"kind": "drawing", "alt": writer.write(block.alt), "svg": svg}
    return {"kind": "text", "text": writer.write(block)}


def _shown(table: Table, writer: Writer) -> ShownTable:
    return show(table, writer)


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("coinsure", "data/templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )
    environment.filters["whole"] = whole
    return environment


def whole(text: str) -> Markup:
    """Return a text in which no line ends between a number, its error and its unit."""
    return Markup(WHOLE.sub(r'<span class="whole">\g<0></span>', str(escape(text))))


@cache
def _font() -> str:
    return base64.b64encode(_packaged("fonts/NotoSansSC-GB2312.woff2")).decode()


def _packaged(name: str) -> bytes:
    return resources.files("coinsure").joinpath("data", name).read_bytes()
