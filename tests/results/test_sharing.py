"""Sharing of books in a whole run: what is declared is shared, and nothing without a book."""

import pytest

from coinsure.report.findings import Findings
from coinsure.report.layout import show
from coinsure.report.sections.sharing import sections, sharing_table
from coinsure.report.wording import Writer
from coinsure.scenario import load_scenario
from coinsure.study import run

PATHS = {"simulation.paths": 2_048}


@pytest.fixture(scope="module")
def study(project):
    return run(load_scenario(project / "scenarios" / "henan_own_books.toml", PATHS))


@pytest.fixture(scope="module")
def found(study):
    return study.summary()["sharing"]


def test_every_member_has_its_book_under_three_rules(found):
    assert list(found["own"]) == [f"M{n}" for n in range(1, 9)]
    assert list(found["rules"]) == ["mean_proportional", "conditional_mean", "linear_regression"]


def test_nobody_is_worse_off_by_conditional_means(found):
    verdicts = [share["verdict"] for share in found["rules"]["conditional_mean"].values()]
    assert "worse" not in verdicts
    assert "better" in verdicts


def test_the_change_is_that_of_the_own_book(found):
    for name, own in found["own"].items():
        change = found["rules"]["conditional_mean"][name]["change_of_tvar"]["0.99"]["value"]
        assert own["tvar"]["0.99"]["value"] + change > 0.0


def test_mean_proportional_shares_are_never_negative_and_never_fall(found):
    for share in found["rules"]["mean_proportional"].values():
        assert (share["negative"], share["falling"]) == (0.0, 0.0)


def test_books_add_up_to_the_losses_of_the_sectors(study, found):
    whole = sum(own["mean"] for own in found["own"].values())
    gross = study.summary()["pool"]["gross"]["mean"]
    assert whole == pytest.approx(gross["value"], abs=5.0 * gross["se"])


def test_without_books_there_is_nothing_to_share(project):
    study = run(load_scenario(project / "scenarios" / "henan.toml", PATHS))
    assert study.brought is None
    assert study.summary()["sharing"] == {}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_section_names_every_member_under_every_rule(study, language):
    findings = Findings(study.summary(), study.manifest())
    (section,) = sections(findings)
    writer = Writer(language, findings.unit)
    assert "8" in writer.write(section.heading)
    assert len(show(sharing_table(findings), writer).rows) == 24
