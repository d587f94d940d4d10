"""What a comparison of designs of public money leaves on disk."""

import json
from pathlib import Path

from coinsure.report import design_dict, write_designs
from coinsure.report.designs import costs_table
from coinsure.report.layout import show
from coinsure.report.wording import Writer
from coinsure.stress import compare_designs

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def test_the_folder_holds_page_and_data_and_is_replaced_by_the_same_kind(tmp_path):
    table = compare_designs(
        SCENARIOS / "minimal.toml",
        [SCENARIOS / "designs" / "layer.toml"],
        {"simulation.paths": 3_000},
    )
    found = design_dict(table)
    write_designs(found, tmp_path / "out", "zh")
    write_designs(found, tmp_path / "out", "en")
    assert json.loads((tmp_path / "out" / "designs.json").read_text("utf-8")) == json.loads(
        json.dumps(found)
    )
    page = (tmp_path / "out" / "designs.html").read_text("utf-8")
    assert "赔付率分层补偿" in page
    assert "Loss-ratio layer" in page


def test_a_scaled_number_has_its_unit():
    def value(scaled, terms):
        cost = {"scaled": scaled, "terms": terms, "reached": True, "expected": 1.0}
        design = {"label": {"zh": "甲", "en": "A"}, "expected": cost | {"one_in_100": 2.0}}
        table = costs_table({"designs": {"a": design}}, "expected")
        return show(table, Writer("zh", "万元")).rows[0][2].plain

    assert value("public_layers.a.fund", [1500.0, 150.0]) == "1,500万元、150万元"
    assert value("public_layers.a.share", [0.5]) == "50%"
