"""What no path showed is given as a bound, never as 0: every table of every page is walked."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from coinsure.recommendation import load_candidates, recommend
from coinsure.report import (
    design_dict,
    write_comparison,
    write_designs,
    write_recommendation,
    write_rules,
    write_run,
    write_stresses,
)
from coinsure.rules import compare_rules, load_choices
from coinsure.scenario import load_scenario
from coinsure.stress import compare_designs, run_stresses
from coinsure.study import run

SCENARIOS = Path(__file__).parents[2] / "scenarios"
HENAN = SCENARIOS / "henan.toml"
FEW = {"simulation.paths": 2_048, "simulation.years": 2}
PROBABILITY = re.compile(r"概率|[Pp]robabilit|[Cc]hance")
CERTAIN = re.compile(r"[+−]?(0|100)(\.0*)?%?")
BOUND = re.compile(r"<\d")
OBJECTIVE = """
extends = "{base}"
[objective]
source = "assumption"
[objective.limits]
probability_unpaid = 0.01
probability_of_deficit = 0.9
"""
CHEAP = """
label = { zh = "便宜", en = "cheap" }
description = { zh = "便宜", en = "cheap" }
pool.management_rate = 0.0
"""


class Tables(HTMLParser):
    """The tables of a page: caption, and rows of texts; a heading stands above each column."""

    def __init__(self, page):
        super().__init__()
        self.captions, self.rows = [], []
        self._cell, self._columns = None, 1
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.captions.append("")
            self.rows.append([])
        elif tag == "tr":
            self.rows[-1].append([])
        elif tag in ("td", "th", "caption"):
            self._cell, self._columns = [], int(dict(attrs).get("colspan", 1))

    def handle_data(self, data):
        if self._cell is not None:
            self._cell.append(data)

    def handle_endtag(self, tag):
        if tag not in ("td", "th", "caption"):
            return
        text, self._cell = " ".join("".join(self._cell).split()), None
        if tag == "caption":
            self.captions[-1] = text
        else:
            self.rows[-1][-1] += [text] * self._columns


def probabilities(page):
    """Yield (table, row, text) of every cell that is a probability."""
    tables = Tables(page)
    for caption, (head, *rows) in zip(tables.captions, tables.rows, strict=True):
        columns = [bool(PROBABILITY.search(text)) for text in head]
        for row in rows:
            everywhere = bool(PROBABILITY.search(caption) or PROBABILITY.search(row[0]))
            cells = zip(row[1:], columns[1:], strict=True)
            for text in (text for text, here in cells if here or everywhere):
                yield caption, row[0], text


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("candidates")
    scenario, cheap = folder / "scenario.toml", folder / "cheap.toml"
    scenario.write_text(OBJECTIVE.format(base=SCENARIOS / "minimal.toml"), encoding="utf-8")
    cheap.write_text(CHEAP, encoding="utf-8")
    study = run(load_scenario(HENAN, FEW))
    stresses = run_stresses(HENAN, [SCENARIOS / "stress" / "soft_market.toml"], FEW)
    rules = load_choices(HENAN, [SCENARIOS / "rules" / "equal.toml"], FEW)
    designs = compare_designs(HENAN, [SCENARIOS / "designs" / "layer.toml"], FEW)
    chosen = recommend(load_candidates(scenario, [cheap], {**FEW, "simulation.paths": 6_000}))
    written = {
        "report": lambda out: write_run(study, study.summary(), out, "en"),
        "rules": lambda out: write_rules(compare_rules(rules), out, "en"),
        "stresses": lambda out: write_stresses(stresses, out, "en"),
        "comparison": lambda out: write_comparison(stresses.comparisons["soft_market"], out, "en"),
        "designs": lambda out: write_designs(design_dict(designs), out, "en"),
        "recommendation": lambda out: write_recommendation(chosen, out, "en"),
    }
    for name, write in written.items():
        write(folder / name)
    return {name: (folder / name / f"{name}.html").read_text(encoding="utf-8") for name in written}


def test_no_probability_is_a_bare_0_or_certain(pages):
    bare = [
        (name, *cell)
        for name, page in pages.items()
        for cell in probabilities(page)
        if CERTAIN.fullmatch(cell[2])
    ]
    assert bare == []


@pytest.mark.parametrize("name", ["report", "rules", "recommendation"])
def test_what_was_never_seen_is_below_a_bound(pages, name):
    assert any(BOUND.match(text) for _, _, text in probabilities(pages[name]))
