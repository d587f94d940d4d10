"""Figures draw with the packaged font alone and leave matplotlib as it was."""

import warnings

import matplotlib as mpl
import pytest

from coinsure.report.figures import style
from coinsure.report.findings import Findings
from coinsure.report.section import Drawing
from coinsure.report.sections import sections
from coinsure.report.wording import Writer

KEYS = {"exceedance", "premium_bands", "purpose", "tail_drivers", "capital_bases", "reserve_flows"}


def drawings(summary, manifest):
    parts = sections(Findings(summary, manifest))
    return {b.key: b for part in parts for b in part.blocks if isinstance(b, Drawing)}


def test_every_figure_is_in_the_report(summary, manifest):
    assert set(drawings(summary, manifest)) == KEYS


@pytest.mark.parametrize("key", sorted(KEYS))
def test_a_figure_is_drawn_in_both_languages_without_a_warning(key, summary, manifest):
    drawing = drawings(summary, manifest)[key]
    with warnings.catch_warnings(), style.drawing():
        warnings.simplefilter("error")
        zh, en = (style.svg(drawing.draw(Writer(lang, "万元"))) for lang in ("zh", "en"))
    assert zh != en
    assert zh.count("<svg") == 1


def test_the_same_figure_gives_the_same_file(summary, manifest):
    drawing = drawings(summary, manifest)["exceedance"]
    with style.drawing():
        first, second = (style.svg(drawing.draw(Writer("zh", "万元"))) for _ in range(2))
    assert first == second
    assert "dc:date" not in first


def test_settings_of_matplotlib_are_left_alone(summary, manifest):
    before = dict(mpl.rcParams)
    with style.drawing():
        style.svg(drawings(summary, manifest)["tail_drivers"].draw(Writer("en", "万元")))
    assert dict(mpl.rcParams) == before


def test_a_character_that_the_font_lacks_becomes_a_placeholder(summary, manifest):
    summary["scenario"]["title_zh"] = "㐂共保体"
    with style.drawing():
        style.svg(drawings(summary, manifest)["exceedance"].draw(Writer("zh", "万元")))
    assert style.drawable("㐂共保体") == "〓共保体"
    assert style.unknown_characters(["㐂共保体", "龘 a"]) == ["㐂", "龘"]


def test_a_run_whose_tails_are_missing_can_be_drawn(summary, manifest):
    nothing = {"value": None, "reason": "only 3 of 64 rows exceed VaR, 20 are needed"}
    for lines in summary["capital"]["lines"].values():
        for line in lines.values():
            line["allocated"] = nothing
    for sector in summary["capital"]["sectors"].values():
        sector["standalone"] = nothing
    summary["capital"]["pool"] = nothing
    for kind in ("gross", "net"):
        for rows in summary["pool"][kind]["curve"].values():
            rows.clear()
    for lines in summary["premium"]["lines"].values():
        for line in lines.values():
            line["technical"] = dict.fromkeys(("co_tvar", "distortion", "cross2"), nothing)
            line["band"] = None
    next(f for f in summary["verdict"] if f["code"] == "tail_driver")["figures"]["line"] = None
    found = drawings(summary, manifest)
    assert set(found) == KEYS - {"tail_drivers", "capital_bases"}
    with style.drawing():
        for drawing in found.values():
            assert "</svg>" in style.svg(drawing.draw(Writer("zh", "万元")))


def test_ids_of_an_inline_figure_carry_its_name():
    text = (
        '<?xml version="1.0"?><svg><defs id="a"/><use xlink:href="#a" clip-path="url(#a)"/></svg>'
    )
    inline = style.inline(text, "x.zh")
    assert inline == (
        '<svg><defs id="x.zh-a"/><use xlink:href="#x.zh-a" clip-path="url(#x.zh-a)"/></svg>'
    )
