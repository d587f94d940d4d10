"""The page and files of a run: self-contained, escaped, complete in both languages."""

import json
import re
from html.parser import HTMLParser

import pytest

from coinsure.report.catalogue import messages
from coinsure.report.findings import Findings
from coinsure.report.numerals import LANGUAGES
from coinsure.report.page import whole
from coinsure.report.run import as_json, report_page, run_files, tables
from coinsure.report.sections import conclusions, opening, sections
from coinsure.report.sections.premium import reason
from coinsure.report.wording import Writer

VOID = {"meta", "input", "br", "link", "img", "use", "path", "circle", "rect", "line"}


@pytest.fixture
def page(files):
    return files["report.html"].decode()


def rendered(summary, manifest, drawn, first="zh"):
    findings = Findings(summary, manifest)
    return report_page(findings, sections(findings), drawn, first)


class Nesting(HTMLParser):
    """Collects tags that are closed out of order, ids, and addresses."""

    def __init__(self):
        super().__init__()
        self.open, self.wrong, self.ids, self.addresses, self.tags = [], [], [], [], set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        values = dict(attrs)
        if "id" in values:
            self.ids.append(values["id"])
        self.addresses += [values[key] for key in ("href", "src", "xlink:href") if key in values]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag not in VOID and (not self.open or self.open.pop() != tag):
            self.wrong.append(tag)


def parsed(page):
    parser = Nesting()
    parser.feed(page)
    return parser


def test_the_page_needs_nothing_outside_itself_and_runs_no_script(page):
    found = parsed(page)
    assert [address for address in found.addresses if not address.startswith("#")] == []
    assert "script" not in found.tags
    assert re.findall(r"url\((?!data:|#)", page) == []
    assert "default-src 'none'" in page
    assert re.search(r"\son\w+=", page) is None


def test_the_page_is_well_formed_and_every_link_in_it_leads_somewhere(page):
    found = parsed(page)
    assert found.wrong == []
    assert found.open == []
    assert len(found.ids) == len(set(found.ids))
    assert {a[1:] for a in found.addresses if a.startswith("#")} <= set(found.ids)


def test_both_languages_are_in_the_page_and_the_asked_one_is_open(summary, manifest, drawn):
    for first in ("zh", "en"):
        page = rendered(summary, manifest, drawn, first)
        assert f'id="show-{first}" autocomplete="off" checked' in page
        assert page.count(" checked>") == 1
        assert "现行年保费1.44亿元" in page
        assert "CNY 144 million" in page


def test_names_from_a_scenario_are_escaped(summary, manifest, drawn):
    attack = "<script>alert(1)</script>"
    summary["scenario"]["title_zh"] = attack
    summary["members"]["M1"]["label"]["zh"] = attack
    summary["lines"]["ic"]["fab_property"]["label"]["en"] = attack
    page = rendered(summary, manifest, drawn)
    assert "script" not in parsed(page).tags
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a charge of CNY 65.4 million.", ["CNY 65.4 million"]),
        ("worth CNY −61 ± 10 million a year", ["CNY −61 ± 10 million"]),
        ("为3.08±0.11倍；资本2.02±0.07亿元", ["3.08±0.11倍", "2.02±0.07亿元"]),
        ("34% ± 4% of <b>C-ROSS II</b>", ["34% ± 4%", "C-ROSS II"]),
        ("5 of 1,000 years", []),
    ],
)
def test_no_line_ends_between_a_number_its_error_and_its_unit(text, kept):
    found = whole(text)
    assert re.findall(r'<span class="whole">(.*?)</span>', found) == kept
    assert "<b>" not in found


def test_characters_outside_the_font_are_named_in_a_note(summary, manifest, drawn):
    summary["members"]["M1"]["label"]["zh"] = "㐂保险"
    page = rendered(summary, manifest, drawn)
    assert "内嵌字体不含以下字符，显示时借用系统字体：㐂。" in page


def test_a_light_is_a_shape_and_a_word_besides_its_colour(page):
    lights = re.findall(
        r'<span class="light (\w+)">\s*<svg class="shape".*?</svg>([^<]+)<', page, re.S
    )
    assert {status for status, _ in lights} == {"good", "warn", "bad"}
    assert all(word.strip() for _, word in lights)


def test_every_section_is_headed_by_a_sentence_with_a_figure_in_it(summary, manifest):
    for language in ("zh", "en"):
        writer = Writer(language, "万元")
        headings = [writer.write(part.heading) for part in sections(Findings(summary, manifest))]
        assert len(headings) == 17
        assert [heading for heading in headings if not re.search(r"\d", heading)] == []


def test_the_verdict_has_five_sentences_and_the_rest_follows(summary, manifest):
    first, further = conclusions(Findings(summary, manifest))
    assert len(first) == 5
    assert len(further) == 4
    assert {one.status for one in further} == {"good", "warn"}
    assert {one.code for one in first} >= {"premium_adequacy", "tail_driver"}


def test_the_first_sentence_names_the_book_and_what_it_rests_on(summary, manifest):
    text = Writer("zh", "万元").write(opening(Findings(summary, manifest)))
    assert "河南省科技保险共保体（示意）" in text
    assert "51.3%的保费来自只有专家判断" in text


def test_every_status_of_every_finding_can_be_said(summary, manifest):
    for finding in summary["verdict"]:
        for key in messages():
            status = key.rpartition(".")[2]
            if key.startswith(f"verdict.{finding['code']}.") and status in ("good", "warn", "bad"):
                changed = {**finding, "status": status}
                said = {**summary, "verdict": [changed]}
                first, _ = conclusions(Findings(said, manifest))
                for language in ("zh", "en"):
                    assert "{" not in Writer(language, "万元").write(first[0].sentence)


def test_a_run_without_reserve_reinsurance_and_risk_units_has_a_report(summary, manifest):
    summary |= {"reserve": None, "public": None, "reinsurance": {}, "risk_units": {}}
    for member in summary["members"].values():
        member["article_103"] = []
    summary["verdict"] = [
        f for f in summary["verdict"] if f["code"] not in ("reserve_flow", "reinsurance_value")
    ]
    figures = next(f for f in summary["verdict"] if f["code"] == "legal_limits")["figures"]
    figures |= {"risk_unit": None, "binding_member": None, "pool_line": None, "gross": None}
    manifest["scenario"] = {**manifest["scenario"], "reinsurance": {}}
    found = run_files(summary, manifest, "en")
    assert "tables/reinsurance.csv" not in found
    assert "figures/reserve_flows.zh.svg" not in found


def test_failed_checks_and_broken_limits_are_said_in_the_headings(summary, manifest):
    summary["checks"][-1]["passed"] = False
    summary["members"]["M8"]["article_103"][0]["passed"] = False
    summary["shares"]["unplaced"]["ic"] = 0.12
    writer = Writer("zh", "万元")
    text = [writer.write(part.heading) for part in sections(Findings(summary, manifest))]
    assert any(line.endswith("项检查中1项未通过") for line in text)
    assert "8家成员中1家突破法定限额：成员八：偿付能力紧张的小公司" in text
    assert "集成电路还有12%的份额无人承接" in text


def test_premium_and_lines_end_in_a_row_of_the_whole_pool(summary, manifest, page):
    found = {table.key: table for table in tables(sections(Findings(summary, manifest)))}
    with_total = [key for key, table in found.items() if table.total]
    assert with_total == ["premium", "rates", "sectors", "lines", "combined_ratios", "gross_to_net"]
    for key in with_total:
        assert Writer("en", "万元").write(found[key].rows[-1][0]) == "Pool"
    assert page.count('<tr class="total">') == 2 * len(with_total)
    assert found["lines"].rows[-1][3].value == pytest.approx(summary["pool"]["premium"])


def heading_of(key, summary, manifest):
    part = next(p for p in sections(Findings(summary, manifest)) if p.key == key)
    return Writer("en", "万元").write(part.heading)


def test_how_well_the_longest_return_period_is_known_is_told_of_gross_and_of_net(summary, manifest):
    """Large losses that reinsurance takes make the gross tail far less certain than the net one."""
    pool = summary["pool"]
    for kind, half in (("gross", 0.06), ("net", 0.015)):
        last = pool[kind]["return_periods"][-1]
        value = last["var"]["value"]
        last["var"] |= {"low": value * (1.0 - half), "high": value * (1.0 + half)}
    assert heading_of("return_periods", summary, manifest) == (
        "The sample reaches the 1-in-1,000 year, known to ±6% before reinsurance and ±1.5% after it"
    )
    pool["gross"]["return_periods"][-1]["var"] = {"value": None, "reason": "the denominator is 0"}
    assert "1-in-500 year" in heading_of("return_periods", summary, manifest)
    summary["reinsurance"] = {}
    manifest["scenario"] = {**manifest["scenario"], "reinsurance": {}}
    assert "reinsurance" not in heading_of("return_periods", summary, manifest)


def test_what_a_line_needs_is_a_rate_where_there_are_rates_and_else_a_premium(summary):
    line = next(
        line
        for lines in summary["premium"]["lines"].values()
        for line in lines.values()
        if line["need"] is not None
    )
    writer = Writer("en", "万元")
    assert re.search(r"needs a rate of [\d.]+%", writer.write(reason(line)))
    line["rate_on_sum_insured"] = None
    assert re.search(r"needs a premium of CNY [\d.]+ million", writer.write(reason(line)))


def test_sources_are_in_the_language_of_the_page(summary, manifest):
    manifest["scenario"]["pool"] = {**manifest["scenario"]["pool"], "source": "from Zhengzhou"}
    (table,) = (t for t in tables(sections(Findings(summary, manifest))) if t.key == "sources")
    chinese, english = (
        [Writer(lang, "万元").write(row[3]) for row in table.rows] for lang in LANGUAGES
    )
    assert [text for text in chinese if not re.search(r"[\u4e00-\u9fff]", text)] == [
        "from Zhengzhou"
    ]
    assert "from Zhengzhou" in english
    assert "假设，非真实公司" in chinese
    assert "assumption, no real company" in english
    assert ("假设", "assumption") in zip(chinese, english, strict=True)


def test_the_files_of_a_run_are_complete(summary, files):
    found = files
    assert {"report.html", "summary.json", "manifest.json"} <= set(found)
    assert sum(name.startswith("tables/") for name in found) == 50
    assert sum(name.endswith(".svg") for name in found) == 12
    assert all(
        content.startswith(b"\x89PNG") for name, content in found.items() if name.endswith("png")
    )
    assert json.loads(found["summary.json"]) == summary
    assert list(json.loads(found["summary.json"])) == list(summary)


def test_the_report_of_the_same_run_is_the_same_file(summary, manifest, files):
    assert run_files(summary, manifest, "zh") == files


def test_a_nan_is_never_written():
    with pytest.raises(ValueError, match="JSON compliant"):
        as_json({"value": float("nan")})
